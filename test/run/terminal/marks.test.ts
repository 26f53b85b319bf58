import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textOf } from '../../../src/run/terminal/bulk.ts';
import { promptCommand } from '../../../src/run/terminal/hooks.ts';
import { type Mark, MarkParser, type Piece } from '../../../src/run/terminal/marks.ts';

const token = 'tok';

function mark(body: string): string {
  return `\x1b]133;${body};aid=${token}\x07`;
}

/** Pieces with neighbouring texts joined: where they are cut does not matter. */
function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if ('text' in piece && last && 'text' in last)
      all[all.length - 1] = { text: textOf(last.text) + textOf(piece.text) };
    else all.push(piece);
  }
  return all;
}

test('finds the marks of its session, and leaves all else', () => {
  const parser = new MarkParser(token);
  const input = `a${mark('C;s=0')}b\x1b[31m\x1b]133;D;0;aid=other\x07${mark('D;s=7;e=A,B,;v=5.2')}${mark('A;s=7')}$ ${mark('B;s=0')}${mark('A;k=s;s=0')}> ${mark('B;k=s;s=0')}`;
  expect(parser.feed(input)).toMatchObject([
    { text: 'a' },
    { mark: { kind: 'outputStart', exitCode: 0 } },
    { text: 'b\x1b[31m\x1b]133;D;0;aid=other\x07' },
    { mark: { kind: 'commandEnd', exitCode: 7, empty: ['A', 'B'], shellVersion: '5.2', inOrder: true } },
    { mark: { kind: 'promptStart', exitCode: 7 } },
    { text: '$ ' },
    { mark: { kind: 'promptEnd', continuation: false } },
    { mark: { kind: 'promptStart', exitCode: undefined } },
    { text: '> ' },
    { mark: { kind: 'promptEnd', continuation: true } },
  ]);
});

test.each<[string, Mark]>([
  [
    'A;s=1;p=12;n=3;f=ehB;c=49;e=X,;v=5.2',
    {
      ...{ kind: 'promptStart', exitCode: 1, shell: '12', number: 3, flags: 'ehB', empty: ['X'], shellVersion: '5.2' },
      othersFirst: promptCommand.length !== 49,
    },
  ],
  [
    'A;s=1;p=12;n=\\#;f=i;c=;v=',
    {
      ...{ kind: 'promptStart', exitCode: 1, shell: '12', number: undefined, flags: 'i', empty: undefined },
      ...{ shellVersion: undefined, othersFirst: true },
    },
  ],
  ['C;s=1;p=12;n=3', { kind: 'outputStart', exitCode: 1, shell: '12', number: 3 }],
  [
    'D;s=1;p=12;q=0',
    {
      ...{ kind: 'commandEnd', exitCode: 1, shell: '12', inOrder: false, empty: [], shellVersion: undefined },
    },
  ],
  ['P', { kind: 'editor' }],
  ['R;s=1;p=12;i=1', { kind: 'answer', exitCode: 1, shell: '12', intact: true }],
  ['J;[1]+  Running   a; b &\r\n', { kind: 'jobs', text: '[1]+  Running   a; b &\r\n' }],
  ['K;b=5.2;z=;f=', { kind: 'shellKind', shellKind: 'bash' }],
  ['K;b=;z=;f=3.6', { kind: 'shellKind', shellKind: 'fish' }],
  ['K;b=;z=;f=', { kind: 'shellKind', shellKind: 'sh' }],
])('%s', (body, expected) => {
  expect(new MarkParser(token).feed(mark(body))).toEqual([{ mark: expected }]);
});

test('an opener without an end is text in the end, and holds nothing back for ever', () => {
  const parser = new MarkParser(token);
  const flood = `\x1b]133;${'x'.repeat(20_000)}`;
  expect(joined([...parser.feed(flood), ...parser.feed(mark('C;s=0'))])).toMatchObject([
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
