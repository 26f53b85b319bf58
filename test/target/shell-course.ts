import { copyFileSync, cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pupitre, start, temporaryFolder } from '../cli/pupitre.ts';

const root = join(import.meta.dirname, '../..');
const env = { PUPITRE_TEST_SECRET: 'of whoever runs it' };

interface RunEnd {
  readonly type: string;
  readonly results?: readonly { readonly stepId: string; readonly verdict: { readonly status: string } }[];
}

/**
 * A course that needs nothing but a shell, on a target of the configuration: by itself, and after a `kill -9` in the middle.
 * `more`: variables that the program needs.
 */
export function shellCourse(
  name: string,
  target: () => object,
  { timeout = 60_000, more = () => ({}) }: { timeout?: number; more?: () => Readonly<Record<string, string>> } = {},
): void {
  describe(`a course that needs a shell only runs on ${name}`, { timeout }, () => {
    let folder: ReturnType<typeof temporaryFolder>;

    beforeEach(() => {
      folder = temporaryFolder();
      copyFileSync(join(root, 'test/fixtures/shell-course.md'), join(folder.path, 'deck.md'));
      cpSync(join(root, 'slides/stacks'), join(folder.path, 'stacks'), { recursive: true });
      const config = {
        targets: { here: target() },
        defaultTarget: 'here',
        files: [{ from: 'stacks', to: '~/container.training/stacks' }],
      };
      writeFileSync(join(folder.path, 'runner.config.json'), JSON.stringify(config));
    });
    afterEach(() => {
      folder.remove();
    });

    const options = ['run', 'deck.md', '--lang', 'en', '--reporter', 'json', '--strict'];

    function statuses(stdout: string): readonly string[] {
      const events = stdout.trimEnd().split('\n').filter(Boolean);
      const end = events.map((line) => JSON.parse(line) as RunEnd).findLast(({ type }) => type === 'runEnd');
      return (end?.results ?? []).map(({ stepId, verdict }) => `${stepId} ${verdict.status}`);
    }

    test('every step passes', async () => {
      const { code, stdout, stderr } = await pupitre(options, folder.path, { ...env, ...more() });
      expect(
        statuses(stdout).filter((each) => !each.endsWith('passed')),
        stderr,
      ).toEqual([]);
      expect(statuses(stdout).length).toBeGreaterThan(15);
      expect(code).toBe(0);
    });

    test('killed in the middle, it goes on where it was', async () => {
      const killed = start(options, folder.path, { ...env, ...more() });
      await killed.seen(/"type":"stepBegin"[^\n]*une-transcription/);
      killed.kill('SIGKILL');
      await killed.ended;
      const { code, stdout, stderr } = await pupitre([...options, '--resume'], folder.path, { ...env, ...more() });
      expect(stderr).toMatch(/goes on with step \d+ of \d+, une-transcription/);
      const results = statuses(stdout);
      const begins = results.findIndex((each) => each.startsWith('une-transcription'));
      expect(results.slice(begins).filter((each) => !each.endsWith('passed'))).toEqual([]);
      expect(code).toBe(0);
    });
  });
}
