import { plainText, unfinishedSequence } from './ansi.ts';
import { type Chunk, textOf } from './bulk.ts';
import { ControlStrings } from './control-strings.ts';

/** How much of an output is kept: its beginning and its end, in characters. */
const headLimit = 32 * 1024;
const tailLimit = 96 * 1024;

/** Texts that are shorter than this, in characters, are kept as one. */
const pieceLength = 4096;

/** The newest `limit` characters of a stream, and at most one chunk more. Nothing of a flood is copied. */
class Tail {
  readonly #limit: number;
  readonly #onDrop: ((piece: Chunk) => void) | undefined;
  #pieces: Chunk[] = [];
  /** Pieces before this one are dropped. */
  #first = 0;
  #length = 0;

  /** `onDrop` gets what is kept no more. */
  constructor(limit: number, onDrop?: (piece: Chunk) => void) {
    this.#limit = limit;
    this.#onDrop = onDrop;
  }

  /** Characters that are kept; of bulks, bytes. */
  get length(): number {
    return this.#length;
  }

  get pieces(): readonly Chunk[] {
    return this.#pieces.slice(this.#first);
  }

  get text(): string {
    return this.pieces.map(textOf).join('');
  }

  add(text: Chunk): void {
    if (text === '') return;
    const last = this.#pieces.length - 1;
    const piece = this.#pieces[last];
    if (typeof piece === 'string' && typeof text === 'string' && piece.length + text.length <= pieceLength)
      this.#pieces[last] = piece + text;
    else this.#pieces.push(text);
    this.#length += text.length;
    for (;;) {
      const oldest = this.#pieces[this.#first];
      if (oldest === undefined || this.#length - oldest.length < this.#limit) break;
      this.#pieces[this.#first++] = '';
      this.#length -= oldest.length;
      this.#onDrop?.(oldest);
    }
    // Now and then, so that it costs nothing for each.
    if (this.#first > 256) {
      this.#pieces.splice(0, this.#first);
      this.#first = 0;
    }
  }

  /** Keeps only this. */
  reset(text: string): void {
    this.#pieces = text === '' ? [] : [text];
    this.#first = 0;
    this.#length = text.length;
  }
}

/** A line in the place of so many characters that were left out. */
export function gapOf(omitted: number): string {
  return `\r\n\x1b[0m[... +${omitted} ...]\r\n`;
}

/** The beginning and the end of a stream in bounded memory. */
export class Capture {
  #head = '';
  readonly #tail = new Tail(tailLimit);
  #length = 0;

  /** Characters that came, kept or not; of bulks, bytes. */
  get length(): number {
    return this.#length;
  }

  /** Characters that are not in `text()`. */
  get omitted(): number {
    return this.#length - this.#head.length - this.#tail.length;
  }

  add(chunk: Chunk): void {
    const room = headLimit - this.#head.length;
    const text = room > 0 ? textOf(chunk) : chunk;
    this.#length += text.length;
    if (typeof text === 'string' && room > 0) this.#head += text.slice(0, room);
    this.#tail.add(typeof text === 'string' ? text.slice(Math.max(0, room)) : text);
  }

  /** Keeps nothing of what came: nobody asks for it any more. */
  release(): void {
    this.#head = '';
    this.#tail.reset('');
  }

  /** What was kept, with a line in the place of what was not. */
  text(): string {
    const omitted = this.omitted;
    const gap = omitted > 0 ? gapOf(omitted) : '';
    return this.#head + gap + this.#tail.text;
  }
}

/** So much of the newest text a `wait` searches, in characters. */
const windowLimit = 64 * 1024;
/** Blanks between two words of a text may be so many, and are found across chunks all the same. */
const overlap = 1024;

/**
 * The newest text of a stream without control sequences, in which a `wait` searches. Escape sequences cut by
 * chunks are put together; carriage returns become line ends; memory is bounded. Nothing is worked out
 * before somebody asks.
 */
export class PlainWindow {
  #text = '';
  #searched = { needle: '', end: 0 };
  readonly #strings = new ControlStrings();
  readonly #raw = new Tail(2 * windowLimit, (piece) => {
    // A sequence that began in it may go on in what is kept.
    this.#pass(piece);
  });
  /** The beginning of a sequence at the end of what was looked at. */
  #unfinished = '';

  add(chunk: Chunk): void {
    this.#raw.add(chunk);
  }

  clear(): void {
    this.#text = '';
    this.#searched = { needle: '', end: 0 };
    // One by one: nobody needs all of a flood as one text.
    for (const piece of this.#raw.pieces) {
      if (typeof piece === 'string') this.#take(piece);
      else this.#pass(piece);
    }
    this.#raw.reset('');
  }

  /**
   * True when `needle` is in the text; blanks and line ends count as one blank. What was searched for the same needle
   * before is not searched again.
   */
  includes(needle: string): boolean {
    const wanted = squeeze(needle).trim();
    const { text } = this;
    const searched = this.#searched.needle === needle ? this.#searched.end : 0;
    const from = Math.max(0, searched - overlap - 2 * needle.length);
    const found = text.includes(needle, from) || squeeze(text.slice(from)).includes(wanted);
    this.#searched = { needle, end: found ? 0 : text.length };
    return found;
  }

  get text(): string {
    if (this.#raw.length > 0) {
      const whole = this.#text + plainText(this.#take(this.#raw.text));
      const lost = whole.length > 2 * windowLimit ? whole.length - windowLimit : 0;
      this.#text = whole.slice(lost);
      this.#searched.end = Math.max(0, this.#searched.end - lost);
      this.#raw.reset('');
    }
    return this.#text;
  }

  /** Goes past a piece of which the text is not wanted. */
  #pass(piece: Chunk): void {
    if (this.#unfinished !== '' || this.#strings.concerns(piece)) this.#take(textOf(piece));
  }

  /** The next piece of the stream, without control strings and without what is not complete. */
  #take(piece: string): string {
    const raw = this.#unfinished + this.#strings.strip(piece);
    const cut = unfinishedSequence(raw);
    this.#unfinished = raw.slice(cut);
    return raw.slice(0, cut);
  }
}

/** Runs of white space as one blank. */
function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ');
}
