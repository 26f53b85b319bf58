import { expect, test } from 'vitest';
import { humanDuration, longDate, parseDuration } from '../../src/kubectl/duration.ts';

const [S, M, H, D] = [1000, 60_000, 3_600_000, 86_400_000] as const;

test.each([
  [-5 * S, '<invalid>'],
  [-1 * S, '0s'],
  [0, '0s'],
  [119 * S, '119s'],
  [120 * S, '2m'],
  [146 * S, '2m26s'],
  [10 * M, '10m'],
  [179 * M, '179m'],
  [3 * H + 5 * M, '3h5m'],
  [8 * H + 5 * M, '8h'],
  [48 * H, '2d'],
  [4 * D + 3 * H, '4d3h'],
  [9 * D, '9d'],
  [800 * D, '2y70d'],
  [9 * 365 * D, '9y'],
])('%d ms are %s', (milliseconds, text) => {
  expect(humanDuration(milliseconds)).toBe(text);
});

test.each([
  ['8s', 8000],
  ['1m30s', 90_000],
  ['1.5h', 5_400_000],
  ['500ms', 500],
  ['0', 0],
  ['-1s', -1000],
  ['8', undefined],
  ['s', undefined],
  ['', undefined],
])('%s', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test('dates of describe are UTC', () => {
  expect(longDate('2026-11-22T11:11:40Z')).toBe('Sun, 22 Nov 2026 11:11:40 +0000');
});
