import unicode from '@xterm/addon-unicode11';
import headless from '@xterm/headless';
import type { Size } from '../../target/target.ts';

/** A terminal without a page that counts cells as the page's does, and remembers so many rows above its screen. */
export function createEmulator({ cols, rows }: Size, scrollback: number): headless.Terminal {
  const windowOptions = { getWinSizeChars: true };
  const terminal = new headless.Terminal({
    ...{ cols, rows, scrollback, windowOptions },
    allowProposedApi: true,
    logLevel: 'off',
  });
  terminal.loadAddon(new unicode.Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  return terminal;
}
