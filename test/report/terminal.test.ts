import { afterEach, describe, expect, test, vi } from 'vitest';
import { verbatim } from '../../src/messages/message.ts';
import { type RunEvent, tally } from '../../src/plan/events.ts';
import type { StepResult } from '../../src/plan/verdict.ts';
import { createReporter } from '../../src/report/reporters.ts';
import { displayWidth } from '../../src/report/width.ts';
import { buffer, play } from './buffer.ts';
import { cutEvents, events, hostile, interruptedEvents, steps } from './events.ts';
import { show } from './screen.ts';

const statusLine = /\d+\/8 {2}\d|\[[#-]{10}\]/;
function now(): number {
  return 0;
}

function live(columns = 80): ReturnType<typeof buffer> {
  return buffer({ isTTY: true, colors: true, columns });
}

afterEach(() => {
  vi.useRealTimers();
});

describe('on a terminal', () => {
  test.each([
    { name: 'a whole run', run: events, columns: 100 },
    { name: 'a narrow terminal', run: events, columns: 20 },
    { name: 'a terminal of one column', run: events, columns: 1 },
    { name: 'an interrupted run', run: interruptedEvents, columns: 80 },
    { name: 'a run that broke off', run: cutEvents, columns: 80 },
  ])('$name leaves nothing of the status line, and the cursor', async ({ run, columns }) => {
    const output = live(columns);
    await play(createReporter('terminal', { output, now }), run);
    const { lines, cursor } = await show(output.text(), columns);
    expect(output.text()).toContain('\x1b[?25l');
    expect(lines.filter((line) => statusLine.test(line))).toEqual([]);
    expect(cursor).toEqual({ x: 0, visible: true });
  });

  test('shows titles, steps and failures as they happen', async () => {
    const output = live(120);
    await play(createReporter('terminal', { output, lang: 'fr', now }), events);
    const { lines } = await show(output.text(), 120);
    expect(lines.slice(0, 10)).toEqual([
      'Pupitre · Notre application sur Kubernetes · slides/cours.md · local · 8 étapes',
      '',
      '4  Un cluster vide',
      '  ✓ kubectl get all  (it printed nothing that was expected of it)  0,4 s',
      '',
      '5  Test de notre registre',
      '  ✗ curl $REGISTRY/v2/_catalog  (31 essais)  1 min 01 s',
      '✗ échouée  slides/cours.md:61:3 · diapositive 5 «\u00a0Test de notre registre\u00a0» · test-de-notre-registre.1',
      '  $ curl $REGISTRY/v2/_catalog',
      '  code de sortie 0 · 31 essais · 1 min 01 s',
    ]);
    // One title for both steps of a slide.
    expect(lines.filter((line) => line === '5  Test de notre registre')).toHaveLength(1);
  });

  test.each([
    {
      after: 'commandBegin',
      shows: '⠋ [#---------] 1/8  0.0 s  curl $REGISTRY/v2/_catalog',
    },
    {
      after: 'retry',
      shows: '⠋ [#---------] 1/8  0.0 s  curl $REGISTRY/v2/_catalog · 3rd try, waiting for: the registry',
    },
  ])('the status line after $after', async ({ after, shows }) => {
    const output = live(100);
    const reporter = createReporter('terminal', { output, now });
    const to = events.findIndex((event, index) => event.type === after && index > 5);
    for (const event of events.slice(0, to + 1)) {
      // The elapsed time is that of the clock: let the events come all at once.
      reporter.onEvent({ ...event, at: 0 });
    }
    const { lines, cursor } = await show(output.text(), 100);
    expect(lines.at(-1)).toBe(shows);
    expect(cursor.visible).toBe(false);
    await reporter.onEnd?.();
  });

  test.each([10, 20, 33, 80])('the status line fits into %i columns, wide characters or not', async (columns) => {
    const output = live(columns);
    const reporter = createReporter('terminal', { output, now });
    reporter.onEvent({ type: 'runBegin', at: 0, startedAt: '', target: 'local', plan: planOf(events) });
    reporter.onEvent({ type: 'stepBegin', at: 0, step: steps[0], ordinal: 1 });
    const drawn = output.text();
    reporter.onEvent({ type: 'commandBegin', at: 0, stepId: 'x', text: `日本語🎉${'漢字'.repeat(99)}` });
    reporter.onEvent({ type: 'waiting', at: 0, stepId: 'x', awaited: verbatim(hostile) });
    for (const frame of output.text().slice(drawn.length).split('\x1b[J')) {
      const line = frame.replace(/\r$/, '');
      expect(displayWidth(line)).toBeLessThan(columns);
      expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
    }
    await reporter.onEnd?.();
  });

  test('a window that becomes narrower keeps its permanent lines and loses the status line', async () => {
    const output = { ...live(80), columns: 80 };
    const reporter = createReporter('terminal', { output, now });
    for (const event of events.slice(0, 8)) reporter.onEvent(event);
    output.write('\f30\f');
    output.columns = 30;
    for (const event of events.slice(8, 11)) reporter.onEvent(event);
    await reporter.onEnd?.();
    const { lines } = await show(output.text(), 80);
    expect(lines.filter((line) => statusLine.test(line))).toEqual([]);
    expect(lines.join('')).toContain('  ✓ kubectl get all');
    expect(lines.join('')).toContain('5  Test de notre registre');
  });

  test('draws ten times a second and not at all after the end', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    const output = live();
    const reporter = createReporter('terminal', { output, now: () => Date.now() });
    for (const event of cutEvents) reporter.onEvent(event);
    const before = output.text().length;
    vi.advanceTimersByTime(99);
    expect(output.text().length).toBe(before);
    vi.advanceTimersByTime(61_000);
    expect(output.text().length).toBeGreaterThan(before);
    expect((await show(output.text(), 80)).lines.at(-1)).toContain('1 min 01 s  curl $REGISTRY');
    await reporter.onEnd?.();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('does not draw for output, of which there may be very much', () => {
    const output = live();
    const reporter = createReporter('terminal', { output, now });
    for (const event of cutEvents) reporter.onEvent(event);
    const before = output.text().length;
    reporter.onEvent({ type: 'output', at: 70_002, chunk: 'x'.repeat(100_000) });
    expect(output.text().length).toBe(before);
    return reporter.onEnd?.();
  });
});

describe('control characters from outside never reach the terminal', () => {
  // What the reporter itself writes: colours, erasing, the cursor.
  const ours = /\x1b\[(?:\d+m|J|\?25[lh])|\r(?=\x1b\[J)|\n/g;

  test.each([
    { name: 'live', isTTY: true, colors: true },
    { name: 'plain', isTTY: false, colors: false },
    { name: 'NO_COLOR on a terminal', isTTY: true, colors: false },
  ])('$name', async ({ isTTY, colors }) => {
    const output = buffer({ isTTY, colors });
    await play(createReporter('terminal', { output, now }), events);
    const rest = output.text().replace(colors ? ours : /\n/g, '');
    expect(rest).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
    expect(rest).not.toContain('owned');
  });
});

test('no line of a log starts with text from outside, where a CI service would take it for a command', async () => {
  const output = buffer();
  await play(createReporter('terminal', { output, now }), events);
  const starts = output
    .text()
    .split('\n')
    .filter((line) => /^\s*(?:::|##\[)/.test(line));
  expect(starts).toEqual([]);
});

test('two decks one after the other: each has its heading and its summary', async () => {
  const output = live();
  await play(createReporter('terminal', { output, now }), [...interruptedEvents, ...interruptedEvents]);
  const { lines, cursor } = await show(output.text(), 80);
  expect(lines.filter((line) => line.startsWith('Pupitre · Notre application'))).toHaveLength(2);
  expect(lines.filter((line) => line.startsWith('Interrupted'))).toHaveLength(2);
  expect(cursor.visible).toBe(true);
});

describe('how to go on', () => {
  const [passed, notRun] = interruptedEvents.flatMap((event) =>
    event.type === 'stepEnd' && event.result.verdict.status !== 'failed' ? [event] : [],
  );
  if (passed === undefined || notRun === undefined) throw new Error('no such steps');

  async function summary(results: readonly StepResult[], interrupted: boolean): Promise<string> {
    const output = buffer();
    await play(createReporter('terminal', { output, now }), [
      { type: 'runBegin', at: 0, startedAt: '', target: 'local', plan: planOf(events) },
      { type: 'runEnd', at: 1, totals: tally(results), results, interrupted },
    ]);
    return output.text();
  }

  test('after an interruption: with the first step that was not run', async () => {
    expect(await summary([passed.result, notRun.result], true)).toContain(
      'To go on from there: pupitre run --from test-de-notre-registre.2\n',
    );
  });

  test('when all passed there is nothing to go on with', async () => {
    expect(await summary([passed.result], false)).not.toContain('--from');
  });
});

test('a slide with the same number in the next deck has its title again', async () => {
  const output = live();
  const run = events.slice(0, 6);
  await play(createReporter('terminal', { output, now }), [...run, ...run]);
  const { lines } = await show(output.text(), 80);
  expect(lines.filter((line) => line === '4  Un cluster vide')).toHaveLength(2);
});

test('a run without steps says so', async () => {
  const output = buffer();
  const totals = { passed: 0, failed: 0, timedOut: 0, broken: 0, skipped: 0, manual: 0, notRun: 0 };
  await play(createReporter('terminal', { output, now }), [
    { type: 'runBegin', at: 0, startedAt: '', target: 'local', plan: { ...planOf(events), title: '', steps: [] } },
    { type: 'runEnd', at: 1, totals, results: [], interrupted: false },
  ]);
  expect(output.text()).toBe(
    'Pupitre · slides/cours.md · slides/cours.md · local · 0 steps\n\nThere was nothing to run.\n',
  );
});

function planOf(run: readonly RunEvent[]): Extract<RunEvent, { type: 'runBegin' }>['plan'] {
  const begin = run.find((event) => event.type === 'runBegin');
  if (begin === undefined) throw new Error('no runBegin');
  return begin.plan;
}
