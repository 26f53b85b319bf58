import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { pupitre, temporaryFolder } from './pupitre.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

const good = '# A deck\n\n.exercise[\n\n```bash\necho hello\n```\n\n]\n';

/** name, what is in the file (or what makes it), exit code, what is said */
const files: readonly (readonly [string, string | Buffer | ((path: string) => void), number, RegExp])[] = [
  ['missing file', () => undefined, 2, /cannot read .*: no such file or folder/],
  [
    'folder',
    (path) => {
      mkdirSync(path);
    },
    2,
    /is a folder; name a markdown file in it/,
  ],
  ['binary', Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256)), 2, /not a text/i],
  ['UTF-16', Buffer.from(`\uFEFF${good}`, 'utf16le'), 2, /not a text/i],
  ['empty deck', '', 2, /has nothing to run/],
  [
    'deck without exercises',
    '# A deck\n\nText.\n',
    2,
    /has nothing to run: no \.exercise\[ \.\.\. \] or \.lab\[ \.\.\. \] in it/,
  ],
  ['unclosed .exercise[', good.replace('\n]\n', '\n'), 2, /:3:1: error: .*clos/i],
  ['unclosed fence', good.replace('```\n\n]', ''), 2, /:5:1: error: .*fence/i],
  ['unknown method', good.replace('```bash', '```bahs'), 2, /:5:1: error: .*bahs.*bash/],
  [
    'named pipe',
    (path) => {
      execFileSync('mkfifo', [path]);
    },
    2,
    /is not a regular file/,
  ],
  [
    '20 MB deck',
    good + 'x'.repeat(80).concat('\n').repeat(260_000),
    2,
    /Split it into chapters|split it into chapters/,
  ],
  ['CRLF', good.replaceAll('\n', '\r\n'), 0, /1 passed/],
  ['BOM', `\uFEFF${good}`, 0, /1 passed/],
  ['no final newline', good.trimEnd(), 0, /1 passed/],
  ['a line of 1 MB', `${good}\n${'x'.repeat(1_000_000)}\n`, 0, /1 passed/],
  ['deep nesting', `${'.a['.repeat(10_000)}${']'.repeat(10_000)}\n\n${good}`, 0, /1 passed/],
];

test.each(files)('%s', async (name, content, code, said) => {
  const path = join(folder.path, `${name.replace(/\W+/g, '-')}.md`);
  if (typeof content === 'function') content(path);
  else writeFileSync(path, content);
  const ended = await pupitre(['run', path], folder.path);
  const all = ended.stdout + ended.stderr;
  expect(all).toMatch(said);
  expect(ended.code, all).toBe(code);
  expect(all).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
});

test('an unreadable file', async ({ skip }) => {
  const path = join(folder.path, 'unreadable.md');
  writeFileSync(path, good);
  chmodSync(path, 0o000);
  if (process.getuid?.() === 0) skip('root may read everything');
  const ended = await pupitre(['run', path], folder.path);
  expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('permission denied') as unknown });
});

test('bash is missing', async () => {
  const path = join(folder.path, 'good.md');
  writeFileSync(path, good);
  const ended = await pupitre(['run', path], folder.path, { PATH: join(folder.path, 'nothing') });
  expect(ended.stdout + ended.stderr).toMatch(/there is no bash in PATH/);
  expect(ended.code).toBe(1);
});

const configs: readonly (readonly [string, string, RegExp])[] = [
  ['not JSON', '{"decks": ', /runner\.config\.json/],
  ['a wrong type', '{"decks": []}', /decks/],
  ['an unknown key', '{"deks": {}}', /deks.*decks/s],
  ['a duration that is none', '{"timeouts": {"command": "soon"}}', /timeouts\.command/],
  ['a default deck that is not there', '{"decks": {"a": "a.md"}, "defaultDeck": "b"}', /defaultDeck.*a/s],
  ['an unknown kind of target', '{"targets": {"x": {"type": "moon"}}}', /targets\.x\.type/],
];

test.each(configs)('configuration: %s', async (_name, text, said) => {
  const config = temporaryFolder();
  writeFileSync(join(config.path, 'runner.config.json'), text);
  writeFileSync(join(config.path, 'deck.md'), good);
  const ended = await pupitre(['run', 'deck.md'], config.path);
  config.remove();
  expect(ended.stderr).toMatch(said);
  expect(ended.code).toBe(2);
  expect(ended.stderr).not.toMatch(/^\s+at /m);
});

test.each([
  [['run', 'good.md', '--target', 'moon'], /there is no target moon/],
  [['run', 'good.md', '--only', 'nothing'], /no step is called nothing/],
  [['run', 'good.md', '--from', 'nothing'], /no step is called nothing/],
  [['run', 'good.md', '--timeout', 'soon'], /--timeout soon/],
  [['run', 'good.md', '--reporter', 'juint'], /There is no reporter "juint"/],
  [['run', 'good.md', '--reporter', 'junit=/nonexistent/x.xml'], /cannot write \/nonexistent\/x\.xml/],
  [['run', 'good.md', '--record', '/nonexistent/x.cast'], /cannot write/],
  [['run', 'good.md', '--lang', 'de'], /--lang de: en or fr/],
  [['run', 'good.md', '--config', 'nothing.json'], /nothing\.json/],
  [['run', 'good.md', '--no-such-option'], /unknown option/],
  [['walk'], /unknown command/],
])('usage: pupitre %j', async (args, said) => {
  writeFileSync(join(folder.path, 'good.md'), good);
  const ended = await pupitre(args, folder.path);
  expect(ended.stderr).toMatch(said);
  expect(ended.code).toBe(2);
});
