import { FitAddon } from '@xterm/addon-fit';
import type { Terminal } from '@xterm/xterm';
import { limits } from '../../limits.ts';
import type { Size } from '../../protocol.ts';
import type { Connection } from '../connection.ts';

/** Pixels below which text is not made smaller to show all of a terminal. */
const leastText = 4;

/** Tells the server what fits into the pane, and shows the terminal in the size that it has: that of the window that leads. */
export interface Fit {
  /** What fits into the pane; undefined while it cannot be seen. */
  readonly wanted: () => Size | undefined;
  /** The server has set this size. */
  readonly set: (size: Size, leads: boolean) => void;
  /** The text has another size now. */
  readonly update: () => void;
  dispose(): void;
}

/**
 * `adapt` sets the size of the text that this window would have by itself; `grows`: that text may be larger where the terminal
 * of another window leaves room. Where the server has given the shell another size than ours, the text is as large as fits.
 */
export function createFit(
  term: Terminal,
  host: HTMLElement,
  connection: Connection,
  adapt: (columns: () => number | undefined) => void,
  grows: boolean,
): Fit {
  const addon = new FitAddon();
  term.loadAddon(addon);
  let frame: number | undefined;
  let leads = false;
  const proposed = () => {
    const fits = host.clientHeight === 0 ? undefined : addon.proposeDimensions();
    return fits === undefined || Number.isNaN(fits.cols) || Number.isNaN(fits.rows) ? undefined : fits;
  };
  const columns = () => proposed()?.cols;
  /** Text of our own size is on the screen afterwards, unless another window leads. */
  const wanted = () => {
    adapt(columns);
    const fits = proposed();
    if (fits === undefined) return undefined;
    scale(fits);
    const within = (value: number, { min, max }: { min: number; max: number }) => Math.min(max, Math.max(min, value));
    return { cols: within(fits.cols, limits.cols), rows: within(fits.rows, limits.rows) };
  };
  const scale = (fits: Size) => {
    if (leads || (fits.cols === term.cols && fits.rows === term.rows)) return;
    const share = Math.min((fits.cols + 1) / term.cols, (fits.rows + 1) / term.rows, grows ? Infinity : 1);
    let size = Math.max(leastText, Math.floor((term.options.fontSize ?? leastText) * share * 2) / 2);
    const isTooLarge = () => {
      const room = proposed();
      return room !== undefined && (room.cols < term.cols || room.rows < term.rows);
    };
    term.options.fontSize = size;
    while (size > leastText && share !== 1 && isTooLarge()) {
      size -= 0.5;
      term.options.fontSize = size;
    }
  };
  let told: string | undefined;
  const tell = (works: boolean) => {
    const size = wanted();
    const now = JSON.stringify(size ?? null);
    if (now === told && !works) return;
    // A window that is made larger by hand, or whose text is, is the one in which somebody works.
    const isWorkedIn = works || (told !== undefined && document.hasFocus());
    const isSent = connection.send({ type: 'resize', ...(size && { size }), ...(isWorkedIn && { works: true }) });
    told = isSent ? now : undefined;
  };
  const update = () => {
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      tell(false);
    });
  };
  const works = () => {
    tell(true);
  };
  const stop = connection.onMessage((message) => {
    if (message.type !== 'welcome') return;
    told = undefined;
    leads = false;
    if (document.hasFocus()) works();
    else update();
  });
  const observer = new ResizeObserver(update);
  observer.observe(host);
  addEventListener('focus', works);
  return {
    wanted,
    set: (size, isOurs) => {
      // In its turn: what came before it was printed for the old size.
      term.write('', () => {
        term.resize(size.cols, size.rows);
        leads = isOurs;
        update();
      });
    },
    update,
    dispose: () => {
      stop();
      observer.disconnect();
      removeEventListener('focus', works);
      if (frame !== undefined) cancelAnimationFrame(frame);
    },
  };
}
