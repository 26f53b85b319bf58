import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadDeck } from '../../src/cli/decks.ts';
import { Findings } from '../../src/cli/update/findings.ts';
import { updateOutputs } from '../../src/cli/update/update.ts';
import { loadConfig } from '../../src/config.ts';
import { isFailure } from '../../src/plan/events.ts';
import type { StepResult } from '../../src/plan/verdict.ts';
import { createActions } from '../../src/run/actions/actions.ts';
import { run } from '../../src/run/run.ts';
import { localTarget } from '../../src/target/local.ts';
import { temporaryFolder } from './pupitre.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});
beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  said = '';
  return () => vi.restoreAllMocks();
});
let said = '';

const { signal } = new AbortController();
const config = loadConfig(undefined, folder.path);
const options = { config, cwd: folder.path, lang: 'en', yes: true, signal } as const;

/** Runs a deck of this folder; what differed, and what came of its steps. */
async function rehearse(
  name: string,
): Promise<{ readonly findings: Findings; readonly results: readonly StepResult[] }> {
  const { plan } = loadDeck({ path: join(folder.path, name), title: undefined }, config, folder.path, 'en');
  const steps = plan.steps.map((step) => ({ ...step, limits: { ...step.limits, timeoutMs: 3_000 } }));
  const target = localTarget({ environment: { ...process.env, HOME: folder.path }, temporaryHome: true });
  await target.prepare(signal);
  const findings = new Findings();
  let results: readonly StepResult[] = [];
  for await (const event of run({ ...plan, steps }, target, { actions: createActions(), signal, keepGoing: true })) {
    findings.onEvent(event, plan.file);
    if (event.type === 'runEnd') ({ results } = event);
  }
  await target.close();
  return { findings, results };
}

function pathOf(name: string): string {
  return join(folder.path, name);
}

async function update(name: string): Promise<string> {
  const { findings } = await rehearse(name);
  await updateOutputs([{ path: pathOf(name), title: undefined }], findings.all, options);
  return readFileSync(pathOf(name), 'utf8');
}

function exercise(command: string, shown: string, says = 'We should see:'): string {
  return `.exercise[\n\`\`\`bash\n${command}\n\`\`\`\n]\n\n${says}\n\n\`\`\`\n${shown}\n\`\`\`\n`;
}

describe('a deck whose outputs are old', () => {
  test.each<[string, string, ...[string, string][]]>([
    [
      'a version, an ellipsis and placeholders',
      `# A\n\n${exercise("printf 'tool 1.9\\nx\\ny\\npod/web-8f3a1 created\\ndone in 5s\\n' | tee out", 'tool 1.8\n...\npod/web-xxxxx created\ndone in 3s')}`,
      ['tool 1.8', 'tool 1.9'],
      ['done in 3s', 'done in 5s'],
    ],
    [
      'JSON',
      `# A\n\n${exercise(`echo '{"repositories":["busybox"]}' | tee out`, '{"repositories": []}')}`,
      ['{"repositories": []}', '{"repositories": ["busybox"]}'],
    ],
    [
      'a transcript',
      '# A\n\n.exercise[\n```console\n$ echo one | tee out\nuno\n$ echo two | tee out\ntwo\n```\n]\n',
      ['uno', 'one'],
    ],
    [
      'two slides',
      `# A\n\n${exercise('echo a1 | tee out', 'a0')}\n---\n# B\n\n${exercise('echo b1 | tee out', 'b0')}`,
      ['\na0', '\na1'],
      ['\nb0', '\nb1'],
    ],
  ])(
    '%s',
    async (_, deck, ...changes) => {
      for (const [end, name] of [
        ['\n', 'unix.md'],
        ['\r\n', 'windows.md'],
      ] as const) {
        const text = `\ufeff${deck}`.replaceAll('\n', end);
        writeFileSync(pathOf(name), text);
        const expected = changes.reduce(
          (all, [from, to]) => all.replace(from.replaceAll('\n', end), to.replaceAll('\n', end)),
          text,
        );
        expect(await update(name)).toBe(expected);
        expect(said).toBe('');
        // A round trip: nothing is left to be done.
        const again = await rehearse(name);
        expect(again.results.filter(({ verdict }) => isFailure(verdict.status))).toEqual([]);
        expect(await update(name)).toBe(expected);
      }
    },
    60_000,
  );

  test('chapters of a manifest are changed where they are', async () => {
    mkdirSync(pathOf('chapters'), { recursive: true });
    writeFileSync(pathOf('course.yml'), 'title: Course\nchapters:\n- chapters/one.md\n- chapters/two.md\n');
    writeFileSync(pathOf('chapters/one.md'), `# A\n\n${exercise('echo same | tee out', 'same')}`);
    writeFileSync(pathOf('chapters/two.md'), `# B\n\n${exercise('echo new | tee out', 'old')}`);
    await update('course.yml');
    expect(readFileSync(pathOf('chapters/two.md'), 'utf8')).toContain('```\nnew\n```');
    expect(readFileSync(pathOf('chapters/one.md'), 'utf8')).toContain('```\nsame\n```');
  });

  test.each<[string, string, RegExp | undefined]>([
    ['a step that fails for another reason', exercise('echo new; false', 'old'), undefined],
    [
      'an output with a fence in it',
      exercise("printf '```\\n# New slide\\n' | tee out", 'old'),
      /would mean something else/,
    ],
    ['an output with a slide in it', exercise("printf 'a\\n---\\nb\\n' | tee out", 'old'), undefined],
    ['a command that prints nothing', exercise('touch x', 'old'), /printed nothing/],
    [
      'a part that nobody finds',
      exercise('echo new | tee out', 'quite different', 'The output should include:'),
      /nobody can tell/,
    ],
    [
      'a regular expression',
      '.exercise[\n```bash\necho new | tee out\n```\n```expect regex\n^old$\n```\n]\n',
      /regular expression/,
    ],
  ])('%s stays as it is, or stays whole', async (what, body, expected) => {
    const deck = `# A\n\n${body}`;
    writeFileSync(pathOf('stays.md'), deck);
    const after = await update('stays.md');
    if (what.includes('slide in it')) expect([deck, deck.replace('\nold\n', '\na\n---\nb\n')]).toContain(after);
    else expect(after).toBe(deck);
    if (expected) expect(said).toMatch(expected);
  });
});
