import { repr } from '../python.ts';
import { blanks, breaks, breaksOrEnd, type Cursor, type Mark } from './cursor.ts';

const hexadecimal = '0123456789ABCDEFabcdef';
const escapes: Readonly<Record<string, string>> = {
  ...{ '0': '\0', a: '\x07', b: '\x08', t: '\t', '\t': '\t', n: '\n', v: '\x0b', f: '\x0c', r: '\r', e: '\x1b' },
  ...{ ' ': ' ', '"': '"', '\\': '\\', '/': '/', N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029' },
};
const escapeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** A scalar in quotes, as PyYAML reads it. Throws YamlProblem. */
export function scanQuoted(cursor: Cursor): string {
  const start = cursor.mark();
  const quote = cursor.take(1);
  const isDouble = quote === '"';
  let text = quotedWord(cursor, isDouble, start);
  while (cursor.peek() !== quote) text += quotedBlanks(cursor, start) + quotedWord(cursor, isDouble, start);
  cursor.forward();
  return text;
}

function quotedWord(cursor: Cursor, isDouble: boolean, start: Mark): string {
  let text = '';
  for (;;) {
    text += cursor.takeWhile(`'"\\ \t${breaks}`, false);
    const character = cursor.peek();
    if (!isDouble && character === "'" && cursor.peek(1) === "'") {
      text += "'";
      cursor.forward(2);
    } else if ((isDouble && character === "'") || (!isDouble && (character === '"' || character === '\\'))) {
      text += cursor.take(1);
    } else if (isDouble && character === '\\') {
      cursor.forward();
      text += escaped(cursor, start);
    } else return text;
  }
}

function escaped(cursor: Cursor, start: Mark): string {
  const context = 'while scanning a double-quoted scalar';
  const character = cursor.peek();
  const [plain, length] = [escapes[character], escapeLengths[character]];
  if (plain !== undefined) {
    cursor.forward();
    return plain;
  }
  if (length !== undefined) {
    cursor.forward();
    for (let at = 0; at < length; at++) {
      if (hexadecimal.includes(cursor.peek(at))) continue;
      const expected = `expected escape sequence of ${length} hexadecimal numbers`;
      throw cursor.problem(context, start, `${expected}, but found ${repr(cursor.peek(at))}`);
    }
    return String.fromCodePoint(Math.min(parseInt(cursor.take(length), 16), 0x10ffff));
  }
  if (character !== '\0' && breaks.includes(character)) {
    cursor.lineBreak();
    return quotedBreaks(cursor, start);
  }
  throw cursor.problem(context, start, `found unknown escape character ${repr(character)}`);
}

function quotedBlanks(cursor: Cursor, start: Mark): string {
  const blank = cursor.takeWhile(' \t');
  const character = cursor.peek();
  if (character === '\0') {
    throw cursor.problem('while scanning a quoted scalar', start, 'found unexpected end of stream');
  }
  if (!breaks.includes(character)) return blank;
  const line = cursor.lineBreak();
  const more = quotedBreaks(cursor, start);
  return `${line === '\n' ? (more === '' ? ' ' : '') : line}${more}`;
}

function quotedBreaks(cursor: Cursor, start: Mark): string {
  let text = '';
  for (;;) {
    if (cursor.isDocumentMark()) {
      throw cursor.problem('while scanning a quoted scalar', start, 'found unexpected document separator');
    }
    cursor.takeWhile(' \t');
    const line = cursor.lineBreak();
    if (line === '') return text;
    text += line;
  }
}

/** A scalar after `|` or `>`. `parentIndent`: of what it stands in. Throws YamlProblem. */
export function scanBlock(cursor: Cursor, parentIndent: number): string {
  const context = 'while scanning a block scalar';
  const start = cursor.mark();
  const isFolded = cursor.take(1) === '>';
  const { keeps, increment } = blockIndicators(cursor, start);
  cursor.restOfLine(context, start);
  const least = Math.max(1, parentIndent + 1);
  let pending = '';
  let indent = least + (increment ?? 1) - 1;
  if (increment === undefined) {
    let most = 0;
    while (cursor.peek() !== '\0' && ` ${breaks}`.includes(cursor.peek())) {
      if (cursor.peek() === ' ') {
        cursor.forward();
        most = Math.max(most, cursor.column);
      } else pending += cursor.lineBreak();
    }
    indent = Math.max(least, most);
  } else pending = blockBreaks(cursor, indent);
  let [text, line] = ['', ''];
  while (cursor.column === indent && cursor.peek() !== '\0') {
    text += pending;
    const isWord = !' \t'.includes(cursor.peek());
    text += cursor.takeWhile(breaks, false);
    line = cursor.lineBreak();
    pending = blockBreaks(cursor, indent);
    if (cursor.column !== indent || cursor.peek() === '\0') break;
    if (isFolded && line === '\n' && isWord && !' \t'.includes(cursor.peek())) text += pending === '' ? ' ' : '';
    else text += line;
  }
  if (keeps !== false) text += line;
  return keeps === true ? text + pending : text;
}

function blockIndicators(cursor: Cursor, start: Mark) {
  let keeps: boolean | undefined;
  let increment: number | undefined;
  const takeKeeps = () => {
    if (cursor.peek() === '+' || cursor.peek() === '-') keeps = cursor.take(1) === '+';
  };
  const takeIncrement = () => {
    if (!/^\d$/.test(cursor.peek())) return;
    if (cursor.peek() === '0') {
      const expected = 'expected indentation indicator in the range 1-9, but found 0';
      throw cursor.problem('while scanning a block scalar', start, expected);
    }
    increment = Number(cursor.take(1));
  };
  takeKeeps();
  takeIncrement();
  if (increment !== undefined && keeps === undefined) takeKeeps();
  if (!` ${breaksOrEnd}`.includes(cursor.peek())) {
    const found = repr(cursor.peek());
    const expected = `expected chomping or indentation indicators, but found ${found}`;
    throw cursor.problem('while scanning a block scalar', start, expected);
  }
  return { keeps, increment };
}

function blockBreaks(cursor: Cursor, indent: number): string {
  let text = '';
  for (;;) {
    while (cursor.column < indent && cursor.peek() === ' ') cursor.forward();
    const line = cursor.lineBreak();
    if (line === '') return text;
    text += line;
  }
}

/** A scalar without quotes; `endedLine`: a line ended behind it. */
export function scanPlain(
  cursor: Cursor,
  parentIndent: number,
  isFlow: boolean,
): { readonly value: string; readonly end: Mark; readonly endedLine: boolean } {
  let [value, space] = ['', ''];
  let end = cursor.mark();
  let endedLine = false;
  for (;;) {
    if (cursor.peek() === '#') break;
    const word = plainWord(cursor, isFlow);
    if (word === '') break;
    value += space + word;
    end = cursor.mark();
    const found = plainBlanks(cursor);
    endedLine = found.endedLine;
    space = found.text;
    if (space === '' || cursor.peek() === '#' || (!isFlow && cursor.column < parentIndent + 1)) break;
  }
  return { value, end, endedLine };
}

function plainWord(cursor: Cursor, isFlow: boolean): string {
  let length = 0;
  for (;;) {
    const character = cursor.peek(length);
    const endsKey = character === ':' && `${blanks}${isFlow ? ',[]{}' : ''}`.includes(cursor.peek(length + 1));
    if (blanks.includes(character) || endsKey || (isFlow && ',?[]{}'.includes(character))) break;
    length += 1;
  }
  return cursor.take(length);
}

function plainBlanks(cursor: Cursor): { readonly text: string; readonly endedLine: boolean } {
  const blank = cursor.takeWhile(' ');
  const line = cursor.lineBreak();
  if (line === '') return { text: blank, endedLine: false };
  if (cursor.isDocumentMark()) return { text: '', endedLine: true };
  let more = '';
  for (;;) {
    cursor.takeWhile(' ');
    const next = cursor.lineBreak();
    if (next === '') break;
    more += next;
    if (cursor.isDocumentMark()) return { text: '', endedLine: true };
  }
  return { text: `${line === '\n' ? (more === '' ? ' ' : '') : line}${more}`, endedLine: true };
}
