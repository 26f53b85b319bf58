import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { Machine } from '../../../src/server/workspace/machine.ts';
import { localTarget } from '../../../src/target/local.ts';
import { planOf, step } from '../../run/steps.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function used(): number {
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const signal = new AbortController().signal;

/** A machine whose terminal, ring and outputs are as full as they can be. */
async function fullMachine(): Promise<Machine> {
  const machine = new Machine({
    target: localTarget({ environment: process.env }),
    plan: () => planOf(step('bash', 'true')),
    ...{ size: { cols: 100, rows: 30 }, startMs: 10_000, lang: 'en' },
    onStatus: () => undefined,
    onOutput: () => undefined,
    onTerminals: () => undefined,
    onShellEnd: () => undefined,
    onShell: (session) => {
      session.onCommand(({ capture }) => {
        capture.release();
      });
    },
  });
  const session = await machine.first.shell();
  const ended = new Promise<void>((resolve) => {
    session.onCommand(() => {
      resolve();
    });
  });
  session.input('yes "$(printf "%080d" 0)" | head -n 20000\r');
  await ended;
  await session.untilPrompt({ ms: 10_000, signal });
  await session.screen.settled();
  return machine;
}

test('a machine with a full terminal and ring takes about a megabyte', async () => {
  const warm = await fullMachine();
  const before = used();
  const machines: Machine[] = [];
  for (let index = 0; index < 8; index++) machines.push(await fullMachine());
  const each = (used() - before) / machines.length / 1024;
  await Promise.all([warm, ...machines].map((machine) => machine.end()));
  expect(each).toBeLessThan(1300);
}, 60_000);
