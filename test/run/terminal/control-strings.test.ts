import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PlainWindow } from '../../../src/run/terminal/capture.ts';
import { ControlStrings } from '../../../src/run/terminal/control-strings.ts';

const long = 'Coin found: '.repeat(1000);

test.each([
  ['DCS', 'a\x1bP1;2|Coin found:\x1b\\b', 'ab'],
  ['APC', 'a\x1b_Coin found:\x1b\\b', 'ab'],
  ['PM', 'a\x1b^Coin found:\x1b\\b', 'ab'],
  ['SOS', 'a\x1bXCoin found:\x1b\\b', 'ab'],
  ['OSC', 'a\x1b]0;Coin found:\x1b\\b', 'ab'],
  ['OSC that ends with BEL', 'a\x1b]0;Coin found:\x07b', 'ab'],
  ['DCS, in which BEL is nothing', 'a\x1bPCoin\x07 found:\x1b\\b', 'ab'],
  ['DCS in 8 bits', 'a\x901;2|Coin found:\x9cb', 'ab'],
  ['APC in 8 bits', 'a\x9fCoin found:\x9cb', 'ab'],
  ['OSC in 8 bits', 'a\x9d0;Coin found:\x9cb', 'ab'],
  ['DCS that is cancelled', 'a\x1bPCoin found:\x18b', 'ab'],
  ['DCS that another sequence ends', 'a\x1bPCoin found:\x1b[31mb', 'ab'],
  ['a string in a string', 'a\x1bPCoin\x1b]0;found:\x07b', 'ab'],
  ['what tmux passes on', 'a\x1bPtmux;\x1b\x1b]52;c;Coin found:\x07\x1b\\b', 'ab'],
  ['a long DCS', `a\x1bP${long}\x1b\\b`, 'ab'],
  ['a long picture', `a\x1b]1337;File=:${long}\x07b`, 'ab'],
  ['DCS over lines', 'a\x1bPCoin\r\nfound:\r\n\x1b\\b', 'ab'],
  ['DCS that never ends', 'a\x1bPCoin found:', 'a'],
  ['a character of another language', 'Ð\u0090', 'Ð'],
  ['no string', 'Coin found:\x1b[0m \x1b7\x1b(B ok', 'Coin found:  ok'],
])('the body of %s is no text, wherever it is cut', (_what, stream, text) => {
  const step = Math.max(1, Math.floor(stream.length / 60));
  for (let cut = 0; cut <= stream.length; cut += step) {
    const window = new PlainWindow();
    window.add(stream.slice(0, cut));
    const before = window.includes('Coin found:');
    window.add(stream.slice(cut));
    expect(window.text).toBe(text);
    expect(before || window.includes('Coin found:')).toBe(text.includes('Coin found:'));
  }
});

test('however a stream is cut, what is left is the same', () => {
  const piece = fc.constantFrom(
    '\x1bP',
    '\x1b\\',
    '\x1b]',
    '\x07',
    '\x1b',
    'text',
    '\x9c',
    '\x9b3',
    '\x18',
    'P',
    '\r\n',
    '\x1b_',
  );
  fc.assert(
    fc.property(fc.array(piece), fc.array(fc.nat(6)), (pieces, cuts) => {
      const stream = pieces.join('');
      const strings = new ControlStrings();
      let text = '';
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const end = at + 1 + (cuts[turn % Math.max(1, cuts.length)] ?? 100);
        text += strings.strip(stream.slice(at, end));
        at = end;
      }
      // An escape at the very end waits for what it begins.
      const whole = new ControlStrings().strip(stream);
      expect(text).toBe(whole);
    }),
  );
});
