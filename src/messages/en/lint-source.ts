import type { LintCodes } from '../codes/lint.ts';
import type { Wordings } from '../wording.ts';

/** Messages about a translation beside its original. */
export const lintSource = {
  'lint/slide-dropped': ({ title, line }) =>
    `The slide "${title}" of the original (line ${line}) and its code are missing after this one.`,
  'lint/snippet-dropped': ({ code, line, isAfter }) =>
    `The original has "${code}" ${isAfter ? 'after this' : 'here'} (line ${line}); it is missing.`,
  'lint/snippet-added': () => 'The original has no such snippet.',
  'lint/snippet-moved': ({ line }) => `The original has this in another place (line ${line}).`,
  'lint/code-changed': ({ theirs, ours }) => `The original has "${theirs}" where this has "${ours}".`,
  'lint/blanks-changed': ({ theirs }) => `Only blanks differ: the original has "${theirs}".`,
  'lint/text-changed': ({ theirs }) => `A text in quotes or a comment differs: the original has "${theirs}".`,
  'lint/code-span-changed': ({ code, line }) =>
    `There are stray blanks in this code: the original has "${code}" (line ${line}).`,
  'lint/code-span-dropped': ({ code, line }) =>
    `The original has the code "${code}" on this slide (line ${line}); it is missing here.`,
} satisfies Partial<Wordings<LintCodes>>;
