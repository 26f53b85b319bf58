import { effect, type Signal } from '@preact/signals';
import type { Terminal } from '@xterm/xterm';
import { clampZoom } from '../remember.ts';
import { clampSize, forgetSize, keepSize, recallSize } from './settings.ts';

/** Pixels between which the size is chosen so that so many columns fit. */
const chosen = { least: 11, most: 15, columns: 80 } as const;
/** For an audience, as shares of the window's height: legible from the last row, and as large as the usual columns allow. */
const staged = { least: 1 / 45, most: 1 / 28 } as const;

/** The size of the terminal's text: what the person wants, else the largest with which the usual 80 columns fit. */
export interface TextSize {
  /** Sets the size for the pane as it is; `columns`: how many fit with the size that is set. */
  readonly adapt: (columns: () => number | undefined) => void;
  /** The person's choice, in pixels; it is kept. */
  readonly set: (pixels: number) => void;
  /** The same, by a difference; `reset` leaves the choice to the page again. */
  readonly change: (by: number | 'reset') => void;
  readonly dispose: () => void;
}

export function createTextSize(term: Terminal, changed: () => void): TextSize {
  let own = recallSize();
  let size: number = own ?? chosen.most;
  term.options.fontSize = size;
  const set = (pixels: number) => {
    own = size = clampSize(pixels);
    term.options.fontSize = own;
    keepSize(own);
    changed();
  };
  return {
    adapt: (columns) => {
      size = own ?? fitting(term, columns, chosen.least, chosen.most);
      term.options.fontSize = size;
    },
    set,
    change: (by) => {
      if (by !== 'reset') {
        set(size + by);
        return;
      }
      own = undefined;
      forgetSize();
      changed();
    },
    dispose: () => undefined,
  };
}

/** The size in a window for an audience: it grows with the window, and with `zoom`, which is 1 unless a person has changed it. */
export function createStageTextSize(term: Terminal, changed: () => void, zoom: Signal<number>): TextSize {
  const least = () => Math.ceil(innerHeight * staged.least);
  term.options.fontSize = least();
  let before = zoom.peek();
  const dispose = effect(() => {
    const { value } = zoom;
    if (value !== before) changed();
    before = value;
  });
  return {
    adapt: (columns) => {
      const size = fitting(term, columns, least(), Math.max(least(), Math.floor(innerHeight * staged.most)));
      term.options.fontSize = Math.round(size * zoom.peek());
    },
    set: (pixels) => {
      zoom.value = clampZoom(pixels / least());
    },
    change: (by) => {
      zoom.value = by === 'reset' ? 1 : clampZoom(zoom.peek() + by / 10);
    },
    dispose,
  };
}

/** The largest whole size with which the usual columns fit, within limits. */
function fitting(term: Terminal, columns: () => number | undefined, least: number, most: number): number {
  const now = term.options.fontSize ?? most;
  const fits = columns();
  if (fits === undefined) return Math.min(most, Math.max(least, Math.round(now)));
  // The width of a cell grows with the size; less than one column is left over.
  let size = Math.min(most, Math.max(least, Math.floor((now * (fits + 1)) / chosen.columns)));
  term.options.fontSize = size;
  while (size > least && (columns() ?? 0) < chosen.columns) {
    size -= 1;
    term.options.fontSize = size;
  }
  return size;
}
