import { defineConfig } from 'vitest/config';

// `npm test` at the root runs these tests with the others; this is for `npm test -w node1`.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    maxWorkers: 2,
    retry: process.env['CI'] ? 2 : 0,
  },
});
