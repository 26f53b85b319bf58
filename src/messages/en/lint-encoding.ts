import type { LintCodes } from '../codes/lint.ts';
import type { Wordings } from '../wording.ts';

/** Messages about how a file is written. */
export const lintEncoding = {
  'lint/byte-order-mark': () =>
    'The file begins with a byte order mark, which hides its first line from other programs. Save it without one.',
  'lint/line-endings-unusual': ({ name }) =>
    `All lines end with ${name}. Pupitre reads that, but gnab/remark would make one slide of the whole file.`,
  'lint/line-endings-mixed': ({ others, all, name }) =>
    `${others} of ${all} lines do not end with ${name} as the others do; the first is here.`,
} satisfies Partial<Wordings<LintCodes>>;
