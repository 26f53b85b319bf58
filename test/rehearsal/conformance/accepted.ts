/** Commands whose output differs from that of the real node1, and why that is so; by part and id. */
export const accepted: Readonly<Record<string, string>> = {};
