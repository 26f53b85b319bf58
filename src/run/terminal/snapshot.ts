import serialize from '@xterm/addon-serialize';
import type headless from '@xterm/headless';
import { charsetsOf, designation } from './charsets.ts';
import { plainLooks, sequencesOf } from './looks.ts';
import { type Core, type CoreBuffer, coreOf, type Looks } from './xterm-core.ts';

/** What the addon puts before the rows of the alternate screen. It saves the cursor, which may be saved elsewhere. */
const addonsAlternate = '\x1b[?1049h\x1b[H';
/** Colours that a program may set: of the palette, of the text, of what is behind it, of the cursor (OSC), and what takes that back. */
const colourCodes = [4, 10, 11, 12, 104, 110, 111, 112] as const;
/** So much of the sequences that set colours is remembered, in characters: a whole palette. */
const mostColours = 16 * 1024;

const mouseTracking = { none: '', x10: '\x1b[?9h', vt200: '\x1b[?1000h', drag: '\x1b[?1002h', any: '\x1b[?1003h' };
const mouseEncoding: Readonly<Record<string, string>> = { SGR: '\x1b[?1006h', SGR_PIXELS: '\x1b[?1016h' };
const cursorStyles = { block: 2, underline: 4, bar: 6 } as const;

/** States of xterm.js's parser: outside of any sequence, and in the bodies of strings, whose beginning may be far back. */
const ground = 0;
const openers: Readonly<Record<number, string>> = { 7: '\x1b_', 8: '\x1b]', 11: '\x1bP', 13: '\x1bP' };

/**
 * Makes copies of a terminal: sequences after which an empty terminal of the same size behaves like it. `@xterm/addon-serialize` gives the
 * rows; it leaves out nearly all modes, and moves the cursor by those that it has.
 */
export class Snapshots {
  readonly #terminal: headless.Terminal;
  readonly #core: Core;
  readonly #serializer = new serialize.SerializeAddon();
  #title = '';
  #colours: string[] = [];

  /** Follows what the terminal itself does not remember, from now on. */
  constructor(terminal: headless.Terminal) {
    this.#terminal = terminal;
    this.#core = coreOf(terminal);
    terminal.loadAddon(this.#serializer);
    terminal.onTitleChange((title) => {
      this.#title = title;
    });
    for (const code of colourCodes) {
      terminal.parser.registerOscHandler(code, (data) => {
        this.#colour(code, data);
        return false;
      });
    }
  }

  /** The terminal as it is now. `begun`: the last sequence that was written into it, which may be incomplete; empty where it began far back. */
  take(begun: string): string {
    const { buffers } = this.#core;
    const normal = this.#serializer.serialize({ excludeAltBuffer: true, excludeModes: true });
    const begin = `\x1b[20l${this.#title === '' ? '' : `\x1b]2;${this.#title}\x07`}${this.#colours.join('')}`;
    if (buffers.active === buffers.normal) return begin + normal + this.#state(buffers.normal) + this.#cut(begun);
    const alternate = this.#serializer.serialize({ excludeModes: true }).slice(normal.length + addonsAlternate.length);
    // Not 1049, which would save the cursor; and with a plain cursor: its colours fill the alternate screen.
    const below = `${normal}${marginsOf(buffers.normal, this.#terminal)}\x1b[0m\x1b[?1047h\x1b[H`;
    return begin + below + alternate + this.#state(buffers.alt) + this.#cut(begun);
  }

  /** Everything but the rows: margins, modes, cursor. */
  #state(buffer: CoreBuffer): string {
    const { coreService, coreMouseService, _inputHandler, _charsetService } = this.#core;
    const { modes, options } = this.#terminal;
    const margins = marginsOf(buffer, this.#terminal);
    const charsets = charsetsOf(_charsetService, buffer.savedCharset);
    const { cursorStyle, cursorBlink } = coreService.decPrivateModes;
    // What moves the cursor or would change what is printed stands before or after the cursor, as it must.
    const moves = margins !== '' || modes.originMode || charsets.includes('\x1b8');
    const cursor = moves ? this.#cursor(buffer) : '';
    const looks = sequencesOf(_inputHandler._curAttrData);
    return [
      margins,
      modes.originMode ? '\x1b[?6h' : '',
      charsets.includes('\x1b8') ? charsets + cursor : cursor + charsets,
      // The addon has given plain looks back already.
      moves || looks !== plainLooks ? looks : '',
      this.#link(_inputHandler._curAttrData),
      modes.insertMode ? '\x1b[4h' : '',
      options.convertEol ? '\x1b[20h' : '',
      modes.wraparoundMode ? '' : '\x1b[?7l',
      modes.reverseWraparoundMode ? '\x1b[?45h' : '',
      modes.applicationCursorKeysMode ? '\x1b[?1h' : '',
      modes.applicationKeypadMode ? '\x1b[?66h' : '',
      modes.bracketedPasteMode ? '\x1b[?2004h' : '',
      mouseTracking[modes.mouseTrackingMode],
      mouseEncoding[coreMouseService.activeEncoding] ?? '',
      modes.sendFocusMode ? '\x1b[?1004h' : '',
      cursorStyle ? `\x1b[${cursorStyles[cursorStyle] - (cursorBlink === true ? 1 : 0)} q` : '',
      options.cursorBlink ? '\x1b[?12h' : '',
      coreService.isCursorHidden ? '\x1b[?25l' : '',
    ].join('');
  }

  /** Moves the cursor to where it is. Beyond the last column it only comes by printing there: that cell is printed again. */
  #cursor({ x, y, scrollTop }: CoreBuffer): string {
    const { cols, modes, buffer } = this.#terminal;
    const row = (modes.originMode ? y - scrollTop : y) + 1;
    const to = (column: number): string => `\x1b[${row};${column + 1}H`;
    if (x < cols) return to(x);
    const line = buffer.active.getLine(buffer.active.baseY + y);
    const column = line?.getCell(cols - 1)?.getWidth() === 0 ? cols - 2 : cols - 1;
    const cell = line?.getCell(column);
    if (!cell) return to(cols - 1);
    return `${to(column)}${sequencesOf(cell as unknown as Looks)}${cell.getChars() || ' '}`;
  }

