import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { layout } from '../../node1/src/gateway/folder.ts';
import { startNode1 } from '../../node1/src/gateway/node1.ts';
import { nodeShim, writeShims } from '../../node1/src/gateway/shims.ts';
import { openSession } from '../../src/run/terminal/open-session.ts';
import type { Session } from '../../src/run/terminal/session.ts';
import { rehearsalTarget } from '../../src/target/rehearsal.ts';
import { isSmoke, scale } from './scale.ts';
import { percentile, printTable, time } from './table.ts';

const never = new AbortController().signal;
const root = resolve(import.meta.dirname, '../..');

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

function load(): string {
  return loadavg()[0]?.toFixed(1) ?? '?';
}

function open(target: ReturnType<typeof rehearsalTarget>): Promise<Session> {
  return openSession(target, {
    ...{ size: { cols: 120, rows: 40 }, prompt: '$ ', watched: [], startMs: 30_000 },
    ...{ signal: never, onOutput: () => undefined },
  });
}

/** Types a line; milliseconds until the prompt is back. */
async function typed(session: Session, line: string): Promise<number> {
  const started = performance.now();
  session.begin(line);
  session.typeLine(line);
  const { kind } = await session.untilPrompt({ ms: 120_000, signal: never });
  expect(kind, line).toBe('held');
  return performance.now() - started;
}

test('commands', async () => {
  const target = rehearsalTarget({ environment: process.env });
  await target.prepare(never);
  const session = await open(target);
  await typed(session, 'kubectl create deployment web --image=nginx --replicas=3');
  await typed(session, 'kubectl wait --for=condition=available deployment/web');
  const lines = ['/bin/true', `'${process.execPath}' -e 0`, 'kubectl get pods', 'docker ps'];
  const samples = new Map<string, number[]>(lines.map((line) => [line, []]));
  // Side by side, so that the machine is as busy for each of them.
  for (let round = 0; round < scale(40, 2); round++) {
    for (const [line, taken] of samples) taken.push(await typed(session, line));
  }
  await session.close();
  await target.close();
  const rows = [...samples].map(([line, taken]) => ({
    line: line.replace(process.execPath, 'node'),
    p50: time(percentile(taken, 50)),
    p99: time(percentile(taken, 99)),
  }));
  printTable(`A command of node1 (aim 150 ms) beside a floor; load ${load()}`, rows);
});

/** Wall and CPU milliseconds of a script in bash, with all that it starts. */
function ran(script: string, env: NodeJS.ProcessEnv): { readonly wall: number; readonly cpu: number } {
  const { stderr, status } = spawnSync('bash', ['-c', `TIMEFORMAT='%R %U %S'; time { ${script}; } >/dev/null`], {
    env,
    encoding: 'utf8',
  });
  const [wall = NaN, user = NaN, system = NaN] = stderr.trim().split(' ').map(Number);
  if (status !== 0 || Number.isNaN(wall)) throw new Error(`${script}: ${stderr}`);
  return { wall: 1000 * wall, cpu: 1000 * (user + system) };
}

test('commands by bash and by Node', async () => {
  // In a process of its own, as the shell is: this one waits for the shell.
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-bench-'));
  const host = spawn(process.execPath, ['--experimental-vm-modules', join(root, 'dist/host.js'), folder, 'en'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  await once(host.stdout, 'data');
  const { home, bin, socket } = layout(folder);
  const byNode = join(folder, 'by-node');
  writeShims(
    byNode,
    ['kubectl', 'docker'].map((name) => nodeShim(name, { socket }, 'en')),
  );
  const rows = [];
  const path = process.env['PATH'] ?? '';
  const envOf = (commands: string): NodeJS.ProcessEnv => ({ ...process.env, HOME: home, PATH: `${commands}:${path}` });
  ran('kubectl create deployment web --image=nginx --replicas=3', envOf(bin));
  const count = scale(30, 2);
  const applied = `for ((i = 0; i < ${count}; i++)); do`;
  for (const line of [
    'kubectl get pods',
    'docker ps',
    'kubectl get pods -o yaml',
    'kubectl create -f - <<<"" 2>&1 || :',
  ]) {
    const taken = { bash: { wall: 0, cpu: 0 }, node: { wall: 0, cpu: 0 } };
    // In turn, so that the machine is as busy for both.
    for (let round = 0; round < 4; round++) {
      for (const [way, commands] of Object.entries({ bash: bin, node: byNode })) {
        const { wall, cpu } = ran(`${applied} ${line}; done`, envOf(commands));
        const sum = taken[way as keyof typeof taken];
        Object.assign(sum, { wall: sum.wall + wall / count / 4, cpu: sum.cpu + cpu / count / 4 });
      }
    }
    rows.push({
      line,
      'by bash': time(taken.bash.wall),
      'by Node': time(taken.node.wall),
      'ratio (aim 0.3)': (taken.bash.wall / taken.node.wall).toFixed(2),
      'ratio of CPU (aim 0.3)': (taken.bash.cpu / taken.node.cpu).toFixed(2),
    });
  }
  host.stdin.end();
  await once(host, 'close');
  rmSync(folder, { recursive: true, force: true });
  printTable(`A command's process, without the node's: bash beside Node; load ${load()}`, rows);
});

test('start of a node beside one with all that is in it', () => {
  // Each in a process of its own: what is loaded once is loaded. An inventory needs all that was made at the start once.
  const script = `const { startNode1 } = await import(process.argv[1]);
const began = performance.now();
const node = await startNode1({ path: process.env.PATH });
if (process.argv[2] === 'all') await node.inventory();
console.log(performance.now() - began);
await node.close();
process.exit();`;
  const taken = { start: 0, all: 0 };
  const rounds = scale(10, 1);
  for (let round = 0; round < rounds; round++) {
    for (const what of ['start', 'all'] as const) {
      const words = ['--input-type=module', '-e', script, join(root, 'dist/src.js'), what];
      const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' });
      expect(Number(stdout), what).toBeGreaterThan(0);
      taken[what] += Number(stdout) / rounds;
    }
  }
  printTable(`Start of a node, and with all that an earlier version made at its start; load ${load()}`, [
    {
      start: time(taken.start),
      'with all': time(taken.all),
      'ratio (aim 0.5)': (taken.start / taken.all).toFixed(2),
    },
  ]);
});

test('start of a node', async () => {
  const taken: number[] = [];
  for (let round = 0; round < scale(10, 1); round++) {
    const started = performance.now();
    const target = rehearsalTarget({ environment: process.env });
    await target.prepare(never);
    const session = await open(target);
    taken.push(performance.now() - started);
    await session.close();
    await target.close();
  }
  printTable(`From nothing to the first prompt (aim 500 ms); load ${load()}`, [
    {
      first: time(taken[0] ?? NaN),
      p50: time(percentile(taken, 50)),
      slowest: time(percentile(taken, 100)),
    },
  ]);
});

/** Resident memory of a process and of its descendants, in bytes. */
function memoryOf(pid: number): { readonly own: number; readonly below: number; readonly processes: number } {
  const rows = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .stdout.trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number));
  const family = new Set([pid]);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const [child = 0, parent = 0] of rows) if (family.has(parent)) family.add(child);
  }
  const bytes = (wanted: (each: number) => boolean): number =>
    rows.reduce((sum, [each = 0, , kilobytes = 0]) => sum + (wanted(each) ? kilobytes * 1024 : 0), 0);
  return {
    own: bytes((each) => each === pid),
    below: bytes((each) => each !== pid && family.has(each)),
    processes: family.size - 1,
  };
}

