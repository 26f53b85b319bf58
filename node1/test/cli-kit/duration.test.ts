import { expect, test } from 'vitest';
import { dockerAge, goDuration, kubectlAge, parseDuration } from '../../src/cli-kit/duration.ts';
import { longDate } from '../../src/kubectl/print/dates.ts';

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
  expect(kubectlAge(milliseconds)).toBe(text);
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

// As Go's time.Duration prints them.
test.for([
  [0, '0s'],
  [0.0015, '1.5µs'],
  [383.489242, '383.489242ms'],
  [1161.364514, '1.161364514s'],
  [10_000, '10s'],
  [80_000, '1m20s'],
  [300_000, '5m0s'],
  [3_600_000, '1h0m0s'],
] as const)('%d ms is %s', ([milliseconds, text]) => {
  expect(goDuration(milliseconds)).toBe(text);
});

// As docker's units.HumanDuration words them.
test.each([
  [999, 'Less than a second'],
  [1 * S, '1 second'],
  [59 * S, '59 seconds'],
  [60 * S, 'About a minute'],
  [45 * M, '45 minutes'],
  [46 * M, 'About an hour'],
  [90 * M, '2 hours'],
  [47 * H, '47 hours'],
  [48 * H, '2 days'],
  [15 * D, '2 weeks'],
  [61 * D, '2 months'],
  [800 * D, '2 years'],
])('docker calls %d ms %s', (milliseconds, text) => {
  expect(dockerAge(milliseconds)).toBe(text);
});
