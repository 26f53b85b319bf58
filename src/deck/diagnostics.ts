import type { Message } from '../messages/message.ts';
import type { Deck, Diagnostic, Point, Severity } from './model.ts';

/** Something that the author should know, at an offset of the text as it was read (see `Source`). */
export interface Finding {
  readonly offset: number;
  readonly severity: Severity;
  readonly rule: string;
  readonly reason: Message;
}

/** A thousand unclosed classes have one cause. */
export const maxFindingsPerRule = 100;

/** Findings by place in the text, at most a hundred of a rule; the last of a rule says that there are more. */
export function limitFindings(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>();
  const kept: Finding[] = [];
  for (const finding of findings.toSorted((one, other) => one.offset - other.offset)) {
    const count = (counts.get(finding.rule) ?? 0) + 1;
    counts.set(finding.rule, count);
    if (count < maxFindingsPerRule) kept.push(finding);
    else if (count === maxFindingsPerRule) {
      kept.push({ ...finding, reason: { code: 'deck/more-left-out', data: { last: finding.reason } } });
    }
  }
  return kept;
}

/** A finding as a diagnostic. `file` is that of the deck; `pointAt` gives the place of an offset. */
export function diagnosticOf(
  { offset, severity, rule, reason }: Finding,
  file: string,
  pointAt: (offset: number) => Point,
): Diagnostic {
  const { line, column, file: chapter = file } = pointAt(offset);
  return { file: chapter, line, column, severity, rule, reason };
}

/** Diagnostics in the order of the deck: those of a manifest, then chapter by chapter; in a file by place. */
export function inDeckOrder(
  diagnostics: readonly Diagnostic[],
  { file, slides }: Pick<Deck, 'file' | 'slides'>,
): Diagnostic[] {
  const ranks = new Map(
    [file, ...new Set(slides.map((slide) => slide.file))].toReversed().map((name, index) => [name, -index]),
  );
  const rank = (diagnostic: Diagnostic): number => ranks.get(diagnostic.file) ?? 1;
  return diagnostics.toSorted((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column);
}
