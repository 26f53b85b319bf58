import type { ActionName, Step } from './step.ts';

/** Steps that belong to the program that the commands before them have started. */
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

/**
 * Whose terminal each step expects: the step whose commands started the program, for one that types keys, waits or checks; undefined
 * where that is the shell. Steps that need no terminal are left out.
 */
export function ownersOf(steps: readonly Step[]): ReadonlyMap<Step, Step | undefined> {
  const owners = new Map<Step, Step | undefined>();
  /** By terminal. */
  const started = new Map<string | undefined, Step>();
  for (const step of steps) {
    if (step.action === 'bash' || step.action === 'hide') {
      started.set(step.terminal, step);
      owners.set(step, undefined);
    } else if (followers.has(step.action)) owners.set(step, started.get(step.terminal));
  }
  return owners;
}
