import { expect, test } from 'vitest';
import { nearest } from '../../src/plan/nearest.ts';

test.each([
  ['bahs', 'bash'],
  ['bsh', 'bash'],
  ['bassh', 'bash'],
  ['longwiat', 'longwait'],
  ['kei', 'key'],
  ['look', undefined],
  ['frobnicate', undefined],
  ['', undefined],
])('%s is perhaps %s', (word, known) => {
  expect(nearest(word, ['bash', 'key', 'keys', 'wait', 'longwait'])).toBe(known);
});

test('of two that are as near it is the first', () => {
  expect(nearest('wayt', ['want', 'wait'])).toBe('want');
});

test('a word of a million letters is none of them', () => {
  expect(nearest('b'.repeat(1_000_000), ['bash', 'key'])).toBeUndefined();
});
