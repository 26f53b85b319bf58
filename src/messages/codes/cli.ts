/** What `cli` tells people, and the data of each message. */
export type CliCodes = object;
