import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { elapsed } from '../../src/report/elapsed.ts';
import { oneLine, printable, printableLines } from '../../src/report/printable.ts';
import { displayWidth, truncate } from '../../src/report/width.ts';
import { hostile } from './events.ts';

describe('printable', () => {
  test.each([
    ['a\x1b[31mb\x1b[0m', 'ab'],
    ['a\x1b]0;title\x07b', 'ab'],
    ['a\x1b[38:5:1mred\x1b[0m', 'ared'],
    ['a\x1bP1;2qbody\x1b\\b', 'ab'],
    ['a\x1b_Gbody\x1b\\b', 'ab'],
    ['a\r\nb', 'a\nb'],
    ['a\rb\x00\x7f', 'a␍b␀␡'],
    ['a\x9b\x85', 'a\\x9b\\x85'],
    ['a\tb', 'a    b'],
    ['\u202egnp.exe', '\\u202egnp.exe'],
    ['\ud83c\udf89 \ud83c \udf89', '🎉 � �'],
    ['Nous devrions voir\u00a0:', 'Nous devrions voir\u00a0:'],
  ])('%j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  test('never leaves a control character but line feeds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]|\p{Surrogate}/u);
      }),
    );
  });

  test('one line stays one line and keeps French spaces', () => {
    expect(oneLine(' a \n\t b\u00a0: c ')).toBe('a b\u00a0: c');
    expect(oneLine(hostile)).not.toContain('\n');
  });

  test('lines lose their ends and the blank tail', () => {
    expect(printableLines('a  \n\nb\n  \n\n')).toEqual(['a', '', 'b']);
    expect(printableLines('')).toEqual([]);
  });
});

describe('width', () => {
  test.each([
    ['abc', 3],
    ['日本', 4],
    ['한글', 4],
    ['🎉', 2],
    ['👨‍👩‍👧‍👦', 2],
    ['🇫🇷', 2],
    ['❤\ufe0f', 2],
    ['e\u0301', 1],
    ['ﾊﾝ', 2],
    ['✓ ✗ – ⠋', 7],
    ['«\u00a0é\u00a0»', 5],
  ])('%s takes %i cells', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['日本語', 6, '日本語'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
    ['abc', -1, ''],
    ['👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 3, '👨‍👩‍👧‍👦…'],
    ['', 3, ''],
  ])('%s in %i columns: %s', (text, columns, expected) => {
    expect(truncate(text, columns)).toBe(expected);
  });

  test('what is cut fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, columns) => {
        expect(displayWidth(truncate(text, columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });

  test('a million combining marks are cut', () => {
    expect(truncate(`e${'\u0301'.repeat(1_000_000)}`, 10).length).toBeLessThanOrEqual(81);
  });
});

test.each([
  [0, '0.0 s'],
  [49, '0.0 s'],
  [1234, '1.2 s'],
  [9949, '9.9 s'],
  [9950, '10 s'],
  [59_499, '59 s'],
  [59_500, '1 min 00 s'],
  [65_000, '1 min 05 s'],
  [3_599_500, '1 h 00 min'],
  [7_380_000, '2 h 03 min'],
])('%i ms are %s', (ms, expected) => {
  expect(elapsed(ms)).toBe(expected);
});

test('French has a decimal comma', () => {
  expect(elapsed(1234, ',')).toBe('1,2 s');
});
