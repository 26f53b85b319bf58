import { includesAny } from './ansi.ts';
import type { Chunk } from './bulk.ts';

/** What begins a control string: DCS, SOS, OSC, PM, APC (ECMA-48), in 7 bits or in 8. */
const opener = /\x1b[PX\]^_]|[\x90\x98\x9d-\x9f]/;
const beginnings = Array.from('\x1b\x90\x98\x9d\x9e\x9f');
/** What ends one: CAN, SUB, the string terminator, or the beginning of any other sequence; that of OSC also BEL (xterm). */
const end = /[\x18\x1a\x1b\x80-\x9f]/;
const oscEnd = /[\x07\x18\x1a\x1b\x80-\x9f]/;
/** Of these, what is no beginning of something else. */
const last = /[\x07\x18\x1a\x9c]/;

/**
 * Takes the control strings out of a stream: their bodies (titles, pictures, answers, what tmux passes on) are no text, however
 * long they are and wherever they are cut. One that does not end swallows all that comes, as it does in a terminal.
 */
export class ControlStrings {
  /** What the body ends with in which the stream is; undefined outside. */
  #end: RegExp | undefined;
  /** An escape character that may begin one. */
  #cut = '';

  /** False when the next piece of the stream is in none, and begins none. */
  concerns(chunk: Chunk): boolean {
    if (this.#end !== undefined || this.#cut !== '') return true;
    return typeof chunk === 'string' && includesAny(chunk, beginnings);
  }

  /** The next piece of the stream without them. */
  strip(chunk: string): string {
    if (!this.concerns(chunk)) return chunk;
    let rest = this.#cut + chunk;
    this.#cut = '';
    let text = '';
    for (;;) {
      if (this.#end) {
        const at = rest.search(this.#end);
        if (at < 0) return text;
        rest = rest.slice(last.test(rest.charAt(at)) ? at + 1 : at);
        this.#end = undefined;
      }
      const found = opener.exec(rest);
      if (!found) break;
      const [opening] = found;
      text += rest.slice(0, found.index);
      this.#end = opening === '\x1b]' || opening === '\x9d' ? oscEnd : end;
      rest = rest.slice(found.index + opening.length);
    }
    if (rest.endsWith('\x1b')) this.#cut = '\x1b';
    return text + rest.slice(0, rest.length - this.#cut.length);
  }
}
