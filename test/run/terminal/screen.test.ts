import { expect, test } from 'vitest';
import { Screen } from '../../../src/run/terminal/screen.ts';
import type { ShellCommand } from '../../../src/run/terminal/shell-command.ts';
import { newCommand } from '../../../src/run/terminal/shell-command.ts';

function screen(): Screen {
  return new Screen({ size: { cols: 40, rows: 6 }, onReply: () => undefined, onPressure: () => undefined });
}

const prompt = '\x1b[?2004h$ ';

/** What a person types, as it comes from a shell: the lines that the screen then says were typed. */
async function typedBy(shown: Screen, line: string): Promise<string | undefined> {
  shown.follow({ kind: 'promptStart', continuation: false });
  shown.write(prompt);
  shown.follow({ kind: 'promptEnd' });
  shown.write(line);
  shown.write('\r\n\x1b[?2004l\r');
  shown.follow({ kind: 'lineEnd', byHand: true });
  const command: ShellCommand = newCommand('', '', true);
  shown.follow({ kind: 'commandStart', command });
  return command.byHand;
}

test('a place in text that waits for the emulator is that place, whatever comes after it', async () => {
  const shown = screen();
  shown.write('one\r\n');
  shown.mark();
  shown.write('two\r\nthree\r\n');
  await shown.settled();
  expect(shown.textSinceMark()).toBe('two\nthree');
});

test('so is one before a flood, of which only the end is parsed', async () => {
  const shown = screen();
  shown.write('one\r\n');
  const typed = typedBy(shown, 'echo whole');
  for (let line = 0; line < 20_000; line++) shown.write(`line ${line}\r\n`);
  expect(await typed).toBe('echo whole');
  await shown.settled();
  expect(shown.text().split('\n').at(-1)).toBe('line 19999');
});

test('thousands of commands between two looks: each line is told, and the screen is right', async () => {
  const shown = screen();
  const typed = Array.from({ length: 3_000 }, (_, index) => typedBy(shown, `echo ${index}`));
  shown.write(prompt);
  await shown.settled();
  expect(shown.text().split('\n').slice(-2)).toEqual(['$ echo 2999', '$']);
  expect(await Promise.all(typed)).toEqual(typed.map((_, index) => `echo ${index}`));
});

test('what is there without a query waits for nobody: text is on the screen after a while', async () => {
  const shown = screen();
  const parsed = new Promise<void>((resolve) => {
    shown.onChange(resolve);
  });
  shown.write(prompt);
  expect(shown.text()).toBe('');
  await parsed;
  expect(shown.text()).toBe('$');
  expect(shown.bracketedPaste).toBe(true);
});
