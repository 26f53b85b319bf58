import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changedSince } from '../../src/cli/changed.ts';
import { loadDeck } from '../../src/cli/decks.ts';
import { loadConfig } from '../../src/config.ts';
import { temporaryFolder } from './pupitre.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
  git('init', '--quiet', '--initial-branch', 'main');
});
afterEach(() => {
  folder.remove();
});

function git(...args: readonly string[]): void {
  const as = ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...as, ...args], { cwd: folder.path, stdio: 'pipe' });
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder.path, name, '..'), { recursive: true });
    writeFileSync(join(folder.path, name), text);
  }
}

function commit(files: Readonly<Record<string, string>>): void {
  write(files);
  git('add', '-A');
  git('commit', '--quiet', '-m', 'x');
}

async function changed(name = 'deck.md', since = 'HEAD'): Promise<string[]> {
  const config = loadConfig(undefined, folder.path);
  const choice = { path: join(folder.path, name), title: undefined };
  const loaded = loadDeck(choice, config, folder.path, 'en');
  const steps = await changedSince(since, choice, loaded, { config, cwd: folder.path, lang: 'en' });
  return [...steps].map(({ input }) => input);
}

function deckOf(...commands: readonly string[]): string {
  return commands.map((command, at) => `# S${at}\n\n.exercise[\n\`\`\`bash\n${command}\n\`\`\`\n]\n`).join('\n---\n');
}

const [make, look, set, use, end] = ['mkdir a', 'ls a', 'X=1', 'touch a/$X', 'cat a/1'];

describe('what has changed since a commit, and what it depends on', () => {
  test.each<[string, string[], string[]]>([
    ['nothing', [make, look, set, use, end], []],
    ['the last step', [make, look, set, use, 'cat a/2'], [make, set, use, 'cat a/2']],
    ['the first step', ['mkdir b', look, set, use, end], ['mkdir b']],
    ['a step that only reads', [make, 'ls -l a', set, use, end], [make, 'ls -l a']],
    ['a new step', [make, look, set, 'echo hi', use, end], [make, set, 'echo hi']],
    ['one at the end', [make, look, set, use, end, 'rm -r a'], [make, set, use, 'rm -r a']],
    ['one is gone: what follows it', [make, look, use, end], [make, use]],
    ['the last one is gone', [make, look, set, use], []],
  ])('%s', async (_, now, expected) => {
    commit({ 'deck.md': deckOf(make, look, set, use, end) });
    write({ 'deck.md': deckOf(...now) });
    expect(await changed()).toEqual(expected);
  });

  test('prose, titles and other files do not matter', async () => {
    commit({ 'deck.md': deckOf(make, look), 'other.md': 'x' });
    write({ 'deck.md': `Prose.\n\n${deckOf(make, look).replace('# S1', '# Another title')}`, 'other.md': 'y' });
    expect(await changed()).toEqual([]);
  });

  test('an expected output does', async () => {
    const shown = (text: string) => `${deckOf(make, look)}\nWe should see:\n\n\`\`\`\n${text}\n\`\`\`\n`;
    commit({ 'deck.md': shown('one') });
    write({ 'deck.md': shown('two') });
    expect(await changed()).toEqual([make, look]);
  });

  test('a deck that was not there is new', async () => {
    commit({ 'x.md': 'x' });
    write({ 'deck.md': deckOf(make, look) });
    expect(await changed()).toEqual([make, look]);
  });

  test('the configuration and the course’s files change everything', async () => {
    const config = JSON.stringify({ decks: { deck: 'deck.md' }, files: [{ from: 'stacks', to: '~/stacks' }] });
    commit({ 'deck.md': deckOf(make, look), 'runner.config.json': config, 'stacks/a.yml': 'a' });
    expect(await changed()).toEqual([]);
    write({ 'stacks/b.yml': 'b' });
    expect(await changed()).toEqual([make, look]);
    commit({ 'stacks/a.yml': 'changed' });
    expect(await changed('deck.md', 'HEAD')).toEqual([]);
    expect(await changed('deck.md', 'HEAD~1')).toEqual([make, look]);
  });

  test('a chapter of a manifest', async () => {
    const manifest = 'title: C\nchapters:\n- chapters/one.md\n- chapters/two.md\n';
    commit({ 'c.yml': manifest, 'chapters/one.md': deckOf(make, look), 'chapters/two.md': deckOf(set, use) });
    write({ 'chapters/two.md': deckOf(set, 'touch a/2') });
    expect(await changed('c.yml')).toEqual([make, set, 'touch a/2']);
  });

  test('a commit that git does not know, and a folder without git, are told', async () => {
    commit({ 'deck.md': deckOf(make) });
    await expect(changed('deck.md', 'nowhere')).rejects.toThrow(/git knows no such commit/);
    await expect(changed('deck.md', '--help')).rejects.toThrow(/git knows no such commit/);
  });
});
