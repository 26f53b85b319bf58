import { copyFileSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { pupitre, temporaryFolder } from './pupitre.ts';

const fixtures = resolve(import.meta.dirname, '../fixtures/translated');

// Decks of our own (CC BY 4.0), and the same after machine translation and a tool for translators went over them.
test.each([
  ['git_fr', 16],
  ['kube_fr', 10],
  ['shell_de', 11],
  ['redis_es', 12],
])(
  '%s: damaged it stops at once; mended, with or without the original, it runs to its end',
  { timeout: 180_000 },
  async (name, steps) => {
    const folder = temporaryFolder();
    try {
      const [deck, original] = [join(folder.path, 'deck.md'), join(fixtures, `${name}.md`)];
      copyFileSync(join(fixtures, `${name}.damaged.md`), deck);
      expect((await pupitre(['run', deck], folder.path)).code).not.toBe(0);

      await pupitre(['lint', deck, '--fix'], folder.path);
      const alone = await pupitre(['run', deck], folder.path);
      expect(alone.stdout).toContain(`${steps} passed`);
      expect(alone.code).toBe(0);

      copyFileSync(join(fixtures, `${name}.damaged.md`), deck);
      await pupitre(['lint', deck, '--fix', '--source', original], folder.path);
      expect(fences(readFileSync(deck, 'utf8'))).toEqual(fences(readFileSync(original, 'utf8')));
    } finally {
      folder.remove();
    }
  },
);

/** The code of a deck. */
function fences(text: string): readonly string[] {
  return text.match(/`{3}[^`]+`{3}/g) ?? [];
}
