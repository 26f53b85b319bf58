import { beforeEach, describe, expect, test } from 'vitest';
import { Pool, type PoolLimits } from '../../../src/server/class/pool.ts';
import { FakeClock } from '../../run/fake-clock.ts';

const minute = 60_000;
let clock: FakeClock;
let opened: number;
let closed: number[];
let placed: [string, number][];
let given: [string, string][];
/** Lets the nodes that are being closed be gone. */
let finish: (() => void)[];

beforeEach(() => {
  clock = new FakeClock();
  opened = 0;
  closed = [];
  placed = [];
  given = [];
  finish = [];
});

function poolOf(limits: Partial<PoolLimits>, slowly = false): Pool<number> {
  return new Pool<number>({
    limits: { initial: 0, reserved: 0, max: 3, ...limits },
    clock,
    open: () => ({ node: ++opened, ready: Promise.resolve() }),
    close: (node) => {
      closed.push(node);
      return slowly ? new Promise((done) => finish.push(done)) : Promise.resolve();
    },
    onPlaced: (person, node) => placed.push([person, node]),
    onQueue: () => undefined,
    onGivenBack: (person, why) => given.push([person, why]),
    onError: (error) => expect.fail(String(error)),
  });
}

describe('places', () => {
  test('a person has one node, however often they come', () => {
    const pool = poolOf({});
    expect(pool.claim('ana')).toBe(1);
    expect(pool.claim('ana')).toBe(1);
    expect(opened).toBe(1);
    expect(pool.capacity).toEqual({ max: 3, held: 1, free: 2 });
  });

  test('who comes when all are taken waits, first in, first out, and nobody loses a node', async () => {
    const pool = poolOf({ max: 2 });
    for (const person of ['ana', 'bo']) expect(pool.claim(person)).toBeDefined();
    for (const person of ['cy', 'di', 'cy']) expect(pool.claim(person)).toBeUndefined();
    expect(pool.placeOf('cy')).toEqual({ place: 1, of: 2, withinMs: 5 * minute });
    expect(pool.placeOf('di')).toMatchObject({ place: 2, of: 2 });
    expect(closed).toEqual([]);
    await pool.release('ana');
    expect(placed).toEqual([['cy', 3]]);
    expect(pool.placeOf('di')).toMatchObject({ place: 1, of: 1 });
    pool.leaveQueue('di');
    expect(pool.placeOf('di')).toBeUndefined();
    await pool.release('bo');
    expect(placed).toHaveLength(1);
  });

  test('a node that is still being closed counts: the machine carries it', async () => {
    const pool = poolOf({ max: 1 }, true);
    pool.claim('ana');
    const leaving = pool.release('ana');
    expect(pool.claim('bo')).toBeUndefined();
    for (const done of finish) done();
    await leaving;
    expect(placed).toEqual([['bo', 2]]);
  });

  test('nobody overtakes those who wait', async () => {
    const pool = poolOf({ max: 1 }, true);
    pool.claim('ana');
    pool.claim('bo');
    const leaving = pool.release('ana');
    expect(pool.claim('cy')).toBeUndefined();
    finish[0]?.();
    await leaving;
    expect(placed).toEqual([['bo', 2]]);
  });

  test('an instructor has a node besides those of the pool', () => {
    const pool = poolOf({ max: 1 });
    expect(pool.claim('ana')).toBeDefined();
    expect(pool.claim('instructor', true)).toBeDefined();
    expect(pool.capacity).toEqual({ max: 1, held: 1, free: 0 });
  });
});

describe('warm nodes', () => {
  test('some are opened at the start, and some are kept open for the next', async () => {
    const pool = poolOf({ initial: 3, reserved: 1, max: 5 });
    await Promise.resolve();
    expect(opened).toBe(3);
    expect(pool.claim('ana')).toBe(1);
    expect(pool.claim('bo')).toBe(2);
    expect(opened).toBe(3);
    expect(pool.claim('cy')).toBe(3);
    expect(opened).toBe(4);
    for (const person of ['di', 'eve']) pool.claim(person);
    expect(opened).toBe(5);
    expect(pool.claim('flo')).toBeUndefined();
  });

  test('a few start at a time', () => {
    const pool = poolOf({ initial: 30, max: 30 });
    expect(opened).toBe(4);
    expect(pool.health).toMatchObject({ warm: 4, starting: 4 });
  });
});

describe('leases', () => {
  test('a node at which nobody has a window is given back, and not while somebody has one', async () => {
    const pool = poolOf({ max: 1, orphanedMs: 30 * minute });
    pool.claim('ana');
    pool.windows('ana', 1);
    await clock.advance(120 * minute);
    expect(given).toEqual([]);
    pool.windows('ana', 0);
    pool.claim('bo');
    expect(pool.placeOf('bo')?.withinMs).toBe(30 * minute);
    await clock.advance(29 * minute);
    pool.windows('ana', 2);
    pool.windows('ana', 0);
    await clock.advance(29 * minute);
    expect(given).toEqual([]);
    await clock.advance(minute);
    expect(given).toEqual([['ana', 'orphaned']]);
    await expect.poll(() => placed).toEqual([['bo', 2]]);
  });

  test('a place is kept for five minutes for who has logged in and never came', async () => {
    const pool = poolOf({ orphanedMs: 120 * minute });
    pool.claim('ana');
    await clock.advance(5 * minute - 1);
    expect(given).toEqual([]);
    await clock.advance(1);
    expect(given).toEqual([['ana', 'orphaned']]);
  });

  test('nobody has one for ever, but the instructor', async () => {
    const pool = poolOf({ expiresMs: 60 * minute });
    pool.claim('ana');
    pool.claim('instructor', true);
    for (const person of ['ana', 'instructor']) pool.windows(person, 1);
    await clock.advance(60 * minute);
    expect(given).toEqual([['ana', 'expired']]);
    await clock.advance(10_000 * minute);
    expect(given).toHaveLength(1);
  });

  test('at the end all are closed, also those that nobody has', async () => {
    const pool = poolOf({ initial: 2 });
    pool.claim('ana');
    await pool.close();
    expect(closed.sort()).toEqual([1, 2]);
    expect(pool.claim('bo')).toBeUndefined();
  });
});
