import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const src = resolve(import.meta.dirname, '../src');

/** What a folder of `src` may import from the others; files beside the folders count as `.`. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  messages: [],
  deck: ['messages'],
  match: ['messages'],
  changes: ['messages'],
  plan: ['deck', 'match', 'changes', 'messages'],
  lint: ['deck', 'match', 'plan', 'messages'],
  target: ['changes', 'messages'],
  run: ['plan', 'match', 'changes', 'messages', 'target/target.ts'],
  report: ['plan', 'deck', 'lint', 'changes', 'messages'],
  config: ['plan', 'match', 'messages'],
  server: [
    ...['deck', 'plan', 'run', 'changes', 'messages', 'protocol.ts', 'class-protocol.ts', 'limits.ts'],
    'target/target.ts',
  ],
  cli: ['deck', 'match', 'plan', 'lint', 'run', 'target', 'report', 'config', 'server', 'messages', '.'],
  browser: ['protocol.ts', 'limits.ts', 'course.ts', 'deck/model/prompt-forms.ts', 'plan', 'messages'],
  '.': ['deck', 'match', 'changes', 'plan', 'messages', 'lint', 'run', 'target', 'report', 'config', 'cli'],
};

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));

function folderOf(file: string): string {
  const [first = '', ...rest] = file.split('/');
  return rest.length === 0 ? '.' : first;
}

test.each(Object.keys(allowed))('%s imports only what it may', (folder) => {
  const wrong: string[] = [];
  for (const file of files.filter((each) => folderOf(each) === folder)) {
    const text = readFileSync(join(src, file), 'utf8');
    for (const [, target = ''] of text.matchAll(/(?:^(?:import|export)\b[^;]*?from |\bimport\()'(\.[^']+)'/gm)) {
      const imported = relative(src, resolve(src, dirname(file), target));
      const fits = [folder, ...(allowed[folder] ?? [])].some(
        (each) => imported === each || folderOf(imported) === each,
      );
      if (!fits) wrong.push(`${file} imports ${imported}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('every folder has its row', () => {
  expect([...new Set(files.map(folderOf))].sort()).toEqual(Object.keys(allowed).sort());
});

test('only its target knows the rehearsal', () => {
  const users = files.filter((file) =>
    /(?:from |import\()'@pupitre\/node1'/.test(readFileSync(join(src, file), 'utf8')),
  );
  expect(users.sort()).toEqual(['target/hosted-node.ts', 'target/rehearsal.ts']);
});

test('only one file knows the pseudo-terminal library', () => {
  const users = files.filter((file) => readFileSync(join(src, file), 'utf8').includes("from 'node-pty'"));
  expect(users).toEqual(['target/bash.ts']);
});

test('the page takes only types, limits, forms of prompts and its own words from outside its folder', () => {
  const wrong: string[] = [];
  for (const file of files.filter((each) => folderOf(each) === 'browser')) {
    const text = readFileSync(join(src, file), 'utf8');
    for (const [statement, clause = '', target = ''] of text.matchAll(
      /^(?:import|export)\b([^;]*?)from '(\.[^']+)'/gm,
    )) {
      const imported = relative(src, resolve(src, dirname(file), target));
      const outside =
        folderOf(imported) !== 'browser' &&
        !['limits.ts', 'course.ts', 'deck/model/prompt-forms.ts'].includes(imported) &&
        !/^messages\/(?:en|fr)\/page\b/.test(imported);
      if (outside && !clause.startsWith(' type ')) wrong.push(`${file}: ${statement}`);
    }
  }
  expect(wrong).toEqual([]);
});

// Types of a library may bring them along without a word.
test('the pure project sees neither the types of the DOM nor those of Node', { timeout: 60_000 }, () => {
  const project = resolve(src, 'tsconfig.pure.json');
  const tsc = resolve(src, '../node_modules/typescript/bin/tsc');
  const seen = execFileSync(process.execPath, [tsc, '--project', project, '--listFilesOnly'], { encoding: 'utf8' });
  expect(seen).toContain('src/deck/html.ts');
  expect(seen).toContain('lib.es2023.d.ts');
  expect(seen).not.toMatch(/lib\.dom|lib\.webworker|@types\/node/);
});
