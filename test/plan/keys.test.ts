import { expect, test } from 'vitest';
import { keyNames, keySequence, nearestKey, wholeKey } from '../../src/plan/keys.ts';

test.each([
  ['^C', '\x03'],
  ['^c', '\x03'],
  ['C-c', '\x03'],
  ['^J', '\n'],
  ['^[', '\x1b'],
  ['^?', '\x7f'],
  ['^^', '\x1e'],
  ['^', '^'],
  [' ^D ', '\x04'],
  ['Enter', '\r'],
  ['enter', '\r'],
  ['Return', '\r'],
  ['Escape', '\x1b'],
  ['Space', ' '],
  [' ', ' '],
  ['Tab', '\t'],
  ['BTab', '\x1b[Z'],
  ['S-Tab', '\x1b[Z'],
  ['BSpace', '\x7f'],
  ['Up', '\x1b[A'],
  ['C-Left', '\x1b[1;5D'],
  ['M-S-Up', '\x1b[1;4A'],
  ['PPage', '\x1b[5~'],
  ['PageDown', '\x1b[6~'],
  ['C-PageDown', '\x1b[6;5~'],
  ['DC', '\x1b[3~'],
  ['F1', '\x1bOP'],
  ['F12', '\x1b[24~'],
  ['S-F1', '\x1b[1;2P'],
  ['M-x', '\x1bx'],
  ['M-Enter', '\x1b\r'],
  ['C-Space', '\0'],
  ['C-M-c', '\x1b\x03'],
  ['q', 'q'],
  ['-', '-'],
  ['é', 'é'],
  ['Entrée', '\r'],
  ['frobnicate', undefined],
  ['Ctrl-C', undefined],
  ['^é', undefined],
  ['S-a', undefined],
  ['C-Enter', undefined],
  ['constructor', undefined],
  ['', undefined],
])('the key %j sends %j', (name, sent) => {
  expect(keySequence(name)).toBe(sent);
});

test('every name is a key', () => {
  for (const name of keyNames) expect(keySequence(name), name).toBeDefined();
});

test.each([
  ['^C', '\x03'],
  ['^J', '\n'],
  ['Enter', '\r'],
  ['Escape', '\x1b'],
  ['C-c', '\x03'],
  ['M-x', '\x1bx'],
  ['F5', '\x1b[15~'],
  ['End', '\x1b[F'],
  // Text: words of languages, several keys, parts of something.
  ['end', undefined],
  ['enter', undefined],
  ['q', undefined],
  ['^', undefined],
  ['^C^C', undefined],
  [':wq', undefined],
  ['^C ', undefined],
  ['Up Down', undefined],
  ['C-', undefined],
])('the whole text %j of `keys` is the key %j', (text, sent) => {
  expect(wholeKey(text)).toBe(sent);
});

test.each([
  ['Ctrl-C', '^C'],
  ['ctrl+d', '^D'],
  ['Esacpe', 'Escape'],
  ['Entree', 'Enter'],
  ['Échapp', 'Escape'],
  ['PageDwon', 'PageDown'],
  ['frobnicate', undefined],
])('for %j the key %j was meant', (name, meant) => {
  expect(nearestKey(name)).toBe(meant);
});
