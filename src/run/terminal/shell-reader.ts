import { type Message, message } from '../../messages/message.ts';
import type { Clock } from '../clock.ts';
import { Adoption } from './adoption.ts';
import { Asking } from './asking.ts';
import type { Chunk } from './bulk.ts';
import { type Foreground, stderrOf } from './foreground.ts';
import { MarkParser, type Piece } from './marks.ts';
import { Pasted } from './pasted.ts';
import type { StateLink } from './state-link.ts';
import type { ShellCommand, ShellEvent, ShellTracker } from './tracker.ts';
import type { WaitOptions, WaitOutcome } from './wait.ts';

export interface ReaderOptions {
  readonly tracker: ShellTracker;
  readonly token: string;
  readonly clock: Clock;
  /** Variables whose emptiness every command tells. */
  readonly watched: readonly string[];
  /** Process id of the shell. */
  readonly pid: number | undefined;
  readonly foreground: () => Foreground | undefined;
  readonly link: StateLink | undefined;
  readonly until: <T>(probe: () => T | undefined, options: WaitOptions) => Promise<WaitOutcome<T>>;
  /** Types what nobody is to see. */
  readonly write: (keys: string) => void;
  /** Gets what people may see. */
  readonly onText: (text: Chunk) => void;
  readonly onEvent: (event: ShellEvent) => void;
  /** Something was told without anything having come. */
  readonly onChange: () => void;
  /** The shell cannot be judged any more, for this reason. */
  readonly onLost: (reason: Message) => void;
}

/** Commands after which the prompts of the shell may go elsewhere, and when that is looked at, in milliseconds. */
const mayRedirect = /\bexec\b|\bsource\b|(?:^|[;&|])\s*\.\s/;
const promptsMs = 1_000;

/**
 * Reads what comes from a terminal: text for people, marks for the tracker. Where they leave doubts, the shell is asked; a
 * shell that prints none is adopted.
 */
export class ShellReader {
  readonly #options: ReaderOptions;
  readonly #marks: MarkParser;
  readonly #asking: Asking;
  readonly #adoption: Adoption;
  readonly #pasted = new Pasted();
  #cancelWatch: (() => void) | undefined;

  constructor(options: ReaderOptions) {
    const { onChange, onLost } = options;
    this.#options = options;
    this.#marks = new MarkParser(options.token, (mark) => options.link?.read(mark));
    this.#asking = new Asking({
      ...options,
      onEvents: (events) => {
        this.#tell(events);
        onChange();
      },
      onLost: () => {
        onLost(message('run/marks-lost'));
      },
    });
    options.link?.attach(options);
    this.#adoption = new Adoption({
      ...options,
      onText: (text) => {
        this.#take({ text });
      },
    });
  }

  /** A line editor without our marks shows a prompt. */
  get showsEditor(): boolean {
    return this.#adoption.showsEditor;
  }

  read(chunk: string | Uint8Array): void {
    const pieces = this.#marks.feed(chunk);
    for (const piece of pieces) if (!this.#adoption.takes(piece)) this.#take(piece);
    for (const piece of pieces) if ('text' in piece) this.#adoption.look(piece.text);
    this.#asking.check();
  }

  /** Asks a shell that is at its prompt, and has not said so, as it was attached. */
  ask(): void {
    this.#asking.ask();
  }

  /** Keys were typed. */
  typed(keys: string): void {
    if (keys.includes('\x03')) this.#asking.interrupted();
  }

  /** Makes a shell that prints no marks print them, unseen. False when it does not take to it. */
  adopt(signal: AbortSignal): Promise<boolean> {
    return this.#adoption.start(signal);
  }

  /** Nothing more comes. */
  stop(): void {
    this.#asking.stop();
    this.#cancelWatch?.();
  }

  #take(piece: Piece): void {
    if ('text' in piece) this.#options.onText(piece.text);
    this.#tell(this.#options.tracker.feed(piece));
  }

  #tell(events: readonly ShellEvent[]): void {
    for (const event of events) {
      if (event.kind === 'commandStart') this.#watchPrompts(event.command);
      else if (event.kind === 'commandEnd') {
        this.#cancelWatch?.();
        this.#pasted.follow(event.command);
      }
      this.#options.onEvent(event);
    }
  }

  /** A shell whose prompts go elsewhere (`exec 2>file`) never says that its command has ended. */
  #watchPrompts({ text }: ShellCommand): void {
    if (!mayRedirect.test(text)) return;
    const { clock, pid, foreground, onLost } = this.#options;
    this.#cancelWatch = clock.after(promptsMs, () => {
      const file = foreground()?.isShell === true ? stderrOf(pid) : undefined;
      if (file !== undefined) onLost(message('run/prompts-elsewhere', { file }));
    });
  }
}
