import { WebglAddon } from '@xterm/addon-webgl';
import type { Terminal } from '@xterm/xterm';

/** Draws with the graphics card where there is one; without, or once it is lost, xterm.js draws with elements as before. */
export function drawWithGpu(term: Terminal): void {
  try {
    const addon = new WebglAddon();
    addon.onContextLoss(() => {
      addon.dispose();
    });
    term.loadAddon(addon);
  } catch {
    // No WebGL 2 here.
  }
}
