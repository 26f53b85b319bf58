import { beforeEach, expect, test } from 'vitest';
import type { Mark } from '../../../src/run/terminal/marks.ts';
import { ShellTracker } from '../../../src/run/terminal/tracker.ts';

let tracker: ShellTracker;
/** What the tracker has told, in short. */
let told: string[];

/** Number of the next command of the shell. */
let number: number;

beforeEach(() => {
  tracker = new ShellTracker();
  told = [];
  number = 1;
  prompt(0);
  told = [];
});

const editor: Mark = { kind: 'editor' };

function start(exitCode: number | undefined, more: Partial<Mark & { kind: 'promptStart' }> = {}): Mark {
  return {
    kind: 'promptStart',
    ...{ exitCode, shell: '10', number, flags: 'hB', othersFirst: false, empty: undefined, shellVersion: '5.2' },
    ...more,
  };
}

function end(exitCode: number, continuation = false): Mark {
  return { kind: 'promptEnd', continuation, exitCode };
}

function done(exitCode: number, inOrder = true): Mark {
  return { kind: 'commandEnd', exitCode, inOrder, shell: '10', empty: [], shellVersion: undefined };
}

function output(exitCode = 0, command: number | undefined = number, shell = '10'): Mark {
  return { kind: 'outputStart', exitCode, number: command, shell };
}

function answer(exitCode: number, intact = true, shell = '10'): Mark {
  return { kind: 'answer', exitCode, intact, shell };
}

function feed(...pieces: readonly (Mark | string)[]): void {
  for (const piece of pieces)
    for (const event of tracker.feed(typeof piece === 'string' ? { text: piece } : { mark: piece })) {
      if (event.kind !== 'commandStart' && event.kind !== 'commandEnd') told.push(event.kind);
      else
        told.push(
          `${event.kind} ${event.command.text}${event.kind === 'commandEnd' ? `=${event.command.exitCode}` : ''}`,
        );
    }
}

/** The prompt of bash, as it is when nobody has changed anything. */
function prompt(exitCode: number, more: Partial<Mark & { kind: 'promptStart' }> = {}): void {
  feed('\x1b[?2004h', editor, start(exitCode, more), '$ ', end(exitCode));
}

/** The prompt of a shell that marks nothing else (dash). */
function plainPrompt(exitCode: number): void {
  feed(start(exitCode, { shell: '11', number: undefined, shellVersion: undefined }), '# ', end(exitCode));
}

function type(line: string): void {
  tracker.begin(line);
  tracker.lineTyped();
  feed(`${line}\r\n\x1b[?2004l\r`);
}

/** A line that runs, up to its output. */
function runs(line: string): void {
  type(line);
  feed(output());
  number += 1;
}

function outputOf(): string {
  return tracker.command?.capture.text() ?? '';
}

test.each([0, 1, 3, 130])('a command from its line to its prompt, with exit code %i', (exitCode) => {
  runs('a');
  expect(tracker.state).toBe('running');
  feed('out\r\n');
  prompt(exitCode);
  expect(told).toEqual(['lineEnd', 'commandStart a', 'promptStart', `commandEnd a=${exitCode}`, 'promptEnd']);
  expect(tracker).toMatchObject({ state: 'prompt', lastExitCode: exitCode, wantsAnswer: false });
  expect(tracker.command).toMatchObject({ exitCode, executed: true });
  expect(outputOf()).toBe('out\r\n\x1b[?2004h');
});

test('what others print in PROMPT_COMMAND is no output, and their exit code is nothing', () => {
  runs('a');
  feed('out\r\n', done(3), 'theirs\r\n');
  prompt(3, { othersFirst: true });
  expect(tracker.command).toMatchObject({ exitCode: 3 });
  expect(outputOf()).toBe('out\r\n');
});

test.each<[string, readonly (Mark | string)[]]>([
  ['the prompt has no marks', [editor, 'x$ ']],
  ['the prompt has lost its beginning', [editor, 'x$ ', end(0)]],
  ['others have PROMPT_COMMAND to themselves', [editor, start(0, { othersFirst: true }), '$ ', end(0)]],
  [
    'something came before ours in PROMPT_COMMAND',
    [done(0, false), editor, start(0, { othersFirst: true }), '$ ', end(0)],
  ],
  ['the two exit codes differ', [done(1), editor, start(0, { othersFirst: true }), '$ ', end(0)]],
])('the shell is asked when %s, and what it says counts', (_why, pieces) => {
  runs('a');
  feed('out\r\n', ...pieces);
  expect(tracker).toMatchObject({ state: 'running', wantsAnswer: true });
  tracker.asked();
  expect(tracker.wantsAnswer).toBe(false);
  feed('\r\x1b[K\r', answer(7, false));
  expect(tracker).toMatchObject({ state: 'prompt', lastExitCode: 7 });
  expect(outputOf()).toBe('out\r\n');
});

