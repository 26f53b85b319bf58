import type { Diagnostic, Position, Severity } from '../deck/model.ts';
import type { Message } from '../messages/message.ts';
import { locationOf } from './step-draft.ts';

/** Tells the author of a deck about a place in it. */
export type Diagnose = (severity: Severity, rule: string, position: Position, reason: Message) => void;

/** Adds diagnostics to `messages`. `file` is that of the deck. */
export function diagnoseInto(messages: Diagnostic[], file: string): Diagnose {
  return (severity, rule, { start }, reason) => {
    messages.push({ ...locationOf(file, start), severity, rule, reason });
  };
}
