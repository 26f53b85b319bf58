import { afterEach, expect, test } from 'vitest';
import { isSameLine } from '../../src/plan/by-hand.ts';
import { openSession } from '../../src/run/terminal/open-session.ts';
import type { Session } from '../../src/run/terminal/session.ts';
import type { ShellCommand } from '../../src/run/terminal/tracker.ts';
import { localTarget } from '../../src/target/local.ts';

const never = new AbortController().signal;
let session: Session;

afterEach(() => session.close());

async function open(cols = 80): Promise<void> {
  session = await openSession(localTarget({ environment: process.env }), {
    size: { cols, rows: 24 },
    prompt: '\\w $ ',
    watched: [],
    startMs: 10_000,
    signal: never,
  });
}

/** Types as a person does; gives the next command that has ended. */
async function typed(keys: string): Promise<ShellCommand> {
  const ended = new Promise<ShellCommand>((resolve) => {
    const unsubscribe = session.onCommand((command) => {
      unsubscribe();
      resolve(command);
    });
  });
  session.input(keys);
  return ended;
}

test.each([
  ['a line', 'echo one\r', 'echo one'],
  ['a corrected line', 'echo ome\x7f\x7fne\r', 'echo one'],
  ['a line edited in the middle', 'ecXho one\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x7f\r', 'echo one'],
  ['a thrown away beginning', 'rm -rf everything\x15echo one\r', 'echo one'],
  ['tab completion', 'cat /etc/host\tname >/dev/null; echo one\r', 'cat /etc/hostname >/dev/null; echo one'],
  ['a loop over lines', 'for i in 1 2; do\recho $i\rdone\r', 'for i in 1 2; do\necho $i\ndone'],
  ['wide characters', 'echo 日本 ♥ é\r', 'echo 日本 ♥ é'],
  [
    'a pasted command over lines',
    '\x1b[200~for i in 1 2\ndo echo $i\ndone\x1b[201~\r',
    'for i in 1 2\ndo echo $i\ndone',
  ],
  ['a screen that was cleared first', 'echo o\x0cne\r', 'echo one'],
])('the screen tells what somebody typed: %s', async (_name, keys, expected) => {
  await open();
  expect(await (await typed(keys)).byHand).toBe(expected);
});

test('commands that are pasted together are told apart, each with its exit code and its output', async () => {
  await open();
  const commands: ShellCommand[] = [];
  const all = new Promise<void>((resolve) => {
    session.onCommand((command) => {
      if (commands.push(command) === 3) resolve();
    });
  });
  session.input(
    '\x1b[200~ls /nonexistent-dir 2>/dev/null\nfor i in 1 2\ndo echo $i\ndone\necho done; (exit 3)\x1b[201~\r',
  );
  await all;
  const told = commands.map(async (command) => [await command.byHand, command.exitCode, await session.render(command)]);
  expect(await Promise.all(told)).toEqual([
    ['ls /nonexistent-dir 2>/dev/null', 2, ''],
    ['for i in 1 2\ndo echo $i\ndone', 0, '1\n2'],
    ['echo done; (exit 3)', 3, 'done'],
  ]);
});

test('a line longer than the screen is wide is one line', async () => {
  await open(40);
  const line = `echo ${'abcdefghij '.repeat(20)}end`;
  expect(await (await typed(`${line}\r`)).byHand).toBe(line);
});

test.each(['日本語', 'e\u0301te\u0301', '🤔 idée', 'ＡＢＣ', 'नमस्ते', '한국', 'zero\u200bwidth', '👩‍👩‍👧', '‼️'])(
  'whatever stands in the prompt: %s',
  async (folder) => {
    await open();
    await typed(`mkdir -p "/tmp/pupitre-by-hand/${folder}"; cd "/tmp/pupitre-by-hand/${folder}"\r`);
    expect(await (await typed('echo one\r')).byHand).toBe('echo one');
    expect(await (await typed('echo 日本\r')).byHand).toBe('echo 日本');
    const long = `echo ${'日本x '.repeat(30)}end`;
    expect(isSameLine((await (await typed(`${long}\r`)).byHand) ?? '', long)).toBe(true);
    await typed('cd /; rm -r /tmp/pupitre-by-hand\r');
  },
);

test('a long line of wide characters is one line, whatever the width', async () => {
  for (const cols of [40, 41, 42, 43]) {
    await open(cols);
    for (const line of [
      `echo ${'日本語x'.repeat(20)}`,
      `echo ${'日本 x 語 '.repeat(20)}`,
      `echo ${'é日 本 '.repeat(20)}`,
    ]) {
      const text = (await (await typed(`${line}\r`)).byHand) ?? '';
      expect([text, isSameLine(text, line.trim())]).toEqual([text, true]);
      expect(isSameLine(text, `${line}x`)).toBe(false);
    }
    await session.close();
  }
});

test('an accent of its own and a letter with one are the same', () => {
  expect(isSameLine('cd e\u0301te\u0301', 'cd été')).toBe(true);
  expect(isSameLine('cd ete', 'cd été')).toBe(false);
});

test('history gives a line again', async () => {
  await open();
  await typed('echo one\r');
  expect(await (await typed('\x1b[A\r')).byHand).toBe('echo one');
});

test('exit code and output are those of the command', async () => {
  await open();
  const command = await typed('echo out; (exit 3)\r');
  expect(command.exitCode).toBe(3);
  expect(await session.render(command)).toBe('out');
});

test('what the runner types is not taken for a person', async () => {
  await open();
  session.begin('echo one');
  session.typeLine('echo one');
  await session.untilPrompt({ ms: 5_000, signal: never });
  expect(session.command?.byHand).toBeUndefined();
});

test('what is half typed does not spoil the next step', async () => {
  await open();
  session.input('rm -rf ');
  session.begin('echo one');
  session.typeLine('echo one');
  await session.untilPrompt({ ms: 5_000, signal: never });
  expect(session.command).toMatchObject({ exitCode: 0 });
  expect(session.command && (await session.render(session.command))).toBe('one');
});
