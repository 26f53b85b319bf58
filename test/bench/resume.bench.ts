import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
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

/** Milliseconds from the start of the program until a step begins at which it is to begin; it is ended then. */
async function untilStep(cwd: string, id: string, ...words: readonly string[]): Promise<number> {
  const env = { PATH: process.env['PATH'], HOME: cwd, LANG: 'C.UTF-8' };
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [join(root, 'dist/cli.js'), 'run', ...words, '--from', id, '--reporter', 'json'],
    {
      ...{ cwd, env, stdio: ['ignore', 'pipe', 'pipe'] },
    },
  );
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  for await (const line of createInterface(child.stdout)) {
    const event = JSON.parse(line) as { readonly type: string; readonly step?: { readonly id: string } };
    if (event.type !== 'stepBegin' || event.step?.id !== id) continue;
    const took = performance.now() - began;
    child.kill('SIGINT');
    await once(child, 'close');
    return took;
  }
  throw new Error(`${id} did not begin:\n${said}`);
}

test('the French course: its last slide, on a node of a snapshot and after a replay', async () => {
  if (isSmoke) return;
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-bench-'));
  for (const name of ['slides', 'runner.config.json'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  const last = 'acces-a-l-interface-utilisateur-web.1';
  const course = ['kubernetes', '--target', 'rehearsal', '--lang', 'fr'];
  run(folder, ...course);
  const state = join(folder, '.pupitre');
  const kept = join(folder, 'kept');
  cpSync(state, kept, { recursive: true });
  const size = readdirSync(state).reduce((sum, name) => sum + statSync(join(state, name)).size, 0);
  const [restored, replayed]: [number[], number[]] = [[], []];
  for (let round = 0; round < 5; round++) {
    for (const times of [restored, replayed]) {
      rmSync(state, { recursive: true });
      cpSync(kept, state, { recursive: true });
      if (times === replayed)
        for (const name of readdirSync(state)) if (name.endsWith('.pack')) rmSync(join(state, name));
      times.push(await untilStep(folder, last, ...course));
    }
  }
  const start = Array.from({ length: 5 }, () => startMs(folder));
  rmSync(folder, { recursive: true });
  const [version, back, replay] = [start, restored, replayed].map((each) => percentile(each, 50)) as [
    number,
    number,
    number,
  ];
  printTable(
    `From the start of the program to the last slide; state: ${(size / 1e6).toFixed(1)} MB; load ${loadavg()[0]?.toFixed(1) ?? '?'}`,
    [
      { what: 'pupitre list (the start of the program)', time: time(version), without: '' },
      { what: 'brought back (aim 1 s without the start)', time: time(back), without: time(back - version) },
      { what: 'replayed', time: time(replay), without: time(replay - version) },
    ],
  );
});

/** What the program takes to start, read its configuration and the deck. */
function startMs(cwd: string): number {
  const began = performance.now();
  spawnSync(process.execPath, [join(root, 'dist/cli.js'), 'list', 'kubernetes', '--plan'], { cwd, stdio: 'ignore' });
  return performance.now() - began;
}

test('the French course: what keeping its state costs, and the time of its last slide alone', () => {
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
    ...(isSmoke ? [] : [row('brought back, and last slide (aim 0.5)', middle(replayed), without)]),
  ]);
});
