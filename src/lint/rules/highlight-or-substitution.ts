import { cutHighlights } from '../../deck/model/highlight.ts';
import { message } from '../../messages/message.ts';
import { type Code } from '../code.ts';
import type { LintDocument } from '../document.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';
import { runCode } from '../shell.ts';

/** Programs that people write between backticks for what they print. */
const printingPrograms =
  /^(?:date|whoami|hostname|pwd|uname|id|cat|ls|echo|curl|docker|docker-machine|kubectl|aws|git|which|basename|dirname|jq|nproc|mktemp|seq|openssl)(?:\s|$)/;
const backtickSpan = /(?<!\\)`([^`\n]+)`/g;

/** Backticks that may mean two things: a highlighted part of a command, or what another command prints. */
export const highlightOrSubstitution: LintRule = {
  id: 'highlight-or-substitution',
  severity: 'warning',
  examples: [
    { title: 'the output of a program, taken for a highlight', deck: inExercise('echo on `date`'), at: ['4:9'] },
    { title: 'with options', deck: inExercise('echo it is `date +%s` now'), at: ['4:12'] },
    { title: 'a whole command, taken for a substitution', deck: inExercise('`kubectl get pods`'), at: ['4:1'] },
    { title: 'a variable', deck: inExercise('curl `$IP`/x'), at: [] },
    { title: 'an option and a file', deck: inExercise('docker run `-v data:/data` `alpine:3`'), at: [] },
    { title: 'an assigned substitution', deck: inExercise('TOKEN=`curl -X PUT x`'), at: [] },
    { title: 'the other way to write it', deck: inExercise('echo on $(date)'), at: [] },
  ],
  check(document, report) {
    for (const piece of runCode(document)) {
      for (const { start, end, inner, kept, atStart } of spansIn(document, piece)) {
        if (!printingPrograms.test(inner) || (kept && !atStart)) continue;
        report(
          { start, end },
          kept ? message('lint/taken-for-substitution', { inner }) : message('lint/taken-for-highlight', { inner }),
        );
      }
    }
  },
};

interface BacktickSpan {
  readonly start: number;
  readonly end: number;
  readonly inner: string;
  /** Typed with its backticks. */
  readonly kept: boolean;
  readonly atStart: boolean;
}

/** The parts between backticks as they stand in the file. */
function* spansIn({ text }: LintDocument, { start, end, snippet }: Code): Iterable<BacktickSpan> {
  if (!snippet || !text.slice(start + 3, end - 3).includes('`')) return;
  let offset = text.indexOf('\n', start) + 1;
  if (offset === 0 || offset > end) return;
  for (const line of text.slice(offset, end).split('\n')) {
    if (/^\s*`{3,}/.test(line)) break;
    const highlighted = new Set(cutHighlights(line).flatMap((piece) => (piece.highlighted ? [piece.text] : [])));
    for (const { 0: whole, 1: inner = '', index } of line.matchAll(backtickSpan)) {
      yield {
        start: offset + index,
        end: offset + index + whole.length,
        inner,
        kept: !highlighted.has(inner),
        atStart: line.slice(0, index).trim() === '',
      };
    }
    offset += line.length + 1;
  }
}
