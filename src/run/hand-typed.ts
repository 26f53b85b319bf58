import { type Message, message } from '../messages/message.ts';
import { assignedVariables } from '../plan/script.ts';
import type { Step } from '../plan/step.ts';
import type { Unit } from '../plan/units.ts';
import type { Verdict } from '../plan/verdict.ts';
import { hintsFor } from './hints.ts';
import { judge } from './judge.ts';
import type { ShellCommand } from './terminal/tracker.ts';

/** A command of a step that a person typed and that has ended. */
export interface TypedCommand {
  readonly text: string;
  readonly command: ShellCommand;
  /** Rendered. */
  readonly output: string;
}

/** Exit codes of a program that was ended by a signal are 128 and the signal's number. */
const signalled = 128;

/**
 * Judges a step that a person typed as the runner would have: its exit codes, the variables that it assigns, its expected output,
 * and what the hidden `wait` steps of its unit wait for. `commands` are those typed so far; with fewer than the step has,
 * only a failure is told.
 */
export function judgeTyped(
  unit: Unit,
  step: Step,
  commands: readonly TypedCommand[],
  isComplete: boolean,
): { readonly verdict: Verdict; readonly hints: readonly Message[] } | undefined {
  const last = commands.at(-1);
  if (!last) return undefined;
  const { text, output, command } = last;
  const code = command.exitCode ?? 0;
  const endless = step.policy === 'endless' || step.policy === 'detached';
  const counts = !(endless && code > signalled) && (step.checksExitCode || !isComplete);
  if (code !== 0 && counts) {
    const verdict = {
      status: 'failed',
      reason: message('run/exit-code', { command: text, exitCode: code }),
      exitCode: code,
    } as const;
    return { verdict, hints: hintsFor(text, code, output) };
  }
  const empty = assignedVariables(text).filter((name) => step.assigns.includes(name) && command.empty.includes(name));
  if (empty.length > 0) {
    const verdict = { status: 'failed', reason: message('run/left-empty', { names: empty }), exitCode: code } as const;
    return { verdict, hints: [message('run/hint-left-empty', { name: empty.join(', ') })] };
  }
  if (!isComplete) return undefined;
  const missing = unit.steps.find(
    ({ action, input }) => (action === 'wait' || action === 'longwait') && !output.includes(input.trim()),
  );
  if (missing)
    return {
      verdict: { status: 'failed', reason: message('run/ended-without-text', { text: missing.input, exitCode: code }) },
      hints: [],
    };
  const all = commands.map((each) => each.output).join('\n');
  return { verdict: judge(step, { verdict: { status: 'passed' }, outputs: [all, output] }).verdict, hints: [] };
}
