/** What `server` tells people, and the data of each message. */
export type ServerCodes = object;
