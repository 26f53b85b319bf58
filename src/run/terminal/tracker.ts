import { type Chunk, textOf } from './bulk.ts';
import { PlainWindow } from './capture.ts';
import { Commands } from './commands.ts';
import { Echo } from './echo.ts';
import type { Mark, Piece } from './marks.ts';
import type { Answer, Drawing, Prompting, Settled } from './prompt.ts';
import { codeOf, drawn, isDoubtful, isDrawnAnew, newDrawing } from './prompt.ts';
import { Questions } from './questions.ts';
import type { ShellCommand, ShellEvent, ShellState } from './shell-command.ts';
import { ShellFacts } from './shell-facts.ts';
import { ShellStack } from './shell-stack.ts';

export type { ShellCommand, ShellEvent, ShellState } from './shell-command.ts';

/** Everything that decides what the next piece means. */
type State = Settled | Prompting | { readonly kind: 'closed'; readonly exitCode: number | undefined };

/** Exit codes of a program that was ended by a signal are this and the signal's number. */
const signalled = 128;
/**
 * Follows a shell by its marks and by what is typed into it: what it is doing, its newest command, and the text that came
 * since something was typed. A state machine without timers, screen or terminal.
 */
export class ShellTracker {
  /** Text that came since something was last typed: what a `wait` may look at. */
  readonly window = new PlainWindow();
  /** What the prompts have told of the shell. */
  readonly facts = new ShellFacts();
  readonly #shells = new ShellStack();
  readonly #commands = new Commands();
  readonly #questions = new Questions();
  #state: State = { kind: 'starting' };
  readonly #echo = new Echo();
  /** A command (`read -e`) uses the line editor. */
  #editorOfCommand = false;

  /** `running`: the shell ran before, and a program that somebody started has the terminal. */
  constructor(running = false) {
    if (running) this.#commands.begin('', true);
    if (running) this.#state = { kind: 'running' };
  }

