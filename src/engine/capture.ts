/** How much of an output is kept: its beginning and its end, in characters. */
const headLimit = 64 * 1024;
const tailLimit = 192 * 1024;

/** The beginning and the end of a stream in bounded memory. */
export class Capture {
  #head = '';
  #tail: string[] = [];
  #tailLength = 0;
  #length = 0;

  /** Characters that came, kept or not. */
  get length(): number {
    return this.#length;
  }

  /** Characters that are not in `text()`. */
  get omitted(): number {
    return this.#length - this.#head.length - this.#tailLength;
  }

  add(text: string): void {
    this.#length += text.length;
    const room = headLimit - this.#head.length;
    if (room > 0) {
      this.#head += text.slice(0, room);
      text = text.slice(room);
    }
    if (text === '') return;
    this.#tail.push(text);
    this.#tailLength += text.length;
    // Compacting only when twice too large keeps this linear.
    if (this.#tailLength > 2 * tailLimit) {
      const kept = this.#tail.join('').slice(-tailLimit);
      this.#tail = [kept];
      this.#tailLength = kept.length;
    }
  }

  /** What was kept, with a line in the place of what was not. */
  text(): string {
    const omitted = this.omitted;
    const gap = omitted > 0 ? `\r\n\x1b[0m[... ${omitted} characters left out ...]\r\n` : '';
    return this.#head + gap + this.#tail.join('');
  }
}

/**
 * The newest text of a stream without control sequences, in which a `wait` searches. Escape sequences cut by
 * chunks are put together; carriage returns become line ends; memory is bounded.
 */
export class PlainWindow {
  static readonly #limit = 256 * 1024;
  #text = '';
  #held = '';

  add(chunk: string): void {
    let data = this.#held + chunk;
    this.#held = '';
    const escape = data.lastIndexOf('\x1b');
    // An unfinished sequence at the end waits for its rest; one that is absurdly long is let through.
    if (escape >= 0 && data.length - escape < 256 && !complete.test(data.slice(escape))) {
      this.#held = data.slice(escape);
      data = data.slice(0, escape);
    }
    this.#text += data.replace(sequences, '').replace(/\r\n?/g, '\n');
    if (this.#text.length > 2 * PlainWindow.#limit) this.#text = this.#text.slice(-PlainWindow.#limit);
  }

  clear(): void {
    this.#text = '';
    this.#held = '';
  }

  /** True when `needle` is in the text; blanks and line ends count as one blank. */
  includes(needle: string): boolean {
    return this.#text.includes(needle) || squeeze(this.#text).includes(squeeze(needle).trim());
  }

  get text(): string {
    return this.#text;
  }
}

const sequences =
  /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()#%][ -~]|\x1b[ -Z\\^-~]|[\x00-\x07\x0b\x0e-\x1a\x1c-\x1f\x7f]/g;
const complete = /^(?:\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()#%][ -~]|\x1b[ -Z\\^-~])/;

/** Runs of white space as one blank. */
function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ');
}
