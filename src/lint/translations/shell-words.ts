import type { Span } from '../../deck/scan/regions.ts';
import { meaningsOf } from './words.ts';

/** A word of the shell's grammar that was translated, or that got a capital letter; places are offsets in its text. */
export interface ShellWord extends Span {
  readonly meant: string;
}

type Role = 'opener' | 'middle' | 'closer' | 'else';

const roles: Readonly<Record<string, Role>> = {
  if: 'opener',
  for: 'opener',
  while: 'opener',
  until: 'opener',
  elif: 'opener',
  then: 'middle',
  do: 'middle',
  else: 'else',
  fi: 'closer',
  done: 'closer',
};

/** An `if` or a loop that is not ended. */
interface Block {
  readonly kind: 'if' | 'loop';
  /** Its words that have to be written otherwise; they count when its `then` or `do` comes. */
  readonly words: ShellWord[];
  isEntered: boolean;
}

interface Token extends Span {
  readonly text: string;
}

/** Longer texts are no loops that people type. */
const longestText = 20_000;

/**
 * The words of `if` and of loops that were translated: where bash expects one of its own, and only in a block that has both its
 * beginning and its `then` or `do`, translated or not. Quotes and here-documents are left out.
 */
export function translatedShellWords(text: string): ShellWord[] {
  if (text.length > longestText || !/[;\n]/.test(text)) return [];
  const bare = text.replace(/(?<![\p{L}\\])'[^']*'|"(?:[^"\\]|\\[^])*"/gu, (quoted) => ' '.repeat(quoted.length));
  const end = /<<-?\s*\\?\w/.exec(bare)?.index ?? bare.length;
  const tokens = [...bare.slice(0, end).matchAll(/[;\n&|(){}]|[^\s;&|(){}]+/g)].map(({ 0: written, index }): Token => ({
    text: written,
    start: index,
    end: index + written.length,
  }));
  const found: ShellWord[] = [];
  const blocks: Block[] = [];
  let isFirst = true;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token) break;
    if (/^[;\n&|(){}]$/.test(token.text)) {
      isFirst = true;
      continue;
    }
    if (!isFirst) continue;
    isFirst = token.text === '!';
    const read = readWord(token, tokens[at + 1], bare);
    const meant = read && chosen(read.meanings, blocks);
    if (!read) continue;
    if (meant === undefined) {
      // The block has its end after all: what was taken for it is a program.
      if (token.text === 'fi' || token.text === 'done') dropLast(found, token.text);
      continue;
    }
    const word = { start: token.start, end: read.end, meant };
    const isWritten = bare.slice(word.start, word.end) !== meant;
    if (read.end > token.end) at++;
    isFirst = meant !== 'for' && meant !== 'fi' && meant !== 'done';
    const role = roles[meant];
    if (role === 'opener') {
      const words = isWritten ? [word] : [];
      if (meant === 'for') {
        const inWord = tokens[at + 2];
        if (inWord && isIn(inWord.text)) words.push({ start: inWord.start, end: inWord.end, meant: 'in' });
        else if (inWord?.text !== 'in') continue;
      }
      if (meant === 'elif') found.push(...words);
      else blocks.push({ kind: meant === 'if' ? 'if' : 'loop', words, isEntered: false });
    } else if (role === 'middle') {
      const block = blocks.at(-1);
      if (!block) continue;
      block.isEntered = true;
      found.push(...block.words.splice(0), ...(isWritten ? [word] : []));
    } else {
      if (isWritten) found.push(word);
      if (role === 'closer') blocks.length = lastEntered(blocks, meant === 'fi' ? 'if' : 'loop');
    }
  }
  return found.sort((one, other) => one.start - other.start);
}

/** What a word in the place of a command may be of the shell's, two words (`tant que`) as one. */
function readWord(
  token: Token,
  next: Token | undefined,
  text: string,
): { readonly meanings: readonly string[]; readonly end: number } | undefined {
  if (next && /^[ \t]+$/.test(text.slice(token.end, next.start))) {
    const meanings = meaningsOf('shell', `${token.text}-${next.text}`);
    if (meanings.length > 0) return { meanings, end: next.end };
  }
  const lower = token.text.toLowerCase();
  if (Object.hasOwn(roles, lower)) return { meanings: [lower], end: token.end };
  const meanings = /^\p{L}/u.test(token.text) ? meaningsOf('shell', token.text) : [];
  return meanings.length > 0 ? { meanings, end: token.end } : undefined;
}

/** The one of some meanings that the blocks around let stand. */
function chosen(meanings: readonly string[], blocks: readonly Block[]): string | undefined {
  const block = blocks.at(-1);
  return meanings.find((meant) => {
    switch (Object.hasOwn(roles, meant) ? roles[meant] : undefined) {
      case 'opener':
        return meant !== 'elif' || blocks[lastEntered(blocks, 'if')]?.isEntered;
      case 'middle':
        return meant === 'then' ? block?.kind === 'if' : block?.kind === 'loop' && !block.isEntered;
      case 'else':
        return blocks[lastEntered(blocks, 'if')]?.isEntered;
      case 'closer': {
        const last = blocks.findLast(({ isEntered }) => isEntered);
        return last?.kind === (meant === 'fi' ? 'if' : 'loop');
      }
      default:
        return false;
    }
  });
}

function lastEntered(blocks: readonly Block[], kind: Block['kind']): number {
  return blocks.findLastIndex((block) => block.isEntered && block.kind === kind);
}

function dropLast(found: ShellWord[], meant: string): void {
  const at = found.findLastIndex((word) => word.meant === meant);
  if (at >= 0) found.splice(at, 1);
}

function isIn(word: string): boolean {
  return word !== 'in' && (meaningsOf('shell', word).includes('in') || word === 'In' || word === 'IN');
}
