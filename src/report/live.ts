import type { Output } from './reporter.ts';
import { truncate } from './width.ts';

const hideCursor = '\x1b[?25l';
const showCursor = '\x1b[?25h';
const eraseBelow = '\x1b[J';
const redrawMs = 100;

/**
 * One line at the bottom of a terminal that is drawn again and again, with permanent lines scrolling away above it.
 * Between `open` and `close` the cursor is hidden and a timer draws ten times a second; it keeps no process alive.
 */
export class StatusLine {
  readonly #output: Output;
  readonly #render: (columns: number) => string;
  #timer: ReturnType<typeof setInterval> | undefined;
  #drawn = false;

  /** `render` gives the line for so many columns, without colours; what is longer is cut. */
  constructor(output: Output, render: (columns: number) => string) {
    this.#output = output;
    this.#render = render;
  }

  open(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => {
      this.redraw();
    }, redrawMs);
    this.#timer.unref();
    this.#output.write(hideCursor);
  }

  redraw(): void {
    this.print([]);
  }

  /** Writes permanent lines above the status line. */
  print(lines: readonly string[]): void {
    const permanent = lines.map((line) => `${line}\n`).join('');
    const erase = this.#drawn ? eraseBelow : '';
    this.#drawn = this.#timer !== undefined;
    // The last column stays free: a full line would make some terminals wrap.
    const columns = this.#output.columns - 1;
    // The cursor waits at the start of the line. A window that becomes narrower then breaks the line below the cursor,
    // where it can still be erased.
    const status = this.#drawn ? `${truncate(this.#render(columns), columns)}\r` : '';
    if (erase + permanent + status !== '') this.#output.write(erase + permanent + status);
  }

  /** Takes the line away and gives the cursor back. */
  close(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.print([]);
    this.#output.write(showCursor);
  }
}
