import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/conformance/record.ts'],
    testTimeout: 600_000,
    reporters: [['default', { summary: false }]],
    disableConsoleIntercept: true,
  },
});
