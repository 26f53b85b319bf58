import fc from 'fast-check';
import { Parser } from 'tap-parser';
import { expect, test } from 'vitest';
import { verbatim } from '../../src/messages/message.ts';
import { type RunEvent, tally } from '../../src/plan/events.ts';
import { stepLabel } from '../../src/report/label.ts';
import { createTapReporter } from '../../src/report/tap.ts';
import { buffer, play } from './buffer.ts';
import { cutEvents, events, hostile, interruptedEvents, steps } from './events.ts';

interface Point {
  readonly ok: boolean;
  readonly name: string;
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
  readonly time?: number;
  readonly diag?: Readonly<Record<string, unknown>>;
}

/** What a real parser, strict, makes of the report. */
async function read(run: readonly RunEvent[]) {
  const output = buffer();
  await play(createTapReporter(output, 'en'), run);
  const points: Point[] = [];
  const extra: string[] = [];
  let bailout: unknown;
  const parser = new Parser({ strict: true, bail: false });
  parser.on('assert', (point: Point) => points.push(point));
  parser.on('extra', (text: string) => extra.push(text));
  parser.on('bailout', (reason: unknown) => (bailout = reason));
  parser.end(output.text());
  return { points, extra, bailout, results: parser.results, text: output.text() };
}

test('failures are not ok, what was not run is skipped with the reason', async () => {
  const { points, extra, results } = await read(events);
  expect(points.map(({ ok, skip }) => (skip === undefined || skip === false ? ok : skip))).toEqual([
    true,
    false,
    false,
    false,
    false,
    'skipped: paste comes later',
    'to do by hand: there is nothing to run',
    false,
  ]);
  expect(extra).toEqual([]);
  expect(results).toMatchObject({ count: 8, fail: 5, failures: { length: 5 } });
  expect(points[1]?.name).toBe('test-de-notre-registre.1: curl $REGISTRY/v2/_catalog');
});

test('below each there is what there is to know', async () => {
  const { points } = await read(events);
  // The parser takes the duration for itself.
  expect(points[1]?.time).toBe(61_234);
  expect(points[1]?.diag).toEqual({
    at: 'slides/cours.md:61:3',
    slide: '5. Test de notre registre',
    verdict: 'failed',
    message: 'repositories[0]: expected "busybox", got nothing',
    command: 'curl $REGISTRY/v2/_catalog',
    exit_code: 0,
    tries: 31,
    expected: '{\n  "repositories": [\n    "busybox"\n  ]\n}',
    actual: '{\n  "repositories": []\n}',
    screen: 'docker@node1:~$ curl $REGISTRY/v2/_catalog\n{"repositories":[]}\ndocker@node1:~$',
    hints: 'Push the image again: the registry may have been restarted.',
  });
});

test('an interrupted run is complete, one that broke off bails out', async () => {
  expect((await read(interruptedEvents)).results).toMatchObject({ count: 8, skip: 6 });
  const cut = await read(cutEvents);
  expect(cut.bailout).toBe('the run was cut off before it ended');
});

test('two decks are one document, and no run at all is one without tests', async () => {
  expect((await read([...events, ...events])).results).toMatchObject({ count: 16 });
  expect((await read([])).text).toBe('TAP version 14\n1..0\n');
});

test('whatever came, the names and the screens are read back', async () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          '#',
          '\\',
          ' # SKIP',
          ' # TODO x',
          '\n',
          '---',
          '...',
          '  ...',
          'ok 1',
          '1..3',
          '\t',
          ': ',
          '- ',
          '|',
        ),
      )
      .map((parts) => parts.join('')),
    fc.constant(hostile),
  );
  const [begin] = events;
  if (begin?.type !== 'runBegin') throw new Error('no runBegin');
  await fc.assert(
    fc.asyncProperty(anything, async (text) => {
      const of = { ...steps[0], input: text };
      const result = {
        stepId: of.id,
        verdict: { status: 'failed' as const, reason: verbatim(text) },
        durationMs: 1,
        tries: 1,
        commands: [],
        screen: `  ${text}\nend`,
        hints: [verbatim(text)],
      };
      const { points, extra } = await read([
        { ...begin, plan: { ...begin.plan, file: text, steps: [of] } },
        { type: 'stepEnd', at: 1, step: of, result },
        { type: 'runEnd', at: 1, totals: tally([result]), results: [result], interrupted: false },
      ]);
      expect(points).toHaveLength(1);
      expect(points[0]).toMatchObject({ ok: false, diag: { verdict: 'failed' } });
      expect([points[0]?.skip, points[0]?.todo]).toEqual([false, false]);
      expect(points[0]?.name).toBe(`${of.id}: ${stepLabel(of)}`.trimEnd());
      expect(String(points[0]?.diag?.['screen'])).toMatch(/end$/);
      expect(extra).toEqual([]);
    }),
  );
});
