/** The command line or a deck cannot be used; the message says what is wrong and what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
