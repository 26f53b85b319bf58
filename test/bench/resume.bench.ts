import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { isSmoke, scale } from './scale.ts';
import { percentile, printTable, time } from './table.ts';

const root = resolve(import.meta.dirname, '../..');

interface Taken {
  /** Milliseconds on the clock, and of the processor, those of its shells and their commands included. */
  readonly wall: number;
  readonly cpu: number;
}

/** Runs the program to its end. */
function run(cwd: string, ...words: readonly string[]): Taken {
  const script = `TIMEFORMAT='%R %U %S'; time "$0" "$@" >/dev/null 2>&1`;
  const env = { PATH: process.env['PATH'], HOME: cwd, LANG: 'C.UTF-8' };
  const { status, stderr } = spawnSync(
    'bash',
    ['-c', script, process.execPath, join(root, 'dist/cli.js'), 'run', ...words, '--reporter', 'json'],
    { cwd, env, encoding: 'utf8' },
  );
  expect(status, words.join(' ')).toBe(0);
  const [wall = 0, user = 0, system = 0] = stderr
    .trim()
    .split(/\s+/)
    .map((each) => 1000 * Number(each));
  return { wall, cpu: user + system };
}

function middle(all: readonly Taken[]): Taken {
  return {
    wall: percentile(
      all.map(({ wall }) => wall),
      50,
    ),
    cpu: percentile(
      all.map(({ cpu }) => cpu),
      50,
    ),
  };
}

function row(what: string, { wall, cpu }: Taken, plain: Taken) {
  return {
    ...{ what, wall: time(wall), cpu: time(cpu) },
    ...{ 'wall ratio': (wall / plain.wall).toFixed(2), 'cpu ratio': (cpu / plain.cpu).toFixed(2) },
  };
}

test('steps that do nearly nothing: what keeping their state costs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-bench-'));
  const count = scale(200, 3);
  const steps = Array.from({ length: count }, (_, at) => `\`\`\`bash\nV${at % 40}=${at}; sleep 0.01\n\`\`\``).join(
    '\n\n',
  );
  writeFileSync(join(folder, 'deck.md'), `# Steps\n\n.exercise[\n\n${steps}\n\n]\n`);
  const [plain, kept]: [Taken[], Taken[]] = [[], []];
  // Side by side, so that the machine is as busy for both.
  for (let round = 0; round < scale(5, 1); round++) {
    plain.push(run(folder, 'deck.md', '--target', 'local', '--no-state'));
    kept.push(run(folder, 'deck.md', '--target', 'local'));
  }
  rmSync(folder, { recursive: true });
  const [without, withState] = [middle(plain), middle(kept)];
  printTable(`${count} steps of 10 ms; load ${loadavg()[0]?.toFixed(1) ?? '?'}`, [
    row('--no-state', without, without),
    row('kept', withState, without),
  ]);
  const each = (key: keyof Taken): string => time((withState[key] - without[key]) / count);
  process.stdout.write(`for each step: ${each('wall')} wall, ${each('cpu')} of the processor\n`);
});

test('the French course: what keeping its state costs, and a replay up to its last slide', () => {
  const [plain, kept, replayed]: [Taken[], Taken[], Taken[]] = [[], [], []];
  const last = isSmoke ? 'connexion-a-notre-registre.1' : 'acces-a-l-interface-utilisateur-web.1';
  const course = ['kubernetes', '--target', 'rehearsal', '--lang', 'fr'];
  const only = isSmoke ? ['--only', 'deployer-un-registre-auto-heberge'] : [];
  for (let round = 0; round < scale(3, 1); round++) {
    plain.push(run(root, ...course, '--no-state', ...only));
    kept.push(run(root, ...course, ...only));
    if (!isSmoke) replayed.push(run(root, ...course, '--from', last));
  }
  const without = middle(plain);
  printTable(`The French course; load ${loadavg()[0]?.toFixed(1) ?? '?'}`, [
    row('--no-state', without, without),
    row('kept (aim 1.1, 1.5)', middle(kept), without),
    ...(isSmoke ? [] : [row('replay and last slide (aim 0.5)', middle(replayed), without)]),
  ]);
});
