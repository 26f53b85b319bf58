import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MarkParser, type Piece } from '../../../src/run/terminal/marks.ts';

const token = 'tok';

function mark(body: string): string {
  return `\x1b]133;${body};aid=${token}\x07`;
}

/** Pieces with neighbouring texts joined: where they are cut does not matter. */
function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if ('text' in piece && last && 'text' in last) all[all.length - 1] = { text: last.text + piece.text };
    else all.push(piece);
  }
  return all;
}

test('finds the marks of its session, and leaves all else', () => {
  const parser = new MarkParser(token);
  const input = `a${mark('C;s=0')}b\x1b[31m\x1b]133;D;0;aid=other\x07${mark('D;s=7;e=A,B,;v=5.2')}${mark('A;s=7')}$ ${mark('B;s=0')}${mark('A;k=s;s=0')}> ${mark('B;k=s;s=0')}`;
  expect(parser.feed(input)).toEqual([
    { text: 'a' },
    { mark: { kind: 'outputStart' } },
    { text: 'b\x1b[31m\x1b]133;D;0;aid=other\x07' },
    { mark: { kind: 'commandEnd', exitCode: 7, empty: ['A', 'B'], shellVersion: '5.2' } },
    { mark: { kind: 'promptStart', exitCode: 7 } },
    { text: '$ ' },
    { mark: { kind: 'promptEnd', continuation: false } },
    { mark: { kind: 'promptStart', exitCode: undefined } },
    { text: '> ' },
    { mark: { kind: 'promptEnd', continuation: true } },
  ]);
});

test('an opener without an end is text in the end, and holds nothing back for ever', () => {
  const parser = new MarkParser(token);
  const flood = `\x1b]133;${'x'.repeat(10_000)}`;
  expect(joined([...parser.feed(flood), ...parser.feed(mark('C;s=0'))])).toEqual([
    { text: flood },
    { mark: { kind: 'outputStart' } },
  ]);
});

test('the pieces do not depend on how the stream is cut', () => {
  const part = fc.oneof(
    fc.constantFrom(
      mark('C;s=0'),
      mark('D;s=0;e=;v=5.2'),
      mark('A;s=0'),
      mark('B;s=0'),
      mark('B;k=s;s=0'),
      mark('Z;s=0'),
      mark('C;s=$?'),
    ),
    fc.constantFrom(
      '\x1b',
      '\x1b]',
      '\x1b]133;',
      '\x1b]133;C',
      '\x1b]133;D;0;aid=tok\x1b\\',
      '\x07',
      '\x1b[0m',
      'text',
    ),
    fc.string({ maxLength: 10 }),
  );
  fc.assert(
    fc.property(fc.array(part), fc.array(fc.nat({ max: 20 })), (parts, cuts) => {
      const stream = parts.join('');
      const whole = joined(new MarkParser(token).feed(`${stream}${mark('C;s=0')}`));
      const parser = new MarkParser(token);
      const pieces: Piece[] = [];
      let rest = `${stream}${mark('C;s=0')}`;
      for (const cut of cuts) {
        pieces.push(...parser.feed(rest.slice(0, cut)));
        rest = rest.slice(cut);
      }
      pieces.push(...parser.feed(rest));
      expect(joined(pieces)).toEqual(whole);
    }),
  );
});
