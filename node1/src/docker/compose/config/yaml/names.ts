import { repr } from '../python.ts';
import { blanks, breaks, breaksOrEnd, type Cursor, type Mark } from './cursor.ts';

const wordCharacter = /^[0-9A-Za-z_-]$/;
const uriCharacter = /^[0-9A-Za-z\-;/?:@&=+$,_.!~*'()[\]%]$/;

/** The name after `&` or `*`. Throws YamlProblem. */
export function scanAnchor(cursor: Cursor): string {
  const start = cursor.mark();
  const kind = cursor.take(1) === '*' ? 'alias' : 'anchor';
  return word(cursor, `while scanning an ${kind}`, start, `${blanks}?:,]}%@\``);
}

/** Name and value after `%`. Throws YamlProblem. */
export function scanDirective(cursor: Cursor): string {
  const context = 'while scanning a directive';
  const start = cursor.mark();
  cursor.forward();
  const name = word(cursor, context, start, ` ${breaksOrEnd}`);
  const value = cursor.takeWhile(`#${breaks}`, false);
  cursor.restOfLine(context, start);
  return name + value;
}

/** A tag: its handle, NUL, the rest; of a tag without handle, that is empty. Throws YamlProblem. */
export function scanTag(cursor: Cursor): string {
  const start = cursor.mark();
  let tag: string;
  if (cursor.peek(1) === '<') {
    cursor.forward(2);
    tag = `\0${uri(cursor, start)}`;
    if (cursor.peek() !== '>') {
      throw cursor.problem('while parsing a tag', start, `expected '>', but found ${repr(cursor.peek())}`);
    }
    cursor.forward();
  } else if (blanks.includes(cursor.peek(1))) {
    cursor.forward();
    tag = '\0!';
  } else {
    let length = 1;
    while (wordCharacter.test(cursor.peek(length))) length += 1;
    const handle = cursor.take(cursor.peek(length) === '!' ? length + 1 : 1);
    tag = `${handle}\0${uri(cursor, start)}`;
  }
  if (!` ${breaksOrEnd}`.includes(cursor.peek())) {
    throw cursor.problem('while scanning a tag', start, `expected ' ', but found ${repr(cursor.peek())}`);
  }
  return tag;
}

function word(cursor: Cursor, context: string, start: Mark, after: string): string {
  const fail = () => {
    const expected = `expected alphabetic or numeric character, but found ${repr(cursor.peek())}`;
    return cursor.problem(context, start, expected);
  };
  let length = 0;
  while (wordCharacter.test(cursor.peek(length))) length += 1;
  if (length === 0) throw fail();
  const name = cursor.take(length);
  if (!after.includes(cursor.peek())) throw fail();
  return name;
}

function uri(cursor: Cursor, start: Mark): string {
  let length = 0;
  while (uriCharacter.test(cursor.peek(length))) length += 1;
  if (length > 0) return cursor.take(length);
  throw cursor.problem('while parsing a tag', start, `expected URI, but found ${repr(cursor.peek())}`);
}
