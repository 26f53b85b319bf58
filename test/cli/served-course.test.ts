import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { start, type Started, temporaryFolder } from './pupitre.ts';

let folder: ReturnType<typeof temporaryFolder>;
let served: Started;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  served.kill('SIGINT');
  const { code } = await served.ended;
  folder.remove();
  expect(code).toBe(0);
});

function write(name: string, text: string): void {
  writeFileSync(join(folder.path, name), text);
}

async function serve(name: string): Promise<void> {
  const options = ['--watch', '--port', '0', '--target', 'local', '--lang', 'en'];
  served = start(['serve', name, ...options], folder.path);
  await served.seen(/shown anew in every window[^]*#token=/);
}

test('chapters of a manifest: one that is renamed after the manifest was saved, in a new folder, and what is included', async () => {
  write('one.md', '# One\n');
  write('two.md', '# Two\n');
  write('course.yml', 'title: Course\ncontent:\n- one.md\n- two.md\n');
  await serve('course.yml');
  write('two.md', '# Two\n\n---\n# Three\n');
  await served.seen(/Shown anew: 6 slides\./);
  // First the manifest, then the file: in between there is none.
  write('course.yml', 'title: Course\ncontent:\n- one.md\n- three.md\n');
  await served.complains(/not shown yet[^]*course\.yml:4:\d+: error: [^]*three\.md/);
  renameSync(join(folder.path, 'two.md'), join(folder.path, 'three.md'));
  write('three.md', '# Two\n\n---\n# Three\n\n---\n# Four\n');
  await served.seen(/Shown anew: 8 slides\./);
  mkdirSync(join(folder.path, 'more'));
  write('more/five.md', '# Five\n');
  write('course.yml', 'title: Course\ncontent:\n- one.md\n- three.md\n- more/five.md\n');
  await served.seen(/Shown anew: 10 slides\./);
  write('more/five.md', '# Five\n\n---\n# Six\n');
  await served.seen(/Shown anew: 12 slides\./);
}, 60_000);

test('a deck that is away for a moment; mistakes that were there from the beginning are no reason', async () => {
  const mistake = '# One\n\n.exercise[\n```bash\necho one\n```\n```expect regex\n(\n```\n]\n';
  write('deck.md', mistake);
  await serve('deck.md');
  write('deck.md', `# Zero\n\n---\n${mistake}`);
  await served.seen(/Shown anew: 2 slides\./);
  rmSync(join(folder.path, 'deck.md'));
  await served.complains(/not shown yet[^]*deck\.md/);
  write('deck.md', `# Zero\n\n---\n# Half\n\n---\n${mistake}`);
  await served.seen(/Shown anew: 3 slides\./);
}, 60_000);
