/** The words for every code of an area in one language; `say` words a message (or somebody else's words) that stands in the data. */
export type Wordings<Codes> = {
  readonly [Code in keyof Codes]: (data: Codes[Code], say: (part: MessagePart | string) => string) => string;
};

/** The data of a message that needs none. */
export type NoData = object;

/** A message inside the data of another one, which is worded in the same language. */
export interface MessagePart {
  readonly code: string;
  readonly data: object;
}
