import { verbatim } from '../messages/message.ts';
import type { RunEvent } from '../plan/events.ts';
import { parseRunEvent } from './event-schema.ts';

/** Keys of events whose text is for people (`Message`). */
const forPeople = new Set(['reason', 'note', 'awaited', 'policyReason', 'skip', 'hints']);

/**
 * An event from a line of the `json` reporter, as reporters take it: what is for people stays in the language in which it was written, and
 * expectations compare nothing any more. Throws a SyntaxError or a ZodError when the line is no run event.
 */
export function reviveEvent(line: string): RunEvent {
  const parsed: object = parseRunEvent(line);
  return revive(parsed) as RunEvent;
}

function revive(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return forPeople.has(key) ? verbatim(value) : value;
  if (Array.isArray(value)) return value.map((each) => revive(each, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, revive(each, name)]));
}
