/** What `config` tells people, and the data of each message. */
export type ConfigCodes = object;
