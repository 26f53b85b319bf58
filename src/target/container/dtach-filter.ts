/** What dtach's client prints of its own (attach.c of 0.9): first it clears the screen; last it says that its program has ended, and shows the cursor. */
const first = Buffer.from('\x1b[H\x1b[J');
const last = Buffer.from('\x1b[999H\r\n[EOF - dtach terminating]\r\n\x1b[?25h');

/** Takes away what dtach adds to the output of a terminal. */
export class DtachFilter {
  /** Fulfilled when keys reach the shell. */
  readonly attached: Promise<void>;
  #isAttached = false;
  #tell: () => void = () => undefined;
  /** What may be the beginning of `first` or of `last`. */
  #held = Buffer.alloc(0);

  constructor() {
    this.attached = new Promise((resolve) => (this.#tell = resolve));
  }

  /** What of it is the shell's, as far as that is certain. */
  push(chunk: Uint8Array): Buffer {
    let bytes = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : Buffer.from(chunk);
    this.#held = Buffer.alloc(0);
    if (!this.#isAttached) {
      const at = bytes.indexOf(first);
      if (at < 0) {
        this.#held = bytes;
        return Buffer.alloc(0);
      }
      this.#isAttached = true;
      this.#tell();
      bytes = bytes.subarray(at + first.length);
    }
    const start = endsWithStart(bytes);
    this.#held = Buffer.from(bytes.subarray(start));
    return bytes.subarray(0, start);
  }

  /** What was held at the end, unless it is dtach's. Before the shell was attached: why it was not. */
  end(): Buffer {
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    return this.#isAttached && held.length >= last.length - '\x1b[?25h'.length ? Buffer.alloc(0) : held;
  }
}

/** Where the longest end of `bytes` begins that `last` begins with. */
function endsWithStart(bytes: Buffer): number {
  for (let at = Math.max(0, bytes.length - last.length); at < bytes.length; at++) {
    if (bytes[at] === last[0] && last.subarray(0, bytes.length - at).equals(bytes.subarray(at))) return at;
  }
  return bytes.length;
}
