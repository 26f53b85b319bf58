import type { Code } from './code.ts';
import type { LintDocument } from './document.ts';
import type { Edit, LintRule } from './rule.ts';

/** The check of a rule that is about what the planner finds: its message, on the opening line of the fence that it is about. */
export function plannedCheck(
  id: string,
  fixOf: (code: Code, document: LintDocument) => readonly Edit[] | undefined = () => undefined,
): LintRule['check'] {
  return (document, report) => {
    const { messages, source, code } = document;
    const found = messages.filter(({ rule }) => rule === id);
    if (found.length === 0) return;
    const fences = new Map<string, Code>();
    for (const piece of code) {
      const { line, column } = source.point(piece.start);
      fences.set(`${line}:${column}`, piece);
    }
    for (const { line, column, reason, severity } of found) {
      const piece = fences.get(`${line}:${column}`);
      if (piece) report(firstLine(document, piece), reason, { severity, fix: fixOf(piece, document) });
    }
  };
}

/** The opening line of a fence: a whole one would be marked from end to end. */
function firstLine({ text }: LintDocument, { start, end }: Code): { start: number; end: number } {
  const newline = text.indexOf('\n', start);
  return { start, end: newline === -1 ? end : Math.min(newline, end) };
}
