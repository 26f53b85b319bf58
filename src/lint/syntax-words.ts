import type { Words } from './rule.ts';

/** What the bash parser says, in words that are not about parsers; `{}` stands for what it names. */
const sentences: readonly (readonly [RegExp, Words])[] = [
  [
    /^unterminated (?:ANSI-C|single|double) quote$/,
    { en: 'A quote that opens here is never closed.', fr: 'Un guillemet qui s’ouvre ici n’est jamais fermé.' },
  ],
  [/^unterminated backtick$/, { en: 'A backtick has no counterpart.', fr: 'Un accent grave n’a pas son pendant.' }],
  [
    /^unterminated (?:command|process) substitution$/,
    { en: '"$(" is never closed by ")".', fr: '«\u00a0$(\u00a0» n’est jamais fermé par «\u00a0)\u00a0».' },
  ],
  [
    /^unterminated parameter expansion$/,
    { en: '"${" is never closed by "}".', fr: '«\u00a0${\u00a0» n’est jamais fermé par «\u00a0}\u00a0».' },
  ],
  [
    /^expected redirect target$/,
    {
      en: '"<" or ">" is followed by nothing to read from or write to.',
      fr: '«\u00a0<\u00a0» ou «\u00a0>\u00a0» n’est suivi de rien à lire ou à écrire.',
    },
  ],
  [
    /^unexpected token 'newline'$/,
    { en: 'The line ends where bash expects more.', fr: 'La ligne se termine là où bash attend une suite.' },
  ],
  [
    /^(?:unexpected token|unexpected) '(.{1,40})'/,
    { en: 'Bash does not expect "{}" here.', fr: 'bash n’attend pas «\u00a0{}\u00a0» ici.' },
  ],
  [
    /^expected '(.{1,10})' to close '?(.{1,20}?)'?$/,
    { en: '"{}" is missing at the end.', fr: 'Il manque «\u00a0{}\u00a0» à la fin.' },
  ],
  [/^expected '(.{1,10})'/, { en: '"{}" is missing here.', fr: 'Il manque «\u00a0{}\u00a0» ici.' }],
  [
    /^expected command after '(.{1,10})'$/,
    { en: 'A command is missing after "{}".', fr: 'Il manque une commande après «\u00a0{}\u00a0».' },
  ],
  [
    /^expected command in /,
    { en: 'There is no command between the brackets.', fr: 'Il n’y a pas de commande entre les parenthèses.' },
  ],
  [
    /^too intricate$/,
    {
      en: 'There are too many brackets or heredocs in this snippet to read it.',
      fr: 'Il y a trop de parenthèses ou de heredocs dans cet extrait pour le lire.',
    },
  ],
];

/** One sentence about a syntax error. */
export function syntaxWords(message: string): Words {
  for (const [pattern, { en, fr }] of sentences) {
    const match = pattern.exec(message);
    if (!match) continue;
    const named = (match[1] ?? '').replaceAll('\n', ' ');
    return { en: en.replace('{}', () => named), fr: fr.replace('{}', () => named) };
  }
  return { en: `Bash does not understand this (${message}).`, fr: `bash ne comprend pas ceci (${message}).` };
}
