import { expect, test } from 'vitest';
import { goDuration } from '../../src/kube/go-duration.ts';

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
