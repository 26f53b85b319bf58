import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { foregroundOf } from '../../src/run/terminal/foreground.ts';
import { probeIsolation } from '../../src/target/isolation.ts';
import { rehearsalTarget } from '../../src/target/rehearsal.ts';
import { isAlive } from '../processes.ts';
import { targetContract, textOf } from './contract.ts';

const limits = { processes: 256, memoryMb: 1024, files: 1024, fileMb: 256 };
const never = new AbortController().signal;

function status(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

/** The same for a number that a process has in a namespace of its own, for those that the contract starts. */
function isAliveInside(pid: number): boolean {
  const inside = new RegExp(`^Name:\\s+(?:sleep|bash)$[^]*^NSpid:\\s+\\d+\\s+${pid}$`, 'm');
  return readdirSync('/proc').some((entry) => /^\d+$/.test(entry) && inside.test(status(entry)));
}

describe.each([
  ['user', isAlive],
  ['namespace', isAliveInside],
] as const)('isolation %s', (isolation, alive) => {
  const { lacks } = probeIsolation(isolation);
  if (lacks) {
    test.skip(`not here: ${lacks.code}`);
    return;
  }
  const make = () => rehearsalTarget({ environment: process.env, apart: { isolation, limits } });
  targetContract(`rehearsal, ${isolation}`, () => Promise.resolve(make()), alive);

  test('who has the terminal is known', async () => {
    const target = make();
    await target.prepare(never);
    const tty = await target.open({ size: { cols: 80, rows: 24 }, env: { PS1: 'ready> ' } }, never);
    let text = '';
    const said = (pattern: RegExp): Promise<void> =>
      new Promise((resolve) => {
        const stop = tty.onData((chunk) => {
          text += textOf(chunk);
          if (!pattern.test(text)) return;
          stop();
          resolve();
        });
      });
    await said(/ready> /);
    expect(foregroundOf(tty.pid)).toMatchObject({ isShell: true, name: 'bash' });
    tty.write('sh -c "echo up\'\'on; exec cat"\r');
    await said(/upon/);
    await expect
      .poll(() => foregroundOf(tty.pid))
      .toMatchObject({ isShell: false, isStarted: true, name: 'cat', readsTerminal: true });
    await target.close();
  });
});
