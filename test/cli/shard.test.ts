import { describe, expect, test } from 'vitest';
import { inShard, shardOf } from '../../src/cli/shard.ts';

describe('a shard', () => {
  test.each([
    ['1/1', { number: 1, of: 1 }],
    ['2/3', { number: 2, of: 3 }],
    ['10/10', { number: 10, of: 10 }],
  ])('%s', (text, expected) => {
    expect(shardOf(text)).toEqual(expected);
  });

  test.each([
    '',
    '0/3',
    '4/3',
    '1',
    '1/',
    '/3',
    '-1/3',
    '1/0',
    ' 1/3',
    '1/3 ',
    '01/3',
    '1/3/3',
    '1.5/3',
    '1/1001',
    'a/b',
  ])('%j is none', (text) => {
    expect(() => shardOf(text)).toThrow(/--shard/);
  });

  test.each([
    [[1, 1, 1, 1], 2],
    [[9, 1, 1, 1, 1, 1, 1, 1, 1, 1], 2],
    [[1, 2, 3, 4, 5, 6, 7], 3],
    [[0, 0, 0], 3],
    [[5], 4],
    [[1, 1], 5],
    [[], 2],
  ])('of %j in %i: all of it once, in its order', (weights, of) => {
    const items = weights.map((weight, at) => ({ weight, at }));
    const shards = Array.from({ length: of }, (_, at) =>
      inShard(items, { number: at + 1, of }, ({ weight }) => weight),
    );
    expect(shards.flat()).toEqual(items);
  });

  test('has about as much in it as the others', () => {
    const items = [9, 1, 1, 1, 1, 1, 1, 1, 1, 1];
    expect([1, 2].map((number) => inShard(items, { number, of: 2 }, (weight) => weight).length)).toEqual([1, 9]);
  });
});
