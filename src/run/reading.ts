import { sequencePattern } from './terminal/ansi.ts';

/** A piece of a reading: its text stands for what is in the source from `from` to `to`. */
interface Piece {
  text: string;
  readonly from: number;
  to: number;
  /** Where in the reading it begins; known when the reading is complete. */
  at: number;
}

/** A text in another form, of which each character is known to stand for a place in its source. */
export class Reading {
  readonly #pieces: Piece[] = [];
  #text: string | undefined;
  /** Where what was taken away last began: it belongs to what comes next. */
  #taken: number | undefined;

  /** All of it; nothing may be added afterwards. */
  get text(): string {
    if (this.#text === undefined) {
      let at = 0;
      for (const piece of this.#pieces) {
        piece.at = at;
        at += piece.text.length;
      }
      this.#text = this.#pieces.map(({ text }) => text).join('');
    }
    return this.#text;
  }

  /** Adds characters that stand for the source from `from` to `to`, one for one where they are as many. */
  add(text: string, from: number, to: number): void {
    if (text === '') return;
    const taken = this.#taken;
    this.#taken = undefined;
    if (taken === undefined) this.#pieces.push({ text, from, to, at: 0 });
    else {
      const end = to - from === text.length ? from + 1 : to;
      this.#pieces.push({ text: text.charAt(0), from: taken, to: end, at: 0 });
      this.add(text.slice(1), end, to);
    }
  }

  /** Adds what another reading of the same source says from `from` to `to`. */
  addReading(other: Reading, from: number, to: number): void {
    for (let at = from; at < to;) {
      const piece = other.#pieceAt(at);
      if (!piece) return;
      const end = Math.min(to, piece.at + piece.text.length);
      this.add(other.text.slice(at, end), other.from(at), other.to(end - 1));
      at = end;
    }
  }

  /** Takes the last character away. */
  dropLast(): void {
    const last = this.#pieces.at(-1);
    if (!last) return;
    const isPlain = last.to - last.from === last.text.length;
    const begin = isPlain ? last.to - 1 : last.from;
    this.#taken = Math.min(begin, this.#taken ?? begin);
    last.text = last.text.slice(0, -1);
    if (isPlain) last.to -= 1;
    if (last.text === '') this.#pieces.pop();
  }

  /** Where in the source the character at `index` begins; the end of all for the end of the text. */
  from(index: number): number {
    const piece = this.#pieceAt(index);
    if (!piece) return this.#taken ?? this.#pieces.at(-1)?.to ?? 0;
    return piece.to - piece.from === piece.text.length ? piece.from + index - piece.at : piece.from;
  }

  /** Where in the source the character at `index` ends. */
  to(index: number): number {
    const piece = this.#pieceAt(index);
    if (!piece) return 0;
    return piece.to - piece.from === piece.text.length ? piece.from + index - piece.at + 1 : piece.to;
  }

  #pieceAt(index: number): Piece | undefined {
    if (index >= this.text.length) return undefined;
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle]?.at ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return this.#pieces[low];
  }
}

/** Where each piece of a source that is no text as it stands is, and what it is read as. */
type Token = (found: RegExpExecArray, reading: Reading) => string | undefined;

function read(source: string, pattern: RegExp, token: Token): Reading {
  const reading = new Reading();
  let at = 0;
  for (const found of source.matchAll(pattern)) {
    reading.add(source.slice(at, found.index), at, found.index);
    at = found.index + found[0].length;
    const characters = token(found, reading);
    if (characters !== undefined) reading.add(characters, found.index, at);
  }
  reading.add(source.slice(at), at, source.length);
  return reading;
}

const unseen = new RegExp(String.raw`${sequencePattern}|[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]| ?\r(?!\n)`, 'g');
const unseenOrEnd = new RegExp(
  String.raw`${sequencePattern}|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]| ?[\r\n][\r\n\t ]*`,
  'g',
);

/** The characters of a stream without sequences and control characters. `erases`: a backspace takes the character before it away. */
export function visibleReading(source: string, erases: boolean): Reading {
  return read(source, unseen, ([what], reading) => {
    if (what === '\b' && erases) reading.dropLast();
    return what === '\t' ? what : undefined;
  });
}

/** The same with everything on one line: neither line ends nor the blanks around them. */
export function joinedReading(source: string, erases: boolean): Reading {
  return read(source, unseenOrEnd, ([what], reading) => {
    if (what === '\b' && erases) reading.dropLast();
    return undefined;
  });
}

/** Escapes of URLs, JSON, shells (`\ `, `'\''`, `$'\303\251'`, `printf %q`), YAML (`''`), XML and HTML. */
const escape =
  /(?:%[\da-f]{2})+|\\u([\da-f]{4})|(?:\\x[\da-f]{2})+|(?:\\[0-7]{3})+|'\\''|''|\\(.)|&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** What a reading says, before `end`, when the escapes in it are resolved; a line end that is written as one is left out. */
export function unescapedReading(source: Reading, end = source.text.length): Reading {
  const reading = new Reading();
  const text = source.text.slice(0, end);
  let at = 0;
  for (const found of text.matchAll(escape)) {
    reading.addReading(source, at, found.index);
    at = found.index + found[0].length;
    const resolved = resolve(found).replace(/[\r\n]/g, '');
    reading.add(resolved, source.from(found.index), source.to(at - 1));
  }
  reading.addReading(source, at, text.length);
  return reading;
}

function resolve([all, unicode, character, decimal, hexadecimal, name]: RegExpExecArray): string {
  if (all.startsWith('%')) return fromBytes(all.slice(1).split('%'), 16);
  if (unicode !== undefined) return String.fromCharCode(parseInt(unicode, 16));
  if (/^\\x/i.test(all)) return fromBytes(all.slice(2).split(/\\x/i), 16);
  if (/^\\[0-7]{3}/.test(all)) return fromBytes(all.slice(1).split('\\'), 8);
  if (all.startsWith("'")) return "'";
  if (character !== undefined) return 'nr'.includes(character) ? '\n' : character === 't' ? '\t' : character;
  if (name !== undefined) return entities[name.toLowerCase()] ?? all;
  const code = decimal === undefined ? parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : all;
}

function fromBytes(numbers: readonly string[], radix: number): string {
  return Buffer.from(numbers.map((number) => parseInt(number, radix))).toString();
}
