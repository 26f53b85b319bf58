import type { Snippet } from '../deck/model.ts';
import type { Matchers } from '../match/matcher.ts';
import { chooseMatcher } from '../match/matchers.ts';
import { type Draft, isShell, makeDraft, startOf } from './draft.ts';
import { parseDuration } from './duration.ts';
import { parseExpectation } from './expectation.ts';
import type { Report } from './report.ts';
import type { SnippetContext } from './snippet-step.ts';
import type { StepExpectation } from './step.ts';

/** What a modifier needs to know. */
export interface ModifierContext extends SnippetContext {
  readonly matchers: Matchers;
  readonly report: Report;
}

/**
 * Applies an `expect`, `timeout` or `retry` snippet to the step before it. Returns a step where an `expect` is one of its own, because
 * the step before it shows no output that ends with it: it then tests the output of the last command.
 */
export function applyModifier(
  snippet: Snippet,
  before: Draft | undefined,
  context: ModifierContext,
): Draft | undefined {
  const { method, position } = snippet;
  const { report } = context;
  if (!before) {
    const reason = `there is no step before this \`${method}\` in its exercise; put it after the snippet that it is about`;
    report('error', 'orphan-modifier', position, reason);
    return undefined;
  }
  if (method === 'expect') return applyExpect(snippet, before, context);
  const value = (snippet.argument || snippet.data).trim();
  const ms = parseDuration(value);
  if (ms === undefined) {
    const reason = `\`${method}\` needs a duration such as 30s, 2m or 1m30s, at most 24h; "${value.slice(0, 40)}" is none`;
    report('error', 'bad-duration', position, reason);
  } else if (method === 'timeout') {
    before.timeoutMs = ms;
  } else if (hasOutput(before) || before.action === 'expect') {
    before.retryMs = ms;
  } else {
    const reason = `a \`${before.action}\` cannot be repeated; put \`retry\` after the bash, open, check or expect that it is about`;
    report('error', 'orphan-modifier', position, reason);
  }
  return undefined;
}

function applyExpect(snippet: Snippet, before: Draft, context: ModifierContext): Draft | undefined {
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
  where: Pick<Draft, 'slide' | 'exercise' | 'hidden' | 'region' | 'place' | 'offset'>,
  expectations: readonly StepExpectation[],
): Draft {
  return makeDraft({
    ...where,
    action: 'expect',
    input: expectations.map(({ source }) => source).join('\n'),
    expectations: [...expectations],
    policy: 'eventually',
    reason: 'looks at the output of the last command',
  });
}

function readExpectation(snippet: Snippet, { file, matchers, report }: ModifierContext): StepExpectation | undefined {
  const { data, argument, position } = snippet;
  if (data.trim() === '') {
    report('error', 'empty-snippet', position, 'this `expect` is empty; it needs the text that must be in the output');
    return undefined;
  }
  const name = chooseMatcher(data, '', argument);
  if (!matchers.has(name)) {
    const reason = `there is no way to compare called "${name.slice(0, 40)}"; there are: ${[...matchers.keys()].join(', ')}`;
    report('error', 'unknown-matcher', position, reason);
    return undefined;
  }
  const { place } = startOf(file, snippet);
  const parsed = parseExpectation(matchers, name, data, { place, origin: 'snippet' });
  if (!('problem' in parsed)) return parsed;
  report('error', 'invalid-expectation', position, parsed.problem);
  return undefined;
}

/** True for a step that has an output of its own to test when it is over. */
function hasOutput(draft: Draft): boolean {
  return isShell(draft) || draft.action === 'check' || draft.action === 'open';
}
