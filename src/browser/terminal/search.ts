import { SearchAddon } from '@xterm/addon-search';
import type { Terminal } from '@xterm/xterm';

/** Loaded when somebody searches for the first time. */
export interface Search {
  find(text: string, direction: 'next' | 'previous', typing: boolean): boolean;
  clear(): void;
}

export function createSearch(term: Terminal): Search {
  const addon = new SearchAddon();
  term.loadAddon(addon);
  return {
    find: (text, direction, typing) =>
      direction === 'next' ? addon.findNext(text, { incremental: typing }) : addon.findPrevious(text),
    clear: () => {
      addon.clearDecorations();
      term.clearSelection();
    },
  };
}
