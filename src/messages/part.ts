/** The data of a message that needs none. */
export type NoData = object;

/** A message inside the data of another one, which is worded in the same language. */
export interface MessagePart {
  readonly code: string;
  readonly data: object;
}
