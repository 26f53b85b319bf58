import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeOf, contentOf } from '../../src/cli/watch.ts';
import { pupitre, start, type Started, temporaryFolder } from './pupitre.ts';

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
let started: Started | undefined;
beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'deck.md');
});
afterEach(async () => {
  started?.kill('SIGKILL');
  await started?.ended;
  started = undefined;
  folder.remove();
});

function deckOf(...commands: readonly string[]): string {
  return commands
    .map((command, at) => `# S${at + 1}\n\n.exercise[\n\`\`\`bash\n${command}\n\`\`\`\n]\n`)
    .join('\n---\n');
}

/** As editors do: a new file in the place of the old one. */
function save(text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

test('a saved deck goes on from the first step that changed or has not passed, with what the shell had', async () => {
  const log = join(folder.path, 'log');
  const first = `X=kept; echo one >> ${log}`;
  save(deckOf(first, 'mkdir /proc/none', `echo three >> ${log}`));
  started = start(['run', 'deck.md', '--target', 'local', '--lang', 'en', '--watch'], folder.path);
  await started.seen(/1 passed · 1 failed[^]*Waiting for the deck to be saved/);
  expect(readFileSync(log, 'utf8')).toBe('one\n');
  save(deckOf(first, `echo "two $X" >> ${log}`, `echo three >> ${log}`));
  await started.seen(/2 passed[^]*Waiting/);
  expect(readFileSync(log, 'utf8')).toBe('one\ntwo kept\nthree\n');
  // Prose runs nothing.
  save(`${deckOf(first, `echo "two $X" >> ${log}`, `echo three >> ${log}`)}\nProse.\n`);
  await started.seen(/2 passed[^]*Waiting[^]*Waiting/);
  // In the middle of an edit.
  save('# Nothing to run\n');
  await started.seen(/Waiting[^]*Waiting[^]*Waiting[^]*Waiting/);
  save(deckOf(first, `echo "two $X" >> ${log}`, `echo four >> ${log}`));
  await started.seen(/echo four[^]*1 passed[^]*Waiting/);
  expect(readFileSync(log, 'utf8')).toBe('one\ntwo kept\nthree\nfour\n');
  started.kill('SIGINT');
  expect((await started.ended).code).toBe(130);
}, 60_000);

test.each([
  [['--step'], /--step/],
  [['--jobs', '2'], /--watch does not go with --jobs/],
  [['--until-failure'], /--watch does not go with --until-failure/],
  [['--only', 's1'], /--watch does not go with --only/],
])('%j does not go with it', async (options, said) => {
  save(deckOf('true'));
  const { code, stderr } = await pupitre(
    ['run', 'deck.md', '--target', 'local', '--lang', 'en', '--watch', ...options],
    folder.path,
  );
  expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
});

test('a touch is no change, a new content is, and so is one that came before anybody looked', async () => {
  const { signal } = new AbortController();
  save('a');
  const files = [file, join(folder.path, 'other.md')];
  const before = contentOf(files);
  const changed = changeOf(files, before, signal);
  save('a');
  writeFileSync(join(folder.path, 'unrelated.md'), 'x');
  expect(existsSync(file)).toBe(true);
  save('b');
  expect(await changed).toBe(true);
  const ending = new AbortController();
  const waiting = changeOf(files, contentOf(files), ending.signal);
  ending.abort();
  expect(await waiting).toBe(false);
  expect(await changeOf(files, before, signal)).toBe(true);
});
