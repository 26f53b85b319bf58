/** What the keys of the pane itself do; everything else goes to the program in the terminal. */
export interface PaneKeys {
  readonly copySelection: () => void;
  readonly hasSelection: () => boolean;
  readonly clearSelection: () => void;
  readonly resizeText: (by: number | 'reset') => void;
  readonly openSearch: () => void;
}

/** Says whether xterm.js may have the key; false: it is the pane's, the browser's or the page's. */
export function paneKey(event: KeyboardEvent, pane: PaneKeys): boolean {
  if (event.type !== 'keydown') return true;
  // The page moves between its panes; the event goes on to it.
  if (event.key === 'F6') return false;
  if (!event.ctrlKey || event.altKey || event.metaKey) return true;
  const key = event.key.toLowerCase();
  const mine = event.shiftKey ? shifted(key, pane) : plain(key, pane);
  if (mine === undefined) {
    // The browser pastes by itself: it needs no permission for that.
    return !(event.shiftKey && key === 'v');
  }
  event.preventDefault();
  event.stopPropagation();
  mine();
  return false;
}

function shifted(key: string, pane: PaneKeys): (() => void) | undefined {
  if (key === 'c') return pane.copySelection;
  if (key === 'f') return pane.openSearch;
  // On many keyboards plus needs Shift.
  return key === '+'
    ? () => {
        pane.resizeText(1);
      }
    : undefined;
}

function plain(key: string, pane: PaneKeys): (() => void) | undefined {
  if (key === 'c' && pane.hasSelection()) {
    return () => {
      pane.copySelection();
      pane.clearSelection();
    };
  }
  if (key === '+' || key === '=')
    return () => {
      pane.resizeText(1);
    };
  if (key === '-')
    return () => {
      pane.resizeText(-1);
    };
  return key === '0'
    ? () => {
        pane.resizeText('reset');
      }
    : undefined;
}
