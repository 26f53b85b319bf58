import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pupitre, temporaryFolder } from './pupitre.ts';

const deck = `# A course

---

## One

.exercise[

\`\`\`bash
echo first
\`\`\`

]

---

## Two

.exercise[

\`\`\`bash
echo second
\`\`\`

]
`;

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder.path, 'deck.md'), deck);
});
afterEach(() => {
  folder.remove();
});

function run(...args: readonly string[]) {
  return pupitre(['run', 'deck.md', '--target', 'local', '--lang', 'en', ...args], folder.path);
}

function header(...path: readonly string[]): unknown {
  return JSON.parse(readFileSync(join(folder.path, ...path), 'utf8').split('\n')[0] ?? '');
}

test('into a file: version 2, or 3 when it is wanted', async () => {
  expect((await run('--record', 'run.cast')).code).toBe(0);
  expect(header('run.cast')).toMatchObject({ version: 2, width: 120, height: 40 });
  expect((await run('--record', 'run.cast', '--record-format', '3')).code).toBe(0);
  expect(header('run.cast')).toMatchObject({ version: 3, term: { cols: 120, rows: 40 } });
});

test.each(['casts/deep/', 'there'])('into the folder %s: the whole, and each exercise', async (path) => {
  mkdirSync(join(folder.path, 'there'));
  expect((await run('--record', path)).code).toBe(0);
  expect(readdirSync(join(folder.path, path)).sort()).toEqual(['02-one.cast', '03-two.cast', 'session.cast']);
  expect(header(path, 'session.cast')).toMatchObject({ version: 3, title: 'A course' });
  expect(header(path, '03-two.cast')).toMatchObject({ version: 3, title: 'A course: Two' });
  const two = readFileSync(join(folder.path, path, '03-two.cast'), 'utf8');
  expect(two).toContain('second');
  expect(two).not.toContain('first');
  expect(two.split('\n')[1]).toMatch(/^\[0,"o",".*\$ "\]$/);
});

test.each([
  [['--record', 'deck.md/'], /cannot write deck\.md\//],
  [['--record', 'run.cast', '--record-format', '4'], /--record-format 4: asciicast has the versions 2 and 3 here\./],
])('%j is refused before anything runs', async (args, said) => {
  const { code, stderr, stdout } = await run(...args);
  expect(code).toBe(2);
  expect(stderr).toMatch(said);
  expect(stdout).toBe('');
});
