import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { start } from './pupitre.ts';

/** Frequent words of English that are none of French. */
const english =
  /\b(?:the|is|isn't|not|cannot|was|were|of|and|there|this|that|with|to|it|are|be|has|have|which|did|does|you|your|by|for|from|an|nothing|expected|error|warning|line|step|steps|slide|slides)\b/i;

function fence(method: string, text: string): string {
  return `- Ceci :\n  \`\`\`${method}\n  ${text}\n  \`\`\`\n`;
}

function hidden(...snippets: readonly string[]): string {
  return `<!--\n${snippets.map((snippet) => `\`\`\`${snippet}\`\`\``).join('\n')}\n-->\n`;
}

const faulty = [
  `# Une\n\n.exercise[\n\n${fence('bash', 'ls')}${hidden('expect json {a', 'timeout bientôt')}${fence('bahs', 'ls')}\n]\n`,
  '# Deux\n\n.exercise[\n\n- Cliquez sur le bouton\n\n]\n',
  `# Trois\n\n.exercise[\n\n${fence('bash', 'ls')}`,
].join('\n---\n\n');

const failing = [
  `# Une\n\n.exercise[\n\n${fence('bash', 'false')}${hidden('retry 1s')}${fence('bash', 'echo abc')}`,
  hidden('expect xyz', 'retry 1s', 'tmux x', 'key constructor'),
  `${fence('bash', 'sleep 1000')}${hidden('timeout 1s')}${fence('bash', 'echo "abc')}`,
  `${fence('bash', 'zzz')}${fence('bash', 'echo []')}${hidden('expect json [1]', 'retry 1s', 'open http://node1:3xxxx/')}`,
  '\n]\n\n---\n\n# Deux\n\n.exercise[\n\n- Cliquez sur le bouton\n\n]\n',
].join('');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pupitre-french-'));
  writeFileSync(join(folder, 'faulty.md'), faulty);
  writeFileSync(join(folder, 'failing.md'), failing);
  writeFileSync(join(folder, 'wrong.json'), '{"lang": "fr", "targets": {"a": 1}, "retry": {"for": "x"}, "dekcs": {}}');
  writeFileSync(join(folder, 'broken.json'), '{"a": [1,]}');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What the program says, without what it repeats of the deck, of bash and of the command line. */
async function said(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const { stdout, stderr } = await start(args, folder, env).ended;
  return `${stdout}\n${stderr}`
    .split('\n')
    .filter((line) => !/^\s*[│|$>]/.test(line))
    .map((line) =>
      line
        .replace(/```.*?```/g, '')
        .replace(/\[[a-z-]+\]$| {2}[a-z-]+$/, '')
        .replace(/^::(?:error|warning|notice) .*?title=/, '')
        .replace(/^(?:pupitre: )?[\w.-]+\.(?:md|json)/, '')
        .replace(/\.?\b(?:targets|retry|decks|timeouts|overrides|secrets|lang)\b[\w.]*/g, '')
        .replace(/--[a-z-]+|<.*?>|\[.*?\]|".*?"/g, ''),
    );
}

test.each([
  [['run', 'faulty.md']],
  [['run', '--target', 'local', '--keep-going', 'failing.md']],
  [['run', '--target', 'local', '--reporter', 'github', 'failing.md']],
  [['list', 'faulty.md']],
  [['list', '--plan', 'failing.md']],
  [['lint', 'faulty.md']],
  [['run', 'absent.md']],
  [['run', '.']],
  [['run', '--target', 'nope', 'failing.md']],
  [['run', '--only', 'x', 'failing.md']],
  [['run', '--timeout', 'x', 'failing.md']],
  [['run', '--reporter', 'x', 'failing.md']],
  [['run', '--nope']],
  [['run', '--config', 'broken.json']],
  [['list', '--config', 'wrong.json']],
  [['lint', '--rule', 'x=off', 'faulty.md']],
  [['lint', '--source', 'absent.md', 'faulty.md']],
  [['serve', '--port', 'x', 'failing.md']],
  [['serve', '--password-file', 'absent', 'failing.md']],
  [['nope']],
  [['--help']],
  [['run', '--help']],
  [['serve', '--help']],
  [['lint', '--help']],
  [['list', '--help']],
  [['capacity', '--help']],
  [['capacity', '--students', '5', 'failing.md']],
])('%j says nothing in English', { timeout: 60_000 }, async (args) => {
  const lines = await said([...args, '--lang', 'fr']);
  expect(lines.join('').trim()).not.toBe('');
  expect(lines.filter((line) => english.test(line))).toEqual([]);
});

test('the language of the environment, and that of a configuration, count for mistakes too', async () => {
  expect((await said(['nope'], { LANG: 'fr_FR.UTF-8' })).join('\n')).toContain('commande inconnue');
  expect((await said(['list', '--config', 'wrong.json'])).join('\n')).toContain('clé inconnue');
});

test('in English nothing changes', async () => {
  const { stderr } = await start(['run', '--langg'], folder).ended;
  expect(stderr).toBe(
    "error: unknown option '--langg'\n(Did you mean --lang?)\n(pupitre --help tells what there is)\n",
  );
});
