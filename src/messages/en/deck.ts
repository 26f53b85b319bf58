import type { DeckCodes } from '../codes/deck.ts';
import type { Wordings } from '../wording.ts';

export const deck = {} satisfies Wordings<DeckCodes>;
