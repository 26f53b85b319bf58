import type { LintCodes } from '../codes/lint.ts';
import type { Wordings } from '../wording.ts';

export const lint = {} satisfies Wordings<LintCodes>;
