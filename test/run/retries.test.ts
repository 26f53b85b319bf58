import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/plan/events.ts';
import type { Step } from '../../src/plan/step.ts';
import type { StepResult } from '../../src/plan/verdict.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { run } from '../../src/run/run.ts';
import { FakeClock } from './fake-clock.ts';
import { fakeTarget } from './fake-tty.ts';
import { planOf, step } from './steps.ts';

/** Runs one step whose every try takes `tryMs` and ends with the next of the exit codes, the last for ever. */
async function runTries(
  one: Step,
  tryMs: number,
  exitCodes: readonly number[],
  onEvent: (event: RunEvent) => void = () => undefined,
  controller = new AbortController(),
) {
  const clock = new FakeClock();
  const codes = [...exitCodes];
  const started: number[] = [];
  const target = fakeTarget((tty) => {
    tty.print(tty.prompt());
    tty.onLine = (line) => {
      started.push(clock.now());
      tty.print(tty.start(line));
      clock.after(tryMs, () => {
        tty.print(tty.prompt(codes.length > 1 ? codes.shift() : codes[0]));
      });
    };
  });
  let results: readonly StepResult[] | undefined;
  const collect = async (): Promise<void> => {
    const events = run(planOf(one), target, { actions: builtinActions, signal: controller.signal, clock });
    for await (const event of events) {
      onEvent(event);
      if (event.type === 'runEnd') results = event.results;
    }
  };
  const running = collect();
  for (let ms = 0; ms < 120_000 && !results; ms += 50) {
    await clock.advance(50);
    // The emulator, whose screen a failure shows, parses in a timer of the machine.
    await setTimeout(0);
  }
  await running;
  return { result: results?.[0], started };
}

const limits = { timeoutMs: 1_000, tryMs: 10_000, pauseMs: 100, settleMs: 1 };

test('a try that the deadline would cut short is not made', async () => {
  const { result, started } = await runTries(step('bash', 'ls x', { policy: 'eventually', limits }), 400, [2]);
  // The next one would begin at 500 ms; when it takes up to twice as long as this one, the deadline comes first.
  expect(result).toMatchObject({ tries: 1, verdict: { status: 'failed', exitCode: 2 } });
  expect(started).toEqual([0]);
});

test('tries go on, with the pause between them, as long as there is time for another', async () => {
  const { result, started } = await runTries(step('bash', 'ls x', { policy: 'eventually', limits }), 100, [2]);
  expect(started).toEqual([0, 200, 400, 600]);
  expect(result).toMatchObject({ tries: 4, verdict: { status: 'failed' } });
});

test('the first try that holds ends them', async () => {
  const { result, started } = await runTries(step('bash', 'ls x', { policy: 'eventually', limits }), 100, [2, 2, 0]);
  expect(started).toEqual([0, 200, 400]);
  expect(result).toMatchObject({ tries: 3, verdict: { status: 'passed' } });
});

test('what changes something is tried once', async () => {
  const { result } = await runTries(step('bash', 'mkdir x', { limits }), 100, [1]);
  expect(result).toMatchObject({ tries: 1, verdict: { status: 'failed' } });
});

test('a command that does not exist is not tried again', async () => {
  const { result } = await runTries(step('bash', 'lss', { policy: 'eventually', limits }), 100, [127]);
  expect(result).toMatchObject({ tries: 1, verdict: { status: 'failed' } });
});

test('an interruption in the pause ends them: nothing more is typed', async () => {
  const controller = new AbortController();
  const abort = (event: RunEvent): void => {
    if (event.type === 'retry') controller.abort();
  };
  const one = step('bash', 'ls x', { policy: 'eventually', limits: { ...limits, timeoutMs: 60_000, pauseMs: 20_000 } });
  const { result, started } = await runTries(one, 100, [2], abort, controller);
  expect(started).toEqual([0]);
  expect(result).toMatchObject({ tries: 1, verdict: { status: 'failed', exitCode: 2 } });
});

test('each try but the first has a limit of its own', async () => {
  const cut = { ...limits, timeoutMs: 60_000, tryMs: 300 };
  const { started, result } = await runTries(
    step('bash', 'ls x', { policy: 'eventually', limits: cut }),
    1_000,
    [2, 130, 130],
  );
  // The first ends by itself after 1,000 ms; the second is cut after 300, its ^C answered by its end, and so on.
  expect(started.slice(0, 3)).toEqual([0, 1_100, 2_200]);
  expect(result?.verdict.status).toBe('timedOut');
});

test('the pause grows from 100 ms by half each time, up to the limit of the step', async () => {
  const slow = { ...limits, timeoutMs: 4_000, pauseMs: 300 };
  const { started } = await runTries(step('bash', 'ls x', { policy: 'eventually', limits: slow }), 50, [2]);
  const pauses = started.slice(1).map((at, index) => at - (started[index] ?? 0) - 50);
  expect(pauses.slice(0, 5)).toEqual([100, 150, 225, 300, 300]);
});
