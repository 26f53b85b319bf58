import serialize from '@xterm/addon-serialize';
import headless from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Backlog } from '../../../src/run/terminal/backlog.ts';

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
  { weight: 6, arbitrary: fc.constantFrom('\r\n', 'a\r\n', 'word', 'é│', '日本', '\t', '\n') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('\x1b[31m', '\x1b[0m', '\x1b[m', '\x1b[0;32m', '\x1b[1;44m', '\x1b[38;5;12m'),
  },
  { weight: 1, arbitrary: fc.constantFrom('\x1b[?2004h', '\x1b[?2004l') },
  { weight: 1, arbitrary: fc.constantFrom('\x1b[K', '\x1b[2J', '\b', '\x1b[3A', '\x07', '\x1b]0;t\x07', '\x1b[7m') },
);

test('a terminal that is given what is left looks like one that was given all', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 300 }), fc.array(fc.nat(40)), async (pieces, cuts) => {
      const text = pieces.join('');
      const given: string[] = [];
      const backlog = new Backlog();
      for (let at = 0, turn = 0; at < text.length; turn++) {
        const end = at + 1 + (cuts[turn % Math.max(1, cuts.length)] ?? 500);
        const chunk = text.slice(at, end);
        if (!backlog.add(chunk)) given.push(backlog.take(scrollback + rows), chunk);
        at = end;
      }
      given.push(backlog.take(scrollback + rows));
      expect(await screenAfter(...given)).toBe(await screenAfter(text));
    }),
    { numRuns: 150 },
  );
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
