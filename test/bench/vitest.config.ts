import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/bench/*.bench.ts'],
    testTimeout: 600_000,
    // One after the other, each alone in its process: they compare themselves with a floor in the same process.
    fileParallelism: false,
    pool: 'forks',
    execArgv: ['--expose-gc'],
    reporters: [['default', { summary: false }]],
    disableConsoleIntercept: true,
  },
});
