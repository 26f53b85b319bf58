import type { CommandNode, Pipeline, Statement } from 'unbash';
import { atExit } from '../container-context.ts';
import { createPipe, unlessAborted } from '../io.ts';
import { Killed, NoMoreProcesses } from '../processes.ts';
import { Exit, LeaveLoop, Return, ShellError } from './control.ts';
import { forked, type State } from './state.ts';
import { attachTraps, runExitTrap } from './traps.ts';
import { complain } from './words.ts';

/** Functions and substitutions in one another: beyond it a real shell has no stack left. */
const deepest = 500;

/** A subshell: a process of its own. Throws ShellError where there is no room for it. */
export function fork(state: State, command: readonly string[]): State {
  const { place } = state.run;
  if (state.depth > deepest) throw new Killed('SIGSEGV');
  try {
    const process = place.processes.spawn({
      ...{ parent: state.process.pid, command, tty: state.process.tty },
      ...{ uid: place.user.uid, user: place.userName },
    });
    const child = forked(state, process);
    attachTraps(child);
    return child;
  } catch (error) {
    if (error instanceof NoMoreProcesses) throw new ShellError("can't fork: Resource temporarily unavailable");
    throw error;
  }
}

/** Runs a script in a subshell, to its end; gives its exit code. */
export async function runForked(child: State, work: readonly Statement[] | CommandNode): Promise<number> {
  const { process } = child;
  try {
    const running = child.perform(work, child);
    const code = await unlessAborted(running, process.signal);
    await runExitTrap(child);
    return code;
  } catch (error) {
    return await endOf(error, child);
  } finally {
    process.end();
  }
}

/** The exit code of a shell that something has ended. */
export async function endOf(error: unknown, state: State): Promise<number> {
  let code: number;
  if (state.process.signal.aborted) return atExit(state.process.signal);
  if (error instanceof Killed) return atExit(AbortSignal.abort(error));
  if (error instanceof Exit || error instanceof Return) ({ code } = error);
  else if (error instanceof LeaveLoop) code = 0;
  else if (error instanceof ShellError) {
    complain(state, error.message);
    ({ code } = error);
  } else throw error;
  state.lastCode = code;
  try {
    await runExitTrap(state);
  } catch (inner) {
    if (inner instanceof Exit) return inner.code;
    throw inner;
  }
  return code;
}

/** Runs the commands of a pipe at once, each in a subshell; the exit code of the last one. */
export async function piped(
  commands: readonly CommandNode[],
  operators: Pipeline['operators'],
  state: State,
): Promise<number> {
  const pipes = commands.slice(1).map(() => createPipe(() => new Killed('SIGPIPE')));
  const children = commands.map((_, index) => {
    const child = fork(state, state.process.command);
    // So that `jobs | wc -l` counts those of this shell.
    child.jobs = [...state.jobs];
    const [before, after] = [pipes[index - 1], pipes[index]];
    if (before) child.descriptors.set(0, { input: before.input.for(child.process.signal) });
    if (after) child.descriptors.set(1, { sink: after.sink });
    if (after && operators[index] === '|&') child.descriptors.set(2, { sink: after.sink });
    return child;
  });
  const codes = await Promise.all(
    children.map(async (child, index) => {
      const command = commands[index];
      try {
        return command === undefined ? 0 : await runForked(child, command);
      } finally {
        pipes[index]?.close();
        pipes[index - 1]?.abandon();
      }
    }),
  );
  const last = codes.at(-1) ?? 0;
  return state.options.has('pipefail') ? (codes.findLast((code) => code !== 0) ?? 0) : last;
}
