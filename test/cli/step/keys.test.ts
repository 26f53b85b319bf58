import { expect, test } from 'vitest';
import { edit, type Field, fieldOf } from '../../../src/cli/step/field.ts';
import { type Key, KeyDecoder } from '../../../src/cli/step/keys.ts';

/** The keys of what comes in these pieces. */
function keysOf(...pieces: readonly string[]): string[] {
  const decoder = new KeyDecoder();
  const keys: string[] = [];
  for (const piece of pieces) {
    decoder.push(piece);
    for (let key = decoder.take(); key; key = decoder.take()) {
      keys.push('name' in key ? key.name : `<${key.pasted}>`);
    }
  }
  return keys;
}

test.each([
  [
    ['a', '\r', ' ', '\x7f', '\t'],
    ['a', 'enter', ' ', 'backspace', 'tab'],
  ],
  [['\x03\x1d\n'], ['ctrl-c', 'ctrl-]', 'ctrl-j']],
  [['\x1b[A\x1bOB\x1b[5~'], ['up', 'down', 'pageup']],
  [
    ['\x1b', '[17~'],
    ['escape', '[', '1', '7', '~'],
  ],
  [
    ['\x1b[1', '7~x'],
    ['f6', 'x'],
  ],
  [['\x1b'], ['escape']],
  [['\x1b[1;5D', 'x'], ['x']],
  [['é日👍'], ['é', '日', '👍']],
  [
    ['\x1b[200~rm -rf\n', 'qq\x1b[201~x'],
    ['<rm -rf\nqq>', 'x'],
  ],
])('%j are %j', (pieces, keys) => {
  expect(keysOf(...pieces)).toEqual(keys);
});

test('what nobody has taken can be had as it came', () => {
  const decoder = new KeyDecoder();
  decoder.push('o\x1b[Axyz');
  expect(decoder.take()).toEqual({ name: 'o' });
  expect(decoder.drain()).toBe('\x1b[Axyz');
  expect(decoder.take()).toBeUndefined();
});

/** A field with `|` for the cursor, after these keys. */
function edited(text: string, ...keys: readonly (string | Key)[]): string {
  const [before = '', after = ''] = text.split('|');
  let field: Field = text.includes('|') ? { before, after } : fieldOf(text);
  for (const key of keys) field = edit(field, typeof key === 'string' ? { name: key } : key, true);
  return `${field.before}|${field.after}`;
}

test.each([
  ['echo a', ['backspace', 'b'], 'echo b|'],
  ['a👩‍👩‍👧‍👦', ['backspace'], 'a|'],
  ['日本', ['left', 'x'], '日x|本'],
  ['ab|cd', ['delete', 'right', 'right'], 'abd|'],
  ['one\ntw|o', ['ctrl-a'], 'one\n|two'],
  ['one\ntw|o\nthree', ['ctrl-k'], 'one\ntw|\nthree'],
  ['one\ntw|o', ['ctrl-u'], 'one\n|o'],
  ['echo one two', ['ctrl-w'], 'echo one |'],
  ['one\ntwo th|ree', ['up'], 'one|\ntwo three'],
  ['o|ne\ntwo', ['down'], 'one\nt|wo'],
  ['on|e', ['up', 'x'], 'x|one'],
  ['on|e', ['down'], 'one|'],
  ['one', ['ctrl-j', 't'], 'one\nt|'],
  ['one|', [{ pasted: 'a\r\nb\n' }], 'onea\nb|'],
  ['one', ['f6', 'escape'], 'one|'],
] as const)('%j with %j is %j', (text, keys, wanted) => {
  expect(edited(text, ...keys)).toBe(wanted);
});

test('what is one line stays one', () => {
  expect(edit(fieldOf('a'), { name: 'ctrl-j' }, false)).toEqual(fieldOf('a'));
  expect(edit(fieldOf('a'), { pasted: 'b\nc' }, false)).toEqual(fieldOf('ab c'));
});
