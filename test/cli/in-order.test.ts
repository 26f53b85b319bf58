import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InOrder } from '../../src/cli/in-order.ts';
import type { RunEvent } from '../../src/plan/events.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pupitre-in-order-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function output(run: number, at: number, length = 1): RunEvent {
  return { type: 'output', at, chunk: `${run}${'\u2028x'.repeat(length)}` };
}

function collect() {
  const seen: string[] = [];
  const take = async (event: RunEvent): Promise<void> => {
    // As who writes to a pipe: others add meanwhile.
    await new Promise((done) => setImmediate(done));
    if (event.type === 'output') seen.push(`${event.chunk[0] ?? ''}:${event.at}`);
  };
  return { seen, take };
}

test('one run after the other, whatever comes when; much of it waits in a file, which is removed', async () => {
  const { seen, take } = collect();
  const runs = new InOrder(3, take);
  const each = Array.from({ length: 40 }, (_, at) => at);
  const play = async (run: number): Promise<void> => {
    for (const at of each) await runs.onEvent(run, output(run, at, 50_000));
    await runs.end(run);
  };
  const [last, middle] = [play(2), play(1)];
  await Promise.all([last, new Promise((done) => setImmediate(done))]);
  expect(readdirSync(folder).length).toBeGreaterThan(0);
  await Promise.all([middle, play(0)]);
  expect(seen).toEqual([0, 1, 2].flatMap((run) => each.map((at) => `${run}:${at}`)));
  expect(readdirSync(folder)).toEqual([]);
});

test('what comes while others are handed on comes after them', async () => {
  const { seen, take } = collect();
  const runs = new InOrder(2, take);
  await runs.onEvent(1, output(1, 0));
  await runs.onEvent(1, output(1, 1));
  const passing = runs.end(0);
  await runs.onEvent(1, output(1, 2));
  await passing;
  await runs.onEvent(1, output(1, 3));
  await runs.end(1);
  expect(seen).toEqual(['1:0', '1:1', '1:2', '1:3']);
});

test('what nobody took is removed at the end', async () => {
  const runs = new InOrder(2, () => Promise.resolve());
  for (const at of [0, 1, 2]) await runs.onEvent(1, output(1, at, 1_000_000));
  expect(readdirSync(folder).length).toBe(1);
  runs.close();
  expect(readdirSync(folder)).toEqual([]);
});
