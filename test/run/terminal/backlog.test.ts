import serialize from '@xterm/addon-serialize';
import headless from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Backlog } from '../../../src/run/terminal/backlog.ts';
import { Bulk } from '../../../src/run/terminal/bulk.ts';

const scrollback = 20;
const rows = 6;

/** What a terminal looks like after the texts. */
async function screenAfter(...texts: readonly string[]): Promise<string> {
  const terminal = new headless.Terminal({ cols: 12, rows, scrollback, allowProposedApi: true });
  const serializer = new serialize.SerializeAddon();
  terminal.loadAddon(serializer);
  for (const text of texts) terminal.write(text);
  await new Promise<void>((resolve) => {
    terminal.write('', resolve);
  });
  const screen = `${serializer.serialize({ excludeModes: false })} ${String(terminal.buffer.active.cursorX)}`;
  terminal.dispose();
  return screen;
}

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('\r\n', '\r\n', 'a\r\n', 'word', 'é│', '日本', '\t', '\n') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('\x1b[31m', '\x1b[0m', '\x1b[m', '\x1b[0;32m', '\x1b[1;44m', '\x1b[38;5;12m'),
  },
  { weight: 1, arbitrary: fc.constantFrom('\x1b[?2004h', '\x1b[?2004l') },
  { weight: 1, arbitrary: fc.constantFrom('\x1b[K', '\x1b[2J', '\b', '\x1b[3A', '\x07', '\x1b]0;t\x07', '\x1b[7m') },
);

test('a terminal that is given what is left looks like one that was given all', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 300 }), fc.array(fc.nat(40)), fc.nat(), async (pieces, cuts, how) => {
      const text = pieces.join('');
      const given: string[] = [];
      const backlog = new Backlog();
      for (let at = 0, turn = 0; at < text.length; turn++) {
        const cut = at + 1 + (cuts[turn % Math.max(1, cuts.length)] ?? 500);
        // Of some, whole lines, as in a flood.
        const end = how % 3 === 0 ? cut : text.indexOf('\n', cut) + 1 || text.length;
        const chunk = text.slice(at, end);
        // Where it can be one, and half of them, as a bulk; and now and then somebody asks for room.
        const bulk = (how + turn) % 2 === 0 ? Bulk.of(Buffer.from(chunk)) : undefined;
        if (!backlog.add(bulk ?? chunk)) given.push(backlog.take(scrollback + rows), chunk);
        if ((how + turn) % 5 === 0) backlog.trim(scrollback + rows);
        at = end;
      }
      given.push(backlog.take(scrollback + rows));
      expect(await screenAfter(...given)).toBe(await screenAfter(text));
    }),
    { numRuns: 300 },
  );
});

test.each([1, 3, 7, 13, 26, 27, 40])('a flood in bulks of %i lines loses nothing that can be seen', async (size) => {
  const backlog = new Backlog();
  let text = '';
  // Colours hold for some lines, and are taken back.
  const line = (row: number): string =>
    `${row % 40 === 0 ? '\x1b[0m' : row % 16 === 3 ? `\x1b[3${row % 8}m` : ''}${row}\r\n`;
  for (let row = 0; row < 4 * size + 60; row += size) {
    const lines = Array.from({ length: size }, (_, index) => line(row + index)).join('');
    expect(backlog.add(Bulk.of(Buffer.from(lines)) ?? '')).toBe(true);
    backlog.trim(scrollback + rows);
    text += lines;
  }
  expect(backlog.length).toBeLessThan(text.length);
  expect(await screenAfter(backlog.take(scrollback + rows))).toBe(await screenAfter(text));
});

test('what a line editor shows around a command waits, and what holds after it is kept', () => {
  const backlog = new Backlog();
  expect(backlog.add('\x1b[?2004h$ true\r\n\x1b[?20')).toBe(true);
  expect(backlog.add('04l\r')).toBe(true);
  expect(backlog.add(`\x1b[?2004h${'line\r\n'.repeat(100)}`)).toBe(true);
  expect(backlog.take(10)).toMatch(/^\x1b\[\?2004h\r\n(?:line\r\n){10,11}$/);
});

test('of a flood little is left, with its colour', () => {
  const backlog = new Backlog();
  for (let line = 0; line < 10_000; line++) {
    expect(backlog.add(`\x1b[0;3${String(line % 8)}`)).toBe(true);
    expect(backlog.add(`mline ${String(line)}\r\n`)).toBe(true);
  }
  const left = backlog.take(10);
  expect(left.length).toBeLessThan(1000);
  expect(left.endsWith('line 9999\r\n')).toBe(true);
  expect(backlog.length).toBe(0);
});

test.each(['\x1b[12K', '\x1b[?2026h', '\x1b[?2004$p', '\x1b[?25l'])(
  '%j does not wait, wherever it is cut',
  (sequence) => {
    for (let cut = 1; cut < sequence.length; cut++) {
      const backlog = new Backlog();
      const first = backlog.add(`text${sequence.slice(0, cut)}`);
      expect([first, backlog.add(sequence.slice(cut))]).toContain(false);
    }
  },
);
