import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'node1/test/**/*.test.ts'],
    reporters: ['default', './test/count-reporter.ts'],
    testTimeout: 30_000,
    // A report for people (npm run coverage), and no gate. What tests start as programs of their own is not in it.
    coverage: { include: ['src/**', 'node1/src/**'], reporter: ['text-summary', 'html'] },
    // Two cores: more workers only make every deadline in the tests less believable.
    maxWorkers: 2,
    // Real shells and processes on a busy shared machine: a test that fails twice more is broken.
    retry: process.env['CI'] ? 2 : 0,
  },
});
