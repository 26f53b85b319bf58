import { coloursAfter, cutColoursOf, lastReset, movesCursor, pasteModeAfter } from './ansi.ts';
import { type Chunk, textOf } from './bulk.ts';

/** Characters of colours that may have to be set again. */
const mostColours = 1024;

/**
 * Plain text that waits for the emulator. Of a flood only the lines that can still be seen at its end are worth parsing:
 * those that would scroll out of the emulator's memory before anybody looks are left out.
 */
export class Backlog {
  #pieces: Chunk[] = [];
  #length = 0;
  #coloured = false;
  /** Beginning of a sequence at the end of what came last, waiting or not. */
  #cut = '';

  /** Characters that wait; of bulks, bytes. */
  get length(): number {
    return this.#length;
  }

  /** False when there is more in it than text and colours: then it does not wait, and what waits goes before it. */
  add(chunk: Chunk): boolean {
    if (typeof chunk !== 'string' && this.#cut === '') {
      this.#push(chunk, true);
      return true;
    }
    const text = textOf(chunk);
    const whole = this.#cut + text;
    this.#cut = cutColoursOf(whole);
    if (movesCursor(whole)) return false;
    this.#push(text, whole.includes('\x1b'));
    return true;
  }

  /** Forgets what an emulator that remembers so many lines would not show any more; of bulks that are needed in part, nothing. */
  trim(lines: number): void {
    this.#pieces = this.#newest(lines, false);
    this.#length = this.#pieces.reduce((sum, { length }) => sum + length, 0);
  }

  /** What an emulator that remembers so many lines has to parse of all that waits; nothing waits after that. */
  take(lines: number): string {
    const text = this.#newest(lines, true).map(textOf).join('');
    this.#pieces = [];
    this.#length = 0;
    this.#coloured = false;
    return text;
  }

  #push(chunk: Chunk, coloured: boolean): void {
    this.#pieces.push(chunk);
    this.#length += chunk.length;
    this.#coloured ||= coloured;
  }

  /** What waits from the line on before which nothing is needed; `exact`: also when that line is in the middle of a bulk. */
  #newest(lines: number, exact: boolean): Chunk[] {
    const pieces = this.#pieces;
    let left = lines;
    for (let index = pieces.length - 1; index >= 0; index--) {
      const piece = pieces[index] ?? '';
      if (typeof piece !== 'string' && (!exact || piece.lines <= left)) {
        left -= piece.lines;
        const before = pieces[index - 1];
        if (left >= 0 || before === undefined || typeof before === 'string' || !before.endsLine) continue;
        return this.#after(pieces.slice(0, index), '\n', pieces.slice(index));
      }
      const text = textOf(piece);
      for (let at = text.lastIndexOf('\n'); at > 0; at = text.lastIndexOf('\n', at - 1)) {
        // Only a line that begins in the first column is one to begin with.
        if (left-- > 0 || text[at - 1] !== '\r') continue;
        return this.#after([...pieces.slice(0, index), text.slice(0, at)], text.slice(at), pieces.slice(index + 1));
      }
    }
    return pieces;
  }

  /** `text` and `rest` as they look after what is left out; all of it where that leaves too many colours. */
  #after(leftOut: readonly Chunk[], text: string, rest: readonly Chunk[]): Chunk[] {
    const set = this.#coloured ? stateAfter(leftOut) : '';
    return set.length > mostColours ? this.#pieces : [`${set}\r${text}`, ...rest];
  }
}

/** The sequences that set anew what holds after these pieces. */
function stateAfter(pieces: readonly Chunk[]): string {
  // A sequence may be cut between two texts, hence the joins; none is cut by a bulk, and none there says how a paste is to come.
  const paste = pasteModeAfter(pieces.filter((piece) => typeof piece === 'string').join(''));
  let text = '';
  for (let index = pieces.length - 1; index >= 0 && lastReset(text) < 0; index--) {
    text = sinceReset(pieces[index] ?? '') + text;
  }
  return paste + coloursAfter(text);
}

/** As much of a chunk as there may be colours in that hold after it. */
function sinceReset(chunk: Chunk): string {
  if (typeof chunk === 'string') return chunk;
  // A flood that has colours takes them back all the time.
  const end = chunk.end(4 * mostColours);
  return lastReset(end) < 0 ? chunk.text : end;
}