  get state(): ShellState {
    return this.#settled.kind;
  }
  /** The command that was typed last, ended or not. */
  get command(): ShellCommand | undefined {
    return this.#commands.newest;
  }
  /** Exit code of the last command that has ended; undefined when none has. */
  get lastExitCode(): number | undefined {
    return this.#commands.lastExitCode;
  }
  /** Exit code of the shell itself, once it is closed. */
  get exitCode(): number | undefined {
    return this.#state.kind === 'closed' ? this.#state.exitCode : undefined;
  }
  /** The last line was not run, and may still be there to be mended: fish gives it back. */
  get keepsLine(): boolean {
    return !this.facts.hasEditor && this.#commands.wasRejected;
  }
  /** The prompt that is there is one of bash: no other shell tells so much of itself. */
  get isAnnounced(): boolean {
    return this.#settled.kind === 'prompt' && this.#marksStart;
  }
  /** Shells inside each other, as far as they print marks: 1 for the first, 0 before its prompt. */
  get depth(): number {
    return this.#shells.depth;
  }
  /** A prompt leaves doubts, and the shell can be asked; `asked` says that it was. */
  get wantsAnswer(): boolean {
    const { drawing } = this.#state.kind === 'prompting' ? this.#state : {};
    if (drawing?.edited !== true || this.#questions.isOpen) return false;
    return drawing.complete || drawing.start === undefined;
  }
  /** The shell was asked, and has not answered. */
  get awaitsAnswer(): boolean {
    return this.#questions.isOpen && this.#state.kind === 'prompting';
  }
  /** A prompt is there that may be older than a ^C, and the shell cannot be asked: `settle` when no other one comes. */
  get wantsSilence(): boolean {
    return this.#state.kind === 'prompting' && this.#state.drawing.complete && !this.#state.drawing.edited;
  }
  /** ^C was typed while the shell had the terminal, nothing has come of it, and the shell can be asked. */
  get isInterrupted(): boolean {
    return this.facts.hasEditor && this.#questions.interrupted !== undefined && this.#state.kind === 'typed';
  }
  /** The key that asks the shell is typed. */
  asked(): void {
    this.#questions.asked();
  }
  /** No answer came, or no other prompt: what is known must do. Undefined when nothing is known. */
  settle(): readonly ShellEvent[] | undefined {
    this.#questions.forget();
    if (this.#state.kind !== 'prompting') return undefined;
    const code = codeOf(this.#state.drawing);
    return code === undefined ? undefined : this.#accept(this.#state, code);
  }

  /** Starts a new command: its first line will be typed next. `extend`: another line of it. */
  begin(text: string): void {
    this.#commands.begin(text);
  }
  extend(line: string): void {
    this.#commands.extend(line);
  }
  /** A line and Return are typed. */
  lineTyped(): void {
    this.window.clear();
    this.#echo.begin();
    this.#editorOfCommand = false;
    this.#state = { kind: 'typed', marksStart: this.#marksStart, echoing: true };
  }

  /** Keys are typed. False when they went to a program; at a prompt they edit a line, and Return runs it, whatever it is. */
  keysTyped(keys: string, byPerson = false): boolean {
    const { state } = this;
    const atPrompt = state === 'prompt' || state === 'continuation';
    const interrupts = keys.includes('\x03');
    if (interrupts) this.#questions.interrupt(atPrompt);
    if (!atPrompt) return false;
    const runs = /[\r\n]/.test(keys);
    if (interrupts || (state === 'prompt' && !runs)) this.#commands.drop();
    else if (state === 'prompt') this.#commands.begin('', byPerson);
    if (runs || interrupts) this.lineTyped();
    return true;
  }

  /** The shell has ended; what still comes is text. */
  close(exitCode: number | undefined): void {
    if (this.#state.kind !== 'closed' || exitCode !== undefined) this.#state = { kind: 'closed', exitCode };
  }

  /** Takes the next piece of the stream; gives what it tells. */
  feed(piece: Piece): readonly ShellEvent[] {
    if ('mark' in piece) return this.#state.kind === 'closed' ? [] : this.#onMark(piece.mark);
    this.#onText(piece.text);
    return [];
  }

  get #settled(): Settled | (State & { kind: 'closed' }) {
    return this.#state.kind === 'prompting' ? this.#state.before : this.#state;
  }

  /** The shell marks the start of the output of a line that is typed now. */
  get #marksStart(): boolean {
    const state = this.#settled;
    return 'marksStart' in state && state.marksStart;
  }

  #onText(text: Chunk): void {
    const state = this.#state;
    if (state.kind === 'typed' && state.echoing) {
      // What follows the echo without a C mark is a message of the shell, or the output of a command in a shell without C marks.
      const rest = this.#echo.rest(textOf(text), state.marksStart ? '' : (this.command?.text ?? ''));
      if (rest === undefined) return;
      text = rest;
      this.#state = state.marksStart ? { ...state, echoing: false } : { kind: 'running' };
    }
    if (state.kind === 'prompting') {
      const { drawing } = state;
      if (drawing.isPrinting) return;
      if (drawing.edited && !drawing.start && !drawing.end) {
        drawing.held += textOf(text);
        return;
      }
    } else this.#commands.output(text);
    this.window.add(text);
  }

  #onMark(mark: Mark): readonly ShellEvent[] {
    if (!this.#questions.isRedrawing && isDrawnAnew(mark, this.#state, this.facts)) return drawn(mark);
    switch (mark.kind) {
      case 'outputStart':
        return this.#onOutputStart(mark);
      case 'commandEnd':
        this.#questions.redrawn();
        if (this.state === 'starting') this.facts.version = mark.shellVersion;
        // Others may call the hook again.
        this.#draw().drawing.end ??= mark;
        return [];
      case 'jobs':
        this.#commands.jobs = mark.text;
        return [];
      case 'editor':
        return this.#onEditor();
      case 'promptStart':
        return mark.exitCode !== undefined && this.#questions.isRedrawing ? [] : this.#onPromptStart(mark);
      case 'promptEnd':
        return this.#onPromptEnd(mark);
      case 'answer':
        return this.#questions.answered() ? this.#onAnswer(mark) : [];
      case 'shellKind':
        return [];
    }
  }

  #onOutputStart(mark: Mark & { kind: 'outputStart' }): readonly ShellEvent[] {
    const { state } = this;
    this.#questions.redrawn();
    this.#editorOfCommand = false;
    this.#state = { kind: 'running' };
    this.window.clear();
    return this.#commands.start(mark, state === 'typed' || state === 'running' ? state : 'other');
  }

