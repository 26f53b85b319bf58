import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/conformance/{conformance,chapters}.ts'],
    // Minutes of typing with the timings of a cluster.
    testTimeout: 900_000,
    // Two cores: more at once only make waiting longer.
    maxConcurrency: 3,
    reporters: [['default', { summary: false }]],
    disableConsoleIntercept: true,
  },
});
