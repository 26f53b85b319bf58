/** A transfer that failed, with curl's exit code; `message` is what comes after `curl: (N) `. */
export class CurlError extends Error {
  override readonly name = 'CurlError';
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}
