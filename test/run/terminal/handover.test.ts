import { describe, expect, test } from 'vitest';
import { ownerOf } from '../../../src/run/terminal/handover.ts';
import { newCommand } from '../../../src/run/terminal/shell-command.ts';
import { ShellTracker } from '../../../src/run/terminal/tracker.ts';
import { Typist } from '../../../src/run/terminal/typist.ts';
import { FakeClock } from '../fake-clock.ts';

const step = { id: 'a.1', place: { file: 'deck.md', line: 3, column: 1 } };

function command(exitCode?: number) {
  return { ...newCommand('psql', '', false), exitCode };
}

describe('who owns the terminal', () => {
  test.each([
    ['nothing was handed over', undefined, true, { kind: 'none' }],
    ['it runs', { step, command: command() }, false, { kind: 'there' }],
    ['it has ended', { step, command: command(1) }, false, { kind: 'gone', how: 'ended', step, exitCode: 1 }],
    [
      'the shell is back',
      { step, command: command() },
      true,
      { kind: 'gone', how: 'ended', step, exitCode: undefined },
    ],
    [
      'none was typed',
      { step, command: undefined },
      false,
      { kind: 'gone', how: 'notStarted', step, exitCode: undefined },
    ],
    [
      'it was stopped',
      { step, command: command(130), gone: 'stopped' },
      true,
      { kind: 'gone', how: 'stopped', step, exitCode: 130 },
    ],
    [
      'skipped',
      { step, command: undefined, gone: 'skipped' },
      true,
      { kind: 'gone', how: 'skipped', step, exitCode: undefined },
    ],
  ] as const)('%s', (_, handover, atPrompt, owner) => {
    expect(ownerOf(handover, atPrompt)).toEqual(owner);
  });
});

/** A terminal that only writes down what is typed; `reads`: a program asks for input. */
function typistAt(state: 'prompt' | 'running') {
  const tracker = new ShellTracker();
  const facts = { shell: '1', flags: '', othersFirst: false, empty: [], shellVersion: '5.2' };
  tracker.feed({ mark: { kind: 'promptStart', ...facts, exitCode: 0, number: 1 } });
  tracker.feed({ mark: { kind: 'promptEnd', continuation: false, exitCode: 0 } });
  if (state === 'running') {
    tracker.begin('x');
    tracker.lineTyped();
    tracker.feed({ mark: { kind: 'outputStart', exitCode: 0, number: 1, shell: '1' } });
  }
  const terminal = { typed: '', reads: undefined as 'program' | 'shell' | undefined };
  const clock = new FakeClock();
  const typist = new Typist({
    tracker,
    write: (keys) => (terminal.typed += keys),
    reader: () => terminal.reads,
    clock,
  });
  return { typist, terminal, tracker, clock };
}

describe('a person and the runner type', () => {
  test('keys of a person wait while the runner types, and are given back', () => {
    const { typist, terminal } = typistAt('running');
    typist.hold();
    typist.input('e');
    typist.input('c');
    expect(terminal.typed).toBe('');
    typist.giveBack();
    expect(terminal.typed).toBe('ec');
    typist.input('ho');
    expect(terminal.typed).toBe('echo');
  });

  test('those of two people are not mixed: whole lines first, each in one piece', () => {
    const { typist, terminal } = typistAt('running');
    typist.hold();
    typist.input('ech', 'Ada');
    typist.input('l', 'Blaise');
    typist.input('o a', 'Ada');
    typist.input('s\r', 'Blaise');
    typist.giveBack();
    expect(terminal.typed).toBe('ls\recho a');
  });

  test('keys that stop a program do not wait; what stood before them in the same chunk is lost', () => {
    const { typist, terminal } = typistAt('running');
    typist.hold();
    typist.input('a\x03');
    expect(terminal.typed).toBe('\x03');
  });

  test('^C at a prompt waits: nothing is there to be stopped', () => {
    const { typist, terminal } = typistAt('prompt');
    typist.hold();
    typist.input('\x03');
    expect(terminal.typed).toBe('');
  });

  test('a program that reads gets what a person types', () => {
    const { typist, terminal } = typistAt('running');
    typist.hold();
    terminal.reads = 'program';
    typist.input('Ada\r');
    expect(terminal.typed).toBe('Ada\r');
  });

  test('a program that reads a little later than it asks gets them too', async () => {
    const { typist, terminal, clock } = typistAt('running');
    typist.hold();
    typist.input('Ada\r');
    await clock.advance(100);
    expect(terminal.typed).toBe('');
    terminal.reads = 'program';
    await clock.advance(100);
    expect(terminal.typed).toBe('Ada\r');
    typist.giveBack();
    expect(terminal.typed).toBe('Ada\r');
  });

  test('of the shell it is asked twice: it may be at its next prompt, whose marks are on their way', async () => {
    const { typist, terminal, tracker, clock } = typistAt('running');
    typist.hold();
    terminal.reads = 'shell';
    typist.input('ls\r');
    await clock.advance(20);
    expect(terminal.typed).toBe('');
    await clock.advance(20);
    expect(terminal.typed).toBe('ls\r');
    typist.input('ls\r');
    await clock.advance(20);
    tracker.lineTyped();
    await clock.advance(5_000);
    expect(terminal.typed).toBe('ls\r');
  });

  test('keys that wait for a program are not for the one after it', async () => {
    const { typist, terminal, tracker, clock } = typistAt('running');
    typist.hold();
    typist.input('Ada\r');
    tracker.feed({ mark: { kind: 'commandEnd', exitCode: 0, number: 1, shellVersion: '5.2' } } as never);
    tracker.lineTyped();
    terminal.reads = 'program';
    await clock.advance(5_000);
    expect(terminal.typed).toBe('');
  });

  test('a half-typed line is put aside and comes back before the keys that waited', () => {
    const { typist, terminal } = typistAt('prompt');
    typist.input('ech');
    terminal.typed = '';
    typist.hold();
    expect(terminal.typed).toBe('\x05\x15');
    typist.input('o');
    terminal.typed = '';
    typist.giveBack();
    expect(terminal.typed).toBe('\x19o');
  });

  test('an empty line is left as it is', () => {
    const { typist, terminal } = typistAt('prompt');
    typist.hold();
    typist.giveBack();
    expect(terminal.typed).toBe('');
  });

  test('what keys have left on the line is cleared before a command is typed', () => {
    const { typist, terminal } = typistAt('prompt');
    typist.keys('rest');
    terminal.typed = '';
    typist.line('ls');
    expect(terminal.typed).toBe('\x15ls\r');
  });

  test('somebody who leans on a key does not fill the memory', () => {
    const { typist, terminal } = typistAt('running');
    typist.hold();
    for (let times = 0; times < 100; times++) typist.input('x'.repeat(100));
    typist.giveBack();
    expect(terminal.typed.length).toBe(4096);
  });
});
