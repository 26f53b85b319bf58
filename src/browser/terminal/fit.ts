import { FitAddon } from '@xterm/addon-fit';
import type { Terminal } from '@xterm/xterm';
import { limits } from '../../limits.ts';
import type { Size } from '../../protocol.ts';
import type { Connection } from '../connection.ts';

/** Keeps the shell's size that of the pane in which somebody works. */
export interface Fit {
  /** What fits into the pane; undefined while it cannot be seen. */
  readonly wanted: () => Size | undefined;
  /** The server has set this size. */
  readonly set: (size: Size) => void;
  /** The text has another size now. */
  readonly update: () => void;
  dispose(): void;
}

/**
 * `adapt` may change the size of the text before columns are counted. The server's size rules. This window asks for its own when it has the focus or is the only one; otherwise it shows the terminal at the
 * size of the window that has.
 */
export function createFit(
  term: Terminal,
  host: HTMLElement,
  connection: Connection,
  adapt: (columns: () => number | undefined) => void,
): Fit {
  const addon = new FitAddon();
  term.loadAddon(addon);
  let frame: number | undefined;
  let windows = 1;
  const proposed = () => {
    const fits = host.clientHeight === 0 ? undefined : addon.proposeDimensions();
    return fits === undefined || Number.isNaN(fits.cols) || Number.isNaN(fits.rows) ? undefined : fits;
  };
  const wanted = () => {
    adapt(() => proposed()?.cols);
    const fits = proposed();
    if (fits === undefined) return undefined;
    const within = (value: number, { min, max }: { min: number; max: number }) => Math.min(max, Math.max(min, value));
    return { cols: within(fits.cols, limits.cols), rows: within(fits.rows, limits.rows) };
  };
  let asked: Size | undefined;
  const update = () => {
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      const size = wanted();
      if (size === undefined || !(document.hasFocus() || windows === 1)) return;
      const have = asked ?? term;
      if (size.cols === have.cols && size.rows === have.rows) return;
      if (connection.send({ type: 'resize', size })) asked = size;
    });
  };
  const stop = connection.onMessage((message) => {
    if (message.type === 'welcome') windows = message.windows;
    else if (message.type === 'windows') windows = message.count;
    else return;
    asked = undefined;
    update();
  });
  const observer = new ResizeObserver(update);
  observer.observe(host);
  addEventListener('focus', update);
  return {
    wanted,
    set: (size) => {
      asked = undefined;
      // In its turn: what came before it was printed for the old size.
      term.write('', () => {
        term.resize(size.cols, size.rows);
        if (document.hasFocus()) update();
      });
    },
    update,
    dispose: () => {
      stop();
      observer.disconnect();
      removeEventListener('focus', update);
      if (frame !== undefined) cancelAnimationFrame(frame);
    },
  };
}
