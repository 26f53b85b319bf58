/** What `target` tells people, and the data of each message. */
export type TargetCodes = object;