test('a command that ran without a mark at its start has run, and the shell is asked', () => {
  type('a');
  feed('out\r\n');
  number += 1;
  prompt(0);
  expect(tracker).toMatchObject({ state: 'typed', wantsAnswer: true });
  tracker.asked();
  feed(answer(0));
  expect(tracker.command).toMatchObject({ executed: true, exitCode: 0 });
});

test('a line that was thrown away has not run', () => {
  type('if fi');
  feed('bash: syntax error\r\n');
  prompt(2);
  expect(tracker.command).toMatchObject({ executed: false, exitCode: 2 });
  expect(told).toEqual(['promptStart', 'promptEnd']);
});

test('after an answer the prompt is drawn anew, which tells nothing, also when the next line is typed already', () => {
  runs('a');
  feed(editor, 'x$ ');
  tracker.asked();
  feed(answer(0, false));
  tracker.begin('b');
  tracker.lineTyped();
  feed(editor, start(0), 'x$ ', end(0));
  expect(tracker.state).toBe('typed');
  feed('b\r\n', output());
  expect(tracker).toMatchObject({ state: 'running', command: { text: 'b' } });
});

test('the line editor of a command (`read -e`) shows no prompt of the shell', () => {
  runs('read -e X');
  feed(editor, 'name? ');
  expect(tracker.wantsAnswer).toBe(true);
  tracker.asked();
  feed(answer(0, true));
  expect(tracker.state).toBe('running');
  expect(tracker.window.text).toContain('name? ');
  feed(editor, 'name? ');
  feed(editor, 'name? A');
  expect(tracker.wantsAnswer).toBe(false);
  feed('Ada\r\n');
  prompt(0);
  expect(tracker.state).toBe('prompt');
});

test('a prompt for more lines that nobody can mark is one', () => {
  type('for i in 1');
  feed(editor, '> ');
  tracker.asked();
  feed(answer(0, true));
  expect(tracker.state).toBe('continuation');
});

test('an answer that nobody waits for changes nothing', () => {
  runs('a');
  feed(answer(9));
  expect(tracker).toMatchObject({ state: 'running', lastExitCode: undefined });
});

test('^C at a prompt: the next prompt counts, and that it is the next is asked', () => {
  expect(tracker.keysTyped('\x03')).toBe(true);
  expect(tracker).toMatchObject({ state: 'typed', isInterrupted: true });
  feed('^C\r\n');
  prompt(130);
  expect(tracker).toMatchObject({ state: 'typed', wantsAnswer: true });
  tracker.asked();
  feed(answer(130));
  expect(tracker).toMatchObject({ state: 'prompt', lastExitCode: undefined, isInterrupted: false });
});

test('^C while a program ends: the prompt of before is not the one after', () => {
  runs('a');
  expect(tracker.keysTyped('\x03')).toBe(false);
  prompt(0);
  tracker.asked();
  prompt(130);
  expect(tracker).toMatchObject({ state: 'running', wantsAnswer: false });
  feed(answer(0));
  expect(tracker.state).toBe('prompt');
});

test('an answer from before a ^C says nothing of what comes after it', () => {
  runs('a');
  feed(editor, 'x$ ');
  tracker.asked();
  tracker.keysTyped('\x03');
  feed(answer(0, false));
  expect(tracker.state).toBe('running');
  prompt(130);
  expect(tracker.wantsAnswer).toBe(true);
  tracker.asked();
  feed(answer(130));
  expect(tracker).toMatchObject({ state: 'prompt', lastExitCode: 130 });
});

test('a shell that ignores ^C is at its prompt when it answers', () => {
  tracker.keysTyped('\x03');
  tracker.asked();
  feed(answer(0));
  expect(tracker.state).toBe('prompt');
});

