import { validate } from 'ctrf';
import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/plan/events.ts';
import { createCtrfReporter } from '../../src/report/ctrf.ts';
import { buffer, play } from './buffer.ts';
import { cutEvents, events, interruptedEvents } from './events.ts';

interface Document {
  readonly results: {
    readonly tool: object;
    readonly summary: Readonly<Record<string, number>>;
    readonly tests: readonly Readonly<Record<string, unknown>>[];
  };
}

async function ctrf(run: readonly RunEvent[]): Promise<Document> {
  const output = buffer();
  await play(createCtrfReporter(output, 'en', { Pupitre: '1.2.3', Node: '20.19.0' }), run);
  return JSON.parse(output.text()) as Document;
}

test.each([
  { name: 'a whole run', run: events },
  { name: 'two decks', run: [...events, ...events] },
  { name: 'an interrupted run', run: interruptedEvents },
  { name: 'a run that broke off', run: cutEvents },
  { name: 'no run', run: [] },
])('$name is valid against the schema', async ({ run }) => {
  expect(validate(await ctrf(run))).toMatchObject({ valid: true });
});

test('verdicts in its words, and the raw ones', async () => {
  const { results } = await ctrf(events);
  expect(results.tests.map(({ status, rawStatus }) => [status, rawStatus])).toEqual([
    ['passed', 'passed'],
    ['failed', 'failed'],
    ['failed', 'failed'],
    ['failed', 'failed'],
    ['failed', 'timedOut'],
    ['skipped', 'skipped'],
    ['skipped', 'manual'],
    ['failed', 'broken'],
  ]);
  expect(results.tool).toEqual({ name: 'pupitre', version: '1.2.3' });
  expect(results.summary).toEqual({
    tests: 8,
    passed: 1,
    failed: 5,
    skipped: 2,
    pending: 0,
    other: 0,
    suites: 6,
    start: 1795363200000,
    stop: 1795363200000 + 561_000,
  });
});

test('where a step is, when, how often it was tried, what it printed and the screen', async () => {
  const [, second] = (await ctrf(events)).results.tests;
  expect(second).toMatchObject({
    name: 'test-de-notre-registre.1: curl $REGISTRY/v2/_catalog',
    suite: ['Notre application sur Kubernetes', '5. Test de notre registre'],
    filePath: 'slides/cours.md',
    line: 61,
    duration: 61_234,
    start: 1795363200000 + 70_000,
    stop: 1795363200000 + 131_234,
    retries: 30,
    message: 'repositories[0]: expected "busybox", got nothing',
    stdout: ['{"repositories":[]}'],
  });
  expect(second?.['trace']).toContain('-     "busybox"');
  expect(second?.['extra']).toEqual({
    screen: ['docker@node1:~$ curl $REGISTRY/v2/_catalog', '{"repositories":[]}', 'docker@node1:~$'],
  });
});
