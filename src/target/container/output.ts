import { cutAtEnd, textOfBytes } from '../utf8.ts';

/** Bytes that are read at most while nobody wants them: enough for what a shell leaves, whose end is heard of behind it. */
const mostHeld = 256 * 1024;
/** From so many bytes on, lines are handed on as they are, unless one is longer than that. */
const much = 16 * 1024;
const longestLine = 4096;
const lineFeed = 0x0a;

/** Where output comes from. */
interface Source {
  pause(): void;
  resume(): void;
}

/** Hands on what a terminal says, in whole characters, while that is wanted. */
export class Output {
  readonly #source: Source;
  readonly #listeners = new Set<(chunk: string | Buffer) => void>();
  /** The first bytes of a character of which the rest is still to come. */
  #cut: Buffer | undefined;
  #held: Buffer[] = [];
  #length = 0;
  #isPaused = false;
  #isSourcePaused = false;

  constructor(source: Source) {
    this.#source = source;
  }

  /** What came before the first listener is kept for it. */
  onData(listener: (chunk: string | Buffer) => void): () => void {
    this.#listeners.add(listener);
    if (!this.#isPaused) this.#release();
    return () => this.#listeners.delete(listener);
  }

  push(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (this.#listeners.size > 0 && !this.#isPaused && this.#length === 0) {
      this.#tell(bytes);
      return;
    }
    this.#held.push(bytes);
    this.#length += bytes.length;
    if (this.#length < mostHeld || this.#isSourcePaused) return;
    this.#isSourcePaused = true;
    this.#source.pause();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#release();
  }

  /** There is no more: hands on what is left, wanted or not. */
  end(): void {
    this.#release();
    if (this.#cut) this.#emit(this.#cut.toString());
    this.#cut = undefined;
  }

  #release(): void {
    const held = this.#held;
    this.#held = [];
    this.#length = 0;
    if (held.length > 0) this.#tell(Buffer.concat(held));
    if (!this.#isSourcePaused) return;
    this.#isSourcePaused = false;
    this.#source.resume();
  }

  #tell(chunk: Buffer): void {
    let bytes = this.#cut ? Buffer.concat([this.#cut, chunk]) : chunk;
    const lines = bytes.length < much ? 0 : bytes.lastIndexOf(lineFeed) + 1;
    if (lines > 0 && bytes.length - lines < longestLine) {
      this.#emit(bytes.subarray(0, lines));
      bytes = bytes.subarray(lines);
    }
    const end = bytes.length - cutAtEnd(bytes);
    this.#cut = end < bytes.length ? Buffer.from(bytes.subarray(end)) : undefined;
    if (end > 0) this.#emit(textOfBytes(bytes.subarray(0, end)));
  }

  #emit(chunk: string | Buffer): void {
    for (const listener of [...this.#listeners]) listener(chunk);
  }
}
