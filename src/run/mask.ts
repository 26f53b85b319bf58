import { joinedReading, type Reading, unescapedReading, visibleReading } from './reading.ts';
import { type Form, formsAcrossLines, formsOnLine, lowerCase } from './secret-forms.ts';
import { sequencesIn, unfinishedSequence } from './terminal/ansi.ts';

/** What stands where a secret stood. */
const mask = '*****';
/** So much of a word without blanks is held back until it is complete, since a pattern may match all of it. */
const wordLimit = 4096;
/** More is never held back, in characters, colours and cursor movements counted. */
const heldLimit = 32 * 1024;
/** What may be the beginning of an escape that is cut: of a URL, JSON, a shell, HTML. */
const cutEscape = /(?:%[\da-f]?|\\(?:u[\da-f]{0,3}|x[\da-f]?|[0-7]{0,2})|&#?\w{0,7}|'\\?'?)$/i;
const base64Character = /[\w+/=-]/;

/** What to take out: values, literally and as they are often encoded, and patterns with the flag `g`. */
export interface Secrets {
  readonly values: readonly string[];
  readonly patterns: readonly RegExp[];
}

/** A place in a text, from its first character to behind its last. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Takes secrets out of the text that leaves the engine, also with colours, erased characters or line ends inside, in other letters, and
 * encoded. Structure (ids, verdicts, places) is never touched.
 */
export class Masker {
  readonly #patterns: readonly RegExp[];
  readonly #onLine: readonly Form[];
  readonly #acrossLines: readonly Form[];
  /** The values themselves have line ends: what stands for them needs none. */
  readonly #hasLines: boolean;
  #held = '';

  constructor({ values, patterns }: Secrets) {
    const literals = values.filter((value) => value.trim() !== '');
    this.#patterns = patterns;
    this.#onLine = literals.flatMap(formsOnLine);
    this.#acrossLines = literals.flatMap(formsAcrossLines);
    this.#hasLines = literals.some((value) => /[\r\n]/.test(value.trim()));
  }

  /** The text without secrets. */
  text(text: string): string {
    if (this.isIdle) return text;
    let masked = '';
    let at = 0;
    for (const { from, to } of this.#find(text)) {
      const hidden = text.slice(from, to);
      // Colours stay as they are after it, and lines where they were.
      masked += text.slice(at, from) + mask + sequencesIn(hidden) + (this.#hasLines ? '' : lineEndsIn(hidden));
      at = to;
    }
    return masked + text.slice(at);
  }

  /** The next piece of a stream without secrets; what may be the beginning of one is held back. */
  stream(chunk: string): string {
    if (this.isIdle) return chunk;
    const data = this.#held + chunk;
    const found = this.#find(data);
    const cut = Math.max(this.#complete(data), data.length - heldLimit);
    const inside = found.find(({ from, to }) => from < cut && to > cut);
    const whole = inside && data.length - inside.from < heldLimit ? inside.from : cut;
    this.#held = data.slice(whole);
    return this.text(data.slice(0, whole));
  }

  /** What the stream holds back. */
  flush(): string {
    const rest = this.text(this.#held);
    this.#held = '';
    return rest;
  }

  /** There is nothing to take out. */
  get isIdle(): boolean {
    return this.#patterns.length + this.#onLine.length + this.#acrossLines.length === 0;
  }

  /** Where the secrets stand, in order, none over another. */
  #find(text: string): readonly Range[] {
    const erases = text.includes('\b') ? [false, true] : [false];
    const found: Range[] = [];
    for (const visible of erases.map((each) => visibleReading(text, each))) {
      for (const pattern of this.#patterns) {
        for (const { 0: match, index } of visible.text.matchAll(pattern)) {
          if (match !== '') found.push({ from: visible.from(index), to: visible.to(index + match.length - 1) });
        }
      }
      if (this.#onLine.length === 0) continue;
      for (const reading of bothWays(visible)) found.push(...occurrences(reading, this.#onLine));
    }
    for (const erase of this.#acrossLines.length > 0 ? erases : []) {
      for (const reading of bothWays(joinedReading(text, erase)))
        found.push(...occurrences(reading, this.#acrossLines));
    }
    return merged(found);
  }

  /** Up to where no secret can have begun that is not complete. */
  #complete(stream: string): number {
    const data = stream.slice(0, unfinishedSequence(stream));
    const line = data.lastIndexOf('\n') + 1;
    // What is erased in a line may be erased for a secret that was mistyped.
    if (data.includes('\b', line) && data.length - line < wordLimit) return line;
    // A line editor wraps a long line with a blank and a carriage return.
    const ends = data.endsWith(' ') ? [data, data.slice(0, -1)] : [data];
    const visible = visibleReading(data, false);
    return Math.min(
      visible.from(lastWord(visible.text)),
      ...ends.flatMap((each) => [
        beginningAtEnd(visibleReading(each, false), this.#onLine),
        beginningAtEnd(joinedReading(each, false), this.#acrossLines),
      ]),
    );
  }
}

/** A reading as it is, and with its escapes resolved. */
function bothWays(reading: Reading): readonly Reading[] {
  return hasEscapes(reading.text) ? [reading, unescapedReading(reading)] : [reading];
}

function hasEscapes(text: string): boolean {
  return /[%\\&]|''/.test(text);
}

/** Where a reading says one of the forms, as places in its source. */
function occurrences(reading: Reading, forms: readonly Form[]): Range[] {
  const { text } = reading;
  const lower = lowerCase(text);
  return forms.flatMap((form) => {
    const found: Range[] = [];
    const searched = form.exact ? text : lower;
    for (let at = searched.indexOf(form.text); at >= 0; at = searched.indexOf(form.text, at + form.text.length)) {
      const end = at + form.text.length;
      const before = form.before > 0 && base64Character.test(text.charAt(at - 1)) ? at - 1 : at;
      const after = form.after > 0 && base64Character.test(text.charAt(end)) ? end + 1 : end;
      found.push({ from: reading.from(before), to: reading.to(after - 1) });
    }
    return found;
  });
}

/** Where in the source one of the forms may begin of which the rest is still to come, or an escape. */
function beginningAtEnd(reading: Reading, forms: readonly Form[]): number {
  const { text } = reading;
  const escape = cutEscape.exec(text)?.index ?? text.length;
  const ends = [
    { reading, end: text.length },
    ...(escape < text.length ? [{ reading, end: escape }] : []),
    ...(hasEscapes(text) ? [unescapedReading(reading), unescapedReading(reading, escape)] : []).map((each) => ({
      reading: each,
      end: each.text.length,
    })),
  ];
  return Math.min(reading.from(escape), ...ends.map((each) => partFrom(each.reading, each.end, forms)));
}

/** Where in the source the longest beginning of one of the forms stands with which the text before `end` ends. */
function partFrom(reading: Reading, end: number, forms: readonly Form[]): number {
  const text = reading.text.slice(0, end);
  const lower = lowerCase(text);
  let first = end;
  for (const form of forms) {
    const searched = form.exact ? text : lower;
    // What follows a form that is complete may belong to it.
    const length = form.after > 0 && searched.endsWith(form.text) ? form.text.length : partAtEnd(searched, form.text);
    if (length > 0) first = Math.min(first, Math.max(0, end - length - form.before));
  }
  return reading.from(first);
}

/** The length of the longest beginning of `form`, not all of it, with which the text ends. */
function partAtEnd(text: string, form: string): number {
  for (let length = Math.min(form.length - 1, text.length); length > 0; length--) {
    if (text.startsWith(form.slice(0, length), text.length - length)) return length;
  }
  return 0;
}

function merged(ranges: readonly Range[]): readonly Range[] {
  const sorted = [...ranges].sort((a, b) => a.from - b.from || b.to - a.to);
  const all: Range[] = [];
  for (const range of sorted) {
    const last = all.at(-1);
    if (last && range.from < last.to) all[all.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else all.push(range);
  }
  return all;
}

function lineEndsIn(text: string): string {
  return text.match(/\r?\n/g)?.join('') ?? '';
}

/** Where the last word begins, looking back no further than a word may be long. */
function lastWord(data: string): number {
  let at = data.length;
  const least = Math.max(0, data.length - wordLimit);
  while (at > least && !/\s/.test(data.charAt(at - 1))) at--;
  return at;
}
