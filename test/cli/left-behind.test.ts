import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { spawn } from 'node-pty';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { probeIsolation } from '../../src/target/isolation.ts';
import { isAlive } from '../processes.ts';
import { cli, temporaryFolder } from './pupitre.ts';

/** A rehearsal with a user of its own. */
const apart = { type: 'rehearsal', isolation: 'user' };
const kinds = ['rehearsal', 'local', ...(probeIsolation('user').lacks ? [] : ['apart'])];

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
  for (const name of ['home', 'tmp']) mkdirSync(join(folder.path, name));
  const files = [{ from: 'deck.md', to: '~/stacks/deck.md' }];
  // Another user writes its numbers down.
  for (const name of ['.', 'tmp']) chmodSync(join(folder.path, name), 0o777);
  const targets = { ...{ rehearsal: { type: 'rehearsal' }, local: { type: 'local' } }, apart };
  writeFileSync(join(folder.path, 'runner.config.json'), JSON.stringify({ files, targets }));
});

afterEach(() => {
  folder.remove();
});

/** Each writes its process id down, and then a line into a pipe; only in the rehearsal can what has left the session be found again. */
const jobs = {
  'in the background': (file: string, ready: string) => `sh -c 'echo $$ > ${file}; echo > ${ready}; exec sleep 1000' &`,
  nohup: (file: string, ready: string) =>
    `nohup sh -c 'echo $$ > ${file}; echo > ${ready}; exec sleep 1000' >/dev/null 2>&1 &`,
  setsid: (file: string, ready: string) =>
    `setsid sh -c 'echo $$ > ${file}; echo > ${ready}; exec sleep 1000' >/dev/null 2>&1 </dev/null &`,
};

/** name, signals, and whether the run waits to be told to end */
const ends: readonly (readonly [string, readonly NodeJS.Signals[]])[] = [
  ['to its end', []],
  ['to SIGINT', ['SIGINT']],
  ['to two SIGINT', ['SIGINT', 'SIGINT']],
  ['to SIGTERM', ['SIGTERM']],
  ['to SIGHUP', ['SIGHUP']],
  ['to kill -9', ['SIGKILL']],
];

const cluster = `kubectl create deployment web --image=nginx
kubectl expose deployment web --port=80 --type=NodePort
kubectl wait --for=condition=available deployment/web
kubectl get service web -o jsonpath='{.spec.ports[0].nodePort}' > PORT`;

test.for(kinds.flatMap((target) => ends.map(([name, signals]) => [target, name, signals] as const)))(
  'nothing is left: %s, %s',
  { timeout: 60_000 },
  async ([target, , signals]) => {
    const there = (name: string): string => join(folder.path, name);
    const used = Object.entries(jobs).filter(([name]) => name !== 'setsid' || target !== 'local');
    const stay = signals.length > 0 ? '; echo up""on; exec sleep 1000' : '';
    execFileSync('mkfifo', ['-m', '666', there('ready')]);
    const lines = [
      ...used.map(([name, job]) => job(there(name.replaceAll(' ', '-')), there('ready'))),
      ...(target !== 'local' ? cluster.replace('PORT', there('port')).split('\n') : []),
      // Not before the jobs have written down who they are.
      `sh -c 'exec 3<>${there('ready')}; for job in ${used.map(() => 'job').join(' ')}; do read -r line <&3; done; echo $$ > ${there('last')}${stay}'`,
    ];
    writeFileSync(
      there('deck.md'),
      `# A deck\n\n.exercise[\n\n${lines.map((line) => `\`\`\`bash\n${line}\n\`\`\`\n`).join('\n')}\n]\n`,
    );
    const pty = spawn(process.execPath, [cli, 'run', 'deck.md', '--target', target, '--reporter', 'json'], {
      cols: 200,
      rows: 40,
      cwd: folder.path,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: there('home'),
        TMPDIR: there('tmp'),
        LANG: 'C.UTF-8',
      },
    });
    let text = '';
    const ended = new Promise<void>((resolve) => {
      pty.onExit(() => {
        resolve();
      });
    });
    const running = new Promise<void>((resolve) => {
      pty.onData((chunk) => {
        text += chunk;
        if (text.includes('upon')) resolve();
      });
    });
    await Promise.race([running, ended]);
    if (signals.length > 0) expect(text).toMatch(/upon/);
    for (const signal of signals) process.kill(pty.pid, signal);
    await ended;
    const pids = [...used.map(([name]) => name.replaceAll(' ', '-')), 'last'].map((name) =>
      Number(readFileSync(there(name), 'utf8')),
    );
    expect(pids.every((pid) => pid > 0)).toBe(true);
    // After a signal that gives it no chance, what it left is put right beside it: soon, not at once.
    await expect.poll(() => pids.filter(isAlive), { timeout: 10_000 }).toEqual([]);
    await empty(there('tmp'));
    await expect.poll(() => readdirSync(there('home')), { timeout: 10_000 }).toEqual([]);
    if (target !== 'local') expect(await isOpen(Number(readFileSync(there('port'), 'utf8')))).toBe(false);
  },
);

/** Fulfilled when nothing is in a folder. */
async function empty(path: string): Promise<void> {
  const watcher = watch(path);
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (existsSync(path) && readdirSync(path).length === 0) resolve();
    };
    watcher.on('change', look);
    look();
  });
  watcher.close();
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });
}
