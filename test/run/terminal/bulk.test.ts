import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bulk, textOf } from '../../../src/run/terminal/bulk.ts';
import { Capture } from '../../../src/run/terminal/capture.ts';
import { MarkParser } from '../../../src/run/terminal/marks.ts';

const plain = fc.constantFrom(
  ...[
    'a',
    'a word ',
    'é',
    '«',
    '│▒',
    '日本',
    '😀',
    '\u00a0',
    '\t',
    '\n',
    '\r\n',
    '\x1b[m',
    '\x1b[0;31m',
    '\x1b[38:5:1m',
  ],
);
const other = fc.constantFrom(
  ...[
    '\x00',
    '\b',
    '\x0b',
    '\x1a',
    '\x1f',
    '\x07',
    '\x85',
    '\x9b',
    '\x9f',
    '\x1b',
    '\x1b[',
    '\x1b[3',
    '\x1b[K',
    '\x1b[?1h',
  ],
  ...['\x1b]0;t\x07', '\x1b7', '\x1b[3 m', '\x1b]133;A'],
);
const invalid = fc.constantFrom([0x80], [0xc3], [0xe2, 0x94], [0xff], [0xf0, 0x9f], [0xc2]);

/** The bytes at a place in memory where four of them may begin anywhere. */
function at(offset: number, bytes: Uint8Array): Buffer {
  const whole = Buffer.alloc(offset + bytes.length);
  whole.set(bytes, offset);
  return whole.subarray(offset);
}

test('lines with colours are one, wherever they stand in memory', () => {
  fc.assert(
    fc.property(fc.array(plain, { maxLength: 60 }), fc.nat(7), (pieces, offset) => {
      const text = pieces.join('');
      const bulk = Bulk.of(at(offset, Buffer.from(text)));
      expect(bulk?.text).toBe(text);
      expect(bulk?.lines).toBe(text.split('\n').length - 1);
      expect(bulk?.endsLine).toBe(text.endsWith('\r\n'));
    }),
    { numRuns: 1000 },
  );
});

test('what holds anything else is none', () => {
  const few = fc.array(plain, { maxLength: 30 });
  fc.assert(
    fc.property(
      few,
      fc.oneof(
        other.map((each) => Buffer.from(each)),
        invalid.map((bytes) => Buffer.from(bytes)),
      ),
      few,
      fc.nat(7),
      (a, odd, b, n) => {
        // After a sequence that is cut, a text may complete it.
        const end = b.length > 0 ? Buffer.from(` ${b.join('')}`) : Buffer.alloc(0);
        expect(Bulk.of(at(n, Buffer.concat([Buffer.from(a.join('')), odd, end])))).toBeUndefined();
      },
    ),
    { numRuns: 2000 },
  );
});

test('marks are found in bytes as in text, whatever came before', () => {
  const mark = '\x1b]133;B;s=0;aid=tok\x07';
  const piece = fc.oneof(plain, other, fc.constantFrom(mark, mark.slice(0, 4), mark.slice(4)));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.array(piece, { maxLength: 9 }), fc.boolean())), (chunks) => {
      const [parser, reference] = [new MarkParser('tok'), new MarkParser('tok')];
      const told = (pieces: ReturnType<MarkParser['feed']>): string =>
        pieces.map((each) => ('text' in each ? textOf(each.text) : JSON.stringify(each.mark))).join('');
      for (const [pieces, asBytes] of chunks) {
        const text = pieces.join('');
        expect(told(parser.feed(asBytes ? Buffer.from(text) : text))).toBe(told(reference.feed(text)));
      }
    }),
  );
});

test('of a flood, beginning and end are kept as of its text', () => {
  const lines = Buffer.from('a line with é\r\n'.repeat(2000));
  const bulk = Bulk.of(lines);
  const [capture, reference] = [new Capture(), new Capture()];
  for (let count = 0; bulk && count < 20; count++) {
    capture.add(bulk);
    reference.add(lines.toString());
  }
  const gap = /\[\.\.\. \+\d+ \.\.\.\]/;
  expect(capture.omitted).toBeGreaterThan(0);
  expect(capture.text().slice(0, 30_000)).toBe(reference.text().slice(0, 30_000));
  expect(capture.text().slice(-60_000)).toBe(reference.text().slice(-60_000));
  expect(capture.text()).toMatch(gap);
});
