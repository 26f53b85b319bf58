import { coloursAfter, cutColoursOf, movesCursor } from './ansi.ts';

/** Characters of colours that may have to be set again. */
const mostColours = 1024;

/**
 * Plain text that waits for the emulator. Of a flood only the lines that can still be seen at its end are worth parsing:
 * those that would scroll out of the emulator's memory before anybody looks are left out.
 */
export class Backlog {
  #pieces: string[] = [];
  #length = 0;
  #coloured = false;
  /** Beginning of a sequence at the end of what came last, waiting or not. */
  #cut = '';

  /** Characters that wait. */
  get length(): number {
    return this.#length;
  }

  /** False when there is more in it than text and colours: then it does not wait, and what waits goes before it. */
  add(text: string): boolean {
    const whole = this.#cut + text;
    this.#cut = cutColoursOf(whole);
    if (movesCursor(whole)) return false;
    this.#pieces.push(text);
    this.#length += text.length;
    this.#coloured ||= whole.includes('\x1b');
    return true;
  }

  /** Forgets what an emulator that remembers so many lines would not show any more. */
  trim(lines: number): void {
    const coloured = this.#coloured;
    const left = this.take(lines);
    this.#pieces.push(left);
    this.#length = left.length;
    this.#coloured = coloured;
  }

  /** What an emulator that remembers so many lines has to parse of all that waits; nothing waits after that. */
  take(lines: number): string {
    const pieces = this.#pieces;
    const coloured = this.#coloured;
    this.#pieces = [];
    this.#length = 0;
    this.#coloured = false;
    let left = lines;
    for (let index = pieces.length - 1; index >= 0; index--) {
      const piece = pieces[index] ?? '';
      for (let at = piece.lastIndexOf('\n'); at > 0; at = piece.lastIndexOf('\n', at - 1)) {
        // Only a line that begins in the first column is one to begin with.
        if (left-- > 0 || piece[at - 1] !== '\r') continue;
        // A sequence may be cut between two pieces, hence the join; a flood seldom has colours.
        const set = coloured ? coloursAfter(pieces.slice(0, index).join('') + piece.slice(0, at)) : '';
        return set.length > mostColours
          ? pieces.join('')
          : [`${set}\r`, piece.slice(at), ...pieces.slice(index + 1)].join('');
      }
    }
    return pieces.join('');
  }
}
