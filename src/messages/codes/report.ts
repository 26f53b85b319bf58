/** What `report` tells people, and the data of each message. */
export type ReportCodes = object;
