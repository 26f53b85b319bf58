import type { Message } from './message.ts';

/** The data of a message that needs none. */
export type NoData = object;

/** The words for every code of an area in one language; `say` words a message that stands in the data. */
export type Wordings<Codes> = {
  readonly [Code in keyof Codes]: (data: Codes[Code], say: (part: Message) => string) => string;
};
