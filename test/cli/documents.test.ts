import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { cli, pupitre, temporaryFolder } from './pupitre.ts';

// What a new user would do: each command block of a document, typed by Pupitre itself.
test.concurrent.each(['first-workshop.md', 'fr/premier-atelier.md'])('%s: its commands work', async (name) => {
  const folder = temporaryFolder();
  const { path } = folder;
  try {
    const bin = join(path, 'bin');
    mkdirSync(bin);
    chmodSync(cli, 0o755);
    symlinkSync(cli, join(bin, 'pupitre'));
    writeFileSync(join(path, 'runner.config.json'), '{"targets": {"empty": {"type": "local", "home": "temporary"}}}');
    const document = resolve(import.meta.dirname, '../../docs', name);
    const args = [
      'run',
      document,
      '--exercises',
      'prompts',
      '--target',
      'empty',
      '--no-state',
      '--strict',
      '--lang',
      'en',
    ];
    const { code, stdout } = await pupitre(args, path, { PATH: `${bin}:${process.env['PATH'] ?? ''}` });
    expect(stdout).toMatch(/^3 passed/m);
    expect(code).toBe(0);
  } finally {
    folder.remove();
  }
});
