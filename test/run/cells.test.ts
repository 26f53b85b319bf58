import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import { word } from '../../src/messages/word.ts';
import { planDeck } from '../../src/plan/plan.ts';
import type { StepResult } from '../../src/plan/verdict.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { run } from '../../src/run/run.ts';
import { localTarget } from '../../src/target/local.ts';
import { programPath } from './servers.ts';

let folder: string;
/** Why the cells that were run last failed. */
let reasons: readonly string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pupitre-cells-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs cells of runme, each `info string` and text; what came of the visible ones: `status: what was printed`. */
async function cells(...written: readonly (readonly [info: string, text: string])[]): Promise<string[]> {
  const text = written.map(([info, each]) => `\`\`\`${info}\n${each}\n\`\`\`\n`).join('\n');
  const { plan } = planDeck(parseDeck(text, { file: 'README.md', exercises: 'runme' }));
  const steps = plan.steps.map((step) => ({
    ...step,
    limits: { ...step.limits, timeoutMs: 10_000 },
    policy: 'once' as const,
  }));
  const target = localTarget({ cwd: folder, environment: { ...process.env, HOME: folder } });
  const results: StepResult[] = [];
  try {
    const events = run({ ...plan, steps }, target, {
      actions: builtinActions,
      signal: new AbortController().signal,
      keepGoing: true,
    });
    for await (const event of events) if (event.type === 'runEnd') results.push(...event.results);
  } finally {
    await target.close();
  }
  reasons = results.map(({ verdict }) => ('reason' in verdict ? word(verdict.reason, 'en') : ''));
  return results.flatMap(({ verdict, commands }, at) =>
    steps[at]?.hidden === true ? [] : [`${verdict.status}: ${commands.map(({ output }) => output.trim()).join('\n')}`],
  );
}

test('folders, variables, functions and options end with their cell; what it exports passes on', async () => {
  mkdirSync(join(folder, 'app'));
  expect(
    await cells(
      ['sh', 'cd /tmp\nA=1\nexport B="two\nlines" C=$A\nf() { echo f; }\nset -u'],
      ['sh', 'pwd\necho "$A,$B,$C"\ntype -t f || true'],
      ['sh {"cwd":"app"}', 'pwd'],
      ['sh', 'pwd; echo $nothing'],
    ),
  ).toEqual(['passed: ', `passed: ${folder}\n,two\nlines,1\n`, `passed: ${join(folder, 'app')}`, `passed: ${folder}`]);
});

test('a cell that fails exports nothing, and goes no further', async () => {
  expect(await cells(['sh', 'export A=1\nfalse\necho on'], ['sh', 'echo "A=$A"'], ['sh', 'false | true'])).toEqual([
    'failed: ',
    'passed: A=',
    'failed: ',
  ]);
  expect(reasons[0]).toBe('export A=1 … ended with exit code 1');
});

test('the end of a cell is not that of the terminal', async () => {
  expect(await cells(['sh', 'echo a\nexit 0\necho b'], ['sh', 'exit 3'], ['sh', 'echo c'])).toEqual([
    'passed: a',
    'failed: ',
    'passed: c',
  ]);
});

test('what runs in the background goes on', async () => {
  const [, served] = await cells(
    ['sh {"background":"true"}', 'mkfifo pipe\necho there >pipe'],
    ['sh', 'until [ -p pipe ]; do :; done\ncat pipe'],
  );
  expect(served).toBe('passed: there');
});

test.skipIf(programPath('python3') === undefined)('Python and JavaScript know what was exported', async () => {
  expect(
    await cells(
      ['sh', 'export A=1'],
      ['python', 'import os\nprint("py", os.environ["A"])'],
      ['js', 'console.log(`js ${process.env.A}`)'],
    ),
  ).toEqual(['passed: ', 'passed: py 1', 'passed: js 1']);
});
