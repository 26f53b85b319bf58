import type { Diagnostic } from '../deck/model.ts';
import { message as bridge } from '../messages/message.ts';
import type { Code } from './code.ts';
import type { LintDocument } from './document.ts';
import type { Edit, LintRule } from './rule.ts';

/** What a rule says about a snippet that the planner has a message about. */
export interface Wording {
  readonly words: { readonly en: string; readonly fr: string };
  readonly fix?: readonly Edit[] | undefined;
}

/** The check of a rule that words what the planner finds, `word` being told the fence that it found it in. */
export function plannedCheck(
  id: string,
  word: (code: Code, document: LintDocument, message: Diagnostic) => Wording,
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
    for (const message of found) {
      const piece = fences.get(`${message.line}:${message.column}`);
      if (!piece) continue;
      const { words, fix } = word(piece, document, message);
      report(firstLine(document, piece), bridge('lint/words', words), { severity: message.severity, fix });
    }
  };
}

/** The opening line of a fence: a whole one would be marked from end to end. */
function firstLine({ text }: LintDocument, { start, end }: Code): { start: number; end: number } {
  const newline = text.indexOf('\n', start);
  return { start, end: newline === -1 ? end : Math.min(newline, end) };
}
