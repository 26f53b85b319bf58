import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'vitest';
import { cli, temporaryFolder } from '../cli/pupitre.ts';
import { scale } from './scale.ts';
import { percentile, printTable, time } from './table.ts';

const root = resolve(import.meta.dirname, '../..');
/** Another build to compare with, of another commit: `PUPITRE_PEER=FOLDER/dist/cli.js npm run bench -- start`. */
const { PUPITRE_PEER: peer } = process.env;

interface Start {
  /** Milliseconds until the output matched, or until the end. */
  readonly wallMs: number;
  /** User and system time of the process to its end, as the shell tells it, in milliseconds. */
  readonly cpuMs: number;
}

/** Starts node with these arguments, to its end; what is measured ends where `pattern` has come. */
function start(args: readonly string[], cwd: string, pattern?: RegExp): Promise<Start> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const script = 'TIMEFORMAT="%U %S"; time "$@" 2>/dev/null';
    const child = spawn('bash', ['-c', script, 'bash', process.execPath, ...args], {
      ...{ cwd, env: { ...process.env, LC_ALL: 'C.UTF-8' }, timeout: 60_000 },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [seen, said] = ['', ''];
    let wallMs: number | undefined;
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      seen += chunk;
      if (wallMs === undefined && pattern?.test(seen)) wallMs = performance.now() - started;
    });
    child.on('close', () => {
      if (pattern === undefined) wallMs = performance.now() - started;
      const [user = NaN, system = NaN] = said.trim().split(' ').map(Number);
      if (wallMs === undefined) reject(new Error(`never said ${String(pattern)}: ${seen}${said}`));
      else resolve({ wallMs, cpuMs: (user + system) * 1000 });
    });
  });
}

test('start', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder.path, 'deck.md'), '.exercise[\n```bash\ntrue\n```\n]\n');
  const run = ['run', 'deck.md', '--reporter', 'json', '--target'];
  const ways: readonly (readonly [way: string, args: readonly string[], cwd: string, pattern?: RegExp])[] = [
    ['--version', ['--version'], folder.path],
    ['lint of the French course', ['lint', 'slides/ourapponkube_fr.md'], root],
    ['run, local, to its first step', [...run, 'local'], folder.path, /"commandBegin"/],
    ['run, rehearsal, to its first step', [...run, 'rehearsal'], folder.path, /"commandBegin"/],
  ];
  const floor: Start[] = [];
  const ours = ways.map((): Start[] => []);
  const theirs = ways.map((): Start[] => []);
  // In turns, so that what else the machine does slows all of them.
  for (let round = 0; round < scale(15, 1); round++) {
    floor.push(await start(['-e', '0'], folder.path));
    for (const [index, [, args, cwd, pattern]] of ways.entries()) {
      ours[index]?.push(await start([cli, ...args], cwd, pattern));
      if (peer !== undefined) theirs[index]?.push(await start([peer, ...args], cwd, pattern));
    }
  }
  folder.remove();
  const median = (starts: readonly Start[], of: keyof Start): number =>
    percentile(
      starts.map((each) => each[of]),
      50,
    );
  const rows = ways.map(([way], index) => {
    const [own = [], other = []] = [ours[index], theirs[index]];
    const ratio = (to: readonly Start[], of: keyof Start): string => (median(own, of) / median(to, of)).toFixed(2);
    return {
      way,
      p50: time(median(own, 'wallMs')),
      'of node -e 0': ratio(floor, 'wallMs'),
      CPU: time(median(own, 'cpuMs')),
      'CPU of node -e 0': ratio(floor, 'cpuMs'),
      ...(peer !== undefined && { 'of the peer': ratio(other, 'wallMs'), 'CPU of the peer': ratio(other, 'cpuMs') }),
    };
  });
  printTable(`Start; node -e 0 takes ${time(median(floor, 'wallMs'))}; load ${loadavg()[0]?.toFixed(1) ?? '?'}`, rows);
});