  #link({ extended }: Looks): string {
    const link = extended.urlId === 0 ? undefined : this.#core._oscLinkService.getLinkData(extended.urlId);
    return link ? `\x1b]8;${link.id === undefined ? '' : `id=${link.id}`};${link.uri}\x07` : '';
  }

  /** What a sequence began with that is not complete yet: the rest of it comes to the copy, too. */
  #cut(begun: string): string {
    const { currentState } = this.#core._inputHandler._parser;
    if (currentState === ground) return '';
    return begun === '' ? (openers[currentState] ?? '') : begun;
  }

  #colour(code: number, data: string): void {
    if (data.split(';').includes('?')) return;
    const sequence = `\x1b]${code};${data}\x07`;
    // The same once more, as in a loop: only the newest counts.
    this.#colours = [...this.#colours.filter((each) => each !== sequence), sequence];
    while (this.#colours.join('').length > mostColours) this.#colours.shift();
  }
}

/** Tab stops, the cursor that was saved, and the scroll region of a buffer; empty when all is as it is in a new one. Moves the cursor. */
function marginsOf(buffer: CoreBuffer, { cols, rows }: headless.Terminal): string {
  const stops = Array.from({ length: cols }, (_, column) => column).filter((column) => buffer.tabs[column] === true);
  const isUsual = stops.length === Math.ceil(cols / 8) && stops.every((column) => column % 8 === 0);
  const tabs = isUsual ? '' : `\x1b[3g${stops.map((column) => `\x1b[${column + 1}G\x1bH`).join('')}`;
  const { savedX, savedY, ybase, savedCurAttrData, savedCharset, scrollTop, scrollBottom } = buffer;
  const looks = sequencesOf(savedCurAttrData);
  const isSaved = savedX > 0 || savedY > ybase || looks !== plainLooks || savedCharset !== undefined;
  const charset = savedCharset === undefined ? ['', ''] : [`\x0f${designation('(', savedCharset)}`, '\x1b(B'];
  const at = `\x1b[${Math.max(0, savedY - ybase) + 1};${savedX + 1}H`;
  const saved = isSaved ? `${at}${looks}${charset[0]}\x1b7${charset[1]}` : '';
  const isWhole = scrollTop === 0 && scrollBottom === rows - 1;
  return `${tabs}${saved}${isWhole ? '' : `\x1b[${scrollTop + 1};${scrollBottom + 1}r`}`;
}
