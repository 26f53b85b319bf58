import { message } from '../messages/message.ts';
import { exitStep, expectStep } from './modifier.ts';
import { waitsForTyping } from './policy.ts';
import { isShell, type StepDraft } from './step-draft.ts';
import { isMove } from './terminals.ts';

/**
 * Decides for the steps of one exercise who ends a command: itself, the engine, or the steps after it.
 *
 * - `wait` after commands: they are detached, and their exit code does not count, as in the reference executor (autotest.py).
 *   When they do not end by themselves and no key follows, the last `wait` ends them.
 * - `key`, `keys`, `paste` or lines for a REPL after commands: an endless one settles first, another (an editor) is detached at once.
 * - Another terminal after commands: what does not end by itself stays in the one that is left.
 * - An endless command with nothing after it is stopped when it has settled.
 */
export function detachCommands(all: readonly StepDraft[]): void {
  // What is not done parts nothing.
  const drafts = all.filter(({ action }) => action !== 'none');
  drafts.forEach((draft, index) => {
    if (!isShell(draft)) return;
    const endless = draft.policy === 'endless';
    const next = drafts[index + 1];
    if (next && isWait(next)) {
      give(draft, next);
      let last = next;
      let follower: StepDraft | undefined;
      for (let at = index + 2; (follower = drafts[at]) && isWait(follower); at++) last = follower;
      last.stopsCommand = endless && !(follower && (isTyping(follower) || isMove(follower)));
    } else if (next && isTyping(next)) {
      if (endless) draft.reason &&= message('plan/follows', { why: draft.reason, action: next.action });
      else give(draft, next);
    } else if (next && isMove(next)) {
      if (endless) draft.reason &&= message('plan/follows', { why: draft.reason, action: next.action });
      else if (waitsForTyping(draft.input)) give(draft, next);
    } else {
      // What verifies runs beside it.
      draft.stopsCommand = endless && next?.action !== 'verify';
    }
  });
}

/** What is expected of detached commands, their exit code too, is tested where the steps that took over are done. */
export function moveExpectations(drafts: readonly StepDraft[]): StepDraft[] {
  const moved: StepDraft[] = [];
  let pending: StepDraft | undefined;
  const settle = (): void => {
    if (!pending) return;
    const { slide, exercise, expectations, exit, region, place, offset, terminal } = pending;
    const where = { slide, exercise, hidden: true, region, offset, terminal };
    // Of a transcript, what the commands before the last must print is tested where they are typed.
    const late = expectations.filter(({ command = -1 }) => command === -1);
    expectations.splice(0, expectations.length, ...expectations.filter((each) => !late.includes(each)));
    if (late.length > 0) moved.push(expectStep({ ...where, place: late[0]?.place ?? place }, late));
    if (exit !== undefined) moved.push(exitStep({ ...where, place }, exit));
    pending.exit = undefined;
    pending = undefined;
  };
  for (const draft of drafts) {
    const takesOver = isWait(draft) || isTyping(draft) || draft.action === 'none';
    if (draft.exercise !== pending?.exercise || !takesOver) settle();
    moved.push(draft);
    const isLate = draft.expectations.length > 0 || draft.exit !== undefined;
    if (draft.policy === 'detached' && isLate) pending = draft;
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

/** True for a step that types into whatever has the terminal. */
function isTyping({ action }: StepDraft): boolean {
  return action === 'key' || action === 'keys' || action === 'paste' || action === 'repl';
}
