import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../src/plan/duration.ts';

test.each([
  ['500ms', 500],
  ['60s', 60_000],
  ['2m', 120_000],
  ['1m30s', 90_000],
  ['1h', 3_600_000],
  ['1.5s', 1_500],
  ['90', 90_000],
  [' 2m ', 120_000],
  ['', undefined],
  ['0s', undefined],
  ['25h', undefined],
  ['-1s', undefined],
  ['2 minutes', undefined],
  ['1s1m', undefined],
  ['1e3', undefined],
  [`${'9'.repeat(100_000)}s`, undefined],
])('%j is %j ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([
  [500, '500ms'],
  [1_500, '1.5s'],
  [60_000, '60s'],
  [90_000, '90s'],
  [120_000, '2m'],
  [150_000, '2m30s'],
  [600_000, '10m'],
])('%d ms are %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('what is formatted can be parsed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 24 * 3_600_000 }), (ms) => {
      expect(parseDuration(formatDuration(ms))).toBe(ms);
    }),
  );
});
