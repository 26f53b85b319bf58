/** What `lint` tells people, and the data of each message. */
export type LintCodes = object;
