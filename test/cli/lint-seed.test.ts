import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pupitre, temporaryFolder } from './pupitre.ts';

const root = resolve(import.meta.dirname, '../..');
const seed = join(root, 'test/fixtures/seed/ourapponkube_fr.md');
const english = join(root, '../shared/corpus/seed-era/slides/kube/ourapponkube.md');

let folder: ReturnType<typeof temporaryFolder>;
let deck: string;
beforeEach(() => {
  folder = temporaryFolder();
  deck = join(folder.path, 'deck.md');
  copyFileSync(seed, deck);
});
afterEach(() => {
  folder.remove();
});

/** `line rule severity` of every message. */
async function lint(...args: readonly string[]): Promise<string[]> {
  const { stdout } = await pupitre(['lint', deck, '--format', 'json', ...args], root);
  const [file] = JSON.parse(stdout) as { messages: { line: number; rule: string; severity: string }[] }[];
  return (file?.messages ?? []).map(({ line, rule, severity }) => `${line} ${rule} ${severity}`);
}

describe('the course as it came from the translation', () => {
  test('without its original: what would fail on stage, and what was altered', async () => {
    expect(await lint()).toEqual([
      '13 mojibake warning',
      '61 quoted-code warning',
      '78 kubectl-run-deployment error',
      '162 spaced-variable error',
      '162 spaced-path error',
      '256 kubectl-run-deployment error',
      '262 kubectl-run-deployment error',
      '292 quoted-code warning',
      '298 code-span-blanks warning',
      '325 endless-command warning',
      '334 quoted-code warning',
      '350 wrong-port error',
      '355 translated-verb error',
    ]);
  });

  test(
    'mended, it runs to its last step on the rehearsal; mending again changes nothing',
    { timeout: 180_000 },
    async () => {
      await pupitre(['lint', deck, '--fix'], root);
      const mended = readFileSync(deck, 'utf8');
      const { code, stdout } = await pupitre(['run', deck], root);
      expect(stdout).toMatch(/18 passed/);
      expect(code).toBe(0);
      await pupitre(['lint', deck, '--fix'], root);
      expect(readFileSync(deck, 'utf8')).toBe(mended);
    },
  );

  test.skipIf(!existsSync(english))(
    'beside its original: the control snippets come back, and it runs to its last step (needs ../shared)',
    { timeout: 180_000 },
    async () => {
      await pupitre(['lint', deck, '--fix', '--source', english], root);
      const mended = readFileSync(deck, 'utf8');
      expect(mended).toContain('<!-- ```keys ^C``` -->');
      expect(mended).toContain('<!-- ```open http://node1:3xxxx/``` -->');
      const { code, stdout } = await pupitre(['run', deck], root);
      expect(stdout).toMatch(/19 passed/);
      expect(code).toBe(0);
      await pupitre(['lint', deck, '--fix', '--source', english], root);
      expect(readFileSync(deck, 'utf8')).toBe(mended);
    },
  );

  test('the course that is shipped has nothing to mend', async () => {
    const { code, stdout } = await pupitre(['lint'], root);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });
});
