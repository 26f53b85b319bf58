import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string; readonly description: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: {
    readonly steps: readonly {
      readonly id?: string;
      readonly run: string;
      readonly shell: string;
      readonly env?: Readonly<Record<string, string>>;
      readonly 'working-directory'?: string;
    }[];
  };
}

const root = resolve(import.meta.dirname, '../..');
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'pupitre-action-'));
});
afterEach(() => {
  rmSync(workspace, { recursive: true });
});

/** Runs the steps of the action as a runner does for a workflow with these inputs. */
async function workflow(given: Readonly<Record<string, string>>) {
  for (const name of Object.keys(given)) expect(action.inputs).toHaveProperty(name);
  const filled = (template: string): string =>
    template.replaceAll(
      /\$\{\{ inputs\.([\w-]+) \}\}/g,
      (_, name: string) => given[name] ?? action.inputs[name]?.default ?? '',
    );
  const [outputFile, summaryFile] = [join(workspace, '.output'), join(workspace, '.summary')];
  for (const file of [outputFile, summaryFile]) writeFileSync(file, '');
  let printed = '';
  let code: number | null = 0;
  for (const { run, shell, env = {}, 'working-directory': folder = '.' } of action.runs.steps) {
    expect(shell).toBe('bash');
    // As the runner starts a step with `shell: bash`.
    const step = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {
      cwd: join(workspace, filled(folder)),
      env: {
        ...{ PATH: process.env['PATH'], HOME: workspace, LANG: 'C.UTF-8' },
        ...{ CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: workspace, GITHUB_ACTION_PATH: root },
        ...{ GITHUB_OUTPUT: outputFile, GITHUB_STEP_SUMMARY: summaryFile },
        ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(value)])),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr] = await Promise.all([text(step.stdout), text(step.stderr), once(step, 'close')]);
    printed += stdout + stderr;
    code = step.exitCode;
    if (code !== 0) break;
  }
  const outputs = Object.fromEntries(
    readFileSync(outputFile, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('=', 2)),
  ) as Record<string, string>;
  return { code, printed, outputs, summary: readFileSync(summaryFile, 'utf8') };
}

function deck(...commands: readonly string[]): string {
  return commands.map((command) => `# S\n\n.exercise[\n\`\`\`bash\n${command}\n\`\`\`\n]\n`).join('\n---\n');
}

test('a deck that passes', async () => {
  writeFileSync(join(workspace, 'deck.md'), deck('touch here', 'echo one | tee out'));
  const { code, outputs, summary } = await workflow({ decks: 'deck.md', target: 'local' });
  expect([code, outputs]).toEqual([
    0,
    { result: 'passed', json: 'pupitre-reports/report.json', junit: 'pupitre-reports/report.xml' },
  ]);
  expect(summary).toMatch(/deck\.md|S/);
  expect(readFileSync(join(workspace, 'pupitre-reports/report.xml'), 'utf8')).toMatch(/tests="2"/);
});

test('what broke is annotated on its line of the deck, and the rest still runs', async () => {
  mkdirSync(join(workspace, 'my course'));
  writeFileSync(join(workspace, 'my course', 'a deck.md'), deck('mkdir /proc/none', 'echo two | tee out'));
  const { code, printed, outputs, summary } = await workflow({
    ...{ decks: '\n  a deck.md\r\n\n', target: 'local', 'working-directory': 'my course', reports: 'out' },
    arguments: '--timeout=20s\n',
    language: 'fr',
  });
  expect([code, outputs['result']]).toEqual([1, 'failed']);
  expect(printed).toMatch(/^::error file=a deck\.md,line=5,col=1,title=.*::mkdir \/proc\/none/m);
  expect(summary).toMatch(/échou/);
  expect(readFileSync(join(workspace, 'my course/out/report.xml'), 'utf8')).toMatch(/tests="2" failures="1"/);
});

test.each([
  ['a deck that is not there', { decks: 'nowhere.md', target: 'local' }, /nowhere\.md/],
  ['a target that is not there', { decks: 'deck.md', target: 'moon' }, /moon/],
  ['an argument that is none', { decks: 'deck.md', target: 'local', arguments: '--nothing' }, /--nothing/],
])('%s is an error', async (_, given, said) => {
  writeFileSync(join(workspace, 'deck.md'), deck('true'));
  const { code, printed, outputs } = await workflow(given);
  expect([code, outputs['result']]).toEqual([2, 'error']);
  expect(printed).toMatch(said);
});

test('nothing of an input is evaluated', async () => {
  writeFileSync(join(workspace, 'deck.md'), deck('true'));
  const evil = '$(touch hacked) `touch hacked` ; touch hacked #\n"; touch hacked; "';
  for (const name of ['decks', 'target', 'config', 'changed-since', 'shard', 'language', 'arguments', 'strict']) {
    expect((await workflow({ decks: 'deck.md', target: 'local', [name]: evil })).code).toBe(name === 'strict' ? 0 : 2);
  }
  expect(existsSync(join(workspace, 'hacked'))).toBe(false);
});

test('each input and output says what it is for', () => {
  for (const { description } of Object.values(action.inputs)) expect(description).toMatch(/^\S.*\S$/);
  for (const { value } of Object.values(action.outputs))
    expect(value).toMatch(/^\$\{\{ steps\.run\.outputs\.\w+ \}\}$/);
});
