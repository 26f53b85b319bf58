import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/mutants/mutate.ts'],
    globalSetup: ['test/mutants/copy.ts'],
    testTimeout: 300_000,
    reporters: ['verbose'],
  },
});
