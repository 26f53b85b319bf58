import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pupitre, temporaryFolder } from './pupitre.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

function deck(title: string, ...commands: readonly string[]): string {
  const exercises = commands.map((command) => `.exercise[\n\`\`\`bash\n${command}\n\`\`\`\n]\n`);
  return `# ${title}\n\n${exercises.join('\n---\n\n')}`;
}

const common = ['--lang', 'en'] as const;
async function run(...args: readonly string[]) {
  return pupitre(['run', '--target', 'local', '--keep-going', ...args, ...common], folder.path);
}

async function merge(...args: readonly string[]) {
  return pupitre(['report', 'merge', ...args, ...common], folder.path);
}

/** A report without what no two runs have in common. */
function plain(file: string): string {
  return readFileSync(join(folder.path, file), 'utf8')
    .replaceAll(/\b(time|timestamp)="[^"]*"/g, '$1')
    .replaceAll(/\b[\d.]+ m?s\b/g, '')
    .replaceAll(/"(?:at|durationMs|elapsedMs)":[\d.e-]+/g, '')
    .replaceAll(/"startedAt":"[^"]*"/g, '');
}

beforeAll(async () => {
  writeFileSync(join(folder.path, 'one.md'), deck('One', 'echo one | tee out', 'mkdir /proc/none'));
  writeFileSync(join(folder.path, 'two.md'), deck('Two', 'echo two | tee out'));
  for (const [report, ...decks] of [
    ['all', 'one.md', 'two.md'],
    ['first', 'one.md'],
    ['second', 'two.md'],
  ] as const) {
    await run(...decks, '--reporter', `json=${report}.json`, '--reporter', `junit=${report}.xml`);
  }
}, 60_000);

test('the reports of the parts, merged, are that of one run', async () => {
  const { code, stdout } = await merge(
    'first.json',
    'second.json',
    '--reporter',
    'junit=m.xml',
    '--reporter',
    'json=m.json',
  );
  expect(code).toBe(1);
  expect(plain('m.xml')).toBe(plain('all.xml'));
  const kinds = (file: string) => [...plain(file).matchAll(/^\{"type":"(?!output)(\w+)"/gm)].map(([, type]) => type);
  expect(kinds('m.json')).toEqual(kinds('all.json'));
  expect(stdout).not.toMatch(/report merge/);
  expect((await merge('second.json')).code).toBe(0);
});

test('merging what was merged changes nothing', async () => {
  await merge('first.json', 'second.json', '--reporter', 'json=once.json');
  await merge('once.json', '--reporter', 'json=twice.json');
  expect(readFileSync(join(folder.path, 'twice.json'), 'utf8')).toBe(
    readFileSync(join(folder.path, 'once.json'), 'utf8'),
  );
});

test.each<[string, (whole: string) => string, RegExp, number]>([
  ['cut off', (whole) => whole.split('\n').slice(0, 4).join('\n'), /cut\.json has no whole run in it/, 1],
  ['cut in a line', (whole) => whole.slice(0, whole.length / 2), /cut\.json:\d+: not an event of a run/, 1],
  ['with a damaged line', (whole) => whole.replace('\n', '\n{"type":"output"}\n'), /cut\.json:2: not an event/, 1],
  ['without its beginning', (whole) => whole.split('\n').slice(1).join('\n'), /cut\.json:1: not an event/, 1],
  ['something else', () => '<xml/>\n', /cut\.json:1: not an event/, 1],
  ['empty', () => '', /no whole run/, 1],
  ['with CRLF', (whole) => whole.replaceAll('\n', '\r\n'), /^$/, 0],
])('a report that is %s is told, and the others are merged', async (_, damage, said, code) => {
  writeFileSync(join(folder.path, 'cut.json'), damage(readFileSync(join(folder.path, 'second.json'), 'utf8')));
  const merged = await merge('cut.json', 'second.json');
  expect(merged.stderr).toMatch(said);
  expect(merged.code).toBe(code);
  expect(merged.stdout).toMatch(/two\.1|echo two/);
});

test('a file that is not there is an error of whoever calls', async () => {
  const { code, stderr } = await merge('nowhere.json');
  expect([code, stderr]).toEqual([2, expect.stringMatching(/cannot read nowhere\.json/)]);
});
