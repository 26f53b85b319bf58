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
  ['b'.repeat(1_000_000), undefined],
  ['', undefined],
])('%s is perhaps %s', (word, known) => {
  expect(nearest(word, ['bash', 'key', 'keys', 'wait', 'longwait'])).toBe(known);
});
