/** The data of a message that needs none. */
export type NoData = object;

/** A message that stands in the data of another. Any `Message` is one; typed loosely here, since codes would define themselves otherwise. */
export interface Part {
  readonly code: string;
  readonly data: object;
}

/** The words for every code of an area in one language; `say` words a message that stands in the data. */
export type Wordings<Codes> = {
  readonly [Code in keyof Codes]: (data: Codes[Code], say: (part: Part) => string) => string;
};
