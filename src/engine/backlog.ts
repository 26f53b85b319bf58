/** What does more than to put text on the screen and to colour it. A sequence of colours may be cut at the end. */
const other = /[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]|\x1b(?!\[[\d;:]*(?:m|$)|$)/;
const cutColours = /\x1b(?:\[[\d;:]*)?$/;
const colours = /\x1b\[[\d;:]*m/g;
const resets = ['\x1b[m', '\x1b[0m'] as const;
/** Characters of colours that may have to be set again. */
const mostColours = 1024;

/**
 * Plain text that waits for the emulator. Of a flood only the lines that can still be seen at its end are worth parsing:
 * those that would scroll out of the emulator's memory before anybody looks are left out.
 */
export class Backlog {
  readonly #lines: number;
  #pieces: string[] = [];
  #length = 0;
  /** Beginning of a sequence at the end of what came last, waiting or not. */
  #cut = '';

  /** `lines`: so many at least are never left out. */
  constructor(lines: number) {
    this.#lines = lines;
  }

  /** Characters that wait. */
  get length(): number {
    return this.#length;
  }

  /** False when there is more in it than text and colours: then it does not wait, and what waits goes before it. */
  add(text: string): boolean {
    const whole = this.#cut + text;
    this.#cut = cutColours.exec(whole.slice(-64))?.[0] ?? '';
    if (other.test(whole)) return false;
    this.#pieces.push(text);
    this.#length += text.length;
    return true;
  }

  /** What the emulator has to parse of all that waits; nothing waits after that. */
  take(): string {
    const text = this.#pieces.join('');
    this.#pieces = [];
    this.#length = 0;
    return this.#shorten(text);
  }

  #shorten(text: string): string {
    let cut = text.length;
    for (let lines = 0; lines <= this.#lines; lines++) {
      cut = text.lastIndexOf('\n', cut - 1);
      if (cut <= 0) return text;
    }
    // A line that does not begin in the first column is none to begin with.
    if (text[cut - 1] !== '\r') return text;
    const gone = text.slice(0, cut);
    const reset = Math.max(...resets.map((sequence) => gone.lastIndexOf(sequence)));
    const set = gone.slice(Math.max(0, reset)).match(colours)?.join('') ?? '';
    return set.length > mostColours ? text : `${set}\r${text.slice(cut)}`;
  }
}
