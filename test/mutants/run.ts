import type { Mutant } from './mutant.ts';

/** Faults in the runner's engine. */
export const mutants: readonly Mutant[] = [
  {
    file: 'src/run/terminal/capture.ts',
    find: 'const isOpen = escape >= 0 && ',
    replace: 'const isOpen = escape >= 1e9 && ',
    tests: ['test/run/terminal/capture.test.ts'],
    why: 'half an escape sequence is shown to wait',
  },
];
