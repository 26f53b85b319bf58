import { type Command, forEachChild, parse, type SyntaxNode } from 'unbash';
import type { Span } from '../deck/skeleton.ts';
import { type Invocation, invocationOf } from '../plan/invocation.ts';
import { type Code, isTyped } from './code.ts';
import type { LintDocument } from './document.ts';

/** Nodes that are nested deeper are left out: nobody writes them, and the stack has an end. */
const MOST_NODES = 100;

/** Longer snippets are not looked into, in UTF-16 code units: nobody types them. */
const LONGEST_SCRIPT = 50_000;

/** One simple command in a piece of bash; the range is that of the piece's text. */
export interface FoundCommand extends Span {
  readonly invocation: Invocation;
  readonly command: Command;
  /** The values that variables of `for` loops around it take, as they are written. */
  readonly loops: ReadonlyMap<string, readonly string[]>;
}

/** The first place where bash would not understand a text. */
export interface SyntaxProblem extends Span {
  readonly message: string;
}

/** What is typed when the deck is run, in order; without what is too long to be read as bash. */
export function runCode({ code }: LintDocument): Code[] {
  return code.filter(
    (piece) => isTyped(piece) && !piece.inNotes && !piece.slide.excluded && piece.text.length <= LONGEST_SCRIPT,
  );
}

/** Visits every node of a piece of bash, parents first; `at` is its range in the text. */
export function walkBash(text: string, visit: (node: SyntaxNode, at: Span) => void): void {
  // `outer` is set inside backticks with escapes: places there are those of a text that stands nowhere.
  const walk = (node: SyntaxNode, outer: Span | undefined, depth: number): void => {
    const at = outer ?? { start: node.pos, end: node.end };
    visit(node, at);
    if (depth === MOST_NODES) return;
    forEachChild(node, (child) => {
      walk(child, child.type === 'Script' && child.source !== undefined ? at : outer, depth + 1);
    });
  };
  walk(parse(text), undefined, 0);
}

/** The simple commands of a piece of bash, those in loops, functions and substitutions included. */
export function commandsOf(text: string): FoundCommand[] {
  const found: FoundCommand[] = [];
  const visit = (node: SyntaxNode, loops: FoundCommand['loops'], depth: number): void => {
    let inside = loops;
    if (node.type === 'Command') {
      found.push({ invocation: invocationOf(node), command: node, loops, start: node.pos, end: node.end });
    } else if (node.type === 'For' && node.wordlist) {
      inside = new Map([...loops, [node.name.value, node.wordlist.map(({ value }) => value)]]);
    } else if (node.type === 'Script' && node.source !== undefined) {
      return;
    }
    forEachChild(node, (child) => {
      if (depth < MOST_NODES) visit(child, inside, depth + 1);
    });
  };
  visit(parse(text), new Map(), 0);
  return found;
}

/** The first mistake that bash would complain about, those in substitutions included. */
export function syntaxProblem(text: string): SyntaxProblem | undefined {
  let first: SyntaxProblem | undefined;
  walkBash(text, (node, at) => {
    if (node.type !== 'Script') return;
    for (const { message, pos } of node.errors ?? []) {
      const start = Math.min(node.source === undefined ? pos : at.start, text.length);
      if (first === undefined || start < first.start) first = { message, start, end: Math.min(start + 1, text.length) };
    }
  });
  return first;
}

/** A name in which variables of loops stand, once for each value; undefined when other variables stand in it. */
export function valuesOf(word: string, loops: FoundCommand['loops']): readonly string[] | undefined {
  let values = [word];
  for (const [name, list] of loops) {
    if (!/^\w+$/.test(name)) continue;
    const reference = new RegExp(`\\$(?:${name}\\b|\\{${name}\\})`, 'g');
    if (reference.test(word))
      values = values.flatMap((value) => list.map((each) => value.replace(reference, () => each)));
    // More is no list that anybody wrote by hand.
    if (values.length > 1000) return undefined;
  }
  return values.some((value) => value.includes('$')) ? undefined : values;
}

/** The commands of a piece of bash that are typed one after the other, each as a whole: a loop is one, `a && b` too. */
export function topCommands(text: string): (Span & { readonly text: string })[] {
  return parse(text).commands.map(({ pos: start, end, background }) => ({
    start,
    end,
    text: `${text.slice(start, end)}${background ? ' &' : ''}`,
  }));
}
