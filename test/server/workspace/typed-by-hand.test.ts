import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { builtinMatchers } from '../../../src/match/matchers.ts';
import { unitsOf } from '../../../src/plan/units.ts';
import { Capture } from '../../../src/run/terminal/capture.ts';
import type { ShellCommand } from '../../../src/run/terminal/tracker.ts';
import { RunRecord } from '../../../src/server/workspace/run-record.ts';
import { TypedByHand } from '../../../src/server/workspace/typed-by-hand.ts';
import type { UnitStates } from '../../../src/server/workspace/unit-states.ts';
import { planOf } from '../../run/steps.ts';
import { visible, watchedStates } from './units.ts';

const plan = planOf(
  visible('one', 1),
  visible('lines', 1, {
    lines: ['cd /tmp', 'ls'].map((text) => ({ text, place: { file: 'deck.md', line: 1, column: 1 } })),
  }),
  { ...visible('again', 2), lines: visible('one', 2).lines },
  visible('none', 3, { exit: 1 }),
);
const units = unitsOf(plan);

let states: UnitStates;
let log: string[];
let slide: number;
let typedByHand: TypedByHand;
let ended: (command: ShellCommand) => void;
let output: string;

beforeEach(() => {
  ({ states, log } = watchedStates());
  slide = 1;
  output = 'rendered';
  typedByHand = new TypedByHand({
    record: new RunRecord(),
    ...{ plan, units, states, lang: 'fr' },
    slide: () => slide,
    onError: (error) => expect.fail(String(error)),
  });
  typedByHand.follow({
    onCommand: (listener) => {
      ended = listener;
      return () => undefined;
    },
    render: () => Promise.resolve(output),
  });
});

/** A command line has ended that the shell did not get from the runner's `bash` steps. */
async function ends(line: string, exitCode = 0): Promise<void> {
  const byHand = Promise.resolve(line);
  ended({ text: '', exitCode, executed: true, byPerson: true, capture: new Capture(), empty: [], byHand });
  await turn();
}

/** A person types a command line, and it has ended. */
async function types(line: string, exitCode = 0): Promise<void> {
  typedByHand.personTypes();
  await ends(line, exitCode);
}

test('what a person types is the step of the slide that is shown', async () => {
  await types('echo one');
  slide = 2;
  await types('echo   one');
  await types('echo nothing of the course');
  expect(log).toEqual(['one passed', 'again passed']);
  const [one] = units;
  expect(one && states.get(one)).toMatchObject({ byHand: true });
});

test('what a unit types with its keys is not typed by a person', async () => {
  await types('echo nothing of the course');
  typedByHand.unitTypes();
  await ends('echo one');
  expect(log).toEqual([]);
  await types('echo one');
  expect(log).toEqual(['one passed']);
});

test('what the runner typed line by line does not count', async () => {
  typedByHand.personTypes();
  ended({ text: 'echo one', exitCode: 0, executed: true, byPerson: true, capture: new Capture(), empty: [] });
  await turn();
  expect(log).toEqual([]);
});

test('a step of several lines counts after the last, in order', async () => {
  await types('ls');
  await types('cd /tmp');
  expect(log).toEqual([]);
  await types('ls');
  expect(log).toEqual(['lines passed']);
});

test('one whose first line fails has failed, in the language of the page, and begins again', async () => {
  await types('cd /tmp', 2);
  const lines = units[1];
  expect(lines && states.get(lines)).toMatchObject({ status: 'failed', exitCode: 2, byHand: true });
  expect(lines && states.get(lines).reason).toContain('avec le code 2');
  await types('ls');
  expect(log).toEqual(['lines failed']);
});

test('a failure that the slide shows is what must come', async () => {
  await types('echo none', 0);
  const none = units[3];
  expect(none && states.get(none).reason).toBe('echo none s’est terminée avec le code 0, mais 1 était attendu');
  await types('echo none', 1);
  expect(log).toEqual(['none failed', 'none passed']);
});

test('the same in other words is the step, too', async () => {
  await types('echo "one"');
  await types("cd '/tmp' && ls");
  expect(log).toEqual(['one passed', 'lines passed']);
});

test('commands of two steps on one line are both steps; where it fails, nobody knows which', async () => {
  await types('echo one && cd /tmp && ls', 1);
  expect(log).toEqual([]);
  await types('echo one && cd /tmp && ls');
  expect(log).toEqual(['one passed', 'lines passed']);
  const [one] = units;
  expect(one && states.get(one)).toMatchObject({ byHand: true });
});

test('what is nearly the step says gently where it differs, and is forgotten with the right one', async () => {
  await types('echo one two');
  const [one] = units;
  expect(one && states.get(one)).toEqual({ status: 'idle', note: 'La diapositive ne dit pas two.' });
  await types('echo something quite different from it all');
  await types('ls /tmp');
  expect(log).toEqual(['one idle']);
  await types('echo one');
  expect(one && states.get(one)).toMatchObject({ status: 'passed' });
});

test('what is there already may be ticked', async () => {
  output = 'Error from server (AlreadyExists): deployments.apps "web" already exists';
  await types('echo one', 1);
  const [one] = units;
  expect(one && states.get(one)).toMatchObject({ status: 'failed', there: true });
});

test('what each command of a transcript must print is about that command', async () => {
  const matcher = builtinMatchers.get('equal');
  if (!matcher) throw new Error('no matcher');
  const expectation = { ...matcher.parse('rendered'), place: undefined, origin: 'fence' } as const;
  const place = { file: 'deck.md', line: 1, column: 1 };
  const transcript = visible('transcript', 1, {
    lines: ['echo a', 'echo b'].map((text) => ({ text, place })),
    expectations: [
      { ...expectation, command: 0 },
      { ...expectation, command: -1 },
    ],
  });
  typedByHand = new TypedByHand({
    record: new RunRecord(),
    ...{ plan: planOf(transcript), units: unitsOf(planOf(transcript)), states, lang: 'fr' },
    slide: () => slide,
    onError: (error) => expect.fail(String(error)),
  });
  typedByHand.follow({
    onCommand: (listener) => {
      ended = listener;
      return () => undefined;
    },
    render: () => Promise.resolve('rendered'),
  });
  await types('echo a');
  await types('echo b');
  expect(log).toEqual(['transcript passed']);
});