test('a shell that cannot be asked: a prompt after ^C counts with the code of a signal, or when no other one comes', () => {
  runs('sh');
  plainPrompt(0);
  tracker.begin('sleep 9');
  tracker.lineTyped();
  feed('sleep 9\r\n');
  expect(tracker.state).toBe('running');
  tracker.keysTyped('\x03');
  plainPrompt(0);
  expect(tracker).toMatchObject({ state: 'running', wantsSilence: true, wantsAnswer: false });
  expect(tracker.settle()).toMatchObject([{ kind: 'commandEnd' }, { kind: 'promptEnd' }]);
  tracker.begin('sleep 9');
  tracker.lineTyped();
  feed('sleep 9\r\n');
  tracker.keysTyped('\x03');
  plainPrompt(130);
  expect(tracker).toMatchObject({ state: 'prompt', lastExitCode: 130 });
});

test('without an answer, what is known must do; where nothing is known, nothing is said', () => {
  runs('a');
  feed(editor, start(4, { othersFirst: true }), '$ ', end(4));
  tracker.asked();
  expect(tracker.awaitsAnswer).toBe(true);
  expect(tracker.settle()).toBeDefined();
  expect(tracker).toMatchObject({ state: 'prompt', lastExitCode: 4 });
  runs('c');
  feed(done(0), editor, start(5, { othersFirst: true }), '$ ', end(5));
  tracker.asked();
  expect(tracker.settle()).toBeDefined();
  expect(tracker.command?.exitCode).toBe(5);
  runs('b');
  feed(editor, 'x$ ');
  tracker.asked();
  expect(tracker.settle()).toBeUndefined();
});

test('commands that are pasted together', () => {
  runs('');
  feed('one\r\n', output(2, number));
  number += 1;
  feed('two\r\n');
  expect(tracker.command).toMatchObject({ pasted: 1, exitCode: undefined });
  prompt(0);
  expect(told).toEqual([
    'lineEnd',
    'commandStart ',
    'commandEnd =2',
    'commandStart ',
    'promptStart',
    'commandEnd =0',
    'promptEnd',
  ]);
});

test('two marks at the start of the same command are around what others have in PS0', () => {
  type('a');
  feed(output(0, 1), '[12:00] ', output(0, 1), 'out\r\n');
  expect(outputOf()).toBe('out\r\n');
  expect(tracker.command?.pasted).toBeUndefined();
});

test('shells inside, and out again', () => {
  expect(tracker.depth).toBe(1);
  runs('bash');
  const outer = number;
  number = 1;
  prompt(0, { shell: '11' });
  expect(tracker).toMatchObject({ depth: 2, command: { text: 'bash', exitCode: 0 } });
  type('exit');
  feed(output(0, 1, '11'), 'exit\r\n');
  number = outer;
  prompt(5);
  expect(tracker).toMatchObject({ depth: 1, command: { text: 'exit', exitCode: 5, leftShell: true } });
  runs('a');
  prompt(0);
  expect(tracker.command?.leftShell).toBeUndefined();
});

test('what runs in the background when a command begins is known to it', () => {
  runs('sleep 9 &');
  feed({ kind: 'jobs', text: '[1]+  Running   sleep 9 &\r\n' }, done(0));
  prompt(0);
  runs('a');
  expect(tracker.command?.jobs).toBe('[1]+  Running   sleep 9 &\r\n');
});

test('marks that come after the prompt, from behind a pipe, change nothing', () => {
  runs('a');
  prompt(0);
  feed(done(1));
  expect(tracker).toMatchObject({ state: 'prompt', lastExitCode: 0 });
  feed(editor, start(0), '$ ', end(0));
  expect(tracker).toMatchObject({ state: 'prompt', lastExitCode: 0, wantsAnswer: false });
});

test('a prompt that is drawn anew while a line is edited, as ^L does, is no doubt', () => {
  runs('a');
  feed(done(0));
  prompt(0, { othersFirst: true });
  told = [];
  feed(editor, start(0, { othersFirst: true }), '$ ', end(0), 'ec');
  expect(tracker).toMatchObject({ state: 'prompt', wantsAnswer: false });
  expect(told).toEqual(['promptStart', 'promptEnd']);
});

test('variables that are empty, the options and the version of the shell', () => {
  runs('a');
  prompt(0, { empty: ['A'], flags: 'ehB' });
  expect(tracker.command?.empty).toEqual(['A']);
  expect(tracker.facts).toMatchObject({ version: '5.2', flags: 'ehB', hasEditor: true, takesPaste: true });
});

test('text is pasted only into a line editor of bash 5.1 and newer', () => {
  const takesPaste = (more: Partial<Mark & { kind: 'promptStart' }>): boolean => {
    runs('x');
    prompt(0, more);
    return tracker.facts.takesPaste;
  };
  expect(takesPaste({ shellVersion: '5.0.17' })).toBe(false);
  expect(takesPaste({ shellVersion: '5.1' })).toBe(true);
  runs('sh');
  feed(start(0, { number: undefined, shellVersion: undefined }), '# ', end(0));
  expect(tracker.facts.takesPaste).toBe(false);
});

