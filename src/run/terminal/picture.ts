import type headless from '@xterm/headless';
import { plainLooks, sequencesOf } from './looks.ts';
import { coreOf, type Looks } from './xterm-core.ts';

/** What can be seen of a terminal, for showing it as a part of another one. */
export interface Picture {
  /** The visible rows, with sequences for colours and looks only; each ends with plain looks, and without blanks that nobody sees. */
  readonly rows: readonly string[];
  /** Counted from 0; undefined when it is hidden. */
  readonly cursor: { readonly x: number; readonly y: number } | undefined;
  /** What the keyboard has to be told: arrows as applications want them, pasted text in brackets. */
  readonly modes: { readonly applicationCursorKeys: boolean; readonly bracketedPaste: boolean };
}

/** A picture of the terminal as it is now. `colours`: with looks; otherwise its rows are plain text. */
export function pictureOf(terminal: headless.Terminal, colours: boolean): Picture {
  const { buffer, rows, modes } = terminal;
  const { active } = buffer;
  const cell = active.getNullCell();
  return {
    rows: Array.from({ length: rows }, (_, row) => {
      const line = active.getLine(active.baseY + row);
      return line ? (colours ? paintedRow(line, cell) : line.translateToString(true)) : '';
    }),
    cursor: coreOf(terminal).coreService.isCursorHidden ? undefined : { x: active.cursorX, y: active.cursorY },
    modes: {
      applicationCursorKeys: modes.applicationCursorKeysMode,
      bracketedPaste: modes.bracketedPasteMode,
    },
  };
}

function paintedRow(line: headless.IBufferLine, cell: headless.IBufferCell): string {
  let row = '';
  let looks = plainLooks;
  /** What is kept of the row: up to the last cell that can be seen. */
  let seen = '';
  for (let x = 0; x < line.length; x++) {
    line.getCell(x, cell);
    // The second half of a wide character.
    if (cell.getWidth() === 0) continue;
    const wanted = widelyKnown(sequencesOf(cell as unknown as Looks));
    if (wanted !== looks) row += wanted;
    looks = wanted;
    const chars = cell.getChars();
    row += chars || ' ';
    if ((chars !== '' && chars !== ' ') || looks !== plainLooks) seen = row + (looks === plainLooks ? '' : plainLooks);
  }
  return seen;
}

/** The same looks in parameters that every terminal knows: with semicolons, and no coloured or curly lines. */
function widelyKnown(sequences: string): string {
  if (!sequences.includes(':') && !sequences.includes('"')) return sequences;
  return sequences
    .replace('\x1b[1"q', '')
    .replace(/;58:[\d:]+/g, '')
    .replace(/;4:\d/, ';4')
    .replace(/([34]8):2::(\d+):(\d+):(\d+)/g, '$1;2;$2;$3;$4')
    .replace(/([34]8):5:(\d+)/g, '$1;5;$2');
}
