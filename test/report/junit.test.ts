import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verbatim } from '../../src/messages/message.ts';
import { type RunEvent, tally } from '../../src/plan/events.ts';
import { createJunitReporter } from '../../src/report/junit.ts';
import { buffer, play } from './buffer.ts';
import { cutEvents, events, hostile, interruptedEvents, steps } from './events.ts';
import { parseXml, type XmlNode } from './xml-parser.ts';

async function junit(run: readonly RunEvent[]): Promise<string> {
  const output = buffer();
  await play(createJunitReporter(output, 'en', { Pupitre: '1.2.3', Node: '20' }), run);
  return output.text();
}

function cases(root: XmlNode): XmlNode[] {
  return root.children.flatMap((suite) => suite.children.filter(({ name }) => name === 'testcase'));
}

test('failed is a failure, timedOut and broken are errors, the rest is skipped with the reason', async () => {
  const root = parseXml(await junit(events));
  const found = cases(root).map(({ attributes, children }) => {
    const verdict = children.find(({ name }) => !name.startsWith('system-'));
    return [attributes['name']?.split(':')[0], attributes['line'], verdict?.name, verdict?.attributes['type']];
  });
  expect(found).toEqual([
    ['un-cluster-vide.1', '40', undefined, undefined],
    ['test-de-notre-registre.1', '61', 'failure', 'failed'],
    ['test-de-notre-registre.2', '72', 'failure', 'failed'],
    ['日本語.1', '80', 'failure', 'failed'],
    ['journaux.1', '90', 'error', 'timedOut'],
    ['journaux.2', '95', 'skipped', undefined],
    ['l-interface.1', '99', 'skipped', undefined],
    ['fin.1', '110', 'error', 'broken'],
  ]);
  expect(root.attributes).toMatchObject({ tests: '8', failures: '3', errors: '2', skipped: '2' });
});

test('target, language and versions are properties', async () => {
  const [suite] = parseXml(await junit(events)).children;
  const properties = suite?.children.find(({ name }) => name === 'properties')?.children ?? [];
  expect(properties.map(({ attributes }) => [attributes['name'], attributes['value']])).toEqual([
    ['target', 'local'],
    ['language', 'en'],
    ['pupitre', '1.2.3'],
    ['node', '"20"'],
  ]);
});

test('a failure has its whole screen, not only the last lines', async () => {
  const failed = cases(parseXml(await junit(events)))[2];
  const screen = failed?.children.find(({ name }) => name === 'system-err')?.text;
  expect(screen?.split('\n').slice(0, 3)).toEqual(['Last screen:', 'row 1', 'row 2']);
  expect(screen).toContain('row 40');
});

// Readers such as fast-xml-parser and xml2js (with its number and boolean processors) turn what looks like a value into one.
test.each(['1.10', '1e3', '0x1F', '007', 'true', 'null', 'Infinity'])('%s stays text', async (text) => {
  const [begin, ...rest] = events;
  if (begin?.type !== 'runBegin') throw new Error('no runBegin');
  const plan = { ...begin.plan, file: text, steps: [{ ...steps[0], id: text, input: text }] };
  const root = parseXml(await junit([{ ...begin, target: text, plan }, ...rest.slice(-1)]));
  const [only] = cases(root);
  const target = root.children[0]?.children[0]?.children[0]?.attributes['value'];
  const names = [only?.attributes['name'], only?.attributes['classname'], root.children[0]?.attributes['name'], target];
  for (const name of names) {
    expect(Number(name)).toBeNaN();
    expect(name).not.toMatch(/^(?:true|false|null|Infinity)$/);
    expect(name).toContain(text);
  }
});

test('the suites add up to the document', async () => {
  const root = parseXml(await junit(events));
  for (const count of ['tests', 'failures', 'errors', 'skipped']) {
    const sum = root.children.reduce((total, suite) => total + Number(suite.attributes[count]), 0);
    expect(sum, count).toBe(Number(root.attributes[count]));
  }
});

test.each([
  { name: 'interrupted', run: interruptedEvents, skipped: '6', reason: 'not run: interrupted' },
  {
    name: 'broken off without runEnd',
    run: cutEvents,
    skipped: '7',
    reason: 'not run: the run was cut off before it ended',
  },
])('a run that was $name still gives a complete document', async ({ run, skipped, reason }) => {
  const root = parseXml(await junit(run));
  expect(root.attributes).toMatchObject({ tests: '8', skipped });
  expect(cases(root).at(-1)?.children[0]?.attributes['message']).toBe(reason);
});

test('a run that never began gives an empty document', async () => {
  expect(parseXml(await junit([])).attributes).toMatchObject({ tests: '0', failures: '0' });
});

test('two decks are in one document', async () => {
  expect(parseXml(await junit([...events, ...interruptedEvents])).attributes['tests']).toBe('16');
});

describe('valid XML whatever came', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
    fc
      .array(fc.constantFrom(']]>', '<![CDATA[', '\x1b[0m', '&', '<', '"', '\ud800', '\uffff', '\r\n', '\0', '--'))
      .map((parts) => parts.join('')),
    fc.constant(hostile),
  );

  function runWith(text: string): RunEvent[] {
    const [begin] = events;
    if (begin?.type !== 'runBegin') throw new Error('no runBegin');
    const of = { ...steps[0], id: text, input: text, slide: { ...steps[0].slide, title: text } };
    const results = [
      {
        stepId: text,
        verdict: {
          status: 'failed' as const,
          reason: verbatim(text),
          mismatches: [{ matcher: 'text', reason: verbatim(text), expected: text, actual: `${text}x` }],
        },
        durationMs: 1,
        tries: 1,
        commands: [{ text, place: { ...of.place, file: text }, exitCode: 1, durationMs: 1, output: text, omitted: 0 }],
        screen: text,
        hints: [verbatim(text)],
      },
    ];
    return [
      { ...begin, plan: { ...begin.plan, file: text, title: text, steps: [of] } },
      { type: 'runEnd', at: 1, totals: tally(results), results, interrupted: false },
    ];
  }

  test('read back by a strict little parser', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (text) => {
        const [only, ...more] = cases(parseXml(await junit(runWith(text))));
        expect(only?.children[0]?.name).toBe('failure');
        expect(more).toEqual([]);
      }),
    );
  });
});

test('long outputs are cut at their beginning', async () => {
  const [begin] = events;
  if (begin?.type !== 'runBegin') throw new Error('no runBegin');
  const long = `${'x'.repeat(1_000_000)}the end\n`;
  const result = {
    stepId: steps[0].id,
    verdict: { status: 'passed' as const },
    durationMs: 1,
    tries: 1,
    commands: [{ text: 'yes', place: steps[0].place, exitCode: 0, durationMs: 1, output: long, omitted: 0 }],
    hints: [],
  };
  const document = await junit([
    { ...begin, plan: { ...begin.plan, steps: [steps[0]] } },
    { type: 'stepEnd', at: 1, step: steps[0], result },
  ]);
  expect(document.length).toBeLessThan(40_000);
  const output = cases(parseXml(document))[0]?.children[0]?.text;
  expect(output).toMatch(/^\[\.\.\. \d+ characters left out \.\.\.\]\n/);
  expect(output).toMatch(/the end\n\[exit code 0\]\n$/);
});
