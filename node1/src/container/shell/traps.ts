import { Interrupt } from './control.ts';
import type { State } from './state.ts';

/** What a shell does with the signals that its process gets. */
export function attachTraps(state: State): void {
  state.process.handler = (signal) => {
    const name = signal.slice(3);
    const command = state.traps.get(name);
    if (command !== undefined) {
      if (command !== '') state.pending.push(name);
      for (const wake of state.wakers) wake();
      return true;
    }
    if (!state.isInteractive) return false;
    // A shell that talks to somebody goes on.
    if (signal === 'SIGINT') {
      state.isInterrupted = true;
      for (const wake of state.wakers) wake();
    }
    return signal === 'SIGINT' || signal === 'SIGTERM' || signal === 'SIGQUIT';
  };
}

/** Runs the commands of the traps whose signals came. Throws Interrupt after ^C at a prompt's line. */
export async function runTraps(state: State): Promise<void> {
  if (state.isInterrupted) {
    state.isInterrupted = false;
    throw new Interrupt();
  }
  for (let name = state.pending.shift(); name !== undefined; name = state.pending.shift()) {
    const command = state.traps.get(name);
    const { lastCode } = state;
    if (command !== undefined) await state.evaluate(command, state);
    state.lastCode = lastCode;
  }
}

/** Runs what `trap ... EXIT` asked for, once. */
export async function runExitTrap(state: State): Promise<void> {
  const command = state.traps.get('EXIT');
  state.traps.delete('EXIT');
  if (command === undefined || command === '') return;
  const { lastCode } = state;
  await state.evaluate(command, state);
  state.lastCode = lastCode;
}
