/** Exit codes of the program; an interruption is 128 + the signal's number, 130 for ^C. */
export const exitCodes = { passed: 0, failed: 1, usage: 2 } as const;
