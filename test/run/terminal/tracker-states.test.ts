import { describe, expect, test } from 'vitest';
import type { Mark, Piece } from '../../../src/run/terminal/marks.ts';
import { ShellTracker } from '../../../src/run/terminal/tracker.ts';

const facts = { shell: '100', flags: 'himBHs', othersFirst: false, empty: [], shellVersion: '5.2' };

/** Pieces of a stream, as short as a table wants them. */
const say = {
  text: (text: string): Piece => ({ text }),
  mark: (mark: Mark): Piece => ({ mark }),
  /** A whole prompt of bash after a command that ended with `exitCode`, the `number`-th one. */
  prompt: (exitCode = 0, number = 1, shell = '100'): Piece[] => [
    { mark: { kind: 'editor' } },
    { mark: { kind: 'promptStart', ...facts, shell, exitCode, number } },
    { text: '$ ' },
    { mark: { kind: 'promptEnd', continuation: false, exitCode } },
  ],
  /** The prompt of a shell that marks nothing else (dash). */
  plain: (exitCode = 0): Piece[] => [
    {
      mark: {
        ...{ kind: 'promptStart', exitCode, shell: '200', number: undefined, flags: '' },
        ...{ othersFirst: undefined, empty: undefined, shellVersion: undefined },
      },
    },
    { text: '# ' },
    { mark: { kind: 'promptEnd', continuation: false, exitCode } },
  ],
  more: (): Piece[] => [
    { mark: { kind: 'editor' } },
    { mark: { kind: 'promptStart', ...facts, exitCode: undefined, number: undefined } },
    { text: '> ' },
    { mark: { kind: 'promptEnd', continuation: true, exitCode: 0 } },
  ],
  start: (exitCode = 0, number = 1): Piece => ({ mark: { kind: 'outputStart', exitCode, number, shell: '100' } }),
} as const;

function at(...pieces: readonly Piece[]): ShellTracker {
  const tracker = new ShellTracker();
  for (const piece of [...say.prompt(), ...pieces]) tracker.feed(piece);
  return tracker;
}

function typed(tracker: ShellTracker, line: string): ShellTracker {
  tracker.begin(line);
  tracker.lineTyped();
  tracker.feed(say.text(`${line}\r\n`));
  return tracker;
}

function feed(tracker: ShellTracker, ...pieces: readonly Piece[]): string[] {
  return pieces.flatMap((piece) => tracker.feed(piece)).map(({ kind }) => kind);
}

describe('the states of a shell', () => {
  test('from its start to its end', () => {
    const tracker = new ShellTracker();
    const states = [tracker.state];
    const then = (...pieces: readonly Piece[]): void => {
      for (const piece of pieces) tracker.feed(piece);
      states.push(tracker.state);
    };
    then(...say.prompt());
    tracker.begin('for i in 1; do');
    tracker.lineTyped();
    then(say.text('for i in 1; do\r\n'));
    then(...say.more());
    tracker.extend('true; done');
    tracker.lineTyped();
    then(say.text('true; done\r\n'));
    then(say.start());
    then(...say.prompt(0, 2).slice(0, 3));
    then(...say.prompt(0, 2).slice(3));
    tracker.close(7);
    then();
    expect(states).toEqual('starting prompt typed continuation typed running running prompt closed'.split(' '));
    expect(tracker.command).toMatchObject({ text: 'for i in 1; do\ntrue; done', exitCode: 0, executed: true });
    expect(tracker.exitCode).toBe(7);
  });

  test('what comes after the end is text: no mark brings it back', () => {
    const tracker = at();
    tracker.close(undefined);
    expect(feed(tracker, ...say.prompt())).toEqual([]);
    expect(tracker.state).toBe('closed');
  });

  test('^C at a prompt: the state is not "prompt" until another one is there', () => {
    const tracker = at();
    expect(tracker.keysTyped('\x03')).toBe(true);
    expect(tracker.state).toBe('typed');
    expect(tracker.command).toBeUndefined();
  });

  test('keys edit the line at a prompt, and Return runs it, whatever it is', () => {
    const tracker = at();
    expect(tracker.keysTyped('ec')).toBe(true);
    expect(tracker.state).toBe('prompt');
    expect(tracker.keysTyped('ho\r', true)).toBe(true);
    expect(tracker.state).toBe('typed');
    feed(tracker, say.text('echo\r\n'), say.start());
    expect(tracker.command).toMatchObject({ text: '', byPerson: true });
  });

  test('keys go to a program that runs', () => {
    const tracker = typed(at(), 'cat');
    feed(tracker, say.start());
    expect(tracker.keysTyped('a\r')).toBe(false);
    expect(tracker.state).toBe('running');
    expect(tracker.command).toMatchObject({ text: 'cat', byPerson: false });
  });
});

