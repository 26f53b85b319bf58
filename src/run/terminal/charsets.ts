import type { Charset, Core } from './xterm-core.ts';

/** Sets of characters (ISO 2022) by what they show for `#`, `@`, `[`, `^` and a grave accent, and how they are called in sequences. */
const letters: Readonly<Record<string, string>> = {
  '#@[^◆': '0',
  '£@[^`': 'A',
  '£¾ij^`': '4',
  '#@ÄÜé': 'C',
  '£à°^`': 'R',
  '#àâîô': 'Q',
  '#§Ä^`': 'K',
  '£§°^ù': 'Y',
  '#ÄÆÜä': 'E',
  '£§¡^`': 'Z',
  '#ÉÄÜé': 'H',
  ùàéîô: '=',
};

/** The sequence that makes a set one of the four (`(`, `)`, `*` or `+`); ASCII where it is none of those that have a name. */
export function designation(place: string, charset: Charset): string {
  const shown = Array.from('#@[^`', (character) => charset?.[character] ?? character).join('');
  return `\x1b${place}${letters[shown] ?? 'B'}`;
}

/** The sequences that make a terminal use these sets; empty for ASCII. `saved` is the set of the cursor that was saved. */
export function charsetsOf({ charset, glevel, _charsets }: Core['_charsetService'], saved: Charset): string {
  const designated = ['(', ')', '*', '+'].map((place, index) =>
    _charsets[index] === undefined ? '' : designation(place, _charsets[index]),
  );
  const shift = ['', '\x0e', '\x1bn', '\x1bo'][glevel] ?? '';
  // Restoring the cursor brings back a set that need not be one of the four any more.
  const restored = charset !== _charsets[glevel] && charset === saved ? '\x1b8' : '';
  return designated.join('') + shift + restored;
}
