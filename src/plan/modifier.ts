import type { Snippet } from '../deck/model.ts';
import type { Matchers } from '../match/matcher.ts';
import { chooseMatcher } from '../match/matchers.ts';
import { type Message, message } from '../messages/message.ts';
import { parseDuration } from './duration.ts';
import { parseExit } from './exit.ts';
import { parseExpectation } from './expectation.ts';
import { nearest } from './nearest.ts';
import { shorten } from './shorten.ts';
import type { SnippetContext } from './snippet-step.ts';
import type { ExpectedExit, StepExpectation } from './step.ts';
import { isShell, makeDraft, startOf, type StepDraft } from './step-draft.ts';

/** What a modifier needs to know. */
export interface ModifierContext extends SnippetContext {
  readonly matchers: Matchers;
}

/** Why a modifier makes no sense, and the rule that says so. */
interface Mistake {
  readonly rule: string;
  readonly problem: Message;
}

/**
 * Applies an `expect`, `timeout` or `retry` snippet to the step that it is about. Gives a step where an `expect` is one of its own, because
 * the step before it shows no output, or has no exit code, that ends with it: it then looks at the last command. Gives the mistake
 * where the snippet makes no sense.
 */
export function applyModifier(
  snippet: Snippet,
  subject: StepDraft | undefined,
  context: ModifierContext,
): StepDraft | Mistake | undefined {
  const { method } = snippet;
  if (!subject) return { rule: 'orphan-modifier', problem: message('plan/no-step-before', { method }) };
  // What is said about a snippet that is not done is not done either.
  if (subject.action === 'none') return undefined;
  if (method === 'expect') return applyExpect(snippet, subject, context);
  const value = `${snippet.argument} ${snippet.data}`.trim();
  const ms = parseDuration(value);
  if (ms === undefined) {
    return { rule: 'bad-duration', problem: message('plan/bad-duration', { method, value: shorten(value) }) };
  }
  if (method === 'timeout') {
    subject.timeoutMs = ms;
  } else if (hasOutput(subject) || subject.action === 'expect') {
    subject.retryMs = ms;
  } else {
    return { rule: 'orphan-modifier', problem: message('plan/not-repeatable', { action: subject.action }) };
  }
  return undefined;
}

function applyExpect(snippet: Snippet, subject: StepDraft, context: ModifierContext): StepDraft | Mistake | undefined {
  const [word, ...rest] = snippet.argument.split(/\s+/);
  if (word === 'exit') return applyExit(`${rest.join(' ')} ${snippet.data}`.trim(), snippet, subject, context);
  const expectation = readExpectation(snippet, context);
  if ('problem' in expectation) return expectation;
  if (hasOutput(subject)) {
    subject.expectations.push(expectation);
    return undefined;
  }
  const { file, slide, exercise } = context;
  return expectStep({ slide, exercise, hidden: snippet.hidden, ...startOf(file, snippet) }, [expectation]);
}

/** `expect exit 1`: how the last command must end. */
function applyExit(
  value: string,
  snippet: Snippet,
  subject: StepDraft,
  { file, slide, exercise }: ModifierContext,
): StepDraft | Mistake | undefined {
  const exit = parseExit(value);
  if (exit === undefined) return { rule: 'bad-exit', problem: message('plan/bad-exit', { value: shorten(value) }) };
  const { action } = subject;
  if (
    ['open', 'verify', 'setup', 'background'].includes(action) ||
    (action === 'repl' && typeof exit === 'number' && exit !== 0)
  ) {
    return { rule: 'orphan-modifier', problem: message('plan/no-exit-code', { action }) };
  }
  if (isShell(subject) || action === 'check' || action === 'repl') {
    subject.exit = exit;
    return undefined;
  }
  return exitStep({ slide, exercise, hidden: snippet.hidden, ...startOf(file, snippet) }, exit);
}

/** A step that waits for the end of the last command, and looks at its exit code. */
export function exitStep(
  where: Pick<StepDraft, 'slide' | 'exercise' | 'hidden' | 'region' | 'place' | 'offset'>,
  exit: ExpectedExit,
): StepDraft {
  return makeDraft({ ...where, action: 'check', input: '', exit, reason: message('plan/looks-at-exit-code') });
}

/** A step that tests the output of the last command. */
export function expectStep(
  where: Pick<StepDraft, 'slide' | 'exercise' | 'hidden' | 'region' | 'place' | 'offset'>,
  expectations: readonly StepExpectation[],
): StepDraft {
  return makeDraft({
    ...where,
    action: 'expect',
    input: expectations.map(({ source }) => source).join('\n'),
    expectations: [...expectations],
    policy: 'eventually',
    reason: message('plan/looks-at-output'),
  });
}

function readExpectation(snippet: Snippet, { file, matchers }: ModifierContext): StepExpectation | Mistake {
  const { data, argument } = snippet;
  if (data.trim() === '') {
    return { rule: 'empty-snippet', problem: message('plan/empty-snippet', { method: 'expect', needs: 'output' }) };
  }
  const name = chooseMatcher(data, '', argument);
  if (!matchers.has(name)) {
    const known = [...matchers.keys(), 'exit'];
    const problem = message('plan/unknown-matcher', { name: shorten(name), meant: nearest(name, known), known });
    return { rule: 'unknown-matcher', problem };
  }
  const { place } = startOf(file, snippet);
  const parsed = parseExpectation(matchers, name, data, { place, origin: 'snippet' });
  return 'problem' in parsed ? { rule: 'invalid-expectation', ...parsed } : parsed;
}

/** True for a step that has an output of its own to test when it is over. */
function hasOutput(draft: StepDraft): boolean {
  return isShell(draft) || ['check', 'open', 'repl', 'verify', 'setup'].includes(draft.action);
}
