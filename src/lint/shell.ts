import { forEachChild, type SyntaxNode } from 'unbash';
import type { Span } from '../deck/scan/regions.ts';
import { type Code, isRun } from './code.ts';

/** Nodes that are nested deeper are left out: nobody writes them, and the stack has an end. */
export const deepestNode = 100;

/** Longer snippets are not looked into, in UTF-16 code units: nobody types them. */
const longestScript = 50_000;

/** The first place where bash would not understand a text. */
export interface SyntaxProblem extends Span {
  readonly message: string;
}

/** What is typed when the deck is run, in order; without what is too long to be read as bash. */
export function runCode({ code }: { readonly code: readonly Code[] }): Code[] {
  return code.filter((piece) => isRun(piece) && piece.text.length <= longestScript);
}

/** Visits every node of a piece of bash, parents first; `at` is its range in the text. */
export function walkBash({ script }: Code, visit: (node: SyntaxNode, at: Span) => void): void {
  // `outer` is set inside backticks with escapes: places there are those of a text that stands nowhere.
  const walk = (node: SyntaxNode, outer: Span | undefined, depth: number): void => {
    const at = outer ?? { start: node.pos, end: node.end };
    visit(node, at);
    if (depth === deepestNode) return;
    forEachChild(node, (child) => {
      walk(child, child.type === 'Script' && child.source !== undefined ? at : outer, depth + 1);
    });
  };
  walk(script(), undefined, 0);
}

/** The first mistake that bash would complain about, those in substitutions included. */
export function syntaxProblem(code: Code): SyntaxProblem | undefined {
  const { length } = code.text;
  let first: SyntaxProblem | undefined;
  walkBash(code, (node, at) => {
    if (node.type !== 'Script') return;
    for (const { message, pos } of node.errors ?? []) {
      const start = Math.min(node.source === undefined ? pos : at.start, length);
      if (first === undefined || start < first.start) first = { message, start, end: Math.min(start + 1, length) };
    }
  });
  return first;
}

/** The commands of a piece of bash that are typed one after the other, each as a whole: a loop is one, `a && b` too. */
export function topCommands({ text, script }: Code): (Span & { readonly text: string })[] {
  return script().commands.map(({ pos: start, end, background }) => ({
    start,
    end,
    text: `${text.slice(start, end)}${background ? ' &' : ''}`,
  }));
}
