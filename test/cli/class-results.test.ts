import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDocument } from '../../src/lint/document.ts';
import type { ClassEvent } from '../../src/server/class/class-events.ts';
import { openJournal } from '../../src/server/class/journal.ts';
import type { ClassResults } from '../../src/server/class/results.ts';
import type { Store } from '../../src/server/class/store.ts';
import { type Ended, pupitre, temporaryFolder } from './pupitre.ts';

const deck =
  '# First\n\n.exercise[\n```bash\necho one\n```\n]\n\n---\n# Second\n\n.exercise[\n```bash\ncat two\n```\n]\n';
const temporary = temporaryFolder();
const folder = temporary.path;
/** As a server has it: open and locked. */
let store: Store;

function person(id: string, name: string, role: 'student' | 'instructor' = 'student'): ClassEvent {
  return { type: 'person', person: id, name, role, at: Date.UTC(2026, 0, 1) };
}
function unit(who: string, step: string, status: 'running' | 'passed' | 'failed', second: number): ClassEvent {
  const reason = status === 'failed' ? { reason: 'cat: two, "or" three: exit code 1' } : {};
  return {
    type: 'unit',
    person: who,
    unit: step,
    state: { status, ...reason },
    at: Date.UTC(2026, 0, 1) + second * 1000,
  };
}

beforeAll(async () => {
  writeFileSync(join(folder, 'deck.md'), deck);
  store = await openJournal(join(folder, 'class.ndjson'));
  await store.append(person('grace', 'Grace', 'instructor'), person('ana', 'Ana'), person('ben', '=1+1'));
  await store.append(person('eve', 'Ève'), unit('grace', 'first.1', 'failed', 1));
  for (const who of ['ana', 'ben', 'eve']) {
    await store.append(unit(who, 'first.1', 'running', 10), unit(who, 'first.1', 'passed', 12));
  }
  await store.append(unit('ana', 'second.1', 'running', 20), unit('ana', 'second.1', 'failed', 21));
  await store.append(unit('ana', 'second.1', 'passed', 42), unit('ben', 'second.1', 'failed', 30));
  await store.append(unit('eve', 'second.1', 'passed', 32.5));
  await store.append({ type: 'help', person: 'ben', visitor: 'grace', what: 'looks', at: Date.UTC(2026, 0, 2) });
});
afterAll(async () => {
  await store.close();
  temporary.remove();
});

function run(...args: readonly string[]): Promise<Ended> {
  return pupitre(['class', ...args, '--lang', 'en'], folder);
}

test('each student at each step as CSV, while a server has the file open', async () => {
  const { code, stdout, stderr } = await run('class.ndjson');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.split('\r\n')).toEqual([
    'student,step,tries,failures,first_error,seconds_to_pass,passed',
    'Ana,first.1,1,0,,2,yes',
    'Ana,second.1,2,1,"cat: two, ""or"" three: exit code 1",30,yes',
    "'=1+1,first.1,1,0,,2,yes",
    `'=1+1,second.1,1,1,"cat: two, ""or"" three: exit code 1",,no`,
    'Ève,first.1,1,0,,2,yes',
    'Ève,second.1,1,0,,20.5,yes',
    '',
  ]);
});

test('the class at each step', async () => {
  const { stdout } = await run('class.ndjson', '--by', 'step');
  expect(stdout.split('\r\n')).toEqual([
    'step,tried,passed,failed_first,median_seconds,commonest_first_error,had_it',
    'first.1,3,3,0,2,,',
    'second.1,3,2,2,25.3,"cat: two, ""or"" three: exit code 1",2',
    '',
  ]);
});

test('JSON has both, and who was helped, into a file', async () => {
  const { code, stdout } = await run('class.ndjson', '--format', 'json', '--output', 'results.json');
  expect([code, stdout]).toEqual([0, '']);
  const results = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as ClassResults;
  expect(results.students.map(({ name, steps }) => [name, steps.length])).toEqual([
    ['Ana', 2],
    ['=1+1', 2],
    ['Ève', 2],
  ]);
  expect(results.students[1]?.help).toEqual([{ what: 'looks', visitor: 'Grace', at: '2026-01-02T00:00:00.000Z' }]);
  expect(results.steps[1]).toEqual({
    ...{ step: 'second.1', tried: 3, passed: 2, failedFirst: 2, medianSeconds: 25.3 },
    error: { text: 'cat: two, "or" three: exit code 1', count: 2 },
  });
});

test('half a line at the end, which a server is writing, is left out', async () => {
  const text = readFileSync(join(folder, 'class.ndjson'), 'utf8');
  writeFileSync(join(folder, 'torn.ndjson'), `${text}{"type":"person","person":"z`);
  expect((await run('torn.ndjson')).stdout).toBe((await run('class.ndjson')).stdout);
});

test.each([
  [['nothing.ndjson'], /nothing\.ndjson cannot be read/],
  [['deck.md'], /deck\.md is not the file of a class/],
  [['class.ndjson', '--format', 'xml'], /csv.*json/],
  [['class.ndjson', '--by', 'name'], /student.*step/],
  [['class.ndjson', '--output', 'no/such/folder'], /no\/such\/folder/],
])('%j is refused in a sentence', async (args, said) => {
  const { code, stderr } = await run(...args);
  expect(stderr).toMatch(said);
  expect(code).toBe(2);
});

describe('lint --class', () => {
  test.each([
    ['en', /deck\.md[\s\S]*13:1 +warning +2 of 3 students of the class failed here first; 2 of them: cat: two/],
    ['fr', /deck\.md[\s\S]*13:1[\s\S]*2 participants sur 3 ont d’abord échoué ici/],
  ])('says where classes fail (%s)', async (lang, said) => {
    const { code, stdout } = await pupitre(['lint', 'deck.md', '--class', 'class.ndjson', '--lang', lang], folder);
    expect(stdout).toMatch(said);
    expect(stdout).toMatch(/class-fails/);
    expect(code).toBe(0);
  });

  test('its severity is that of a rule, and a comment in the deck turns it off', async () => {
    const args = ['lint', 'deck.md', '--class', 'class.ndjson', '--rule', 'class-fails=error'];
    expect((await pupitre(args, folder)).code).toBe(1);
    const comment = '<!-- pupitre-disable-next-line class-fails -->';
    writeFileSync(join(folder, 'quiet.md'), deck.replace('```bash\ncat', `${comment}\n\`\`\`bash\ncat`));
    const { stdout } = await pupitre(['lint', 'quiet.md', '--class', 'class.ndjson'], folder);
    expect(stdout).not.toMatch(/class-fails/);
  });

  test('the ids of a class are those of its deck', () => {
    const { document } = readDocument(deck, { file: 'deck.md' });
    expect(document?.plan.steps.map(({ id }) => id)).toEqual(['first.1', 'second.1']);
  });
});
