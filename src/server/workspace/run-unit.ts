import { wordError } from '../../messages/message-error.ts';
import type { Plan } from '../../plan/step.ts';
import type { Unit } from '../../plan/units.ts';
import type { Actions } from '../../run/action.ts';
import { run } from '../../run/run.ts';
import type { Session } from '../../run/terminal/session.ts';
import type { Machine } from './machine.ts';
import { UnitProgress } from './unit-progress.ts';
import { mayBeFollowed, type UnitStates } from './unit-states.ts';

export interface RunUnitOptions {
  readonly plan: Plan;
  readonly actions: Actions;
  readonly machine: Machine;
  readonly states: UnitStates;
  readonly lang: 'en' | 'fr';
}

/** Runs the steps of a unit in the shell of a machine, and keeps its state up to date. Never rejects. */
export async function runUnit(unit: Unit, signal: AbortSignal, options: RunUnitOptions): Promise<void> {
  const { plan, actions, machine, states, lang } = options;
  const progress = new UnitProgress(unit, lang);
  states.set(unit, { status: 'running', elapsedMs: 0 });
  let held: Session | undefined;
  // While the unit types, what people type waits; they get it back afterwards.
  const shell = async (): Promise<Session> => {
    const session = await machine.shell();
    if (session !== held) held?.holdKeys(false);
    session.holdKeys(true);
    held = session;
    return session;
  };
  try {
    for await (const event of run({ ...plan, steps: unit.steps }, machine.target, { actions, signal, shell })) {
      const state = progress.after(event);
      if (state) states.set(unit, state);
    }
  } catch (error) {
    states.set(unit, { status: 'broken', reason: wordError(error, lang) });
  }
  // A command that was to be stopped by a later step of the unit would run for ever.
  const isHalfDone = unit.steps.length > 1 && !mayBeFollowed(states.get(unit));
  const { session } = machine;
  const isOfUnit = session?.command?.byPerson === false;
  if (session?.state === 'running' && isOfUnit && (signal.aborted || isHalfDone)) await session.interrupt();
  held?.holdKeys(false);
}
