/** What `plan` tells people, and the data of each message. */
export type PlanCodes = object;
