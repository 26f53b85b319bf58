import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/rehearsal/conformance.test.ts'], testTimeout: 600_000, disableConsoleIntercept: true },
});
