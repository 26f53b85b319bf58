import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { printTable } from './table.ts';

/*
 * How much of our own code a reader meets on two ways through it. Counted is what V8's coverage saw called at least once in
 * the whole process, from the command line to the exit: functions and methods of our own files that have a name: no
 * callbacks, no bodies of modules. `PUPITRE_DIST=FOLDER` counts in another build that has a file for each module (as tsc
 * writes them).
 */
const root = resolve(import.meta.dirname, '../..');

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
    }[];
  }[];
}

/** Builds the program with a file for each of our modules. */
async function buildModules(folder: string): Promise<string> {
  const outDir = join(folder, 'dist');
  const output = { preserveModules: true, preserveModulesRoot: join(root, 'src'), entryFileNames: '[name].js' };
  await build({
    ...{ configFile: false, root, publicDir: false, logLevel: 'error' },
    build: { ssr: true, outDir, rolldownOptions: { input: 'src/cli.ts', output } },
  });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return outDir;
}

/** Functions that were called, and the files that they are in. */
function called(dist: string, args: readonly string[], cwd: string): { functions: number; files: number } {
  const coverage = mkdtempSync(join(cwd, 'coverage-'));
  const env = { ...process.env, NODE_V8_COVERAGE: coverage, LANG: 'C.UTF-8' };
  const { stderr, status } = spawnSync(process.execPath, [join(dist, 'cli.js'), ...args], {
    cwd,
    env,
    timeout: 60_000,
  });
  if (status !== 0) throw new Error(`pupitre ${args.join(' ')} ended with ${status}: ${stderr.toString()}`);
  let [functions, files] = [0, 0];
  for (const file of readdirSync(coverage)) {
    const { result } = JSON.parse(readFileSync(join(coverage, file), 'utf8')) as Coverage;
    for (const script of result.filter(({ url }) => url.startsWith(`file://${dist}/`))) {
      const count = script.functions.filter(
        ({ functionName, ranges: [all] }) => functionName !== '' && all && all.count > 0,
      ).length;
      functions += count;
      if (count > 0) files++;
    }
  }
  return { functions, files };
}

test('functions', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-functions-'));
  const { PUPITRE_DIST: other } = process.env;
  const dist = other === undefined ? await buildModules(folder) : resolve(other);
  writeFileSync(join(folder, 'hello.md'), '.exercise[\n```bash\necho hello\n```\n]\n');
  writeFileSync(join(folder, 'fix.md'), '.exercise[\n```bash\nKubectl get pods\n```\n]\n');
  const rows = [
    { way: 'echo hello to its verdict line', ...called(dist, ['run', 'hello.md', '--target', 'local'], folder) },
    { way: 'one lint --fix', ...called(dist, ['lint', '--fix', 'fix.md'], folder) },
  ];
  expect(readFileSync(join(folder, 'fix.md'), 'utf8')).toContain('\nkubectl get pods\n');
  rmSync(folder, { recursive: true });
  printTable('Functions of ours that are called at least once', rows);
});
