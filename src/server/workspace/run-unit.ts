import { message } from '../../messages/message.ts';
import { wordError } from '../../messages/message-error.ts';
import type { Plan } from '../../plan/step.ts';
import { firstTerminal, isMove, type TerminalList, usesTerminal } from '../../plan/terminals.ts';
import type { Unit } from '../../plan/units.ts';
import type { CommandResult } from '../../plan/verdict.ts';
import type { Actions } from '../../run/action.ts';
import { run } from '../../run/run.ts';
import type { LentTerminals } from '../../run/run-terminals.ts';
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
  /** Hidden steps are run, too. */
  readonly hidden: boolean;
  /** Steps are for another terminal now. */
  readonly onChoice: () => void;
  /** A step has ended. */
  readonly onStep: (step: string, commands: readonly CommandResult[]) => void;
}

/** Runs the steps of a unit in the terminals of a machine, beginning with the one that the plan expects, and keeps its state up to date. Never rejects. */
export async function runUnit(unit: Unit, signal: AbortSignal, options: RunUnitOptions): Promise<void> {
  const { plan, actions, machine, states, lang, hidden, onChoice, onStep } = options;
  const skip = message('run/hidden-off');
  const steps = hidden ? unit.steps : unit.steps.map((step) => (step.hidden ? { ...step, skip } : step));
  const progress = new UnitProgress(unit, lang);
  states.set(unit, { status: 'running', elapsedMs: 0 });
  const held = new Set<Session>();
  // While the unit types, what people type waits; they get it back afterwards.
  const terminals: LentTerminals = {
    list: machine.list,
    open: async (name) => {
      const session = await machine.open(name);
      session.holdKeys(true);
      held.add(session);
      return session;
    },
    close: (name) => machine.close(name),
  };
  chooseTerminal(unit, machine.list, onChoice);
  try {
    const { target } = machine;
    // All that the unit has changed, hidden steps included. Where that takes its time, it is not looked at for each click.
    const changes = target.inventory && target.isFar !== true ? 'run' : undefined;
    for await (const event of run({ ...plan, steps }, target, { actions, signal, terminals, changes })) {
      if (event.type === 'terminal') onChoice();
      if (event.type === 'stepEnd') onStep(event.step.id, event.result.commands);
      const state = progress.after(event);
      if (state) states.set(unit, state);
    }
  } catch (error) {
    states.set(unit, { status: 'broken', reason: wordError(error, lang) });
  }
  // A command that was to be stopped by a later step of the unit would run for ever.
  const isHalfDone = unit.steps.length > 1 && !mayBeFollowed(states.get(unit));
  for (const session of held) {
    const isOfUnit = session.command?.byPerson === false;
    if (session.state === 'running' && isOfUnit && (signal.aborted || isHalfDone)) await session.interrupt();
    session.holdKeys(false);
  }
}

/** Chooses the terminal that the plan expects a unit to begin in, unless the unit itself goes to one; its name. */
export function chooseTerminal(unit: Unit, list: TerminalList, onChoice: () => void): string {
  const first = unit.steps.find(usesTerminal);
  if (!first || isMove(first)) return list.current;
  const name = first.terminal ?? firstTerminal;
  list.choose(name);
  onChoice();
  return name;
}
