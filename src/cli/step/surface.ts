import type { Size } from '../../target/target.ts';
import type { Frame } from './frame.ts';

/** Another screen, without wrapping; pasted text comes in brackets. */
const enter = '\x1b[?1049h\x1b[?7l\x1b[?2004h\x1b[2J';
/** All of it back, and what programs in the shell may have been given. */
const leave = '\x1b[?1l\x1b[?2004l\x1b[?7h\x1b[0m\x1b[?25h\x1b[?1049l';

/** How the keyboard of the terminal is to send its keys. */
export interface KeyboardModes {
  readonly applicationCursorKeys: boolean;
}

/** The terminal of the person, as a window that is drawn: raw, on its other screen, and with all its modes back at any end of the program. */
export class Surface {
  readonly #input: NodeJS.ReadStream;
  readonly #output: NodeJS.WriteStream;
  readonly #onKeys: (data: string) => void;
  readonly #onResize: () => void;
  readonly #onGone: () => void;
  #isOpen = false;
  #drawn: readonly string[] = [];
  #modes = '';

  /** `onGone`: nobody sits at the terminal any more. */
  constructor(
    { input, output }: { readonly input: NodeJS.ReadStream; readonly output: NodeJS.WriteStream },
    on: { readonly keys: (data: string) => void; readonly resize: () => void; readonly gone: () => void },
  ) {
    this.#input = input;
    this.#output = output;
    this.#onKeys = on.keys;
    this.#onResize = () => {
      this.#drawn = [];
      on.resize();
    };
    this.#onGone = on.gone;
  }

  get size(): Size {
    return { cols: this.#output.columns || 80, rows: this.#output.rows || 24 };
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    process.on('exit', this.close);
    this.#output.write(enter);
    this.#output.on('resize', this.#onResize);
    this.#input.setEncoding('utf8').setRawMode(true).on('data', this.#onKeys).on('end', this.#onGone).resume();
  }

  /** Gives the terminal back as it was. A second call does nothing. */
  readonly close = (): void => {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    process.off('exit', this.close);
    this.#input.off('data', this.#onKeys).off('end', this.#onGone);
    this.#input.setRawMode(false).pause();
    this.#output.off('resize', this.#onResize);
    this.#output.write(leave);
    this.#drawn = [];
  };

  /** Forgets what is there: the next frame is drawn as a whole. */
  forget(): void {
    this.#drawn = [];
  }

  /** The terminal has not taken what was drawn before. */
  get isBehind(): boolean {
    return this.#output.writableNeedDrain;
  }

  /** Calls `listener` once, when the terminal has taken what was drawn. */
  onceReady(listener: () => void): void {
    this.#output.once('drain', listener);
  }

  /** Draws the rows that have changed. */
  draw({ rows, cursor }: Frame, { applicationCursorKeys }: KeyboardModes): void {
    if (!this.#isOpen) return;
    const changed = rows.flatMap((row, index) =>
      // Erased first: at the end of a row that is full, the last cell would be.
      row === this.#drawn[index] ? [] : [`\x1b[${index + 1};1H\x1b[0m\x1b[2K${row}`],
    );
    const modes = `\x1b[?1${applicationCursorKeys ? 'h' : 'l'}`;
    const place = cursor ? `\x1b[${cursor.y + 1};${cursor.x + 1}H\x1b[?25h` : '';
    const begin = this.#drawn.length === 0 ? '\x1b[0m\x1b[2J' : '';
    this.#output.write(`\x1b[?25l${begin}${changed.join('')}\x1b[0m${modes === this.#modes ? '' : modes}${place}`);
    this.#drawn = rows;
    this.#modes = modes;
  }
}
