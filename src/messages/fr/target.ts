import type { TargetCodes } from '../codes/target.ts';
import type { Wordings } from '../wording.ts';

export const target = {} satisfies Wordings<TargetCodes>;
