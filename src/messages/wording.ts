import type { MessagePart } from './part.ts';

/** The words for every code of an area in one language; `say` words a message (or somebody else's words) that stands in the data. */
export type Wordings<Codes> = {
  readonly [Code in keyof Codes]: (data: Codes[Code], say: (part: MessagePart | string) => string) => string;
};
