import { type Command, forEachChild, parse, type SyntaxNode } from 'unbash';
import type { Severity } from '../deck/model.ts';
import type { Span } from '../deck/skeleton.ts';
import { type Invocation, invocationOf } from '../plan/invocation.ts';
import { type Code, isTyped } from './code.ts';
import type { LintDocument } from './document.ts';

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

/** What is typed when the deck is run, in order. */
export function runCode({ code }: LintDocument): Code[] {
  return code.filter((piece) => isTyped(piece) && severityIn(piece, 'error') === 'error');
}

/** Errors of what nobody runs (notes, excluded slides) are warnings. */
export function severityIn({ inNotes, slide }: Code, severity: Severity): Severity {
  return severity === 'error' && (inNotes || slide.excluded) ? 'warning' : severity;
}

/** Visits every node of a piece of bash, parents first; `at` is its range in the text. */
export function walkBash(text: string, visit: (node: SyntaxNode, at: Span) => void): void {
  walk(parse(text), undefined, visit);
}

/** `outer` is set inside backticks with escapes: places there are those of a text that stands nowhere. */
function walk(node: SyntaxNode, outer: Span | undefined, visit: (node: SyntaxNode, at: Span) => void): void {
  const at = outer ?? { start: node.pos, end: node.end };
  visit(node, at);
  const inner = node.type === 'Script' && node.source !== undefined ? (outer ?? at) : outer;
  forEachChild(node, (child) => {
    walk(child, child.type === 'Script' && child.source !== undefined ? (inner ?? at) : inner, visit);
  });
}

/** The simple commands of a piece of bash, those in loops, functions and substitutions included. */
export function commandsOf(text: string): FoundCommand[] {
  const found: FoundCommand[] = [];
  const visit = (node: SyntaxNode, loops: FoundCommand['loops']): void => {
    let inside = loops;
    if (node.type === 'Command') {
      found.push({ invocation: invocationOf(node), command: node, loops, start: node.pos, end: node.end });
    } else if (node.type === 'For' && node.wordlist) {
      inside = new Map([...loops, [node.name.value, node.wordlist.map(({ value }) => value)]]);
    } else if (node.type === 'Script' && node.source !== undefined) {
      return;
    }
    forEachChild(node, (child) => {
      visit(child, inside);
    });
  };
  visit(parse(text), new Map());
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
