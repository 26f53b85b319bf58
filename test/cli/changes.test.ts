import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { RunEvent } from '../../src/plan/events.ts';
import { parseRunEvent } from '../../src/report/event-schema.ts';
import { start } from './pupitre.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'pupitre-changes-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The first slides of the French course on a rehearsal. */
async function course(...options: readonly string[]) {
  const json = join(folder, 'run.ndjson');
  const only = 'deployer-un-registre-auto-heberge,connexion-a-notre-registre';
  const { code, stdout, stderr } = await start(
    ['run', 'kubernetes', '--target', 'rehearsal', '--lang', 'fr', '--no-state', '--only', only, ...options].concat(
      ...['terminal', `json=${json}`].map((each) => ['--reporter', each]),
    ),
    root,
    { HOME: folder },
  ).ended;
  expect(stderr).not.toMatch(/Error/);
  expect(code).toBe(0);
  const events = readFileSync(json, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => parseRunEvent(line) as unknown as RunEvent);
  const results = events.flatMap((event) => (event.type === 'stepEnd' ? [event.result] : []));
  return { stdout, results, last: events.at(-1) };
}

test('--changes: the French course, in its report and in json', { timeout: 60_000 }, async () => {
  const { stdout, results, last } = await course('--changes');
  const lines = stdout.split('\n').filter((line) => line.startsWith('    '));
  expect(lines[0]).toMatch(
    /^ {4}a changé\u00a0: \+deployment\/registry, \+pod\/registry-\S+, \+replicaset\/registry-\S+$/,
  );
  expect(lines[1]).toMatch(/\+service\/registry/);
  expect(lines[2]).toMatch(/^ {4}(?:n’a rien changé|a changé)/);
  expect(lines[3]).toMatch(/\+\$NODEPORT, \+\$REGISTRY/);
  expect(results.every(({ changes }) => changes !== undefined)).toBe(true);
  const [, service] = results;
  expect(service?.changes?.list.find(({ what }) => what === 'object')).toMatchObject({
    ...{ what: 'object', name: 'service/registry', change: 'added' },
    fields: expect.arrayContaining([{ name: 'spec.type', after: 'NodePort' }]) as unknown,
  });
  expect(last?.type === 'runEnd' && last.results.map(({ changes }) => changes)).toEqual(
    results.map(({ changes }) => changes),
  );
});

test('without it nothing is told', { timeout: 60_000 }, async () => {
  const { stdout, results } = await course();
  expect(stdout).not.toMatch(/chang/);
  expect(results.some((result) => 'changes' in result)).toBe(false);
});
