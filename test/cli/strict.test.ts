import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { pupitre, temporaryFolder } from './pupitre.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

function slide(title: string, exercise: string): string {
  return `# ${title}\n\n.exercise[\n\n${exercise}\n]\n`;
}

function bash(command: string): string {
  return `\`\`\`bash\n${command}\n\`\`\`\n\n`;
}

function hidden(snippet: string): string {
  return `<!-- \`\`\`${snippet}\`\`\` -->\n\n`;
}

const faults = [
  slide('One', bash('true') + hidden('look at the files') + bash('true')),
  slide('Two', bash('true') + hidden('expect json {a') + '```yaml\na: 1\n```\n'),
  slide('Three', '- Click on the button.\n'),
].join('\n---\n\n');

function run(...args: readonly string[]) {
  return pupitre(['run', 'deck.md', '--target', 'local', ...args], folder.path);
}

test('a fault of one snippet costs that snippet, never the course', async () => {
  writeFileSync(join(folder.path, 'deck.md'), faults);
  const { code, stdout, stderr } = await run();
  expect(stdout).toMatch(/3 passed · 3 skipped · 1 to do by hand/);
  expect(stdout).toMatch(/skipped: There is no method "look"/);
  expect(stderr).toMatch(/deck\.md:9:6: error: There is no method "look"/);
  expect(code).toBe(0);
});

test('so does a chapter of a manifest', async () => {
  writeFileSync(join(folder.path, 'course.yml'), 'title: A\ncontent:\n- deck.md\n');
  writeFileSync(join(folder.path, 'deck.md'), faults);
  const { code, stdout } = await pupitre(['run', 'course.yml', '--target', 'local', '--lang', 'fr'], folder.path);
  expect(stdout).toMatch(/Il n’y a pas de méthode «\u00a0look\u00a0»/);
  expect(code).toBe(0);
});

test.each([
  ['--strict', '{}', ['--strict']],
  ['the configuration', '{"strict": true}', []],
])('with %s, what was not done is a failure, each named', async (_name, config, args) => {
  writeFileSync(join(folder.path, 'deck.md'), faults);
  writeFileSync(join(folder.path, 'runner.config.json'), config);
  const { code, stderr } = await run(...args);
  expect(code).toBe(1);
  const named = stderr.split('\n').filter((line) => line.includes('which --strict forbids'));
  expect(named.map((line) => /deck\.md:\d+:\d+ (\S+)/.exec(line)?.[1])).toEqual(['one.2', 'two.2', 'two.3', 'three.1']);
});

test('a deck in which all is done passes strictly', async () => {
  writeFileSync(join(folder.path, 'deck.md'), slide('One', bash('false') + hidden('expect exit 1')));
  expect((await run('--strict')).code).toBe(0);
});
