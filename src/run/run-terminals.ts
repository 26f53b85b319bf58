import type { Code } from '../messages/message.ts';
import { handsOver } from '../plan/owners.ts';
import type { Step } from '../plan/step.ts';
import { firstTerminal, isMove, TerminalList, usesTerminal } from '../plan/terminals.ts';
import { type Target, TargetError } from '../target/target.ts';
import { type ActionOutcome, interrupted, type NodeTerminals } from './action.ts';
import type { Resumed, SavedShells, StepJournal } from './journal.ts';
import { type Chunk, textOf } from './terminal/bulk.ts';
import { NodeMemory } from './terminal/command-log.ts';
import { type OpenOptions, openSession } from './terminal/open-session.ts';
import type { Session } from './terminal/session.ts';
import type { SavedShell } from './terminal/state-link.ts';

/** The terminals of a node that outlive a run. */
export interface LentTerminals {
  /** Which are open, and which one steps are for; the run changes it, and so does whoever lends when one ends. */
  readonly list: TerminalList;
  /** The shell of a terminal, which is opened when it is not there. Throws TargetError when there is none to be had. */
  open(name: string, signal: AbortSignal): Promise<Session>;
  /** Ends a terminal. */
  close(name: string): Promise<void>;
}

interface RunTerminalsOptions extends Omit<OpenOptions, 'onOutput' | 'memory' | 'saves' | 'part'> {
  readonly signal: AbortSignal;
  readonly onOutput: (chunk: string, terminal: string) => void;
  /** Another terminal is chosen than before. */
  readonly onChoice: (terminal: string) => void;
  /** Default: the run opens its own, and ends them. */
  readonly lent: LentTerminals | undefined;
  /** Where an earlier run was. */
  readonly resumed?: Resumed | undefined;
  /** Keeps what the shells are. */
  readonly journal?: StepJournal | undefined;
  /** What steps change in its shells is looked at. */
  readonly changes?: 'step' | 'run' | undefined;
}

/** Why a step that would have gone to another terminal is not one: what is typed after it was not meant for this one. */
const faultyMoves: ReadonlySet<Code> = new Set<Code>([
  'plan/tmux-unknown',
  'plan/tmux-program',
  'plan/tmux-target',
  'plan/terminal-name',
]);

/** A terminal that the run has to do with. */
interface Followed {
  readonly session: Session;
  readonly unfollow: () => void;
}

/** The terminals of a run: each is opened when a step needs it, and the first again when its shell has ended. */
export class RunTerminals implements NodeTerminals {
  readonly list: TerminalList;
  readonly #target: Target;
  readonly #options: RunTerminalsOptions;
  readonly #memory = new NodeMemory();
  readonly #followed = new Map<string, Followed>();
  readonly #opened = new Set<string>();
  #told: string;
  #held = false;
  #passedOver: Step | undefined;
  #isAstray = false;

  constructor(target: Target, options: RunTerminalsOptions) {
    this.#target = target;
    this.#options = options;
    this.list = options.lent?.list ?? new TerminalList();
    this.#told = this.list.current;
    const { resumed } = options;
    if (!resumed) return;
    for (const name of resumed.parts.keys()) this.list.add(name);
    this.list.choose(resumed.current);
  }

  /** The shell of the chosen terminal, as it was opened last. */
  get session(): Session | undefined {
    return this.#followed.get(this.list.current)?.session;
  }

  /** Something has the terminal that may print. */
  isRunning(name: string): boolean {
    const state = this.#followed.get(name)?.session.state;
    return state === 'running' || state === 'typed';
  }

  /** A step is not performed: what it would have started is not there for the steps after it. */
  passOver(step: Step): void {
    if (isMove(step)) this.#isAstray = true;
    const isFaulty = step.skip !== undefined && faultyMoves.has(step.skip.code);
    if (handsOver(step) || isFaulty) this.#passedOver = step;
  }

