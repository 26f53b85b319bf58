import type { Language } from '../messages/message.ts';
import type { Say } from '../messages/word.ts';
import { countRefused, isFailure, type RunEvent } from '../plan/events.ts';
import type { Plan, Step } from '../plan/step.ts';
import type { StepResult, VerdictStatus } from '../plan/verdict.ts';
import { elapsed } from './elapsed.ts';
import { failureOf, placeText } from './failure.ts';
import { stepLabel } from './label.ts';
import { type Paint, verdictColour } from './paint.ts';
import { oneLine } from './printable.ts';

/** A run that has ended, as its last event tells. */
export type RunEnd = Extract<RunEvent, { type: 'runEnd' }>;

const statuses: readonly VerdictStatus[] = ['passed', 'failed', 'timedOut', 'broken', 'skipped', 'manual', 'notRun'];
const slowestCount = 3;
const worthTellingMs = 1000;
const maxFailures = 50;

/**
 * The end of a run for people: counts and time, what did not pass, the slowest steps, and how to go on. `command` is
 * what starts Pupitre with the same deck and target, such as `pupitre run`.
 */
export function summaryView(
  plan: Plan,
  end: RunEnd,
  { command, lang }: { readonly command: string; readonly lang: Language },
  say: Say,
  paint: Paint,
): string[] {
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  const counts = statuses
    .filter((status) => end.totals[status] > 0)
    .map((status) => verdictColour(status, paint)(say('report/count', { status, count: end.totals[status] })));
  const resume = resumeAt(end);
  const refused = countRefused(end.results);
  return [
    '',
    ...(counts.length === 0
      ? [say('report/nothing-ran')]
      : [`${counts.join(' · ')}  ${elapsed(end.at, say('report/decimal-sign'))}`]),
    ...(end.interrupted ? [paint.yellow(say('report/interrupted'))] : []),
    ...(refused > 0 ? [paint.yellow(say('report/refused', { count: refused }))] : []),
    ...titled(say('report/failures'), failureLines(end, steps, lang, paint)),
    ...titled(say('report/slowest'), slowestLines(end, steps, say)),
    ...(resume === undefined
      ? []
      : [say('report/resume', { command: `${oneLine(command)} --from ${oneLine(resume)}` })]),
  ];
}

function failureLines(end: RunEnd, steps: ReadonlyMap<string, Step>, lang: Language, paint: Paint): string[] {
  const failures = end.results.flatMap((result) => {
    const step = steps.get(result.stepId);
    const failure = step && failureOf(step, result, lang);
    return failure === undefined ? [] : [failure];
  });
  // One failure alone has just been told in full.
  if (failures.length < 2) return [];
  const lines = failures
    .slice(0, maxFailures)
    .map(({ place, step, reason }) => `  ${paint.red('✗')} ${oneLine(`${placeText(place)} ${step.id}: ${reason}`)}`);
  return failures.length > maxFailures ? [...lines, `  … +${failures.length - maxFailures}`] : lines;
}

function slowestLines(end: RunEnd, steps: ReadonlyMap<string, Step>, say: Say): string[] {
  const known = end.results.filter(({ durationMs, stepId }) => durationMs >= worthTellingMs && steps.has(stepId));
  // Of three steps everybody sees which is the slowest.
  if (end.results.length <= slowestCount) return [];
  return known
    .sort((a, b) => b.durationMs - a.durationMs)
    .slice(0, slowestCount)
    .map(({ durationMs, stepId }) => {
      const step = steps.get(stepId);
      return `  ${elapsed(durationMs, say('report/decimal-sign'))}  ${oneLine(stepId)}  ${step ? stepLabel(step) : ''}`;
    });
}

/** The first step that did not pass; after an interruption the first that was not run. */
function resumeAt({ results, interrupted }: RunEnd): string | undefined {
  const stopped = ({ verdict }: StepResult): boolean =>
    isFailure(verdict.status) || (interrupted && verdict.status === 'notRun');
  return results.find(stopped)?.stepId;
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}
