import type { Snippet } from '../deck/model.ts';
import type { Matchers } from '../match/matcher.ts';
import { chooseMatcher } from '../match/matchers.ts';
import { message } from '../messages/message.ts';
import { parseDuration } from './duration.ts';
import { parseExpectation } from './expectation.ts';
import { nearest } from './nearest.ts';
import { shorten } from './shorten.ts';
import type { SnippetContext } from './snippet-step.ts';
import type { StepExpectation } from './step.ts';
import type { Diagnose } from './step-draft.ts';
import { isShell, makeDraft, startOf, type StepDraft } from './step-draft.ts';

/** What a modifier needs to know. */
export interface ModifierContext extends SnippetContext {
  readonly matchers: Matchers;
  readonly diagnose: Diagnose;
}

/**
 * Applies an `expect`, `timeout` or `retry` snippet to the step before it. Returns a step where an `expect` is one of its own, because
 * the step before it shows no output that ends with it: it then tests the output of the last command.
 */
export function applyModifier(
  snippet: Snippet,
  before: StepDraft | undefined,
  context: ModifierContext,
): StepDraft | undefined {
  const { method, position } = snippet;
  const { diagnose } = context;
  if (!before) {
    diagnose('error', 'orphan-modifier', position, message('plan/no-step-before', { method }));
    return undefined;
  }
  if (method === 'expect') return applyExpect(snippet, before, context);
  const value = (snippet.argument || snippet.data).trim();
  const ms = parseDuration(value);
  if (ms === undefined) {
    diagnose('error', 'bad-duration', position, message('plan/bad-duration', { method, value: shorten(value) }));
  } else if (method === 'timeout') {
    before.timeoutMs = ms;
  } else if (hasOutput(before) || before.action === 'expect') {
    before.retryMs = ms;
  } else {
    diagnose('error', 'orphan-modifier', position, message('plan/not-repeatable', { action: before.action }));
  }
  return undefined;
}

function applyExpect(snippet: Snippet, before: StepDraft, context: ModifierContext): StepDraft | undefined {
  const expectation = readExpectation(snippet, context);
  if (!expectation) return undefined;
  if (hasOutput(before)) {
    before.expectations.push(expectation);
    return undefined;
  }
  const { file, slide, exercise } = context;
  return expectStep({ slide, exercise, hidden: snippet.hidden, ...startOf(file, snippet) }, [expectation]);
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

function readExpectation(snippet: Snippet, { file, matchers, diagnose }: ModifierContext): StepExpectation | undefined {
  const { data, argument, position } = snippet;
  if (data.trim() === '') {
    diagnose('error', 'empty-snippet', position, message('plan/empty-snippet', { method: 'expect', needs: 'output' }));
    return undefined;
  }
  const name = chooseMatcher(data, '', argument);
  if (!matchers.has(name)) {
    const known = [...matchers.keys()];
    const reason = message('plan/unknown-matcher', { name: shorten(name), meant: nearest(name, known), known });
    diagnose('error', 'unknown-matcher', position, reason);
    return undefined;
  }
  const { place } = startOf(file, snippet);
  const parsed = parseExpectation(matchers, name, data, { place, origin: 'snippet' });
  if (!('problem' in parsed)) return parsed;
  diagnose('error', 'invalid-expectation', position, parsed.problem);
  return undefined;
}

/** True for a step that has an output of its own to test when it is over. */
function hasOutput(draft: StepDraft): boolean {
  return isShell(draft) || draft.action === 'check' || draft.action === 'open';
}
