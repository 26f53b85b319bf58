import { type Message, message } from '../messages/message.ts';
import type { ActionName, Step } from '../plan/step.ts';
import { firstTerminal, type TerminalList } from '../plan/terminals.ts';
import type { CommandResult, Verdict } from '../plan/verdict.ts';
import type { Target } from '../target/target.ts';
import type { Clock } from './clock.ts';
import type { Session } from './terminal/session.ts';

/** The terminals of a node. */
export interface NodeTerminals {
  readonly list: TerminalList;
  /** The open shell of the chosen terminal, or a new one; the outcome of the step when there is none to be had. */
  open(): Promise<Session | ActionOutcome>;
  /** Ends the chosen terminal; the one before it is chosen. */
  closeChosen(): Promise<void>;
}

/** What an action may use to perform a step. */
export interface StepContext {
  readonly step: Step;
  readonly session: Session;
  /** Name of the terminal that `session` is in. */
  readonly terminal: string;
  /** The terminals of the node. */
  readonly terminals: NodeTerminals;
  /** Aborted when the run is to stop. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Where pages of the node can be reached from here. */
  readonly address: string;
  /** Runs a script beside the terminals; absent where the target runs none. */
  readonly runScript: Target['runScript'];
  /** Milliseconds that this try may still take. */
  readonly remaining: () => number;
  /** Tells that a command is typed. */
  readonly commandBegin: (text: string) => void;
  /** Tells that a command has ended, and remembers its result. */
  readonly commandEnd: (result: CommandResult) => void;
  /** Tells what the step waits for. */
  readonly waiting: (awaited: Message) => void;
  /** Remembers the screen as it is for the report of a failure: call it before a program is stopped. Only the first call counts. */
  readonly snapshot: () => Promise<void>;
}

export interface ActionOutcome {
  readonly verdict: Verdict;
  /** What a person may try when it did not pass. */
  readonly hints?: readonly Message[];
  /** Text that the expectations of the step are about, the whole first, then its most likely part. */
  readonly outputs?: readonly string[];
  /** False: repeating it is useless whatever the policy says. */
  readonly retryable?: boolean;
}

/** How one kind of step is performed. */
export interface Action {
  readonly name: ActionName;
  /** It types commands: what an earlier step has left in the terminal has to end first. */
  readonly needsPrompt?: true;
  perform(context: StepContext): Promise<ActionOutcome>;
}

/** Actions by name. */
export type Actions = ReadonlyMap<ActionName, Action>;

/** The outcome of a step whose run was interrupted. */
export function interrupted(): ActionOutcome {
  return { verdict: { status: 'notRun', reason: message('run/interrupted') } };
}

/** The outcome of a step whose shell is gone. */
export function shellEnded({ session }: Pick<StepContext, 'session'>): ActionOutcome {
  return {
    verdict: { status: 'broken', reason: whyEnded(session) },
    hints: session.cut === 'node' ? [] : [message('run/hint-new-shell')],
  };
}

/** Why there is no shell any more: with `set -e` at its last prompt, it ends with the first command that fails. */
function whyEnded({ lost, cut, shell: { exitCode, facts } }: Session): Message {
  if (lost) return lost;
  if (cut === 'connection') return message('run/connection-lost');
  return facts.flags.includes('e') && exitCode !== 0
    ? message('run/ended-by-errexit', { exitCode })
    : message('run/shell-ended', { exitCode });
}

/** A remark when the shell of a terminal has ended that is not the first: that is how one closes it. */
export function terminalEnd({ session, terminal, terminals }: StepContext): Message | undefined {
  if (session.state !== 'closed' || session.lost || terminal === firstTerminal) return undefined;
  return message('run/terminal-closed', { name: terminal, next: terminals.list.current });
}

/** The outcome of a step after which the shell did not come back to its prompt. */
export function noPrompt(): ActionOutcome {
  return { verdict: { status: 'broken', reason: message('run/no-prompt') }, hints: [message('run/hint-new-shell')] };
}
