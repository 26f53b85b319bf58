import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { spawn } from 'node-pty';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openJournal } from '../../src/server/class/journal.ts';
import { cli, pupitre, temporaryFolder } from './pupitre.ts';

// Every command line of every document, typed into a terminal of a folder that has what they name.

const root = resolve(import.meta.dirname, '../..');

/** Lines that no test of its own needs: what they run is what runs this test. */
const elsewhere = /^(?:npm ci|npm test|PUPITRE_REMARK=)/;
/** What ends with 1 where a step fails, as its document says. */
const failing: ReadonlySet<string> = new Set(['docs/resume.md', 'docs/step.md']);

const documents = ['README.md', ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })]
  .filter((name) => name.endsWith('.md'))
  .map((name) => (name === 'README.md' ? name : `docs/${name}`))
  .map((name) => ({ name, commands: commandsOf(readFileSync(join(root, name), 'utf8')) }))
  .filter(({ commands }) => commands.length > 0);

/** The lines of fences of `sh`, those that end in a backslash joined to the next one. */
function commandsOf(text: string): string[] {
  return [...text.matchAll(/^```sh\n([^]*?)^```$/gm)]
    .flatMap(([, body = '']) => body.replace(/\\\n\s*/g, '').split('\n'))
    .filter((line) => line.trim() !== '' && !elsewhere.test(line));
}

function exercise(name: string, ...commands: readonly string[]): string {
  const fences = commands.map((command) => `- Do it:\n  \`\`\`bash\n  ${command}\n  \`\`\`\n\n`);
  return `name: ${name}\n\n# ${name}\n\n.exercise[\n\n${fences.join('')}]\n`;
}

const temporary = temporaryFolder();
const bin = join(temporary.path, 'bin');

beforeAll(() => {
  mkdirSync(bin);
  chmodSync(cli, 0o755);
  symlinkSync(cli, join(bin, 'pupitre'));
  writeFileSync(join(bin, 'npx'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  // What would open a window on the machine of the test.
  writeFileSync(join(bin, 'xdg-open'), '#!/bin/sh\n', { mode: 0o755 });
});

afterAll(() => {
  temporary.remove();
});

async function place(folder: string, fails: boolean): Promise<void> {
  const course = [
    exercise('test-de-notre-registre', 'echo one'),
    exercise('my-slide', 'echo two', 'echo three'),
    exercise('last', fails ? 'cp nowhere elsewhere' : 'echo four'),
  ].join('\n---\n\n');
  const decks = { course: 'course.md', cours: 'course.md' };
  mkdirSync(join(folder, 'slides'));
  for (const file of ['course.md', 'slides/other.md', 'slides/cours_fr.md']) writeFileSync(join(folder, file), course);
  writeFileSync(join(folder, 'README.md'), '# Read me\n\n```console\n$ echo five\nfive\n```\n');
  writeFileSync(join(folder, 'runner.config.json'), JSON.stringify({ decks, defaultDeck: 'course' }));
  const store = await openJournal(join(folder, 'class.ndjson'));
  await store.append({ type: 'person', person: 'ana', name: 'Ana', role: 'student', at: 0 });
  await store.close();
  await pupitre(['run', '--reporter', 'json=run.ndjson', '--no-state'], folder);
}

/** Types a line into a bash with a terminal; what waits for a person is interrupted when it shows that it does. */
function type(line: string, folder: string): Promise<{ readonly code: number; readonly text: string }> {
  const shell = spawn('bash', ['-c', line], {
    cols: 120,
    rows: 40,
    cwd: folder,
    env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: folder, LANG: 'C.UTF-8', TERM: 'xterm-256color' },
  });
  const waits = /\bserve\b/.test(line)
    ? /http:\/\/\S+/
    : /--step|--pause-on-failure/.test(line)
      ? /\bquit\b/
      : line.includes('--fix --dry-run')
        ? undefined
        : /\[node1\] \S+ \$ $/;
  let text = '';
  let told = 0;
  let hasEnded = false;
  onTestFinished(() => {
    if (!hasEnded) shell.kill();
  });
  shell.onData((chunk) => {
    text += chunk;
    const rest = text.slice(told).replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '');
    if (!waits?.test(rest)) return;
    told = text.length;
    shell.write(/\brun\b/.test(line) && !/--step|--pause/.test(line) ? 'exit\r' : '\x03');
  });
  return new Promise((done) => {
    shell.onExit(({ exitCode }) => {
      hasEnded = true;
      done({ code: exitCode, text });
    });
  });
}

describe.each(documents)('$name', ({ name, commands }) => {
  const folder = temporaryFolder();
  const fails = failing.has(name);
  beforeAll(() => place(folder.path, fails));
  afterAll(() => {
    folder.remove();
  });

  test.each(commands)('%s', { timeout: 60_000 }, async (line) => {
    const { code, text } = await type(line, folder.path);
    const allowed = /\bserve\b|--step|--pause/.test(line) ? [0, 130] : fails ? [1] : [0];
    expect(allowed, text).toContain(code);
  });
});
