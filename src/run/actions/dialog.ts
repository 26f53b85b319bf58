import type { CommandLine } from '../../plan/step.ts';
import type { StepContext } from '../action.ts';
import { textOf } from '../terminal/bulk.ts';
import {
  isContinuation,
  isIndented,
  isKnownPrompt,
  isOpenLine,
  isPagerPrompt,
  isPromptLike,
  isQuestion,
} from '../terminal/program-prompt.ts';
import { renderOutput } from '../terminal/render.ts';

/**
 * What came of waiting for a program's prompt. `ended`: the shell has the terminal again; `pager`: another program shows the output, page by
 * page.
 */
export type Ending = 'prompt' | 'ended' | 'closed' | 'aborted' | 'timeout' | 'pager';

/**
 * Silence, in milliseconds, after which what stands before the cursor is taken for the prompt: one that is known; one that looks like
 * those that are known; whatever it is, when the program reads the terminal.
 */
const patience = [40, 300, 1_000] as const;

/** ^U: deletes what stands on the line before the cursor. */
const clearLine = '\x15';

/** Most of an output that is kept, in characters. */
const outputLimit = 256 * 1024;

/** A conversation with the program that has the terminal: line, output, prompt. Its prompts are learnt from what it shows. */
export class Dialog {
  readonly #context: StepContext;
  readonly #program: string;
  readonly #unsubscribe: () => void;
  /** As they stand before the cursor. */
  readonly #prompts: string[] = [];
  /** What came since the last line was typed, as far as it is kept; of the rest, how much. */
  #raw = '';
  #omitted = 0;
  /** Characters that have come so far. */
  #length = 0;
  #prompt = '';

  constructor(context: StepContext, program: string) {
    this.#context = context;
    this.#program = program;
    this.#unsubscribe = context.session.onOutput((chunk) => {
      const text = textOf(chunk);
      this.#length += text.length;
      if (this.#raw.length < outputLimit) this.#raw += text;
      else this.#omitted += text.length;
    });
  }

  /** The program waits for the rest of what was begun. */
  get isContinued(): boolean {
    const [first = ''] = this.#prompts;
    return isContinuation(this.#prompt, first) || isOpenLine(this.#prompt, first);
  }

  get hasEnded(): boolean {
    return this.#context.session.state !== 'running';
  }

  /** Waits for the first prompt. */
  begin(): Promise<Ending> {
    return this.#untilPrompt(() => true);
  }

  /** Types a line and waits for the next prompt; gives what was printed in between. */
  async say(
    text: string,
    line: CommandLine | undefined,
  ): Promise<{ readonly ending: Ending; readonly output: string }> {
    const { step, session, clock, commandBegin, commandEnd } = this.#context;
    const started = clock.now();
    const before = this.#prompt;
    this.#raw = '';
    this.#omitted = 0;
    commandBegin(text);
    // An indent that the program has made is deleted: the deck's own comes.
    const clear = isIndented(before) ? clearLine : '';
    session.typeKeys(`${clear}${this.#written(text)}\r`);
    // The line that was typed ends before anything else comes; irb moves the cursor down instead.
    const ending = await this.#untilPrompt(() => /\n|\x1b\[\d*[BE]/.test(this.#raw));
    const output = await this.#outputAfter(before, ending);
    commandEnd({
      ...{ text, place: line?.place ?? step.place, exitCode: undefined, output },
      ...{ durationMs: clock.now() - started, omitted: this.#omitted },
    });
    return { ending, output };
  }

  close(): void {
    this.#unsubscribe();
  }

  /** Text as keys: a program that edits its line (completion, automatic indents) gets it as pasted where it can tell. */
  #written(text: string): string {
    const plain = text.replace(/[\0-\x08\x0a-\x1f\x7f]/g, '');
    if (plain === '') return '';
    if (this.#context.session.screen.bracketedPaste) return `\x1b[200~${plain}\x1b[201~`;
    return plain.replaceAll('\t', '    ');
  }

  async #untilPrompt(mayCome: () => boolean): Promise<Ending> {
    const { session, signal, remaining } = this.#context;
    let stage = 0;
    let seen = -1;
    for (;;) {
      const quietMs = patience[stage];
      const outcome = await session.until(
        () => {
          if (this.hasEnded) return 'ended';
          // All silence has been looked at: only something new can help.
          return quietMs === undefined && this.#length !== seen ? 'more' : undefined;
        },
        { ms: remaining(), signal, ...(quietMs === undefined ? {} : { quietMs, quiet: () => true }) },
      );
      if (outcome.kind === 'held' && outcome.value === 'ended') return session.state === 'closed' ? 'closed' : 'ended';
      if (outcome.kind !== 'held' && outcome.kind !== 'quiet') return outcome.kind;
      if (this.#length !== seen) stage = 0;
      seen = this.#length;
      if (outcome.kind === 'held' || !mayCome()) {
        stage = Math.min(stage + 1, patience.length);
        continue;
      }
      await session.screen.settled();
      const line = session.screen.beforeCursor();
      if ((session.screen.alternate && stage > 0) || isPagerPrompt(line)) return 'pager';
      if (this.#isPrompt(line, stage)) return 'prompt';
      stage++;
    }
  }

  /** Whether what stands before the cursor is a prompt, after so much silence; it is remembered. */
  #isPrompt(line: string, stage: number): boolean {
    const { session } = this.#context;
    const [first] = this.#prompts;
    if (first === undefined && isQuestion(line)) return false;
    const isPrompt =
      isKnownPrompt(line, this.#prompts) ||
      (stage > 0 && isPromptLike(line, first)) ||
      (stage === 2 && (session.foreground?.readsTerminal === true || (first === undefined && line.trim() !== '')));
    if (!isPrompt) return false;
    this.#prompt = line;
    // A line without anything may come at any time: only silence says that it is a prompt.
    const isTelling = line.trim() !== '' || first === undefined;
    if (isTelling && !this.#prompts.includes(line)) this.#prompts.push(line);
    return true;
  }

  /** What was printed between the line that was typed, which its prompt stands before, and the next prompt. */
  async #outputAfter(before: string, ending: Ending): Promise<string> {
    const rows = (await renderOutput(before + this.#raw, this.#context.session.size)).split('\n').slice(1);
    const last = rows.at(-1);
    if (ending === 'prompt' && last !== undefined && last === this.#prompt.trimEnd()) rows.pop();
    // What follows the end of the program is the shell's.
    return ending === 'ended' || this.#program === '' ? '' : rows.join('\n');
  }
}