test('memory with the whole French course', async () => {
  const some = isSmoke ? ['--only', 'deployer-un-registre-auto-heberge'] : [];
  const child = spawn(process.execPath, [join(root, 'dist/cli.js'), 'run', '--reporter', 'json', ...some], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = child.pid ?? 0;
  let [own, below, processes, passed] = [0, 0, 0, 0];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.includes('"stepEnd"')) continue;
      if (line.includes('"status":"passed"')) passed++;
      const now = memoryOf(pid);
      own = Math.max(own, now.own);
      if (now.below > below) ({ below, processes } = now);
    }
  });
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code).toBe(0);
  printTable(`Memory at the ends of the steps of the French course; load ${load()}`, [
    {
      'steps passed': passed,
      'pupitre at most (aim 150 MB)': megabytes(own),
      'its shells and workloads at most': megabytes(below),
      'in as many processes': processes,
    },
  ]);
});

const imageBytes = scale(200e6, 2e6);

test('memory with an image of 200 MB', async () => {
  const node = await startNode1({ path: process.env['PATH'] ?? '' });
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-bench-'));
  mkdirSync(join(folder, 'big'));
  writeFileSync(join(folder, 'big/Dockerfile'), 'FROM alpine\nCOPY blob /blob\n');
  const env = { ...process.env, PATH: `${node.bin}:${process.env['PATH'] ?? ''}`, HOME: node.home };
  const shell = async (script: string): Promise<string> => {
    const child = spawn('bash', ['-c', script], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`ended with ${code}: ${script}`);
    return output;
  };
  // Nothing below may reach this machine's own docker.
  expect(await shell('command -v docker')).toBe(`${join(node.bin, 'docker')}\n`);
  const registry = `127.0.0.1:$(kubectl get service registry -o jsonpath='{.spec.ports[0].nodePort}')`;
  // An available deployment has a running container, which may not listen yet: `curl` asks until it does.
  await shell(`set -e; head -c ${imageBytes} /dev/urandom > big/blob
kubectl create deployment registry --image=registry:2; kubectl expose deployment registry --port=5000 --type=NodePort
kubectl wait --for=condition=available deployment/registry
address=${registry}; export address; timeout 30 bash -c 'until curl -sf http://$address/v2/; do :; done'`);
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  const rows = [];
  const name = `${registry}/big`;
  for (const line of [
    'docker build -q -t $name big',
    'docker push -q $name',
    'docker rmi $name; docker pull -q $name',
  ]) {
    const started = performance.now();
    most = process.memoryUsage.rss();
    await shell(`name=${name}; ${line}`);
    rows.push({
      line,
      took: time(performance.now() - started),
      'RSS at most above the start (aim 150 MB)': megabytes(most - before),
    });
  }
  clearInterval(watch);
  expect(await shell(`docker run --rm ${name} ls -l /blob`)).toContain(String(imageBytes));
  await node.close();
  rmSync(folder, { recursive: true });
  printTable(`An image of ${megabytes(imageBytes)}, with the registry in the same process; load ${load()}`, rows);
});
