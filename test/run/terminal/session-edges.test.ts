import { expect, test } from 'vitest';
import { type OpenOptions, openSession } from '../../../src/run/terminal/open-session.ts';
import type { Session } from '../../../src/run/terminal/session.ts';
import { FakeClock } from '../fake-clock.ts';
import { fakeTarget, type FakeTty } from '../fake-tty.ts';

const never = new AbortController().signal;

async function open(options: Partial<OpenOptions> = {}) {
  const clock = new FakeClock();
  const target = fakeTarget();
  const session = await openSession(target, {
    size: { cols: 80, rows: 24 },
    prompt: '$ ',
    watched: [],
    startMs: 10_000,
    signal: never,
    clock,
    ...options,
  });
  const [tty] = target.ttys;
  if (!tty) throw new Error('no terminal was opened');
  return { session, tty, clock };
}

/** A command from its line to the next prompt. */
function runLine(session: Session, tty: FakeTty, line: string, output: string, exitCode = 0): void {
  session.begin(line);
  session.typeLine(line);
  tty.print(tty.start(line), output, tty.prompt(exitCode));
}

test('an answer of the terminal goes to the program that asked, and not to the prompt when it has ended', async () => {
  const { session, tty } = await open();
  session.typeLine('ask');
  tty.print(tty.start('ask'), '\x1b[6n');
  await session.screen.settled();
  expect(tty.typed).toMatch(/^ask\r\x1b\[\d+;\d+R$/);
  const before = tty.typed;
  tty.print('\x1b[6n', tty.prompt());
  await session.screen.settled();
  expect(tty.typed).toBe(before);
});

test('what an answer may have left on the line is cleared before the next one is typed', async () => {
  const { session, tty } = await open();
  session.typeLine('ask');
  tty.print(tty.start('ask'), '\x1b[6n');
  await session.screen.settled();
  tty.print(tty.prompt());
  tty.typed = '';
  session.typeLine('one');
  tty.print(tty.start('one'), tty.prompt());
  session.typeLine('two');
  expect(tty.typed).toBe('\x15one\rtwo\r');
});

test('silence says nothing while reading is paused', async () => {
  const { session, tty, clock } = await open();
  session.typeLine('flood');
  tty.print(tty.start('flood'));
  let outcome = '';
  const waiting = session.untilPrompt({ ms: 60_000, signal: never, quietMs: 100, quiet: () => true });
  void waiting.then(({ kind }) => (outcome = kind));
  session.hold(true);
  expect(tty.paused).toBe(true);
  await clock.advance(1_000);
  expect(outcome).toBe('');
  session.hold(false);
  expect(tty.paused).toBe(false);
  await clock.advance(100);
  expect(outcome).toBe('quiet');
});

test('every chunk is a new beginning for silence', async () => {
  const { session, tty, clock } = await open();
  session.typeLine('talk');
  tty.print(tty.start('talk'));
  let outcome = '';
  const waiting = session.untilPrompt({ ms: 450, signal: never, quietMs: 100, quiet: () => true });
  void waiting.then(({ kind }) => (outcome = kind));
  for (let at = 0; at < 5; at++) {
    await clock.advance(80);
    tty.print('more\r\n');
  }
  expect(outcome).toBe('');
  await clock.advance(60);
  expect(outcome).toBe('timeout');
});

test('a flood is not kept for placeholders, what is short is', async () => {
  const { session, tty } = await open();
  runLine(session, tty, 'short', 'PORT 30001\r\n');
  runLine(session, tty, 'flood', 'x'.repeat(40_000));
  runLine(session, tty, 'last', 'end\r\n');
  expect(await session.commandLog('deck.md')).toEqual([
    { command: 'short', output: 'PORT 30001' },
    { command: 'last', output: 'end' },
  ]);
});

test('of lines that were pasted together each mark at a start ends the command before, whose exit code it has', async () => {
  const { session, tty } = await open();
  const ended: unknown[] = [];
  session.onCommand(({ text, exitCode, pasted }) => ended.push([text, exitCode, pasted]));
  session.begin('a');
  session.typeLine('a');
  tty.print(tty.start('a'), 'one\r\n', tty.mark('C;s=1'), 'two\r\n', tty.prompt(3));
  expect(ended).toEqual([
    ['a', 1, 0],
    ['', 3, 1],
  ]);
  expect(session.command && (await session.render(session.command))).toBe('two');
});

test('a line that bash throws away has not run: what it says comes without a mark for outputs', async () => {
  const { session, tty } = await open();
  session.begin('if fi');
  session.typeLine('if fi');
  tty.print('if fi\r\nbash: syntax error\r\n', tty.prompt(2));
  expect(session.command).toMatchObject({ exitCode: 2, executed: false });
  expect(session.command && (await session.render(session.command))).toBe('bash: syntax error');
});

test('text between the end of a command and the prompt is not its output', async () => {
  const { session, tty } = await open();
  session.typeLine('a');
  tty.print(tty.start('a'), 'one\r\n', tty.mark('D;s=0;e=;v=5.2'), '[1]+  Done\r\n', tty.prompt());
  expect(session.command && (await session.render(session.command))).toBe('one');
});

test('the prompt counts when it is complete, not before', async () => {
  const { session, tty } = await open();
  session.typeLine('a');
  tty.print(tty.start('a'), tty.mark('D;s=0;e=;v=5.2'), tty.mark('A;s=0'), 'folder');
  expect(session.state).toBe('running');
  expect(session.window.text).toBe('');
  tty.print(' $ ', tty.mark('B;s=0'));
  expect(session.state).toBe('prompt');
});

test('a shell without marks for outputs runs from the end of its echo', async () => {
  const { session, tty } = await open();
  session.typeLine('sh');
  tty.print(tty.start('sh'), tty.mark('A;s=0'), '# ', tty.mark('B;s=0'));
  session.begin('ls');
  session.typeLine('ls');
  tty.print('ls');
  expect(session.state).toBe('typed');
  tty.print('\r\nfile\r\n');
  expect(session.state).toBe('running');
  tty.print(tty.mark('A;s=2'), '# ', tty.mark('B;s=2'));
  expect(session.command).toMatchObject({ text: 'ls', exitCode: 2, executed: true });
  expect(session.command && (await session.render(session.command))).toBe('file');
});

test('an interrupted shell gets another ^C every 300 ms, a program has the time that it is given', async () => {
  const { session, tty, clock } = await open();
  session.typeLine('cat <<E');
  tty.print('cat <<E\r\n', tty.mark('A;k=s;s=0'), '> ', tty.mark('B;k=s;s=0'));
  tty.typed = '';
  const back = session.interrupt();
  await clock.advance(700);
  expect(tty.typed).toBe('\x03\x03\x03');
  tty.print(tty.prompt(130));
  expect(await back).toBe(true);
  session.typeLine('sleep 100');
  tty.print(tty.start('sleep 100'));
  tty.typed = '';
  const again = session.interrupt([1_000, 500, 500, 500]);
  await clock.advance(900);
  expect(tty.typed).toBe('\x03');
  await clock.advance(700);
  expect(tty.typed).toBe('\x03\x03\x1c');
  tty.print(tty.prompt(131));
  expect(await again).toBe(true);
});

test('a shell that nothing brings back is closed', async () => {
  const { session, tty, clock } = await open();
  session.typeLine('stuck');
  tty.print(tty.start('stuck'));
  const back = session.interrupt([10, 10, 10, 10]);
  await clock.advance(50);
  expect(await back).toBe(false);
  expect(session.state).toBe('closed');
});

test('a shell that shows no prompt is told with what it said', async () => {
  const clock = new FakeClock();
  const target = fakeTarget((tty) => {
    tty.print('disk is full\r\n');
  });
  const opening = openSession(target, {
    ...{ size: { cols: 80, rows: 24 }, prompt: '$ ', watched: [], startMs: 2_000, signal: never, clock },
  });
  const failed = expect(opening).rejects.toThrow(
    'the shell on fake showed no prompt within 2 s; it said: disk is full',
  );
  await clock.advance(2_000);
  await failed;
});

test.each([
  ['3.2.57(1)-release', false],
  ['4.3.0', false],
  ['4.4.0', true],
  ['5.2.15', true],
])('bash %s is good enough: %s', async (version, isGood) => {
  const target = fakeTarget((tty) => {
    tty.print(tty.mark(`D;s=0;e=;v=${version}`), tty.mark('A;s=0'), '$ ', tty.mark('B;s=0'));
  });
  const opening = openSession(target, {
    ...{ size: { cols: 80, rows: 24 }, prompt: '$ ', watched: [], startMs: 2_000, signal: never },
  });
  if (isGood) await opening;
  else await expect(opening).rejects.toThrow(/is too old, 4\.4 is needed/);
});
