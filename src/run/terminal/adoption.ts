import { adoptionLine, probeLine } from './adoption-lines.ts';
import { type Chunk, textOf } from './bulk.ts';
import type { Foreground } from './foreground.ts';
import type { Piece, ShellKind } from './marks.ts';
import type { ShellTracker } from './tracker.ts';
import type { WaitOptions, WaitOutcome } from './wait.ts';

export interface AdoptionOptions {
  readonly tracker: ShellTracker;
  readonly token: string;
  readonly watched: readonly string[];
  readonly write: (keys: string) => void;
  readonly until: <T>(probe: () => T | undefined, options: WaitOptions) => Promise<WaitOutcome<T>>;
  readonly foreground: () => Foreground | undefined;
  /** Gets back what was held, when it was for people after all. */
  readonly onText: (text: string) => void;
}

/** How long a shell may take to print its first marks when it is asked to, in milliseconds. */
const adoptMs = 5_000;
/** How long a line editor may take to be back before more is typed, in milliseconds: while it is away, the system takes 4 KiB of a line. */
const editorMs = 500;
/** What line editors of shells (bash since 5.1, zsh, fish) print with a prompt, and when a line is complete: bracketed paste on, off. */
const editorOn = '\x1b[?2004h';
const editorOff = '\x1b[?2004l';

/**
 * Makes shells print marks that do not: those in a container, over ssh, or with start-up files of their own. What they echo of
 * the lines that are typed for it is held back, and nobody sees it.
 */
export class Adoption {
  readonly #options: AdoptionOptions;
  #running: Promise<boolean> | undefined;
  #held: string | undefined;
  #kind: ShellKind | undefined;
  #editor = false;

  constructor(options: AdoptionOptions) {
    this.#options = options;
  }

  /** True when the piece is not for people. */
  takes(piece: Piece): boolean {
    if (this.#held === undefined) return false;
    if ('text' in piece) {
      this.#held += textOf(piece.text);
      return true;
    }
    if (piece.mark.kind === 'shellKind') {
      this.#kind = piece.mark.shellKind;
      this.#held = '';
    }
    return false;
  }

  /** The line editor of a program without marks shows a prompt: nothing has come since that says otherwise. */
  get showsEditor(): boolean {
    return this.#editor && this.#options.tracker.state === 'running';
  }

  /** To be called with everything that came. */
  look(chunk: Chunk): void {
    // A flood has neither, and looking backwards is slow.
    if (typeof chunk !== 'string') return;
    if (!chunk.includes(editorOn) && !chunk.includes(editorOff)) return;
    const [on, off] = [chunk.lastIndexOf(editorOn), chunk.lastIndexOf(editorOff)];
    if (on !== off) this.#editor = on > off && this.#options.tracker.state === 'running';
  }

  /** Adopts the shell that has the terminal. False when it does not take to it. */
  start(signal: AbortSignal): Promise<boolean> {
    this.#running ??= this.#adopt(signal).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #adopt(signal: AbortSignal): Promise<boolean> {
    const { tracker, token, watched, write, until, foreground, onText } = this.#options;
    const host = foreground()?.pid;
    const { command } = tracker;
    const isBack = (): true | undefined =>
      tracker.state === 'prompt' || command?.exitCode !== undefined ? true : undefined;
    this.#held = '';
    this.#kind = undefined;
    write(`${probeLine(token)}\r`);
    await until(() => this.#kind ?? isBack(), { ms: adoptMs, signal });
    const kind = this.#kind as ShellKind | undefined;
    if (kind !== undefined) {
      const isReady = (): true | undefined => (this.#held?.includes(editorOn) === true ? true : isBack());
      if (kind !== 'sh') await until(isReady, { ms: editorMs, signal });
      write(`${adoptionLine(kind, token, watched)}\r`);
      await until(isBack, { ms: adoptMs, signal });
    }
    const held = this.#held;
    this.#held = undefined;
    // The prompt of the outer shell says that the program took the line for something else, and has ended.
    const adopted = kind !== undefined && tracker.state === 'prompt' && foreground()?.pid === host;
    if (!adopted) onText(held);
    return adopted;
  }
}
