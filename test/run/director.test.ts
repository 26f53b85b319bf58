import { expect, test } from 'vitest';
import { message } from '../../src/messages/message.ts';
import { word } from '../../src/messages/word.ts';
import { editedStep } from '../../src/plan/edited-step.ts';
import type { RunEvent } from '../../src/plan/events.ts';
import type { StepResult } from '../../src/plan/verdict.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import type { Turn } from '../../src/run/director.ts';
import { run } from '../../src/run/run.ts';
import { localTarget } from '../../src/target/local.ts';
import { planOf, step } from './steps.ts';

const steps = [step('bash', 'N=$((N + 1)); echo "n=$N"'), step('bash', 'test "$N" = 7'), step('bash', 'echo last')];

/** Runs the steps as `turns` say, which get what came of the turn before. */
async function directed(
  turns: readonly (Turn | ((last: StepResult | undefined) => Turn))[],
  signal = new AbortController().signal,
): Promise<{ readonly ended: readonly string[]; readonly results: readonly StepResult[] }> {
  const target = localTarget({ environment: process.env });
  const events: RunEvent[] = [];
  const left = [...turns];
  const director = {
    next: (last: StepResult | undefined): Turn => {
      const turn = left.shift() ?? { kind: 'end', reason: message('run/person-ended') };
      return typeof turn === 'function' ? turn(last) : turn;
    },
  };
  try {
    for await (const event of run(planOf(...steps), target, { actions: builtinActions, signal, director })) {
      events.push(event);
    }
  } finally {
    await target.close();
  }
  const ended = events.flatMap((event) =>
    event.type === 'stepEnd' ? [`${event.step.input}: ${event.result.verdict.status}`] : [],
  );
  const end = events.at(-1);
  return { ended, results: end?.type === 'runEnd' ? end.results : [] };
}

test('a person goes back, and a step that failed is performed again as edited: every turn is told, the last one counts', async () => {
  const told: (string | undefined)[] = [];
  const [, second] = steps;
  if (!second) throw new Error('no step');
  const { ended, results } = await directed([
    { kind: 'perform', at: 0 },
    { kind: 'perform', at: 1 },
    (last) => {
      told.push(last?.verdict.status);
      return { kind: 'perform', at: 0 };
    },
    { kind: 'perform', at: 1, instead: editedStep(second, 'test "$N" = 2') },
    { kind: 'perform', at: 2 },
  ]);
  expect(told).toEqual(['failed']);
  expect(ended).toEqual([
    'N=$((N + 1)); echo "n=$N": passed',
    'test "$N" = 7: failed',
    'N=$((N + 1)); echo "n=$N": passed',
    'test "$N" = 2: passed',
    'echo last: passed',
  ]);
  expect(results.map(({ verdict }) => verdict.status)).toEqual(['passed', 'passed', 'passed']);
  expect(results[0]?.commands[0]?.output).toBe('n=2');
  const { verdict } = results[1] ?? {};
  expect(verdict?.status === 'passed' && verdict.note && word(verdict.note, 'en')).toBe(
    'a person typed test "$N" = 2 instead: mend deck.md:1:1',
  );
});

test('what a person decides without the shell is a verdict; what nobody came to is not run', async () => {
  const accepted = message('run/accepted', { had: undefined });
  const { ended, results } = await directed([
    { kind: 'perform', at: 1 },
    { kind: 'settle', at: 1, verdict: { status: 'passed', note: accepted } },
    { kind: 'settle', at: 0, verdict: { status: 'skipped', reason: message('run/person-skipped') } },
  ]);
  expect(ended.map((each) => each.split(': ')[1])).toEqual(['failed', 'passed', 'skipped', 'notRun']);
  expect(results.map(({ verdict }) => verdict.status)).toEqual(['skipped', 'passed', 'notRun']);
  // What it printed before it was accepted is still there.
  expect(results[1]?.commands[0]?.exitCode).toBe(1);
  expect(results[2]?.verdict).toMatchObject({ reason: { code: 'run/person-ended' } });
});

test('an abort ends it, whatever the director says', async () => {
  const controller = new AbortController();
  const { results } = await directed(
    [
      { kind: 'perform', at: 0 },
      () => {
        controller.abort();
        return { kind: 'perform', at: 1 };
      },
    ],
    controller.signal,
  );
  expect(results.map(({ verdict }) => verdict.status)).toEqual(['passed', 'notRun', 'notRun']);
});
