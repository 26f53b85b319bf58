/**
 * Mutation testing by hand: puts every fault of the tables beside this file into a copy of the repository, one at a time,
 * and runs the tests that must notice. `npm run mutants`; some of them only: `npm run mutants -- -t terminal/session`.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import type { Mutant } from './mutant.ts';

const notTables: ReadonlySet<string> = new Set(['copy.ts', 'mutant.ts', 'mutate.ts', 'vitest.config.ts']);
const copy = inject('copy');
const killed: string[] = [];
const survived: string[] = [];
/** Results of the unchanged sources, by test files. */
const unchanged = new Map<string, TestRun>();

/** What vitest's `json` reporter tells. */
interface TestRun {
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

function runTests(files: readonly string[]): TestRun {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=json', '--retry=0', '--bail=1', ...files];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, env, encoding: 'utf8', timeout: 240_000 });
  const json = stdout.slice(stdout.indexOf('{"numTotalTestSuites"'));
  try {
    return JSON.parse(json) as TestRun;
  } catch {
    throw new Error(`the tests gave no result: ${stdout.slice(-2000)}${stderr.slice(-2000)}`);
  }
}

/** The tests that failed. Throws when a test file did not even load: that kills nothing. */
function failuresOf(run: TestRun): string[] {
  return run.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((each) => each.status === 'failed').map(({ fullName }) => fullName);
    if (status === 'failed' && failed.length === 0) throw new Error(`${name} does not load: ${message}`);
    return failed;
  });
}

function expectGreen(files: readonly string[]): void {
  const key = files.join(' ');
  const run = unchanged.get(key) ?? runTests(files);
  unchanged.set(key, run);
  expect(run.numTotalTests, `tests in ${key}`).toBeGreaterThan(0);
  expect(failuresOf(run), 'tests that fail without the fault').toEqual([]);
}

function kill({ file, find, replace, tests, why }: Mutant): void {
  expectGreen(tests);
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  expect(source.split(find).length - 1, `occurrences of ${find} in ${file}`).toBe(1);
  writeFileSync(
    path,
    source.replace(find, () => replace),
  );
  let failures: string[];
  try {
    failures = failuresOf(runTests(tests));
  } finally {
    writeFileSync(path, source);
  }
  (failures.length > 0 ? killed : survived).push(`${file}: ${why}`);
  if (failures.length === 0) expect.fail('survived: no test noticed');
  process.stdout.write(`killed by "${failures[0] ?? ''}"\n`);
}

for (const table of readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && !notTables.has(name))) {
  const { mutants } = (await import(join(import.meta.dirname, table))) as { mutants: readonly Mutant[] };
  describe(table.replace('.ts', ''), () => {
    for (const mutant of mutants) {
      test(`${mutant.file}: ${mutant.why}`, () => {
        kill(mutant);
      });
    }
  });
}

afterAll(() => {
  process.stdout.write(`\n${killed.length} killed, ${survived.length} survived\n`);
  for (const each of survived) process.stdout.write(`survived: ${each}\n`);
});
