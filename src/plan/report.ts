import type { Diagnostic, Position, Severity } from '../deck/model.ts';
import { placeOf } from './draft.ts';

/** Where a plan's messages go. */
export type Report = (severity: Severity, rule: string, position: Position, reason: string) => void;

/** A report that adds to `messages`. */
export function reportTo(messages: Diagnostic[], file: string): Report {
  return (severity, rule, { start }, reason) => {
    messages.push({ ...placeOf(file, start), severity, rule, reason });
  };
}
