import { waitsForTyping } from './policy.ts';
import { isWayOut, lastProgram, replProgram } from './repl.ts';
import { isShell, type StepDraft } from './step-draft.ts';
import { firstTerminal, isMove, readMove, TerminalList, type TerminalMove, usesTerminal } from './terminals.ts';

/** What the plan expects to find in one terminal. */
interface Planned {
  /** A program that waits for lines. */
  program?: string | undefined;
  /** What the last command has started, whatever it does. */
  last?: string | undefined;
  /** Something runs there that does not end by itself. */
  isBusy?: boolean;
}

/** What a step does with the terminals; undefined for a step of another kind, and for one that is not understood. */
function moveOf(draft: StepDraft): TerminalMove | undefined {
  const { action, input } = draft;
  if (!isMove(draft)) return undefined;
  const move = readMove(action, input);
  return 'problem' in move ? undefined : move;
}

/** The terminals of a node as the plan expects them to be, from step to step: which are open, which is typed into, and what has it. */
export class PlannedTerminals {
  readonly #list = new TerminalList();
  readonly #planned = new Map<string, Planned>();
  readonly #names = new Set([firstTerminal]);

  /** What the terminal is expected to have that is typed into. */
  get now(): Readonly<Planned> {
    return this.#of(this.#list.current);
  }

  /** Takes in a step, and tells it which terminal it is for. */
  follow(draft: StepDraft): void {
    const move = moveOf(draft);
    if (move) this.#move(move, draft);
    else if (usesTerminal(draft)) {
      draft.terminal = this.#list.current;
      this.#take(draft, this.#of(draft.terminal));
    }
  }

  /** The steps of an exercise are all there, and it is known who ends their commands: what nobody there types for does not stay. */
  endExercise(drafts: readonly StepDraft[]): void {
    const last = new Map<string, StepDraft>();
    for (const draft of drafts) {
      if (isShell(draft)) last.set(draft.terminal, draft);
      if (draft.stopsCommand) this.#of(draft.terminal).isBusy = false;
    }
    for (const [name, { policy, stopsCommand }] of last) {
      if (policy !== 'detached' && (policy !== 'endless' || stopsCommand)) this.#planned.delete(name);
    }
  }

  #move(move: TerminalMove, draft: StepDraft): void {
    const list = this.#list;
    if (move.kind === 'close') {
      draft.terminal = list.current;
      this.#close(list.current);
      return;
    }
    const goal = list.goal(move, this.#fresh()) ?? list.current;
    this.#names.add(goal);
    draft.terminal = goal;
    if (move.kind === 'open' && move.stay) list.add(goal, move.where);
    else list.choose(goal, move.kind === 'open' ? move.where : 'end');
  }

  /** What a step makes of its terminal. */
  #take(draft: StepDraft, planned: Planned): void {
    const { action, input } = draft;
    const isKeys = action === 'key' || action === 'keys';
    if (isShell(draft)) {
      planned.program = replProgram(input);
      planned.last = lastProgram(input) || undefined;
      planned.isBusy = draft.policy === 'endless' || planned.program !== undefined || waitsForTyping(input);
      if (/^\s*(?:exit|logout)\s*$/.test(input)) this.#close(draft.terminal);
    } else if (isKeys && /^(?:\^|C-)C$/i.test(input.trim())) {
      planned.isBusy = false;
    } else if (isKeys && /^(?:\^|C-)D$/i.test(input.trim())) {
      // At the prompt of its shell it is the end of the terminal.
      if (planned.isBusy === true) this.#planned.delete(draft.terminal);
      else this.#close(draft.terminal);
    } else if (
      (action === 'repl' && isWayOut(input.trimEnd().split('\n').at(-1) ?? '')) ||
      (action === 'keys' && isWayOut(input))
    ) {
      this.#planned.delete(draft.terminal);
    }
  }

  #close(name: string): void {
    this.#planned.delete(name);
    this.#list.close(name);
  }

  #of(name: string): Planned {
    const planned = this.#planned.get(name) ?? {};
    this.#planned.set(name, planned);
    return planned;
  }

  /** A name that no terminal of the deck has had yet: 2, 3, ... */
  #fresh(): string {
    let number = 2;
    while (this.#names.has(String(number))) number++;
    return String(number);
  }
}
