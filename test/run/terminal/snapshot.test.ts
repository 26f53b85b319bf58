import type headless from '@xterm/headless';
import { expect, test } from 'vitest';
import { createEmulator } from '../../../src/run/terminal/emulator.ts';
import { Screen } from '../../../src/run/terminal/screen.ts';

const size = { cols: 20, rows: 6 };

async function written(terminal: headless.Terminal, text: string): Promise<void> {
  await new Promise<void>((resolve) => {
    terminal.write(text, resolve);
  });
}

/** A click at column 3 of row 2, as a browser would report it to xterm.js. */
interface WithMouse {
  readonly _core: {
    readonly coreMouseService: { triggerMouseEvent(event: object): boolean };
    readonly coreService: object;
  };
}
const click = { col: 2, row: 1, x: 5, y: 5, button: 0, action: 1, ctrl: false, alt: false, shift: false };

/** What a program and a person notice of a terminal: cells with their looks, the cursor, modes, and what is sent for a click. */
async function behaviour(terminal: headless.Terminal, probes: readonly string[]): Promise<unknown> {
  const sent: string[] = [];
  terminal.onData((data) => sent.push(data));
  terminal.onBinary((data) => sent.push(data));
  const core = (terminal as unknown as WithMouse)._core;
  core.coreMouseService.triggerMouseEvent({ ...click });
  const { isCursorHidden, decPrivateModes } = core.coreService as Record<string, unknown>;
  const seen: unknown[] = [{ isCursorHidden, decPrivateModes, modes: { ...terminal.modes } }, rows(terminal)];
  for (const probe of probes) {
    await written(terminal, probe);
    seen.push(rows(terminal));
  }
  return [...seen, sent];
}

function rows(terminal: headless.Terminal): unknown {
  const { active } = terminal.buffer;
  const texts = Array.from({ length: active.length }, (_, row) => {
    const line = active.getLine(row);
    const cells = Array.from({ length: size.cols }, (_unused, column) => {
      const cell = line?.getCell(column);
      if (!cell) return '';
      const flags = [
        cell.isBold(),
        cell.isUnderline(),
        cell.isInverse(),
        cell.isItalic(),
        cell.isDim(),
        cell.isOverline(),
      ];
      const looks = [cell.getFgColor(), cell.getBgColor(), ...flags.map((flag) => (flag ? 1 : 0))].join();
      return `${cell.getChars() || ' '}${looks === '-1,-1,0,0,0,0,0,0' ? '' : `{${looks}}`}`;
    });
    return `${line?.isWrapped ? '>' : ' '}${cells.join('')}`;
  });
  return { texts, x: active.cursorX, y: active.cursorY, type: active.type };
}

/** A terminal that got the text, a copy of it made from the snapshot, and what both do then. */
async function both(text: string, probes: readonly string[]): Promise<readonly [unknown, unknown]> {
  const replies: string[] = [];
  const screen = new Screen({ size, onReply: (data) => replies.push(data), onPressure: () => undefined });
  screen.write(text);
  const snapshot = await screen.serialized();
  const original = createEmulator(size, 100);
  await written(original, text);
  const copy = createEmulator(size, 100);
  await written(copy, snapshot);
  return [await behaviour(original, probes), await behaviour(copy, probes)];
}

const some = 'one\r\ntwo\r\n\x1b[31mred';
const print = ['x', '\r\nfour', '\n\n\n', '\tt\tu'];
const restore = ['\x1b8', 'Q', '\x1b[u', 'R'];

