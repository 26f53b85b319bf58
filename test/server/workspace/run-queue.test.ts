import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import type { Unit } from '../../../src/plan/units.ts';
import type { UnitStatus } from '../../../src/protocol.ts';
import { RunQueue } from '../../../src/server/workspace/run-queue.ts';
import type { UnitStates } from '../../../src/server/workspace/unit-states.ts';
import { unitsNamed, watchedStates } from './units.ts';

const units = unitsNamed('one', 'two', 'three', 'four');
const [one, two, three, four] = units as [Unit, Unit, Unit, Unit];

let queue: RunQueue;
let states: UnitStates;
let log: string[];
let signal: AbortSignal;
/** Ends the unit that runs, in a state. */
let end: (status: UnitStatus) => Promise<void>;

beforeEach(() => {
  ({ states, log } = watchedStates());
  queue = new RunQueue({
    units: () => units,
    states,
    missingBefore: () => [one],
    run: (unit, stop) => {
      signal = stop;
      states.set(unit, { status: 'running' });
      return new Promise((resolve) => {
        end = async (status) => {
          states.set(unit, { status });
          resolve();
          await turn();
        };
      });
    },
  });
});

test('what is missing before a unit runs before it', async () => {
  queue.add(three, 'upTo');
  expect(log).toEqual(['one queued', 'three queued', 'one running']);
  await end('passed');
  expect(log.at(-1)).toBe('three running');
});

test('a slide runs again, with what has passed; the rest of it without', async () => {
  states.set(one, { status: 'passed' });
  states.set(two, { status: 'passed' });
  queue.add(one, 'slide');
  expect(queue.running).toBeUndefined();
  queue.add(one, 'again');
  expect(queue.running).toBe(one);
  await end('passed');
  expect(queue.running).toBe(two);
});

test('one after the other, in the order of the course', async () => {
  queue.add(two, 'rest');
  expect(log).toEqual(['two queued', 'three queued', 'four queued', 'two running']);
  await end('passed');
  await end('skipped');
  await end('manual');
  expect(log.slice(4)).toEqual(['two passed', 'three running', 'three skipped', 'four running', 'four manual']);
  expect(queue.running).toBeUndefined();
});

test('of a slide only what is on it', async () => {
  queue.add(one, 'slide');
  await end('passed');
  await end('passed');
  expect(log).not.toContain('three queued');
});

test('a unit that waits or runs is there already', async () => {
  for (let clicks = 0; clicks < 3; clicks++) for (const unit of [one, two]) queue.add(unit, 'unit');
  expect(log.filter((each) => each.endsWith('queued'))).toEqual(['one queued', 'two queued']);
  await end('passed');
  await end('passed');
  expect(queue.running).toBeUndefined();
});

test('what has passed is run again by itself, and not with others', async () => {
  for (const unit of [one, three]) states.set(unit, { status: 'passed' });
  queue.add(one, 'rest');
  expect(queue.running).toBe(two);
  queue.add(one, 'unit');
  await end('passed');
  expect(queue.running).toBe(four);
  await end('passed');
  expect(queue.running).toBe(one);
});

test.each(['failed', 'timedOut', 'broken', 'notRun'] as const)(
  'after one that is %s nothing more runs',
  async (status) => {
    queue.add(one, 'slide');
    await end(status);
    expect(queue.running).toBeUndefined();
    expect(log.slice(-2)).toEqual([`one ${status}`, 'two idle']);
    queue.add(three, 'unit');
    expect(queue.running).toBe(three);
  },
);

test('what is taken out does not run', async () => {
  queue.add(one, 'slide');
  queue.remove(two);
  queue.remove(one);
  await end('passed');
  expect(queue.running).toBeUndefined();
});

test('stop ends what runs and drops what waits', async () => {
  expect(queue.stop()).toBe(false);
  queue.add(one, 'slide');
  expect(queue.stop()).toBe(true);
  expect(signal.aborted).toBe(true);
  expect(log.at(-1)).toBe('two idle');
  await end('notRun');
  expect(queue.running).toBeUndefined();
  queue.add(three, 'unit');
  expect(signal.aborted).toBe(false);
});

test('one that is closed waits for what runs, and runs nothing more', async () => {
  queue.add(one, 'slide');
  let isClosed = false;
  const closing = queue.close().then(() => (isClosed = true));
  expect(signal.aborted).toBe(true);
  await turn();
  expect(isClosed).toBe(false);
  queue.add(three, 'unit');
  await end('notRun');
  await closing;
  expect(queue.running).toBeUndefined();
  expect(log).not.toContain('three running');
});
