import { type Assignment, forEachChild, parse, type SyntaxNode, type Word } from 'unbash';
import type { Span } from '../deck/skeleton.ts';
import { type Code, isTyped } from './code.ts';
import { lastAtOrBefore } from '../deck/lines.ts';
import { programAt } from '../plan/invocation.ts';
import { shapes } from '../plan/program-data.ts';

/** A word of a command, as bash cuts it. */
export interface PlacedWord extends Span {
  /** As it is written, with its quotes. */
  readonly text: string;
  /** Without the quotes; `$NAME` stays. */
  readonly value: string;
  /** The pieces of `text` that stand outside of quotes and expansions. */
  readonly bare: readonly Span[];
}

/** A simple command: the words from the program's name on, past `sudo` and the like. */
export interface PlacedCommand {
  readonly name: PlacedWord;
  readonly args: readonly PlacedWord[];
}

const SHELL_FENCES = new Set(['bash', 'sh', 'shell', 'zsh', 'console', 'terminal', 'shell-session', 'bash-session']);

/** True for what is typed, and for what is shown as a command: fences of a shell, inline code. */
export function isCommandLike(code: Code): boolean {
  return isTyped(code) || code.kind === 'inline' || (code.kind === 'fence' && SHELL_FENCES.has(code.language));
}

/** The simple commands of a piece of bash, those in loops and substitutions too, with offsets in `text`. */
export function commandsIn(text: string): PlacedCommand[] {
  const found: PlacedCommand[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Command' && node.name) {
      const words = [node.name, ...node.args].map((word) => (word.type === 'Word' ? placed(word) : assignment(word)));
      // The prompt of a transcript.
      if (words[0]?.text === '$') words.shift();
      const { at } = programAt(words.map(({ value }) => value));
      const [name, ...args] = words.slice(at);
      if (name) found.push({ name, args });
    }
    if (isPlaced(node)) forEachChild(node, visit);
  };
  visit(parse(text));
  return found;
}

/**
 * Tells which word outside of quotes holds an offset of a piece of bash: of commands, redirections, loops; not of the
 * texts of here-documents.
 */
export function bareWords(text: string): (offset: number) => Span | undefined {
  const found: Span[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Word') found.push(...placed(node).bare);
    if (node.type !== 'HereDoc' && isPlaced(node)) forEachChild(node, visit);
  };
  visit(parse(text));
  found.sort((one, other) => one.start - other.start);
  const starts = found.map(({ start }) => start);
  return (offset) => {
    const word = found[lastAtOrBefore(starts, offset)];
    return word && word.start <= offset && offset < word.end ? word : undefined;
  };
}

/** The operands of a command (what is neither an option nor an option's value), its sub-command first. */
export function operandsOf(program: string, args: readonly PlacedWord[]): PlacedWord[] {
  const shape = Object.hasOwn(shapes, program) ? shapes[program] : undefined;
  const operands: PlacedWord[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (!word || word.value === '--') break;
    if (!word.value.startsWith('-') || word.value === '-') operands.push(word);
    else if (
      takesNext(word.value, shape?.valued) ||
      (operands.length === 0 && takesNext(word.value, shape?.valuedFirst))
    )
      at++;
  }
  return operands;
}

/** False for what stands inside backticks with escapes: the offsets there are those of another text. */
function isPlaced(node: SyntaxNode): boolean {
  return node.type !== 'Script' || node.source === undefined;
}

function takesNext(option: string, valued: readonly string[] | undefined): boolean {
  return valued?.includes(option) ?? false;
}

function placed({ text, value, pos, end, parts }: Word): PlacedWord {
  const bare = parts
    ? parts.flatMap((part) => (part.type === 'Literal' ? [{ start: part.pos, end: part.end }] : []))
    : [{ start: pos, end }];
  return { text, value, start: pos, end, bare };
}

function assignment({ text, pos, end }: Assignment): PlacedWord {
  return { text, value: text, start: pos, end, bare: [] };
}