test.each([
  ['nothing', '', print],
  ['a prompt', `${some}\x1b[0m\r\n$ `, [...print, ...restore]],
  ['colours that go on', `${some}\x1b[1;4;44m`, print],
  ['all looks', '\x1b[1;2;3;5;7;8;9;53;38;2;1;2;3;48;5;100mx', print],
  ['a curly underline in a colour', '\x1b[4:3;58:2::9:8:7mx', print],
  ['rows above the screen', 'line\r\n'.repeat(20), print],
  ['a scroll region', `${some}\x1b[2;4r\x1b[4;3H`, [...print, '\x1bM\x1bM\x1bM', 'y']],
  [
    'a scroll region and origin mode',
    `${some}\x1b[2;4r\x1b[?6h\x1b[2;5H`,
    [...print, '\x1b[1;1Htop', '\x1b[?6l\x1b[1;1Hfirst'],
  ],
  ['origin mode alone', `${some}\x1b[?6h\x1b[3;4H`, print],
  ['a cursor at the end of a row', 'a'.repeat(20), print],
  ['the same with a scroll region', `${'a'.repeat(20)}\x1b[1;3r\x1b[1;19Hbc`, print],
  ['a wide character at the end of a row', `${'a'.repeat(18)}日\x1b[1;4r\x1b[1;19H本`, print],
  ['a saved cursor with its colours', '\x1b[3;5H\x1b[1;32m\x1b7\x1b[0m\x1b[1;1Hx', restore],
  ['a saved cursor with its characters', '\x1b[2;2H\x1b(0\x1b7\x1b(B\x1b[5;5H', [...restore, 'qqq', '\x1b(B', 'qqq']],
  ['characters of a cursor that was restored', '\x1b(0\x1b7\x1b(B\x1b8', ['qqq', '\x1b(B', 'qqq']],
  ['a hidden cursor', `${some}\x1b[?25l`, print],
  ['a cursor that is a bar', `${some}\x1b[5 q`, print],
  ['a cursor that does not blink', `${some}\x1b[4 q`, print],
  ['tab stops', `\x1b[3g\x1b[5G\x1bH\x1b[12G\x1bH\r`, ['\ta\tb\tc', '\r\n\tx']],
  ['no tab stops', `\x1b[3g`, ['\ta']],
  ['insert mode', `abc\x1b[4h\x1b[1;2H`, ['xy', '\x1b[4l', 'z']],
  ['insert mode at the end of a row', `${'a'.repeat(20)}\x1b[4h`, ['xy']],
  ['no wrapping', `${'a'.repeat(19)}\x1b[?7l`, ['bcd', '\x1b[?7h', 'efg']],
  ['wrapping backwards', `${'a'.repeat(21)}\x1b[?45h`, ['\b\b\b', 'x']],
  ['line feeds that return', 'ab\x1b[20h', ['c\nd', '\x1b[20l', 'e\nf']],
  ['cursor keys and keypad', '\x1b[?1h\x1b=', print],
  ['bracketed paste and focus', '\x1b[?2004h\x1b[?1004h', print],
  ['the mouse as bytes', '\x1b[?1000h', print],
  ['the mouse as htop wants it', '\x1b[?1000h\x1b[?1006h', print],
  ['the mouse while dragging', '\x1b[?1002h\x1b[?1006h', print],
  ['the mouse everywhere, in pixels', '\x1b[?1003h\x1b[?1016h', print],
  ['the mouse of X10', '\x1b[?9h', print],
  ['an encoding without tracking', '\x1b[?1006h', ['\x1b[?1000h']],
  ...['0', 'A', '4', 'C', 'R', 'Q', 'K', 'Y', 'E', 'Z', 'H', '='].map(
    (letter) => [`the characters ${letter}`, `\x1b(${letter}`, ['#@[\\]^_`{|}~qx', '\x1b(B', '#@[q']] as const,
  ),
  ['another set, shifted to', '\x1b)0\x0e', ['qqq', '\x0f', 'qqq', '\x0e', 'qqq']],
  ['another set, not shifted to', '\x1b)0', ['qqq', '\x0e', 'qqq']],
  ['the third and fourth set', '\x1b*0\x1b+A\x1bo', ['#q', '\x1bn', '#q', '\x0f', '#q']],
  ['the alternate screen', `${some}\x1b[?1049hfull\x1b[2;3Hscreen`, [...print, '\x1b[?1049l', 'after', ...restore]],
  ['the alternate screen of old', `\x1b[4;4H\x1b7${some}\x1b[?47hfull`, [...print, '\x1b[?47l', 'after', ...restore]],
  [
    'the alternate screen with a saved cursor',
    `${some}\x1b[?1049h\x1b[3;3H\x1b[7m\x1b7\x1b[1;1Hx`,
    ['\x1b8y', '\x1b[?1049l', 'z'],
  ],
  [
    'the alternate screen, coloured below',
    `\x1b[44m${some}\x1b[?1049h\x1b[0m\x1b[2J\x1b[Hx`,
    [...print, '\x1b[?1049l', 'z'],
  ],
  [
    'the alternate screen with a region',
    `${some}\x1b[?1049h\x1b[2;5r\x1b[5;1H`,
    ['\n\n', 'x', '\x1b[?1049l', '\n\n\nz'],
  ],
  ['a region below the alternate screen', `${some}\x1b[2;3r\x1b[?1049h`, ['x', '\x1b[?1049l', '\n\n\nz']],
  ['protected cells to come', 'a\x1b[1"q', ['bc\x1b[0"qd', '\x1b[1;1H\x1b[?J']],
] as const)('a copy behaves like its original: %s', async (_what, text, probes) => {
  const [original, copy] = await both(text, probes);
  expect(copy).toEqual(original);
});

test.each([
  ['a colour', 'text\x1b[3', '1mred'],
  ['an escape', 'text\x1b', '[1mbold'],
  ['a title', 'text\x1b]0;a ti', 'tle\x07after'],
  ['a long string', `text\x1bP${'x'.repeat(10_000)}`, 'tail\x1b\\after'],
  ['a long private message', `text\x1b_${'x'.repeat(10_000)}`, 'tail\x1b\\after'],
  ['a sequence of 8 bits', 'text\x9b3', '1mred'],
])('the rest of %s is no text in a copy that was made in its middle', async (_what, begin, rest) => {
  const [original, copy] = await both(begin, [rest]);
  expect(copy).toEqual(original);
});

test('title and colours that a program has set are in a copy, and no questions about them', async () => {
  const screen = new Screen({ size, onReply: () => undefined, onPressure: () => undefined });
  screen.write(
    '\x1b]0;my title\x07\x1b]4;1;rgb:11/22/33\x07\x1b]11;#123456\x07\x1b]4;2;?\x07\x1b]8;id=a;http://x/\x07link',
  );
  const copy = createEmulator(size, 100);
  const heard: string[] = [];
  copy.onTitleChange((title) => heard.push(title));
  for (const code of [4, 11, 8]) {
    copy.parser.registerOscHandler(code, (data) => {
      heard.push(`${code} ${data}`);
      return false;
    });
  }
  await written(copy, await screen.serialized());
  expect(heard).toEqual(['my title', '4 1;rgb:11/22/33', '11 #123456', '8 id=a;http://x/']);
});

test('cells are counted as the page counts them', async () => {
  const replies: string[] = [];
  const screen = new Screen({ size, onReply: (data) => replies.push(data), onPressure: () => undefined });
  // Two cells since Unicode 9, one before; e with an accent of its own.
  screen.write('🤔e\u0301\x1b[6n');
  await screen.settled();
  expect(replies).toEqual(['\x1b[1;4R']);
});
