import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Killed, Processes } from '../../src/container/processes.ts';
import { Turns } from '../../src/container/turns.ts';
import { follow } from '../../src/follow.ts';
import type { Container, LogLine } from '../../src/workload.ts';

test('ten busy containers of a node leave it as much time as one', async () => {
  const turns = new Turns();
  const over = { is: false };
  const passes: number[] = [];
  const busy = async (processes: Processes, index: number): Promise<void> => {
    while (!over.is) {
      passes[index] = (passes[index] ?? 0) + 1;
      await processes.breathe();
    }
  };
  const all = Array.from({ length: 10 }, (_, index) => busy(new Processes(false, turns), index));
  // As often as the node comes to its own work, somebody has had 8 ms, and not each of them.
  const start = performance.now();
  for (let round = 0; round < 20; round += 1) await nextTurn();
  expect((performance.now() - start) / 20).toBeLessThan(40);
  over.is = true;
  await Promise.all(all);
  expect(passes.every((count) => count > 1)).toBe(true);
});

test('nothing begins in a container that has ended', () => {
  const processes = new Processes();
  const birth = { parent: 0, user: 'root', uid: 0, command: ['sh'], tty: false };
  const first = processes.spawn(birth);
  processes.killAll();
  expect(first.signal.aborted).toBe(true);
  expect(() => processes.spawn(birth)).toThrow(Killed);
});

test('who reads a flood too slowly is told so seldom, and of all of it', async () => {
  const log = { lines: [] as LogLine[], dropped: 0, onChange: () => () => undefined };
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve)).then(() => ({ exitCode: 0 }));
  const container = { log, ended } as unknown as Container;
  const line = { at: 0, stream: 'stdout', text: 'y\n' } as const;
  log.lines = Array.from({ length: 256 }, () => line);
  const told: number[] = [];
  let pieces = 0;
  for await (const { missed } of follow([{ container, tail: Infinity }], new AbortController().signal)) {
    if (missed > 0) told.push(missed);
    pieces += 1;
    // 1,000 come for each 256 that are read.
    if (pieces < 100) log.dropped += 1000;
    else {
      log.lines = [];
      end();
      await ended;
    }
  }
  expect(told.length).toBeLessThan(12);
  expect(told.reduce((sum, each) => sum + each, 0)).toBe(99 * (1000 - 256));
});
