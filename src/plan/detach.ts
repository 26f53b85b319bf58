import { message } from '../messages/message.ts';
import { expectStep } from './modifier.ts';
import { isShell, type StepDraft } from './step-draft.ts';

/**
 * Decides for the steps of one exercise who ends a command: itself, the engine, or the steps after it.
 *
 * - `wait` after commands: they are detached, and their exit code does not count, as in the reference executor (autotest.py).
 *   When they do not end by themselves and no key follows, the last `wait` ends them.
 * - `key` or `keys` after commands: an endless one settles first, another (an editor) is detached at once.
 * - An endless command with nothing after it is stopped when it has settled.
 */
export function detachCommands(drafts: readonly StepDraft[]): void {
  drafts.forEach((draft, index) => {
    if (!isShell(draft)) return;
    const endless = draft.policy === 'endless';
    const next = drafts[index + 1];
    if (next && isWait(next)) {
      give(draft, next);
      let last = next;
      let follower: StepDraft | undefined;
      for (let at = index + 2; (follower = drafts[at]) && isWait(follower); at++) last = follower;
      last.stopsCommand = endless && !(follower && isKey(follower));
    } else if (next && isKey(next)) {
      if (endless) draft.reason &&= message('plan/follows', { why: draft.reason, action: next.action });
      else give(draft, next);
    } else {
      draft.stopsCommand = endless;
    }
  });
}

/** What is expected of detached commands is tested where the steps that took over are done. */
export function moveExpectations(drafts: readonly StepDraft[]): StepDraft[] {
  const moved: StepDraft[] = [];
  let pending: StepDraft | undefined;
  const settle = (): void => {
    if (!pending) return;
    const { slide, exercise, expectations, region, place, offset } = pending;
    const where = { slide, exercise, hidden: true, region, place: expectations[0]?.place ?? place, offset };
    moved.push(expectStep(where, expectations.splice(0)));
    pending = undefined;
  };
  for (const draft of drafts) {
    const takesOver = draft.exercise === pending?.exercise && (isWait(draft) || isKey(draft));
    if (!takesOver) settle();
    moved.push(draft);
    if (draft.policy === 'detached' && draft.expectations.length > 0) pending = draft;
  }
  settle();
  return moved;
}

function give(draft: StepDraft, next: StepDraft): void {
  draft.reason &&= message('plan/takes-over', { why: draft.reason, action: next.action });
  draft.policy = 'detached';
  draft.checksExitCode = false;
}

function isWait({ action }: StepDraft): boolean {
  return action === 'wait' || action === 'longwait';
}

function isKey({ action }: StepDraft): boolean {
  return action === 'key' || action === 'keys';
}
