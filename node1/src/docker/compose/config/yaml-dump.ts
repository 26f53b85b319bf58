import { Float, isMapping, type Mapping } from './python.ts';
import { resolvePlain } from './yaml-load.ts';

const width = 80;

/** YAML as PyYAML's safe_dump writes it for docker-compose: blocks, keys sorted, folded at 80 characters. */
export function dumpYaml(value: Mapping, escapesDollar: boolean): string {
  const out = new Writer(escapesDollar);
  out.node(value, 0, false);
  return `${out.text}\n`;
}

class Writer {
  text = '';
  readonly #escapesDollar: boolean;

  constructor(escapesDollar: boolean) {
    this.#escapesDollar = escapesDollar;
  }

  /** `isIn`: after a key or a dash, on the same line. */
  node(value: unknown, indent: number, isIn: boolean, isInSequence = false): void {
    if (Array.isArray(value)) this.#sequence(value, indent, isIn, isInSequence);
    else if (isMapping(value)) this.#mapping(value, indent, isIn, isInSequence);
    else this.#scalar(value, indent, false);
  }

  #mapping(value: Mapping, indent: number, isIn: boolean, isInSequence: boolean): void {
    const keys = Object.keys(value).sort();
    if (keys.length === 0) {
      this.text += '{}';
      return;
    }
    for (const [index, key] of keys.entries()) {
      if (index > 0 || (isIn && !isInSequence)) this.text += `\n${' '.repeat(indent)}`;
      const inner = value[key];
      this.#scalar(key, indent, true);
      this.text += ':';
      if (isMapping(inner) && Object.keys(inner).length > 0) this.node(inner, indent + 2, true);
      else if (Array.isArray(inner) && inner.length > 0) this.node(inner, indent, true);
      else {
        this.text += ' ';
        this.node(inner, indent + 2, true);
      }
    }
  }

  #sequence(value: readonly unknown[], indent: number, isIn: boolean, isInSequence: boolean): void {
    if (value.length === 0) {
      this.text += '[]';
      return;
    }
    for (const [index, inner] of value.entries()) {
      if (index > 0 || (isIn && !isInSequence)) this.text += `\n${' '.repeat(indent)}`;
      this.text += '- ';
      this.node(inner, indent + 2, true, true);
    }
  }

  #scalar(value: unknown, indent: number, isKey: boolean): void {
    if (typeof value !== 'string') {
      this.text += plainText(value);
      return;
    }
    const text = this.#escapesDollar ? value.replaceAll('$', '$$$$') : value;
    const isBoolean = /^(?:y|n|yes|no|on|off|true|false)$/i.test(text);
    const style = isBoolean ? 'double' : styleOf(text, isKey);
    const column = this.text.length - (this.text.lastIndexOf('\n') + 1);
    const writer = { plain: writePlain, single: writeSingle, double: writeDouble }[style];
    this.text += writer(text, column, indent, !isKey);
  }
}

function plainText(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Float) return `${value.value}.0`;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** PyYAML's analyze_scalar and choose_scalar_style. */
function styleOf(text: string, isKey: boolean): 'plain' | 'single' | 'double' {
  if (text === '') return 'single';
  let isSpecial = false;
  let allowsPlain = true;
  if (/^---|^\.\.\./.test(text)) allowsPlain = false;
  if (/^[#,[\]{}&*!|>'"%@`]/.test(text)) allowsPlain = false;
  if (/^[?:](?:\s|$)/.test(text) || /^-(?:\s|$)/.test(text)) allowsPlain = false;
  if (/:(?:\s|$)/.test(text) || /[\s]#/.test(text)) allowsPlain = false;

  if (/[^\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\ud800-\udfff]/.test(text)) isSpecial = true;
  const hasBreak = /[\n\x85\u2028\u2029]/.test(text);
  if (/^ | $/.test(text) || hasBreak) allowsPlain = false;
  if (/^\n|\n$/.test(text) && /^\s|\s$/.test(text) && text.includes(' \n')) isSpecial = true;
  if (text.endsWith(' ') && hasBreak) isSpecial = true;
  if (/ [\n\x85]/.test(text)) isSpecial = true;
  if (isSpecial || (isKey && hasBreak)) return 'double';
  // What reads as something else is no text.
  if (allowsPlain && typeof resolvePlain(text) === 'string' && !isOther(text)) return 'plain';
  return 'single';
}

/** Dates, `=` and `<<` have meanings of their own. */
function isOther(text: string): boolean {
  return /^(?:=|<<|\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/.test(
    text,
  );
}

type Write = (text: string, column: number, indent: number, mayFold: boolean) => string;

const writePlain: Write = (text, start, indent, mayFold) => {
  let [out, column] = ['', start];
  const words = text.split(/( +)/);
  for (const [index, word] of words.entries()) {
    const isBlank = index % 2 === 1;
    if (isBlank && mayFold && word.length === 1 && column > width) {
      out += `\n${' '.repeat(indent)}`;
      column = indent;
    } else {
      out += word;
      column += word.length;
    }
  }
  return out;
};

const writeSingle: Write = (text, start, indent, mayFold) => {
  let [out, column] = ["'", start + 1];
  for (const { 0: piece, index } of text.matchAll(/ +|\n+|[^ \n]+/g)) {
    // A blank at either end is never where a line is folded.
    const isInside = index > 0 && index + piece.length < text.length;
    if (piece.startsWith('\n')) {
      out += `\n${piece}${' '.repeat(indent)}`;
      column = indent;
    } else if (piece === ' ' && mayFold && column > width && isInside && !out.endsWith('\n')) {
      out += `\n${' '.repeat(indent)}`;
      column = indent;
    } else {
      const data = piece.replaceAll("'", "''");
      out += data;
      column += data.length;
    }
  }
  return `${out}'`;
};

const escapes: Readonly<Record<string, string>> = {
  ...{ '\0': '0', '\x07': 'a', '\x08': 'b', '\t': 't', '\n': 'n', '\x0b': 'v', '\x0c': 'f', '\r': 'r', '\x1b': 'e' },
  ...{ '"': '"', '\\': '\\', '\x85': 'N', '\xa0': '_', '\u2028': 'L', '\u2029': 'P' },
};

const writeDouble: Write = (text, start, indent, mayFold) => {
  let [out, column, from, at] = ['"', start + 1, 0, 0];
  const characters = Array.from(text);
  while (at <= characters.length) {
    const character = characters[at];
    const isPlain =
      character !== undefined &&
      /[\x20-\x7e\xa0-\ud7ff\ue000-\ufffd]/.test(character) &&
      !/["\\\x85\u2028\u2029\ufeff]/.test(character);
    if (character === undefined || !isPlain) {
      if (from < at) {
        const data = characters.slice(from, at).join('');
        out += data;
        column += data.length;
        from = at;
      }
      if (character !== undefined) {
        const code = character.codePointAt(0) ?? 0;
        const named = escapes[character];
        const data =
          named !== undefined
            ? `\\${named}`
            : code <= 0xff
              ? `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`
              : code <= 0xffff
                ? `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`
                : character;
        out += data;
        column += data.length;
        from = at + 1;
      }
    }
    if (
      at > 0 &&
      at < characters.length - 1 &&
      (character === ' ' || from >= at) &&
      column + (at - from) > width &&
      mayFold
    ) {
      const data = `${characters.slice(from, at).join('')}\\`;
      from = Math.max(from, at);
      out += `${data}\n${' '.repeat(indent)}`;
      column = indent;
      if (characters[from] === ' ') {
        out += '\\';
        column += 1;
      }
    }
    at += 1;
  }
  return `${out}"`;
};
