import type { MatchCodes } from '../codes/match.ts';
import type { Wordings } from '../wording.ts';

export const match = {} satisfies Wordings<MatchCodes>;
