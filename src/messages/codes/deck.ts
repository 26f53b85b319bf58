/** What `deck` tells people, and the data of each message. */
export type DeckCodes = object;
