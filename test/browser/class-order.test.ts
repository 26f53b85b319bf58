import { describe, expect, test } from 'vitest';
import { inOrder, named, needOf } from '../../src/browser/class/order.ts';
import type { Tile } from '../../src/protocol.ts';

function tile(name: string, rest: Partial<Tile> = {}): Tile {
  return { id: name, name, windows: 1, hasNode: true, passed: 0, ...rest };
}
const failures = { why: 'failures', times: 3 } as const;
const failed = { unit: 'a', status: 'failed' } as const;

test.each([
  ['none', {}],
  ['none', { last: { unit: 'a', status: 'passed' } }],
  ['failed', { last: failed }],
  ['stuck', { last: failed, stuck: failures }],
  ['hand', { last: failed, stuck: failures, hand: { at: 1 } }],
] as const)('%s is what one needs with %j', (need, rest) => {
  expect(needOf(tile('ana', rest))).toBe(need);
});

test('the oldest hand first, then who is stuck longest, then who failed, then the rest by name', () => {
  const tiles = [
    tile('Student 10'),
    tile('Émile'),
    tile('Student 9'),
    tile('failed', { last: failed, since: 5 }),
    tile('stuck', { stuck: failures, since: 7 }),
    tile('stuck longer', { stuck: failures, since: 6 }),
    tile('hand', { hand: { at: 2 } }),
    tile('older hand', { hand: { at: 1 } }),
  ];
  expect(inOrder(tiles).map(({ name }) => name)).toEqual([
    ...['older hand', 'hand', 'stuck longer', 'stuck', 'failed'],
    ...['Émile', 'Student 9', 'Student 10'],
  ]);
});

describe('search', () => {
  test.each([
    ['', ['Émile', 'Ana María']],
    ['emi', ['Émile']],
    ['MARÍA', ['Ana María']],
    ['maria ', ['Ana María']],
    ['x', []],
  ])('%j', (query, names) => {
    expect(named([tile('Émile'), tile('Ana María')], query).map(({ name }) => name)).toEqual(names);
  });
});
