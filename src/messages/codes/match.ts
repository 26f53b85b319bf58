/** What `match` tells people, and the data of each message. */
export type MatchCodes = object;
