import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { verbatim } from '../../src/messages/message.ts';
import { word } from '../../src/messages/word.ts';
import type { Step } from '../../src/plan/step.ts';
import type { StepResult } from '../../src/plan/verdict.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { run, type RunOptions } from '../../src/run/run.ts';
import { localTarget } from '../../src/target/local.ts';
import { planOf, step } from './steps.ts';

/** What a deck, a start-up file or a person does between two commands, and that no verdict may depend on (found/engine.md E10-E21). */

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly results: readonly StepResult[];
  /** All that people have seen. */
  readonly shown: string;
  readonly home: string;
}

async function runSteps(steps: readonly Step[], files: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const home = mkdtempSync(join(tmpdir(), 'pupitre-marks-'));
  folders.push(home);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), text);
  const target = localTarget({ environment: process.env, env: { HOME: home }, cwd: home });
  let shown = '';
  const options: RunOptions = {
    actions: builtinActions,
    keepGoing: true,
    signal: new AbortController().signal,
  };
  const running = run(planOf(...steps.map((each, index) => ({ ...each, id: `s${index}` }))), target, options);
  try {
    for (;;) {
      const next = await running.next();
      if (next.done) return { results: next.value, shown, home };
      if (next.value.type === 'output') shown += next.value.chunk;
    }
  } finally {
    await target.close();
  }
}

/** Runs `bash` steps; gives the verdict, the exit code and the output of each. */
async function judged(...lines: readonly string[]): Promise<readonly unknown[]> {
  return told(await runSteps(lines.map((line) => step('bash', line))));
}

function told({ results }: Ran): readonly unknown[] {
  return results.map(({ verdict, commands }) => {
    const last = commands.at(-1);
    return [verdict.status, last?.exitCode, commands.map(({ output }) => output).join('|')];
  });
}

function reason({ verdict }: StepResult): string {
  return word('reason' in verdict ? verdict.reason : (verdict.note ?? verbatim('')), 'en');
}

test('what stands before ours in PROMPT_COMMAND changes no exit code (E11)', async () => {
  expect(
    await judged(
      'export PROMPT_COMMAND="history -a; $PROMPT_COMMAND"',
      'mkdir /proc/nope 2>/dev/null',
      'no-such-program 2>/dev/null',
    ),
  ).toEqual([
    ['passed', 0, ''],
    ['failed', 1, ''],
    ['failed', 127, ''],
  ]);
});

test('a nested bash with `history -a; history -n` in front judges rightly (E11)', async () => {
  const ran = await runSteps(
    ['bash', 'true', 'false', 'exit'].map((line) => step('bash', line)),
    { '.bashrc': 'PROMPT_COMMAND="history -a; history -n; $PROMPT_COMMAND"\n' },
  );
  expect(ran.results.map(({ verdict }) => verdict.status).slice(0, 3)).toEqual(['passed', 'passed', 'failed']);
});

test.each(["PS0='[\\t] '", 'unset PS0', "PS0='$(date +%T) '"])(
  'commands run whatever PS0 is: %s (E12)',
  async (line) => {
    expect(await judged(line, 'echo a', 'false')).toEqual([
      ['passed', 0, ''],
      ['passed', 0, 'a'],
      ['failed', 1, ''],
    ]);
  },
);

test('a read-only prompt is no end of the shell (E12)', async () => {
  expect(await judged("readonly PS1='$ '", 'echo a', 'false')).toEqual([
    ['passed', 0, ''],
    ['passed', 0, 'a'],
    ['failed', 1, ''],
  ]);
});

test.each([
  'gp() { PS1="[\\w]\\$ "; }; PROMPT_COMMAND=gp',
  '__git_ps1() { PS1="$1$2"; }; PROMPT_COMMAND=\'__git_ps1 "\\u@\\h:\\w" "\\\\\\$ "\'',
  'prompt() { PS1="> "; }; PROMPT_COMMAND+=";prompt"',
  'PROMPT_COMMAND="$PROMPT_COMMAND; PS1=\\"x\\\\$ \\""',
])('a prompt may be built anew each time: %s (E13)', async (line) => {
  const started = Date.now();
  expect(await judged(line, 'echo a', 'false', 'true')).toEqual([
    ['passed', 0, ''],
    ['passed', 0, 'a'],
    ['failed', 1, ''],
    ['passed', 0, ''],
  ]);
  expect(Date.now() - started).toBeLessThan(5_000);
});

test.each([
  ['set -x', '+ echo a\na', '+ false'],
  [`trap 'echo "> $BASH_COMMAND"' DEBUG`, '> echo a\na', '> false'],
  [`trap 'echo "> $BASH_COMMAND" >&2' DEBUG`, '> echo a\na', '> false'],
])('%s shows the deck and not us (E14)', async (line, output, second) => {
  const ran = await runSteps([line, 'echo a', 'false'].map((each) => step('bash', each)));
  expect(told(ran)).toEqual([
    ['passed', 0, ''],
    ['passed', 0, output],
    ['failed', 1, second],
  ]);
  expect(ran.shown).not.toContain('pupitre');
  expect(ran.shown).not.toContain('133;');
});

