import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pupitre, temporaryFolder } from './pupitre.ts';

test.concurrent('a course that was just begun runs, and has nothing to mend', async () => {
  const folder = temporaryFolder();
  const { path } = folder;
  try {
    for (const [lang, made] of [
      ['en', 'made'],
      ['fr', 'créé'],
    ] as const) {
      const course = join(path, lang);
      const begun = await pupitre(['init', lang, '--lang', lang], path);
      expect(begun).toMatchObject({ code: 0, stderr: '' });
      expect(begun.stdout).toContain(`${made} `);
      expect(await pupitre(['lint', '--config', 'runner.config.json'], course)).toMatchObject({ code: 0, stdout: '' });
      const run = await pupitre(['run', '--no-stay', '--no-state'], course);
      expect(run).toMatchObject({ code: 0 });
      expect(run.stdout).toContain(lang === 'en' ? '3 passed' : '3 réussies');
    }
  } finally {
    folder.remove();
  }
});

test.concurrent('what is there stays as it is', async () => {
  const folder = temporaryFolder();
  const { path } = folder;
  try {
    writeFileSync(join(path, 'runner.config.json'), '{"decks": {}}');
    const { code, stdout } = await pupitre(['init', '--lang', 'en'], path);
    expect(code).toBe(0);
    expect(stdout).toContain('kept   runner.config.json (it was there)');
    expect(readFileSync(join(path, 'runner.config.json'), 'utf8')).toBe('{"decks": {}}');
    expect(await pupitre(['init', 'runner.config.json/x', '--lang', 'en'], path)).toMatchObject({ code: 2 });
  } finally {
    folder.remove();
  }
});

test.concurrent('the completion of bash offers commands, their options, and files', async () => {
  const folder = temporaryFolder();
  const { path } = folder;
  try {
    const { stdout } = await pupitre(['completion', 'bash'], path);
    writeFileSync(join(path, 'completion'), stdout);
    writeFileSync(join(path, 'deck.md'), '');
    const complete = (...words: readonly string[]): string =>
      execFileSync(
        'bash',
        [
          '-c',
          'source ./completion; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pupitre; echo "${COMPREPLY[@]}"',
          'bash',
          'pupitre',
          ...words,
        ],
        { cwd: path, encoding: 'utf8' },
      ).trim();
    expect(complete('li')).toBe('lint list');
    expect(complete('lint', '--fo')).toBe('--format');
    expect(complete('report', '')).toBe('merge');
    expect(complete('run', 'de')).toBe('deck.md');
    expect(await pupitre(['completion', 'cmd'], path)).toMatchObject({ code: 2 });
  } finally {
    folder.remove();
  }
});
