import type { Size } from '../../target/target.ts';

/** How the rows of a window are shared out: a title, the slide, a line of news, the shell, a line of keys. */
export interface Panes {
  readonly slide: number;
  readonly shell: Size;
}

/** Rows that are neither slide nor shell. */
const frameRows = 3;
/** Of the rest, as much is the slide's; never more rows than that, for the shell is what one works in. */
const slideShare = 0.42;
const mostSlideRows = 20;
/** The shell has so many rows before the slide has any. */
const leastShellRows = 4;
/** No shell is narrower or lower, whatever the window is: what does not fit is cut. */
const leastShell: Size = { cols: 20, rows: 1 };

/** The panes of a window. They depend on its size alone, so that the shell is resized only when the window is. */
export function panesOf({ cols, rows }: Size): Panes {
  const free = Math.max(0, rows - frameRows);
  const wanted = Math.min(mostSlideRows, Math.round(free * slideShare));
  const slide = Math.max(0, Math.min(wanted, free - leastShellRows));
  return { slide, shell: { cols: Math.max(leastShell.cols, cols), rows: Math.max(leastShell.rows, free - slide) } };
}
