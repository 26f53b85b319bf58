import { type Language, type Message, message } from '../../messages/message.ts';
import { type Say, word } from '../../messages/word.ts';
import { isFailure } from '../../plan/events.ts';
import type { Step } from '../../plan/step.ts';
import type { StepResult } from '../../plan/verdict.ts';
import { failureOf, placeText } from '../../report/failure.ts';
import { oneLine } from '../../report/printable.ts';
import { currentFailure, currentStep, passedSteps, type StepState } from './state.ts';

/** What is told between slide and shell: the first line always, the others where there is room. Printable, of one line each. */
export interface Status {
  readonly lines: readonly string[];
  readonly kind: 'plain' | 'failed' | 'passed';
}

/** The news of a state. */
export function statusOf(state: StepState, say: Say, lang: Language): Status {
  const told = (text: Message): Status => ({ lines: [oneLine(word(text, lang))], kind: 'plain' });
  if (state.mode.kind === 'shell') return told(message('step/in-shell'));
  if (state.said) return told(state.said);
  const step = currentStep(state);
  if (state.drive !== 'paused') return told(runningNews(state, step));
  if (!step) return end(state, say);
  const failure = currentFailure(state);
  if (failure) return failed(step, failure, say, lang);
  const place = placeText(step.place);
  if (step.skip) return told(message('step/left-out', { reason: step.skip }));
  if (step.action === 'manual' && !state.results.has(step.id)) return told(message('step/manual'));
  return told(message(state.results.has(step.id) ? 'step/again' : 'step/next', { id: step.id, place }));
}

function runningNews({ running, drive, plan }: StepState, step: Step | undefined): Message {
  const what = running?.what ?? step?.id ?? '';
  if (running?.awaited) return message('step/waiting', { what, awaited: running.awaited });
  if (running?.tried) return message('step/trying', { what, ...running.tried });
  if (drive === 'step' || drive === 'paused') return message('step/running', { what });
  return message('step/running-on', { what, until: drive === 'failure' ? undefined : plan.steps[drive.to]?.id });
}

function failed(step: Step, result: StepResult, say: Say, lang: Language): Status {
  const failure = failureOf(step, result, lang);
  if (!failure) return { lines: [], kind: 'failed' };
  const { status, reason, hints, place, mismatches } = failure;
  const [mismatch] = mismatches;
  const reasons = mismatch && mismatch.reason !== reason ? `${reason} ${mismatch.reason}` : reason;
  const title = `✗ ${say('report/verdict', { status })}`;
  return {
    lines: [
      say('step/failed', { status: title, reason: message('text/verbatim', { text: reasons }) }),
      say('step/mend', { place: placeText(place) }),
      ...hints.map((hint) => `• ${hint}`),
    ].map(oneLine),
    kind: 'failed',
  };
}

function end(state: StepState, say: Say): Status {
  const { plan, results } = state;
  const statuses = plan.steps.map(({ id }) => results.get(id)?.verdict.status);
  const passed = passedSteps(state);
  const bad = statuses.filter((status) => status !== undefined && isFailure(status)).length;
  return {
    lines: [say('step/end', { passed, failed: bad, other: statuses.length - passed - bad })],
    kind: bad > 0 ? 'failed' : 'passed',
  };
}
