import type { Span } from '../deck/scan/regions.ts';
import type { Code } from './code.ts';
import { covering } from './ranges.ts';
import { walkBash } from './shell.ts';

/** Something in a command that a person has to replace before it is run. */
export interface Placeholder extends Span {
  readonly text: string;
}

/** `<name>` where a word begins or goes on, and nothing that would be two redirections. */
const angledPattern = /(?<!<)<[\p{L}_](?:[\p{L}\p{N}_ .:/-]{0,40}[\p{L}\p{N}_])?>(?=[\s"'/:.,;)|]|$)/gu;
const wordPattern =
  /(?<![\w.$])(?:([A-Z])\1{0,2}\.([A-Z])\2{0,2}\.([A-Z])\3{0,2}\.([A-Z])\4{0,2}|([xyz])\5{0,2}\.([xyz])\6{0,2}\.([xyz])\7{0,2}\.([xyz])\8{0,2})(?![\w.])|(?<![A-Za-z])x{4,}(?![A-Za-z])|(?<![A-Za-z])X{4,}(?![A-Za-z])|\bFIXME\b|(?<![\w$-])(?:YOUR|VOTRE|your|votre)[_-][\w-]{1,40}|(?<=^|[ \t=,:])(?:\.{3}|…|\[(?:\.{3}|…)\])(?=$|[ \t"',])|\[\[[A-Z][A-Z0-9_]*\]\]|\[(?:[Ee]nter|[Yy]our|[Ii]nsert|[Rr]eplace|[Vv]otre|[Ii]ci)\b[^\]\n]{0,40}\]|(?<![\w$.{])\{\{(?!(?:end|else|println|break|continue|json)\}\})[a-z][\w-]*\}\}|(?<![\w.~])\/(?:path|chemin)\/(?:to|vers)\/[\w./-]*/gm;

/** The placeholders in a piece of bash, in order; remarks and the text of heredocs are none of its business. */
export function placeholdersIn(code: Code): Placeholder[] {
  const { text } = code;
  const angled = [...text.matchAll(angledPattern)];
  const words = [...text.matchAll(wordPattern)];
  if (angled.length === 0 && words.length === 0) return [];
  const heredocs: Span[] = [];
  const quoted: Span[] = [];
  walkBash(code, ({ type }, at) => {
    if (type === 'HereDocBody') heredocs.push(at);
    if (type === 'SingleQuoted' || type === 'DoubleQuoted') quoted.push(at);
  });
  const isQuoted = covering([...quoted, ...heredocs]);
  const isLeftAlone = covering([...heredocs, ...remarksIn(text, isQuoted)]);
  return [...angled.filter(({ index }) => !isQuoted(index)), ...words]
    .filter(({ index }) => !isLeftAlone(index))
    .map(({ index, 0: found }) => ({ text: found, start: index, end: index + found.length }))
    .sort((one, other) => one.start - other.start);
}

function remarksIn(text: string, isQuoted: (offset: number) => boolean): Span[] {
  const remarks: Span[] = [];
  for (const { index } of text.matchAll(/(?<=^|\s)#/gm)) {
    if (index < (remarks.at(-1)?.end ?? 0) || isQuoted(index)) continue;
    const newline = text.indexOf('\n', index);
    remarks.push({ start: index, end: newline === -1 ? text.length : newline });
  }
  return remarks;
}
