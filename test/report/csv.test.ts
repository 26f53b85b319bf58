import { expect, test } from 'vitest';
import { csv } from '../../src/report/csv.ts';

test.each([
  ['Ana', 'Ana'],
  ['李 Zoë', '李 Zoë'],
  ['a, b', '"a, b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@cmd', "'@cmd"],
  ['\tx', "'\tx"],
  [-1, '-1'],
  [undefined, ''],
])('%j is the cell %j', (value, cell) => {
  expect(csv([[value, 'next']])).toBe(`${cell},next\r\n`);
});
