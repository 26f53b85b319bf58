import type { Terminal } from '@xterm/xterm';
import { clampSize, forgetSize, keepSize, recallSize } from './settings.ts';

/** Pixels between which the size is chosen so that so many columns fit. */
const chosen = { least: 11, most: 15, columns: 80 } as const;

/** The size of the terminal's text: what the person wants, else the largest with which the usual 80 columns fit. */
export interface TextSize {
  /** Call it when the pane may have another width; `columns`: how many fit with the size as it is. */
  readonly adapt: (columns: () => number | undefined) => void;
  /** The person's choice, in pixels; it is kept. */
  readonly set: (pixels: number) => void;
  /** The same, by a difference; `reset` leaves the choice to the page again. */
  readonly change: (by: number | 'reset') => void;
}

export function createTextSize(term: Terminal, changed: () => void): TextSize {
  let own = recallSize();
  term.options.fontSize = own ?? chosen.most;
  const now = () => term.options.fontSize ?? chosen.most;
  const set = (pixels: number) => {
    own = clampSize(pixels);
    term.options.fontSize = own;
    keepSize(own);
    changed();
  };
  return {
    adapt: (columns) => {
      const fits = own === undefined ? columns() : undefined;
      if (fits === undefined) return;
      // The width of a cell grows with the size; less than one column is left over.
      const guess = Math.floor((now() * (fits + 1)) / chosen.columns);
      let size = Math.min(chosen.most, Math.max(chosen.least, guess));
      const apply = () => {
        if (size !== now()) term.options.fontSize = size;
      };
      apply();
      while (size > chosen.least && (columns() ?? 0) < chosen.columns) {
        size -= 1;
        apply();
      }
    },
    set,
    change: (by) => {
      if (by !== 'reset') {
        set(now() + by);
        return;
      }
      own = undefined;
      forgetSize();
      changed();
    },
  };
}
