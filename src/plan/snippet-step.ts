import type { Exercise, Slide, Snippet } from '../deck/model.ts';
import { type Draft, makeDraft, placeOf, startOf } from './draft.ts';
import { laterMethods } from './methods.ts';
import { policyOf } from './policy.ts';
import { assignedVariables } from './script.ts';
import type { ActionName } from './step.ts';

/** Where a snippet stands. */
export interface SnippetContext {
  readonly file: string;
  readonly slide: Slide;
  readonly exercise: Exercise;
}

/** What methods act on, for the message about a snippet without it; those that are absent need nothing. */
const needed: ReadonlyMap<string, string> = new Map([
  ['bash', 'the commands to type'],
  ['hide', 'the commands to type'],
  ['key', 'the name of a key, such as ^C'],
  ['keys', 'the text to type'],
  ['wait', 'the text to wait for'],
  ['longwait', 'the text to wait for'],
  ['open', 'a URL'],
]);

const reasons: Readonly<Partial<Record<ActionName, string>>> = {
  key: 'presses a key',
  keys: 'types text',
  wait: 'waits for a text',
  longwait: 'waits for a text',
  check: 'looks at the last exit code',
  open: 'fetches a page',
};

/** What a snippet lacks, for people; undefined when nothing. */
export function missingInput({ method, data }: Snippet): string | undefined {
  const what = needed.get(method);
  // Blanks alone can be typed, but not run.
  const empty = method === 'keys' ? data === '' : data.trim() === '';
  return what !== undefined && empty ? `this \`${method}\` is empty; it needs ${what}` : undefined;
}

/** The step that a snippet becomes; its method must be one that becomes a step. */
export function draftOf(snippet: Snippet, { file, slide, exercise }: SnippetContext): Draft {
  const { method, data, lines, hidden, position } = snippet;
  const action = method as ActionName;
  const base = { action, slide, exercise, hidden, ...startOf(file, snippet) };
  if (action === 'bash' || action === 'hide') {
    const { policy, reason, waits } = policyOf(data);
    return makeDraft({
      ...base,
      input: data,
      lines: data.split('\n').map((text, index) => ({ text, place: placeOf(file, lines[index] ?? position.start) })),
      policy,
      reason,
      waits,
      assigns: assignedVariables(data),
    });
  }
  const later = laterMethods.get(method);
  return makeDraft({
    ...base,
    // Blanks count in what is typed, nowhere else.
    input: action === 'keys' ? data : data.trim(),
    policy: action === 'open' ? 'eventually' : 'once',
    reason: reasons[action] ?? '',
    skip: later && `not supported yet: ${later}`,
  });
}