test('a shell from its start to its end', () => {
  tracker = new ShellTracker();
  const states = [tracker.state];
  const then = (act: () => void): void => {
    act();
    states.push(tracker.state);
  };
  then(() => {
    prompt(0);
  });
  then(() => {
    type('for i in 1; do');
  });
  then(() => {
    feed(editor, start(undefined), '> ', end(0, true));
  });
  then(() => {
    tracker.extend('true; done');
    tracker.lineTyped();
    feed('true; done\r\n');
  });
  then(() => {
    feed(output());
    number += 1;
  });
  then(() => {
    feed(editor, start(0), '$ ');
  });
  then(() => {
    feed(end(0));
  });
  then(() => {
    tracker.close(7);
  });
  expect(states).toEqual('starting prompt typed continuation typed running running prompt closed'.split(' '));
  expect(tracker.command).toMatchObject({ text: 'for i in 1; do\ntrue; done', exitCode: 0, executed: true });
  expect(tracker.exitCode).toBe(7);
});

test('what comes after the end is text: no mark brings it back', () => {
  tracker.close(undefined);
  prompt(0);
  expect(told).toEqual([]);
  expect(tracker.state).toBe('closed');
});

test('^C at a prompt: the state is not "prompt" until another one is there', () => {
  expect(tracker.keysTyped('\x03')).toBe(true);
  expect(tracker.state).toBe('typed');
  expect(tracker.command).toBeUndefined();
});

test('keys edit the line at a prompt, and Return runs it, whatever it is', () => {
  expect(tracker.keysTyped('ec')).toBe(true);
  expect(tracker.state).toBe('prompt');
  expect(tracker.keysTyped('ho\r', true)).toBe(true);
  expect(tracker.state).toBe('typed');
  feed('echo\r\n', output());
  expect(tracker.command).toMatchObject({ text: '', byPerson: true });
});

test('keys go to a program that runs', () => {
  runs('cat');
  expect(tracker.keysTyped('a\r')).toBe(false);
  expect(tracker.state).toBe('running');
  expect(tracker.command).toMatchObject({ text: 'cat', byPerson: false });
});

test('only where a person has typed a line, it has to be read off the screen', () => {
  const byHand: boolean[] = [];
  const listen = (...pieces: readonly Mark[]): void => {
    for (const event of pieces.flatMap((mark) => tracker.feed({ mark })))
      if (event.kind === 'lineEnd') byHand.push(event.byHand);
  };
  type('if true; then');
  listen(start(undefined), end(0, true));
  tracker.extend('true; fi');
  tracker.lineTyped();
  listen(output());
  number += 1;
  prompt(0);
  tracker.keysTyped('if true; then\r', true);
  tracker.feed({ text: 'if true; then\r\n' });
  listen(start(undefined), end(0, true));
  tracker.keysTyped('true; fi\r', true);
  tracker.feed({ text: 'true; fi\r\n' });
  listen(output());
  expect(byHand).toEqual([false, false, true, true]);
});

test('a shell without marks for outputs runs from the end of the echo', () => {
  runs('sh');
  plainPrompt(0);
  expect(tracker.isAnnounced).toBe(false);
  tracker.begin('ls');
  tracker.lineTyped();
  feed('l', 's');
  expect(tracker.state).toBe('typed');
  feed('\r\nfile\r\n');
  expect(tracker.state).toBe('running');
  plainPrompt(1);
  expect(tracker.command).toMatchObject({ text: 'ls', exitCode: 1, executed: true });
  expect(outputOf()).toBe('file\r\n');
});

test('an echo that the shell has wrapped is no output', () => {
  runs('sh');
  plainPrompt(0);
  tracker.begin("sh -c 'exit 3'");
  tracker.lineTyped();
  feed("sh -c 'exit\r\n", " 3'\r\nout\r\n");
  plainPrompt(3);
  expect(tracker.command).toMatchObject({ exitCode: 3, executed: true });
  expect(outputOf()).toBe('out\r\n');
});

test('the window of a wait begins when something is typed, and has neither echo nor prompt', () => {
  feed('older');
  runs('echo new');
  feed('new\r\n');
  prompt(0);
  expect(tracker.window.text).toBe('new\n');
  tracker.begin('x');
  tracker.lineTyped();
  expect(tracker.window.text).toBe('');
});
