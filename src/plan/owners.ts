import { isWayOut } from './repl.ts';
import type { ActionName, Step } from './step.ts';

/** Steps that hand something over to those after them: the program of their last command. */
const givers: ReadonlySet<ActionName> = new Set(['bash', 'hide']);

/** Steps that belong to what was handed over last. */
const followers: ReadonlySet<ActionName> = new Set([
  'key',
  'keys',
  'wait',
  'longwait',
  'check',
  'expect',
  'copy',
  'paste',
  'repl',
]);

/** Whose terminal a step expects. `ended`: of a program that the deck itself has left or stopped before. */
export interface ExpectedOwner {
  readonly kind: 'shell' | 'program' | 'ended';
  /** The step whose commands started the program; undefined for the shell. */
  readonly step: Step | undefined;
}

/**
 * True for a step that hands the terminal over to the steps after it. What a plan expects of them (`ownersOf`) and what becomes of
 * them in a run (`run/terminal/handover.ts`) begin with the same steps.
 */
export function handsOver({ action }: Pick<Step, 'action'>): boolean {
  return givers.has(action);
}

/** True for a step that belongs to what was handed over last: keys, waits, checks, lines for a program. */
export function isFollower({ action }: Pick<Step, 'action'>): boolean {
  return followers.has(action);
}

/** Whose terminal each step expects, as far as a deck tells. Steps that need no terminal are left out. */
export function ownersOf(steps: readonly Step[]): ReadonlyMap<Step, ExpectedOwner> {
  const shell: ExpectedOwner = { kind: 'shell', step: undefined };
  const owners = new Map<Step, ExpectedOwner>();
  /** By terminal. */
  const current = new Map<string | undefined, ExpectedOwner>();
  for (const step of steps) {
    const owner = current.get(step.terminal) ?? shell;
    if (handsOver(step)) {
      current.set(step.terminal, { kind: 'program', step });
      owners.set(step, shell);
    } else if (followers.has(step.action)) {
      owners.set(step, owner);
      if (owner.kind === 'program' && endsProgram(step)) current.set(step.terminal, { ...owner, kind: 'ended' });
      // What is copied after a command that has ended is for the next line of the shell.
      else if (step.action === 'copy' && owner.step && !isLeft(owner)) current.set(step.terminal, shell);
    }
  }
  return owners;
}

/** The step leaves the program, or stops it. */
function endsProgram({ action, input, stopsCommand }: Step): boolean {
  return stopsCommand || (action === 'repl' && isWayOut(input.trimEnd().split('\n').at(-1) ?? ''));
}

/** The program still has the terminal when its step is over. */
function isLeft({ kind, step }: ExpectedOwner): boolean {
  if (kind !== 'program' || !step) return false;
  return step.policy === 'detached' || (step.policy === 'endless' && !step.stopsCommand);
}
