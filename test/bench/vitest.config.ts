import { defineConfig } from 'vitest/config';
import { benchTimeoutMs, isSmoke } from './scale.ts';

export default defineConfig({
  test: {
    include: ['test/bench/*.bench.ts'],
    testTimeout: benchTimeoutMs,
    hookTimeout: benchTimeoutMs,
    // One that hangs is enough.
    bail: 1,
    // One after the other, each alone in its process: they compare themselves with a floor in the same process.
    fileParallelism: isSmoke,
    maxWorkers: 2,
    pool: 'forks',
    execArgv: ['--expose-gc'],
    reporters: [['default', { summary: false }]],
    disableConsoleIntercept: true,
  },
});
