import type { Exercise, Slide, Snippet } from '../deck/model.ts';
import { type Message, message } from '../messages/message.ts';
import { laterMethods } from './methods.ts';
import { policyOf } from './policy.ts';
import { assignedVariables } from './script.ts';
import type { ActionName } from './step.ts';
import { locationOf, makeDraft, startOf, type StepDraft } from './step-draft.ts';

/** Where a snippet stands. */
export interface SnippetContext {
  readonly file: string;
  readonly slide: Slide;
  readonly exercise: Exercise;
}

/** What methods act on, for the message about a snippet without it; those that are absent need nothing. */
const needed: ReadonlyMap<string, 'commands' | 'key' | 'text' | 'awaited' | 'url'> = new Map([
  ['bash', 'commands'],
  ['hide', 'commands'],
  ['key', 'key'],
  ['keys', 'text'],
  ['wait', 'awaited'],
  ['longwait', 'awaited'],
  ['open', 'url'],
]);

const reasons: Readonly<Partial<Record<ActionName, Message>>> = {
  key: message('plan/presses-key'),
  keys: message('plan/types-text'),
  wait: message('plan/waits-for-text'),
  longwait: message('plan/waits-for-text'),
  check: message('plan/looks-at-exit-code'),
  open: message('plan/fetches-page'),
};

/** What a snippet lacks; undefined when nothing. */
export function missingInput({ method, data }: Snippet): Message | undefined {
  const needs = needed.get(method);
  // Blanks alone can be typed, but not run.
  const empty = method === 'keys' ? data === '' : data.trim() === '';
  return needs !== undefined && empty ? message('plan/empty-snippet', { method, needs }) : undefined;
}

/** The step that a snippet becomes; its method must be one that becomes a step. */
export function draftOf(snippet: Snippet, { file, slide, exercise }: SnippetContext): StepDraft {
  const { method, data, lines, hidden, position } = snippet;
  const action = method as ActionName;
  const base = { action, slide, exercise, hidden, ...startOf(file, snippet) };
  if (action === 'bash' || action === 'hide') {
    const { policy, reason, waits } = policyOf(data);
    return makeDraft({
      ...base,
      input: data,
      lines: data.split('\n').map((text, index) => ({ text, place: locationOf(file, lines[index] ?? position.start) })),
      policy,
      reason,
      waits,
      assigns: assignedVariables(data),
    });
  }
  const later = laterMethods.find((each) => each === method);
  return makeDraft({
    ...base,
    // Blanks count in what is typed, nowhere else.
    input: action === 'keys' ? data : data.trim(),
    policy: action === 'open' ? 'eventually' : 'once',
    reason: reasons[action],
    skip: later && message('plan/not-supported', { method: later }),
  });
}