describe('exit codes', () => {
  test.each([0, 1, 130])('%i is that of mark A', (exitCode) => {
    const tracker = typed(at(), 'x');
    feed(tracker, say.start(), say.text('out\r\n'));
    expect(feed(tracker, ...say.prompt(exitCode, 2))).toEqual(['promptStart', 'commandEnd', 'promptEnd']);
    expect(tracker.command).toMatchObject({ exitCode, executed: true });
    expect(tracker.command?.capture.text()).toBe('out\r\n');
    expect(tracker.lastExitCode).toBe(exitCode);
  });

  test('where D and A disagree, the shell is asked, and its answer counts', () => {
    const tracker = typed(at(), 'x');
    const end = {
      kind: 'commandEnd',
      exitCode: 0,
      inOrder: true,
      shell: '100',
      empty: [],
      shellVersion: undefined,
    } as const;
    feed(tracker, say.start(), say.mark(end), ...say.prompt(3, 2));
    expect(tracker.state).toBe('running');
    expect(tracker.wantsAnswer).toBe(true);
    tracker.asked();
    expect(tracker.wantsAnswer).toBe(false);
    expect(tracker.awaitsAnswer).toBe(true);
    feed(tracker, say.mark({ kind: 'answer', exitCode: 3, shell: '100', intact: true }));
    expect(tracker.state).toBe('prompt');
    expect(tracker.command?.exitCode).toBe(3);
  });

  test('a prompt without a mark (PS1 was replaced) is asked for its code', () => {
    const tracker = typed(at(), 'PS1=x');
    feed(tracker, say.start(), say.mark({ kind: 'editor' }), say.text('x'));
    expect(tracker.wantsAnswer).toBe(true);
    tracker.asked();
    feed(tracker, say.mark({ kind: 'answer', exitCode: 1, shell: '100', intact: false }));
    expect(tracker.state).toBe('prompt');
    expect(tracker.command?.exitCode).toBe(1);
  });

  test('without an answer what the marks say must do', () => {
    const tracker = typed(at(), 'x');
    const end = {
      kind: 'commandEnd',
      exitCode: 0,
      inOrder: true,
      shell: '100',
      empty: [],
      shellVersion: undefined,
    } as const;
    feed(tracker, say.start(), say.mark(end), ...say.prompt(4, 2));
    tracker.asked();
    tracker.settle();
    expect(tracker.state).toBe('prompt');
    expect(tracker.command?.exitCode).toBe(4);
  });

  test('of commands that were pasted together each has its own', () => {
    const tracker = at();
    tracker.keysTyped('false\rtrue\r', true);
    const commands = [];
    for (const piece of [say.text('\r\n'), say.start(0, 1), say.start(1, 2), ...say.prompt(0, 3)]) {
      for (const event of tracker.feed(piece)) if (event.kind === 'commandEnd') commands.push(event.command);
    }
    expect(commands.map(({ exitCode, pasted }) => [exitCode, pasted])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  test('a line that bash throws away was not run', () => {
    const tracker = typed(at(), 'if fi');
    feed(tracker, say.text('bash: syntax error\r\n'));
    expect(feed(tracker, ...say.prompt(2, 1))).not.toContain('commandEnd');
    expect(tracker.command).toMatchObject({ exitCode: 2, executed: false });
  });

  test('variables that were left empty are told', () => {
    const tracker = typed(at(), 'X=');
    const [editor, , text, end] = say.prompt(0, 2);
    const start = say.mark({ kind: 'promptStart', ...facts, empty: ['X'], exitCode: 0, number: 2 });
    feed(tracker, say.start(), ...[editor, start, text, end].filter((piece) => piece !== undefined));
    expect(tracker.command?.empty).toEqual(['X']);
  });
});

describe('shells inside shells', () => {
  test('each has its level, and leaving one is told', () => {
    const tracker = typed(at(), 'bash');
    expect(tracker.depth).toBe(1);
    feed(tracker, say.start(), ...say.prompt(0, 1, '101'));
    expect(tracker.depth).toBe(2);
    typed(tracker, 'exit 3');
    feed(tracker, say.start(), ...say.prompt(3, 2, '100'));
    expect(tracker.depth).toBe(1);
    expect(tracker.command).toMatchObject({ exitCode: 3, leftShell: true });
  });

  test('one without marks for outputs runs from the end of the echo', () => {
    const tracker = typed(at(), 'sh');
    feed(tracker, say.start(), ...say.plain());
    expect(tracker.isAnnounced).toBe(false);
    tracker.begin('ls');
    tracker.lineTyped();
    feed(tracker, say.text('l'), say.text('s'));
    expect(tracker.state).toBe('typed');
    feed(tracker, say.text('\r\nfile\r\n'));
    expect(tracker.state).toBe('running');
    feed(tracker, ...say.plain(1));
    expect(tracker.command).toMatchObject({ text: 'ls', exitCode: 1, executed: true });
    expect(tracker.command?.capture.text()).toBe('file\r\n');
  });
});

test('an echo that the shell has wrapped is no output', () => {
  const tracker = typed(at(), 'sh');
  feed(tracker, say.start(), ...say.plain());
  tracker.begin("sh -c 'exit 3'");
  tracker.lineTyped();
  feed(tracker, say.text("sh -c 'exit\r\n"), say.text(" 3'\r\nout\r\n"), ...say.plain(3));
  expect(tracker.command).toMatchObject({ exitCode: 3, executed: true });
  expect(tracker.command?.capture.text()).toBe('out\r\n');
});

describe('the window of a wait', () => {
  test('begins when something is typed, and has neither echo nor prompt', () => {
    const tracker = typed(at(say.text('older')), 'echo new');
    feed(tracker, say.start(), say.text('new\r\n'), ...say.prompt(0, 2));
    expect(tracker.window.text).toBe('new\n');
    tracker.begin('x');
    tracker.lineTyped();
    expect(tracker.window.text).toBe('');
  });
});
