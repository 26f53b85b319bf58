import { nearest } from './nearest.ts';

/** What follows `ESC [` for the cursor keys; with modifiers `1;5` stands before it. */
const cursorKeys: Readonly<Record<string, string>> = {
  Up: 'A',
  Down: 'B',
  Right: 'C',
  Left: 'D',
  Home: 'H',
  End: 'F',
};

/** What follows `ESC [` before a tilde; with modifiers `;5` stands between them. */
const tildeKeys: Readonly<Record<string, number>> = {
  Insert: 2,
  Delete: 3,
  PageUp: 5,
  PageDown: 6,
  F5: 15,
  F6: 17,
  F7: 18,
  F8: 19,
  F9: 20,
  F10: 21,
  F11: 23,
  F12: 24,
};

/** The first four function keys end with one of these letters. */
const firstFunctionKeys: Readonly<Record<string, string>> = { F1: 'P', F2: 'Q', F3: 'R', F4: 'S' };

const plainKeys: Readonly<Record<string, string>> = {
  Enter: '\r',
  Escape: '\x1b',
  Space: ' ',
  Tab: '\t',
  BTab: '\x1b[Z',
  BSpace: '\x7f',
};

/** The names of keys, those that are needed most first. */
export const keyNames: readonly string[] = [plainKeys, cursorKeys, tildeKeys, firstFunctionKeys].flatMap((keys) =>
  Object.keys(keys),
);

/** Other names for the same keys: those of tmux, those on keyboards in English and French. */
const aliases: ReadonlyMap<string, string> = new Map(
  (
    'Return:Enter Entrée:Enter Esc:Escape Échap:Escape Espace:Space Backspace:BSpace Retour:BSpace PPage:PageUp PgUp:PageUp ' +
    'NPage:PageDown PgDn:PageDown IC:Insert Inser:Insert DC:Delete Suppr:Delete Haut:Up Bas:Down Gauche:Left Droite:Right Début:Home Fin:End'
  )
    .split(' ')
    .map((pair): [string, string] => {
      const [alias = '', name = ''] = pair.split(':');
      return [alias.toLowerCase(), name];
    }),
);

const canonical = new Map(keyNames.map((name) => [name.toLowerCase(), name]));

const modifierBits = { S: 1, M: 2, C: 4 } as const;

/**
 * What a terminal sends for a key by its name: one character, `^C` or `C-c`, a name (`Enter`, `Escape`, `Up`, `F5`; upper and lower
 * case are the same), with `C-`, `M-` (Alt) and `S-` before it. A blank alone is the space bar. Undefined when there is no such key.
 */
export function keySequence(name: string): string | undefined {
  const text = name.trim() || name.slice(0, 1);
  const [, written = '', base = ''] = /^((?:[CMS]-(?=.)|\^(?=.))*)(.+)$/su.exec(text) ?? [];
  let modifiers = 0;
  for (const [letter] of written.replaceAll('^', 'C-').matchAll(/[CMS]/g)) {
    modifiers |= modifierBits[letter as keyof typeof modifierBits];
  }
  if (/^.$/su.test(base)) return characterSequence(base, modifiers);
  const key = canonical.get(base.toLowerCase()) ?? aliases.get(base.toLowerCase());
  return key === undefined ? undefined : namedSequence(key, modifiers);
}

/**
 * What a terminal sends for a text of `keys` that is as a whole the name of a key: `^C`, `Enter`, `F5`. Undefined when it is text to
 * type. Names are those of `keyNames` to the letter: `end` is a word of several languages, `End` is a key.
 */
export function wholeKey(text: string): string | undefined {
  const base = text.replace(/^(?:[CMS]-(?=.))+/, '');
  const isName = keyNames.includes(base) || /^\^[^\s]$/u.test(text) || (base !== text && /^\S$/u.test(base));
  return isName ? keySequence(text) : undefined;
}

/** The name of the key that was most likely meant; undefined when none is close. */
export function nearestKey(name: string): string | undefined {
  const text = name.trim();
  const [, control] = /^(?:ctrl|control|strg|c|\^)[-+_ ]+(\S)$/i.exec(text) ?? [];
  if (control !== undefined) return `^${control.toUpperCase()}`;
  const known = nearest(text.toLowerCase(), [...canonical.keys(), ...aliases.keys()]);
  return known === undefined ? undefined : (canonical.get(known) ?? aliases.get(known));
}

function characterSequence(character: string, modifiers: number): string | undefined {
  // Shift is in the character itself.
  if (modifiers & modifierBits.S) return undefined;
  const sent = modifiers & modifierBits.C ? controlOf(character) : character;
  return sent === undefined ? undefined : withAlt(sent, modifiers);
}

function controlOf(character: string): string | undefined {
  if (character === '?') return '\x7f';
  if (character === ' ') return '\0';
  const code = character.toUpperCase().charCodeAt(0);
  return code >= 0x40 && code <= 0x5f ? String.fromCharCode(code - 0x40) : undefined;
}

function namedSequence(name: string, modifiers: number): string | undefined {
  const letter = cursorKeys[name] ?? firstFunctionKeys[name];
  if (letter !== undefined) {
    if (modifiers > 0) return `\x1b[1;${modifiers + 1}${letter}`;
    return name in cursorKeys ? `\x1b[${letter}` : `\x1bO${letter}`;
  }
  const number = tildeKeys[name];
  if (number !== undefined) return modifiers > 0 ? `\x1b[${number};${modifiers + 1}~` : `\x1b[${number}~`;
  const plain = plainKeys[name];
  if (plain === undefined || modifiers === 0) return plain;
  if (modifiers & modifierBits.S) return name === 'Tab' ? withAlt(plainKeys['BTab'] ?? '', modifiers) : undefined;
  const sent = modifiers & modifierBits.C ? (name === 'Space' ? '\0' : undefined) : plain;
  return sent === undefined ? undefined : withAlt(sent, modifiers);
}

function withAlt(sent: string, modifiers: number): string {
  return modifiers & modifierBits.M ? `\x1b${sent}` : sent;
}
