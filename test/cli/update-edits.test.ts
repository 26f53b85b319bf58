import { describe, expect, test } from 'vitest';
import { editFor, withEdits } from '../../src/cli/update/edits.ts';

function replaced(text: string, near: number, before: string, after: string): string | undefined {
  const edit = editFor(text, near, before, after);
  return edit && withEdits(text, [edit]);
}

describe('an output in a file', () => {
  test.each<[string, string, number, string, string, string]>([
    ['in a fence', '```\none\n```\n', 0, 'one', 'two', '```\ntwo\n```\n'],
    ['of several lines', 'x\n```\na\nb\n```\nb\n', 1, 'a\nb', 'a\nc\nd', 'x\n```\na\nc\nd\n```\nb\n'],
    ['in a list', '- see:\n  ```\n  a\n\n  b\n  ```\n', 1, 'a\n\nb', 'a\n\nc', '- see:\n  ```\n  a\n\n  c\n  ```\n'],
    ['in a quote', '> ```\n> a\n>\n> b\n> ```\n', 0, 'a\n\nb', 'a\n\nc', '> ```\n> a\n>\n> c\n> ```\n'],
    ['with CRLF', '```\r\na\r\nb\r\n```\r\n', 0, 'a\nb', 'a\nx\ny', '```\r\na\r\nx\r\ny\r\n```\r\n'],
    ['with CR alone', '```\ra\r```\r', 0, 'a', 'x\ny', '```\rx\ry\r```\r'],
    ['with another end here and there', '```\r\na\nb\r\n```', 0, 'a\nb', 'x\ny', '```\r\nx\ny\r\n```'],
    ['at the very end', '```\na', 0, 'a', 'x\ny', '```\nx\ny'],
    ['below a prompt', '```\n$ date\nMonday\n```\n', 0, 'Monday', 'Tuesday', '```\n$ date\nTuesday\n```\n'],
    ['after a BOM', '\ufeff```\na\n```', 0, 'a', 'b', '\ufeff```\nb\n```'],
    ['that is indented itself', '```\n  a\n    b\n```', 0, '  a\n    b', '  a\n   c', '```\n  a\n   c\n```'],
  ])('%s', (_, text, near, before, after, expected) => {
    expect(replaced(text, near, before, after)).toBe(expected);
  });

  test.each([
    ['elsewhere', '```\nother\n```\n', 'a'],
    ['with a line between', '```\na\n$ cmd\nb\n```\n', 'a\nb'],
    ['damaged', '```\ncrÃ©Ã©\n```\n', 'créé'],
    ['as a part of a line', '```\nxa\n```\n', 'a'],
    ['empty', '```\n\n```\n', ''],
  ])('is not touched when it is %s', (_, text, before) => {
    expect(editFor(text, 0, before, 'b')).toBeUndefined();
  });

  test('several in one file, the first of them longer', () => {
    const text = '```\na\n```\n```\nb\n```\n';
    const edits = [editFor(text, 0, 'a', '1\n2'), editFor(text, 3, 'b', '3')].filter((each) => each !== undefined);
    expect(withEdits(text, edits)).toBe('```\n1\n2\n```\n```\n3\n```\n');
  });
});
