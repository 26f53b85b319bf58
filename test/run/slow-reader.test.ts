import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/plan/events.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { EventQueue } from '../../src/run/event-queue.ts';
import { run } from '../../src/run/run.ts';
import { StoppableClock } from '../../src/run/stoppable-clock.ts';
import { localTarget } from '../../src/target/local.ts';
import type { Target, Tty } from '../../src/target/target.ts';
import { FakeClock } from './fake-clock.ts';
import { fakeTarget } from './fake-tty.ts';
import { planOf, step } from './steps.ts';

const actions = builtinActions;

test('a queue says when it is full and when there is room again', async () => {
  const told: boolean[] = [];
  const queue = new EventQueue<number>({ sizeOf: (size) => size, onPressure: (full) => told.push(full) });
  for (let sent = 0; sent < 12; sent++) queue.push(100_000);
  expect(told).toEqual([true]);
  queue.end();
  let taken = 0;
  for await (const size of queue) {
    taken += size;
    expect(told).toEqual(taken <= 1_000_000 ? [true] : [true, false]);
  }
  expect(taken).toBe(1_200_000);
});

test('on a clock that stands still nothing falls due', async () => {
  const base = new FakeClock();
  const clock = new StoppableClock(base);
  const due: string[] = [];
  clock.after(100, () => due.push('first'));
  const cancel = clock.after(100, () => due.push('cancelled'));
  await base.advance(50);
  clock.stop();
  clock.after(60, () => due.push('second'));
  cancel();
  await base.advance(1_000);
  expect(clock.now()).toBe(50);
  expect(due).toEqual([]);
  clock.start();
  await base.advance(49);
  expect(due).toEqual([]);
  await base.advance(1);
  expect(due).toEqual(['first']);
  await base.advance(10);
  expect(due).toEqual(['first', 'second']);
  expect(clock.now()).toBe(110);
});

/** A run on a scripted terminal, whose events are taken one by one. */
function scripted(limits: { readonly timeoutMs: number }) {
  const clock = new FakeClock();
  const controller = new AbortController();
  const target = fakeTarget();
  const one = step('bash', 'flood', { limits: { ...limits, tryMs: 1_000, pauseMs: 50, settleMs: 300 } });
  const running = run(planOf(one), target, { actions, signal: controller.signal, clock });
  const events: RunEvent[] = [];
  /** Takes events up to one of this type. */
  const takeUntil = async (type: RunEvent['type']): Promise<void> => {
    for (;;) {
      const { value, done } = await running.next();
      if (done) return;
      events.push(value);
      if (value.type === type) return;
    }
  };
  return { clock, controller, target, running, events, takeUntil };
}

const megabyte = 'x'.repeat(1 << 20);

test('the terminal waits for a slow reader, whose time is not that of the step', async () => {
  const { clock, target, events, takeUntil } = scripted({ timeoutMs: 10_000 });
  await takeUntil('commandBegin');
  const [tty] = target.ttys;
  tty?.print(tty.start('flood'), megabyte, 'more');
  expect(tty?.paused).toBe(true);
  await clock.advance(60_000);
  await takeUntil('output');
  const end = takeUntil('runEnd');
  await clock.advance(1);
  expect(tty?.paused).toBe(false);
  tty?.print(tty.prompt());
  await clock.advance(1);
  await end;
  expect(events.find(({ type }) => type === 'stepEnd')).toMatchObject({ result: { verdict: { status: 'passed' } } });
  expect(events.at(-1)).toMatchObject({ type: 'runEnd', totals: { passed: 1 } });
  expect(events.at(-1)?.at).toBeLessThan(100);
});

test('a deadline goes on once the reader does', async () => {
  const { clock, target, events, takeUntil } = scripted({ timeoutMs: 10_000 });
  await takeUntil('commandBegin');
  const [tty] = target.ttys;
  tty?.print(tty.start('flood'), megabyte, 'more');
  await clock.advance(60_000);
  const end = takeUntil('stepEnd');
  await clock.advance(9_000);
  expect(events.some(({ type }) => type === 'stepEnd')).toBe(false);
  expect(tty?.typed).not.toContain('\x03');
  await clock.advance(2_000);
  // The screen is looked at before anything is stopped, which takes a moment that no clock tells.
  while (tty?.typed.includes('\x03') === false) await turn();
  tty?.print(tty.prompt(130));
  await clock.advance(1);
  await end;
  expect(events.at(-1)).toMatchObject({ result: { verdict: { status: 'timedOut' } } });
  await takeUntil('runEnd');
});

/** The local target, and what its first terminal does. */
function watched() {
  const target = localTarget({ environment: process.env });
  let setPaused: () => void = () => undefined;
  let setClosed: () => void = () => undefined;
  const paused = new Promise<void>((resolve) => (setPaused = resolve));
  const closed = new Promise<void>((resolve) => (setClosed = resolve));
  const open: Target['open'] = async (...args) => {
    const tty = await target.open(...args);
    void tty.closed.then(setClosed);
    const pause = (): void => {
      setPaused();
      tty.pause();
    };
    return Object.assign(Object.create(tty) as Tty, { pause });
  };
  return { target: { ...target, open }, paused, closed };
}

test.each(['aborts', 'stops listening'])(
  'a run whose reader takes nothing and %s ends in bounded memory',
  async (how) => {
    const { target, paused, closed } = watched();
    const controller = new AbortController();
    const plan = planOf(step('bash', "trap '' INT; yes"), step('bash', 'echo never'));
    const running = run(plan, target, { actions, signal: controller.signal });
    await running.next();
    await paused;
    if (how === 'aborts') controller.abort();
    else await running.return([]);
    await closed;
    let length = 0;
    let text = '';
    let last: RunEvent | undefined;
    for (let next = await running.next(); !next.done; next = await running.next()) {
      last = next.value;
      if (last.type !== 'output') continue;
      length += last.chunk.length;
      text = (text + last.chunk).slice(-1000);
    }
    await target.close();
    expect(length).toBeLessThan(4 << 20);
    if (how === 'stops listening') return;
    expect(text).toMatch(/\[\.\.\. \+\d{7,} \.\.\.\]/);
    expect(last).toMatchObject({ type: 'runEnd', interrupted: true });
  },
  60_000,
);

test('a reader that comes back after a while has lost nothing, and memory was flat', async () => {
  const { target, paused } = watched();
  const limits = { timeoutMs: 120_000, tryMs: 1, pauseMs: 1, settleMs: 1 };
  const plan = planOf(step('bash', 'yes pupitre | head -c 50000000; echo "the "end', { limits }));
  const running = run(plan, target, { actions, signal: new AbortController().signal });
  await running.next();
  const before = process.memoryUsage.rss();
  await paused;
  let length = 0;
  let text = '';
  let next = await running.next();
  for (; !next.done; next = await running.next()) {
    if (next.value.type !== 'output') continue;
    // Slower than the program all the time.
    if (length % 7 === 0) await turn();
    length += next.value.chunk.length;
    text = (text + next.value.chunk).slice(-1000);
  }
  expect(process.memoryUsage.rss() - before).toBeLessThan(64 << 20);
  await target.close();
  expect(next.value[0]?.verdict.status).toBe('passed');
  expect(length).toBeGreaterThan(56_000_000);
  expect(text).toMatch(/the end\r\n/);
}, 120_000);
