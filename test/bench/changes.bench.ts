import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { scale } from './scale.ts';
import { percentile, printTable, time } from './table.ts';

const program = resolve(import.meta.dirname, '../../dist/cli.js');

interface Taken {
  readonly wall: number;
  readonly cpu: number;
}

/** Runs the program to its end; milliseconds on the clock and of the processor, those of its shells included. */
function run(cwd: string, ...words: readonly string[]): Taken {
  const script = `TIMEFORMAT='%R %U %S'; time "$0" "$@" >/dev/null 2>&1`;
  const { status, stderr } = spawnSync(
    'bash',
    ['-c', script, process.execPath, program, 'run', 'deck.md', ...words, '--no-stay', '--reporter', 'json'],
    { cwd, env: { PATH: process.env['PATH'], HOME: cwd, LANG: 'C.UTF-8' }, encoding: 'utf8' },
  );
  expect(status, words.join(' ')).toBe(0);
  const [wall = 0, user = 0, system = 0] = stderr
    .trim()
    .split(/\s+/)
    .map((each) => 1000 * Number(each));
  return { wall, cpu: user + system };
}

function middle(all: readonly Taken[]): Taken {
  const [wall, cpu] = (['wall', 'cpu'] as const).map((key) =>
    percentile(
      all.map((each) => each[key]),
      50,
    ),
  );
  return { wall: wall ?? 0, cpu: cpu ?? 0 };
}

const count = scale(50, 3);
/** Steps of a tenth of a second, as short as those of a course are. */
const small = Array.from({ length: count }, (_, at) => `V${at % 20}=${at}; echo ${at} > file-${at % 30}; sleep 0.1`);
const cluster = Array.from(
  { length: scale(20, 2) },
  (_, at) =>
    `kubectl create deployment web-${at} --image=nginx; kubectl scale deployment web-${at} --replicas=2; sleep 0.1`,
);

test.each([
  ['local, small steps in a folder of 500 files', 'local', small, 500],
  ['rehearsal, small steps', 'rehearsal', small, 0],
  ['rehearsal, a cluster that grows', 'rehearsal', cluster, 0],
] as const)('--changes: %s', (name, target, commands, files) => {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-bench-'));
  const steps = commands.map((command) => `\`\`\`bash\n${command}\n\`\`\``).join('\n\n');
  writeFileSync(join(folder, 'deck.md'), `# Steps\n\n.exercise[\n\n${steps}\n\n]\n`);
  mkdirSync(join(folder, 'work'));
  for (let at = 0; at < files; at++) writeFileSync(join(folder, 'work', `${at}.txt`), '');
  const [plain, changes]: [Taken[], Taken[]] = [[], []];
  // Side by side, so that the machine is as busy for both.
  for (let round = 0; round < scale(5, 1); round++) {
    plain.push(run(folder, '--target', target));
    changes.push(run(folder, '--target', target, '--changes'));
  }
  rmSync(folder, { recursive: true });
  const [without, withThem] = [middle(plain), middle(changes)];
  printTable(`${name}: ${commands.length} steps; load ${loadavg()[0]?.toFixed(1) ?? '?'}`, [
    { what: 'plain', wall: time(without.wall), cpu: time(without.cpu), 'wall ratio': '1.00', 'cpu ratio': '1.00' },
    {
      ...{ what: '--changes (aim 1.15)', wall: time(withThem.wall), cpu: time(withThem.cpu) },
      'wall ratio': (withThem.wall / without.wall).toFixed(2),
      'cpu ratio': (withThem.cpu / without.cpu).toFixed(2),
    },
  ]);
});