test('code appended to PROMPT_COMMAND sees the exit code of the command (E15)', async () => {
  const ran = await runSteps(
    [`PROMPT_COMMAND+='; echo "code $?" >> codes'`, '(exit 7)', 'true', '(exit 9)'].map((line) => step('bash', line)),
  );
  expect(readFileSync(join(ran.home, 'codes'), 'utf8').trim().split('\n').slice(-3)).toEqual([
    'code 7',
    'code 0',
    'code 9',
  ]);
});

test.each([
  [
    'of one that was killed',
    'sleep 300 &',
    'kill %1',
    "printf 'NAME READY\\nweb 1/1\\n' | cat; touch made",
    'NAME READY\nweb 1/1',
  ],
  ['of one that ends in the middle', 'set -b; sleep 0.2 &', 'true', 'echo a; sleep 0.5; echo b', 'a\nb'],
  ['of one with lines', 'for i in 1 2\ndo\n  sleep 0.1\ndone &', 'true', 'echo a; sleep 0.6; echo b', 'a\nb'],
  ['of one that fails', '(sleep 0.1; exit 3) &', 'true', 'sleep 0.4; echo b', 'b'],
  ['of a pipeline', 'sleep 0.1 | cat &', 'true', 'sleep 0.4; echo b', 'b'],
])('what bash says of a job is no output of the next command: %s (E16)', async (_name, start, then, last, output) => {
  const results = await judged(start, then, last);
  expect(results.at(-1)).toEqual(['passed', 0, output]);
});

test('nor of one that was stopped (E16)', async () => {
  const ran = await runSteps([
    step('bash', 'sleep 300 &'),
    step('bash', 'sleep 30', { policy: 'detached' }),
    step('key', '^Z'),
    step('bash', 'kill %2'),
    step('bash', 'echo a | cat; echo b | cat'),
  ]);
  expect(told(ran).slice(-2)).toEqual([
    ['passed', 0, ''],
    ['passed', 0, 'a\nb'],
  ]);
});

test('what `jobs` prints is output', async () => {
  const results = await judged('sleep 300 &', 'jobs', 'kill %1; wait');
  expect(results[1]).toEqual(['passed', 0, expect.stringMatching(/^\[1\]\+ +Running +sleep 300 &$/)]);
});

test('a macro of ~/.inputrc changes nothing that is typed (E19)', async () => {
  const ran = await runSteps([step('bash', 'echo "a (b) c"')], { '.inputrc': '"(": "\\C-v()\\C-b"\n' });
  expect(told(ran)).toEqual([['passed', 0, 'a (b) c']]);
});

test.each([
  ['exec 2>err.log', 'err\\.log'],
  ['exec 2>/dev/null', '/dev/null'],
  ['exec >/dev/null 2>&1', '/dev/null'],
  ['{ exec 2>err.log; }; echo made', 'err\\.log'],
])('prompts that go to a file are told at once, and why: %s (E20)', async (line, file) => {
  const started = Date.now();
  const ran = await runSteps([line, 'echo a'].map((line) => step('bash', line)));
  expect(ran.results.map(({ verdict }) => verdict.status)).toEqual(['broken', 'passed']);
  expect(ran.results[0] && reason(ran.results[0])).toMatch(new RegExp(`the prompts of the shell go to .*${file} now`));
  expect(Date.now() - started).toBeLessThan(5_000);
});

test('output that goes to a file leaves the marks where they are (E20)', async () => {
  const ran = await runSteps(['exec >out.log', 'echo a', 'false', 'exec >/dev/tty'].map((line) => step('bash', line)));
  expect(ran.results.map(({ verdict }) => verdict.status)).toEqual(['passed', 'passed', 'failed', 'passed']);
  expect(readFileSync(join(ran.home, 'out.log'), 'utf8')).toBe('a\n');
});

test.each(['set -e', 'set -o errexit', 'set -eu', 'set -euo pipefail', 'trap "echo bye" EXIT; set -e'])(
  '`%s` of an earlier step is named when it has ended the shell, and not before (E21)',
  async (line) => {
    const ran = await runSteps([line, 'true', 'true | true', 'false'].map((each) => step('bash', each)));
    expect(ran.results.map(({ verdict }) => verdict.status)).toEqual(['passed', 'passed', 'passed', 'broken']);
    expect(ran.results[3] && reason(ran.results[3])).toMatch(/^set -e, from an earlier command, has ended the shell/);
  },
);

test('a command that edits a line is no prompt', async () => {
  const ran = await runSteps([
    step('bash', 'read -e -p "name? " X', { policy: 'detached' }),
    step('wait', 'name?'),
    step('keys', 'Ada\n'),
    step('bash', 'echo "$X"; false'),
  ]);
  expect(told(ran).at(-1)).toEqual(['failed', 1, 'Ada']);
});

test('the environment shows no mark', async () => {
  const ran = await runSteps([step('bash', 'env; declare -p; set')]);
  expect(ran.results[0]?.verdict.status).toBe('passed');
});
