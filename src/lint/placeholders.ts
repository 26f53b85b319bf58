import { forEachChild, parse, type SyntaxNode } from 'unbash';
import type { Span } from '../deck/skeleton.ts';

/** Something in a command that a person has to replace before it is run. */
export interface Placeholder extends Span {
  readonly text: string;
}

/** `<name>` where a word begins or goes on, and nothing that would be two redirections. */
const ANGLED = /(?<!<)<[\p{L}_](?:[\p{L}\p{N}_ .:/-]{0,40}[\p{L}\p{N}_])?>(?=[\s"'/:.,;)|]|$)/gu;
const WORDS =
  /(?<![\w.$])(?:([A-Z])\1{0,2}\.([A-Z])\2{0,2}\.([A-Z])\3{0,2}\.([A-Z])\4{0,2}|([xyz])\5{0,2}\.([xyz])\6{0,2}\.([xyz])\7{0,2}\.([xyz])\8{0,2})(?![\w.])|(?<![A-Za-z])x{4,}(?![A-Za-z])|(?<![A-Za-z])X{4,}(?![A-Za-z])|\bFIXME\b|(?<![\w$-])(?:YOUR|VOTRE|your|votre)[_-][\w-]{1,40}|(?<=^|[ \t=,:])(?:\.{3}|…|\[(?:\.{3}|…)\])(?=$|[ \t"',])/gm;

/** The placeholders in a piece of bash, in order; remarks and the text of heredocs are none of its business. */
export function placeholdersIn(text: string): Placeholder[] {
  const angled = [...text.matchAll(ANGLED)];
  const words = [...text.matchAll(WORDS)];
  if (angled.length === 0 && words.length === 0) return [];
  const { heredocs, quoted } = textsIn(text);
  const within = (spans: readonly Span[], offset: number): boolean =>
    spans.some(({ start, end }) => start <= offset && offset < end);
  return [
    ...angled.filter(({ index }) => !within(quoted, index)),
    ...words.filter(({ index }) => !isRemark(text, index, quoted)),
  ]
    .filter(({ index }) => !within(heredocs, index))
    .map(({ index, 0: found }) => ({ text: found, start: index, end: index + found.length }))
    .sort((one, other) => one.start - other.start);
}

function textsIn(text: string): { readonly heredocs: Span[]; readonly quoted: Span[] } {
  const heredocs: Span[] = [];
  const quoted: Span[] = [];
  const visit = (node: SyntaxNode): void => {
    const span = { start: node.pos, end: node.end };
    if (node.type === 'HereDocBody') heredocs.push(span);
    if (node.type === 'SingleQuoted' || node.type === 'DoubleQuoted') quoted.push(span);
    if (node.type !== 'Script' || node.source === undefined) forEachChild(node, visit);
  };
  visit(parse(text));
  return { heredocs, quoted };
}

function isRemark(text: string, offset: number, quoted: readonly Span[]): boolean {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(Math.max(line, offset - 1000), offset);
  const mark = before.search(/(?:^|\s)#/);
  if (mark === -1) return false;
  const at = offset - before.length + mark + 1;
  return !quoted.some(({ start, end }) => start < at && at < end);
}
