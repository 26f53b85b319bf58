import type headless from '@xterm/headless';
import { perhapsBlank } from '../../plan/by-hand.ts';
import { rowsOf, trimLines } from './render.ts';

/**
 * What a person typed, read off the screen: the lines between the ends of prompts and the cursor, however they came about
 * (edited, completed, from history). Asks nothing of the shell.
 */
export class TypedLines {
  readonly #terminal: headless.Terminal;
  /** Calls back when everything written so far is on the screen. */
  readonly #then: (listener: () => void) => void;
  /** Where the line that is being typed begins. */
  #start: { readonly marker: headless.IMarker | undefined; readonly column: number } | undefined;
  #lines: Promise<string>[] = [];

  constructor(terminal: headless.Terminal, then: (listener: () => void) => void) {
    this.#terminal = terminal;
    this.#then = then;
  }

  /** A prompt has ended: a line begins where the cursor will be after what was written. */
  begin(): void {
    this.#then(() => {
      this.#start?.marker?.dispose();
      this.#start = { marker: this.#terminal.registerMarker(0), column: this.#terminal.buffer.active.cursorX };
    });
  }

  /** Return was typed: the line ends at the cursor. */
  end(): void {
    const line = new Promise<string>((resolve) => {
      this.#then(() => {
        resolve(this.#read());
      });
    });
    this.#lines.push(line);
  }

  /** The lines of one command, which begins to run; fulfilled once all of them are on the screen. */
  take(): Promise<string> {
    const lines = this.#lines;
    this.#lines = [];
    return Promise.all(lines).then((texts) => texts.join('\n'));
  }

  /** Drops lines that did not become a command. */
  clear(): void {
    this.#lines = [];
  }

  #read(): string {
    const buffer = this.#terminal.buffer.active;
    // Scrolled out, or the screen was cleared: it cannot be told any more.
    if (!this.#start?.marker || this.#start.marker.isDisposed) return '';
    const { line } = this.#start.marker;
    const end = buffer.baseY + buffer.cursorY;
    // In cells: a wide character has two, and a composed one has fewer than characters.
    const rows = rowsOf(buffer, line, Math.max(end, line + 1), {
      column: this.#start.column,
      filler: perhapsBlank,
    });
    return trimLines(rows.join('\n'));
  }
}
