import { isFollower } from './owners.ts';
import { onlyReadsText } from './policy.ts';
import { shellStateOf } from './shell-state.ts';
import type { Step } from './step.ts';
import { isMove } from './terminals.ts';

/**
 * What a replay does with each of some steps, which are all that come before the ones that are wanted: `run` those that make something; leave
 * out (`pass`) those that only read, with the keys and waits that belong to them; and type once, for what it shows (`show`), what a page of a
 * step after it is found by.
 */
export type ReplayedAs = 'run' | 'show' | 'pass';

/** How each of `before` is replayed, when the steps of `after` are wanted. */
export function replayOf(before: readonly Step[], after: readonly Step[]): ReadonlyMap<Step, ReplayedAs> {
  const replayed = new Map<Step, ReplayedAs>();
  const opened = new Set(
    [...before, ...after].filter(({ action }) => action === 'open').map(({ place }) => place.file),
  );
  /** What has become of the step that has the terminal, by terminal. */
  const opening = new Map<string | undefined, ReplayedAs>();
  before.forEach((step, at) => {
    const as = isFollower(step)
      ? (opening.get(step.terminal) ?? 'run')
      : replayedAs(step, followersOf(before, at), opened.has(step.place.file));
    if (!isFollower(step)) opening.set(step.terminal, as);
    replayed.set(step, as);
  });
  return replayed;
}

function replayedAs(step: Step, followers: readonly Step[], isShown: boolean): ReplayedAs {
  if (isMove(step) || step.action === 'setup' || step.action === 'background') return 'run';
  if (step.action !== 'bash' && step.action !== 'hide') return 'pass';
  if (!onlyReadsText(step.input) || shellStateOf(step.input).changes || step.assigns.length > 0) return 'run';
  // What is copied is pasted later.
  if (followers.some(({ action }) => action === 'copy')) return 'run';
  return isShown && followers.length === 0 && step.policy === 'eventually' ? 'show' : 'pass';
}

/** The steps that belong to the program of the one at `at`. */
function followersOf(steps: readonly Step[], at: number): readonly Step[] {
  const next = steps.findIndex((step, index) => index > at && !isFollower(step) && step.action !== 'none');
  return steps.slice(at + 1, next < 0 ? undefined : next).filter(isFollower);
}

/** Where a run can begin at the latest so that the step at `at` has the program that it belongs to: the place of the step that opens it. */
export function openingOf(steps: readonly Step[], at: number): number {
  let opening = at;
  for (let step = steps[opening]; step && isFollower(step) && opening > 0; step = steps[opening]) opening--;
  const step = steps[opening];
  return step && isFollower(step) ? at : opening;
}
