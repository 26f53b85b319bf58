import { defineConfig } from 'vitest/config';
import { benchTimeoutMs } from './scale.ts';

export default defineConfig({
  test: {
    include: ['test/bench/*.bench.ts'],
    testTimeout: benchTimeoutMs,
    hookTimeout: benchTimeoutMs,
    // One that hangs is enough.
    bail: 1,
    // One after the other, each alone in its process: they compare themselves with a floor in the same process.
    fileParallelism: false,
    pool: 'forks',
    execArgv: ['--expose-gc'],
    reporters: [['default', { summary: false }]],
    disableConsoleIntercept: true,
  },
});