  /** The prompt that is being drawn, or that is there and in doubt. */
  #draw(): Prompting {
    const state = this.#state;
    if (state.kind === 'prompting') return state;
    const next: Prompting = { kind: 'prompting', before: state as Settled, drawing: newDrawing() };
    this.#state = next;
    return next;
  }

  #onEditor(): readonly ShellEvent[] {
    const { state } = this;
    if (this.#questions.editorDraws() || this.#editorOfCommand || state === 'prompt' || state === 'continuation')
      return [];
    this.#draw().drawing.edited = true;
    return [];
  }

  #onPromptStart(mark: Mark & { kind: 'promptStart' }): readonly ShellEvent[] {
    const continuation = mark.exitCode === undefined;
    const { drawing } = this.#draw();
    drawing.isPrinting = true;
    if (continuation) return [this.#commands.lineEnd, { kind: 'promptStart', continuation }];
    drawing.start = mark;
    return [{ kind: 'promptStart', continuation }];
  }

  #onPromptEnd(mark: Mark & { kind: 'promptEnd' }): readonly ShellEvent[] {
    if (this.#questions.isRedrawing) {
      this.#questions.redrawn();
      return [];
    }
    if (mark.continuation) {
      this.#state = { kind: 'continuation', marksStart: this.#marksStart };
      return [{ kind: 'promptEnd' }];
    }
    const prompting = this.#draw();
    const { drawing, before } = prompting;
    drawing.isPrinting = false;
    drawing.complete = true;
    const code = codeOf(drawing) ?? mark.exitCode;
    const { interrupted } = this.#questions;
    const ranUnmarked = before.kind === 'typed' && before.marksStart && this.#hasRun(drawing);
    if (isDoubtful(drawing, ranUnmarked) || (interrupted && drawing.edited)) return [];
    if (interrupted === 'running' && code <= signalled) return [];
    return this.#accept(prompting, code);
  }

  #onAnswer(answer: Answer): readonly ShellEvent[] {
    const state = this.#state;
    if (state.kind !== 'prompting') {
      // ^C that the shell ignores, or one that was attached: no new prompt comes, but it reads.
      if (!this.isInterrupted && state.kind !== 'starting') return [];
      const prompting = this.#draw();
      prompting.drawing.edited = true;
      return this.#accept(prompting, answer.exitCode, answer.shell);
    }
    const { drawing, before } = state;
    if (!answer.intact || drawing.end || drawing.start || this.#questions.interrupted)
      return this.#accept(state, answer.exitCode, answer.shell);
    // All is in its place, and yet there was no mark: no prompt of the shell, but of a command that edits a line (`read -e`),
    // or one for more lines that nobody can mark (a read-only PS2).
    if (before.kind === 'typed' && !before.echoing) {
      this.#state = { kind: 'continuation', marksStart: before.marksStart };
      return [this.#commands.lineEnd, { kind: 'promptStart', continuation: true }, { kind: 'promptEnd' }];
    }
    this.#editorOfCommand = true;
    this.#state = before;
    this.#onText(drawing.held);
    return [];
  }

  /** The prompt is there; the command before it ended with this exit code. */
  #accept({ before, drawing }: Prompting, exitCode: number, shell?: string): readonly ShellEvent[] {
    const { start, end, edited } = drawing;
    const executed = this.#hasRun(drawing);
    const isCommand = before.kind === 'typed' || before.kind === 'running';
    const { depth } = this.#shells;
    this.#shells.seen(start?.shell ?? end?.shell ?? shell);
    const leftShell = this.#shells.depth < depth;
    const empty = start?.empty ?? end?.empty ?? [];
    const told = isCommand ? this.#commands.end({ exitCode, empty, executed, leftShell }) : [];
    this.facts.learn(start, edited || (before.kind === 'prompt' && this.facts.hasEditor), executed);
    const marksStart = edited || end !== undefined || start?.number !== undefined;
    this.#state = { kind: 'prompt', marksStart: marksStart || (before.kind === 'prompt' && before.marksStart) };
    this.#questions.interrupted = undefined;
    const shown: readonly ShellEvent[] = start ? [] : [{ kind: 'promptStart', continuation: false }];
    return [...shown, ...told, { kind: 'promptEnd' }];
  }

  #hasRun({ start }: Drawing): boolean {
    return this.state === 'running' || this.facts.tellsRun(start, this.#shells.current);
  }
}