  /** A step is to be performed: after one that was passed over and would have chosen a terminal, in the one that the plan says. */
  expect(step: Step): void {
    if (!usesTerminal(step)) return;
    if (this.#isAstray && !isMove(step)) this.list.choose(step.terminal ?? firstTerminal);
    this.#isAstray = false;
  }

  async open(): Promise<Session | ActionOutcome> {
    try {
      const name = this.list.current;
      this.#tell();
      const session = await this.#open(name);
      const step = this.#passedOver;
      if (step) session.handover = { step, command: undefined, gone: 'skipped' };
      this.#passedOver = undefined;
      return session;
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      if (this.#options.signal.aborted) return interrupted();
      return { verdict: { status: 'broken', reason: error.told }, retryable: false };
    }
  }

  /** Asks every shell what it is. */
  async save(): Promise<SavedShells> {
    const shells = new Map<string, SavedShell>();
    for (const [name, { session }] of this.#followed) {
      if (session.state === 'closed') continue;
      const saved = session.isAtPrompt
        ? await session.link?.save(this.#options.signal)
        : ({ kind: 'program' } as const);
      shells.set(name, saved ?? { kind: 'silent' });
    }
    return { current: this.list.current, shells };
  }

  /** Stops reading from the shells while `held`, these and those to come. */
  hold(held: boolean): void {
    this.#held = held;
    for (const { session } of this.#followed.values()) session.hold(held, 'run');
  }

  async closeChosen(): Promise<void> {
    const name = this.list.current;
    await (this.#options.lent ? this.#options.lent.close(name) : this.#followed.get(name)?.session.close());
    this.list.close(name);
    this.#tell();
  }

  /** Ends the shells, unless they are lent. What they say while they are ended is of no interest. */
  async close(): Promise<void> {
    const all = [...this.#followed.values()];
    this.#followed.clear();
    await Promise.all(
      all.map(async ({ session, unfollow }) => {
        unfollow();
        if (this.#options.lent) session.hold(false, 'run');
        else await session.close();
      }),
    );
  }

  async #open(name: string): Promise<Session> {
    const before = this.#followed.get(name);
    if (before && before.session.state !== 'closed') return before.session;
    before?.unfollow();
    this.#followed.delete(name);
    const { lent, signal, onOutput } = this.#options;
    let isListening = true;
    const listener = (chunk: Chunk): void => {
      if (isListening) onOutput(textOf(chunk), name);
    };
    const session = lent
      ? await lent.open(name, signal)
      : await openSession(this.#target, {
          ...this.#options,
          ...{ memory: this.#memory, onOutput: listener, saves: this.#saves },
          part: this.#isNew(name) ? this.#options.resumed?.parts.get(name) : undefined,
        });
    this.#restored(name, session);
    const stop = lent ? session.onOutput(listener) : undefined;
    this.#followed.set(name, {
      session,
      unfollow: () => {
        isListening = false;
        stop?.();
      },
    });
    if (!lent && name !== firstTerminal) {
      session.onClosed(() => {
        this.list.close(name);
        this.#tell();
      });
    }
    session.hold(this.#held, 'run');
    return session;
  }

  /** Its shells are asked what they have become. */
  get #saves(): boolean {
    const { journal, changes } = this.#options;
    return journal !== undefined || changes !== undefined;
  }

  /** The terminal was not opened yet. */
  #isNew(name: string): boolean {
    return !this.#opened.has(name);
  }

  /** A shell is there: when it is the first of its terminal, it was to become what an earlier one was. */
  #restored(name: string, { link, memory }: Session): void {
    const { resumed, journal } = this.#options;
    if (this.#opened.size === 0 && resumed) memory.log.recall(resumed.log);
    if (this.#isNew(name) && resumed?.parts.has(name)) journal?.restored(name, link?.taken);
    this.#opened.add(name);
  }

  #tell(): void {
    const { current } = this.list;
    if (current === this.#told) return;
    this.#told = current;
    this.#options.onChoice(current);
  }
}
