import type { Message, Position, Severity } from '../deck/model.ts';

/** Where a plan's messages go. */
export type Report = (severity: Severity, rule: string, position: Position, reason: string) => void;

/** A report that adds to `messages`. */
export function reportTo(messages: Message[], file: string): Report {
  return (severity, rule, { start }, reason) => {
    messages.push({ file, line: start.line, column: start.column, severity, rule, reason });
  };
}
