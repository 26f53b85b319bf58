/** A refusal of docker's daemon; printed after `Error response from daemon: `. */
export class DaemonError extends Error {
  override readonly name = 'DaemonError';
}
