import { isAscii, isUtf8 } from 'node:buffer';

/** What came from a terminal: text, or much of it at once. */
export type Chunk = string | Bulk;

/** The text of a chunk. */
export function textOf(chunk: Chunk): string {
  return typeof chunk === 'string' ? chunk : chunk.text;
}

/** What was printed, as text. Most is ASCII, and is decoded three times as fast as such. */
export function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(isAscii(bytes) ? 'latin1' : 'utf8');
}

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const escape = 0x1b;
const blank = 0x20;
/** The first byte of U+0080 to U+00BF, of which those below U+00A0 are controls. */
const latin = 0xc2;

/**
 * Much output at once, of which most is never looked at: lines of text with colours and nothing else, no mark, no part of a sequence or
 * of a character. It stays bytes, which is how it came and how browsers get it, and is decoded for who looks.
 */
export class Bulk {
  readonly bytes: Uint8Array;
  /** Line ends in it. */
  readonly lines: number;

  private constructor(bytes: Uint8Array, lines: number) {
    this.bytes = bytes;
    this.lines = lines;
  }

  /** These bytes, which nobody may change any more; undefined when there is anything else in them. */
  static of(bytes: Uint8Array): Bulk | undefined {
    const lines = linesIn(bytes);
    return lines === undefined || hasLatinControls(bytes) || !isUtf8(bytes) ? undefined : new Bulk(bytes, lines);
  }

  /** In bytes. */
  get length(): number {
    return this.bytes.length;
  }

  get text(): string {
    return decode(this.bytes);
  }

  /** The text of its last bytes. */
  end(length: number): string {
    return decode(this.bytes.subarray(-length));
  }

  /** What follows begins in the first column. */
  get endsLine(): boolean {
    return this.bytes.at(-1) === lineFeed && this.bytes.at(-2) === carriageReturn;
  }
}

const none = new Int32Array(0);

/** How many line ends there are; undefined when there is a control character or a sequence that does more than to colour. */
function linesIn(bytes: Uint8Array): number | undefined {
  // Four bytes at a time, which is most of what a flood costs: that a byte is below a blank is seen from its borrow.
  const first = -bytes.byteOffset & 3;
  const count = (bytes.length - first) >> 2;
  const words = count > 0 ? new Int32Array(bytes.buffer, bytes.byteOffset + first, count) : none;
  let lines = 0;
  for (let at = 0; at < bytes.length;) {
    if (at >= first && ((at - first) & 3) === 0) {
      let index = (at - first) >> 2;
      for (; index < words.length; index++) {
        const word = words[index] ?? 0;
        if (((word - 0x20202020) & ~word & 0x80808080) !== 0) break;
      }
      at = first + (index << 2);
      if (at >= bytes.length) break;
    }
    const byte = bytes[at] ?? 0;
    if (byte === escape) {
      at = afterColours(bytes, at);
      if (at < 0) return undefined;
      continue;
    }
    if (byte === lineFeed) lines++;
    else if (byte < blank && byte !== carriageReturn && byte !== tab) return undefined;
    at++;
  }
  return lines;
}

/** Where the sequence for colours ends that begins at `from`; -1 when it is another one, or not complete. */
function afterColours(bytes: Uint8Array, from: number): number {
  if (bytes[from + 1] !== 0x5b) return -1;
  let at = from + 2;
  // Digits, colons, semicolons.
  for (let byte = bytes[at] ?? 0; byte >= 0x30 && byte <= 0x3b; byte = bytes[++at] ?? 0);
  return bytes[at] === 0x6d ? at + 1 : -1;
}

function hasLatinControls(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(latin); at >= 0; at = bytes.indexOf(latin, at + 1))
    if ((bytes[at + 1] ?? 0) < 0xa0) return true;
  return false;
}
