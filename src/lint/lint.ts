import type { Diagnostic, Point, Severity } from '../deck/model.ts';
import { message } from '../messages/message.ts';
import { nearest } from '../plan/nearest.ts';
import { type DocumentOptions, type LintDocument, readDocument } from './document.ts';
import type { Names } from './names/name.ts';
import type { Edit, LintRule } from './rule.ts';
import { readSuppressions, type UnknownName } from './suppressions.ts';

/** What is said of comments that name a rule that there is not. */
export const unknownRuleId = 'unknown-rule';

/** What lint says about one place of a file; `start` and `end` lie in the file as it is. */
export interface LintMessage extends Diagnostic {
  readonly start: Point;
  readonly end: Point;
  /** Edits of the file as it is, in UTF-16 code units. */
  readonly fix: readonly Edit[] | undefined;
  /** Nothing to say where another file of the course makes this (see `Names`). */
  readonly unless?: string;
}

/** Which rules look at a deck, and how it is read. */
export interface LintOptions extends DocumentOptions {
  /** Told what the deck's commands make and ask for. */
  readonly onNames?: (names: Names) => void;
  readonly rules: readonly LintRule[];
  /** By rule: instead of the rule's own severity. Ids without a rule are those of the parser and the planner. */
  readonly severities?: ReadonlyMap<string, Severity | 'off'>;
}

/** Everything that the rules have to say about a deck, in the order of the file. Never throws because of the deck. */
export function lintDeck(text: string, options: LintOptions): LintMessage[] {
  const { rules, severities = new Map<string, never>(), file } = options;
  const read = readDocument(text, options);
  if (!read.document) return read.messages.map(placed);
  const { document } = read;
  options.onNames?.(document.names);
  const { source } = document;
  const found: LintMessage[] = [];
  const suppressions = readSuppressions(document);
  for (const rule of rules) {
    const wanted = severities.get(rule.id);
    if (wanted === 'off') continue;
    rule.check(document, (at, reason, { fix, severity = rule.severity, inFile = false, unless } = {}) => {
      if (suppressions.covers(rule.id, inFile ? source.offset(at.start) : at.start)) return;
      const place = inFile ? source.placeInFile : source.point;
      const [start, end] = [place(at.start), place(at.end)];
      found.push({
        file,
        line: start.line,
        column: start.column,
        severity: wanted ?? severity,
        rule: rule.id,
        reason,
        start,
        end,
        fix: fix?.map((edit) => ({ ...edit, start: place(edit.start).offset, end: place(edit.end).offset })),
        ...(unless !== undefined && { unless }),
      });
    });
  }
  found.push(...othersOf(document, options, suppressions.covers));
  const severity = severities.get(unknownRuleId) ?? 'warning';
  if (severity !== 'off') {
    for (const name of suppressions.names) {
      if (!rules.some(({ id }) => id === name.name)) found.push({ ...unknownRule(document, options, name), severity });
    }
  }
  return found.sort((one, other) => one.line - other.line || one.column - other.column);
}

/** Messages of the parser and the planner that no rule words better. */
function othersOf(
  { messages, source }: LintDocument,
  { rules, severities }: LintOptions,
  covers: (rule: string, offset: number) => boolean,
): LintMessage[] {
  const known = new Set(rules.map(({ id }) => id));
  return messages
    .filter(({ rule }) => !known.has(rule) && severities?.get(rule) !== 'off')
    .map(placed)
    .filter(({ rule, start }) => !covers(rule, source.lines.start(start.line - 1)));
}

function unknownRule(
  { source }: LintDocument,
  { file, rules }: LintOptions,
  name: UnknownName,
): Omit<LintMessage, 'severity'> {
  const { start, end } = source.position(name.start, name.end);
  const meant = nearest(
    name.name,
    rules.map(({ id }) => id),
  );
  const { line, column } = start;
  return {
    file,
    line,
    column,
    rule: unknownRuleId,
    reason: message('lint/unknown-rule', { name: name.name, meant }),
    start,
    end,
    fix: undefined,
  };
}

/** A message of the parser or the planner, which has a place and no range. */
export function placed(message: Diagnostic): LintMessage {
  const start = { line: message.line, column: message.column, offset: 0 };
  return { ...message, start, end: start, fix: undefined };
}
