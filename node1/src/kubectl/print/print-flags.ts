import { type Flag, flag } from '../../cli-kit/flags.ts';

/** `-o` and what belongs to it. */
export const printFlags: readonly Flag[] = [
  flag.text('output', 'o'),
  flag.text('template'),
  { name: 'allow-missing-template-keys', type: 'bool', initial: 'true' },
];
