import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../src/run/terminal/session.ts';
import { probeIsolation } from '../../src/target/isolation.ts';
import { makeGroups, removeGroup } from '../../src/target/isolation/limits.ts';
import { processesOf } from '../../src/target/isolation/users.ts';
import { rehearsalTarget } from '../../src/target/rehearsal.ts';
import type { Target } from '../../src/target/target.ts';
import { cli } from '../cli/pupitre.ts';
import { openShell, type } from './shell.ts';

/** Small enough to be reached at once. */
const limits = { processes: 200, memoryMb: 512, files: 300, fileMb: 16 };

/** What student B knows of student A, or has guessed. */
interface Victim {
  readonly home: string;
  /** Of the shell, as the machine counts. */
  readonly pid: number;
  readonly terminal: string;
  /** Of a web page on A's cluster. */
  readonly port: number;
}

/** More processes than the limits allow, and not so many more that a machine without limits suffers. */
const bomb = `bash -c 'for i in $(seq 400); do sleep 1000 & done' 2>&1 | grep -m1 -o 'fork: retry'`;

/** An attack: what B types, and what must come of it with each isolation. */
type Attack = readonly [name: string, line: (a: Victim) => string, user: RegExp, namespace: RegExp];

const denied = /Permission denied|EACCES/;
const absent = /No such file|ENOENT/;
const attacks: readonly Attack[] = [
  ['lists the home', ({ home }) => `ls ${home}`, denied, absent],
  ['reads a file', ({ home }) => `cat ${home}/secret`, denied, absent],
  ['writes a file', ({ home }) => `echo x > ${home}/planted`, denied, absent],
  ['removes a file', ({ home }) => `rm -f ${home}/secret; ls ${home}/secret`, denied, absent],
  ['reads temporary files', ({ home }) => `ls ${home}/../tmp`, denied, absent],
  ['has kubectl read a file', ({ home }) => `kubectl apply -f ${home}/secret`, /does not exist/, /does not exist/],
  ['has kubectl read a file of root', () => 'kubectl apply -f /etc/shadow', denied, /denied|apiVersion not set/],
  ['has docker build from the home', ({ home }) => `docker build ${home}`, /not found|denied/i, /not found/],
  ['uses the socket of the cluster', ({ home }) => `${home}/../bin/kubectl get pods`, denied, absent],
  [
    'connects to the socket of the cluster',
    ({ home }) =>
      `node -e 'require("net").connect("${join(home, '../node1.sock')}")' 2>&1 | grep -o 'E[A-Z]*: \\?\\|E[A-Z]* ' | head -1; false`,
    /EACCES/,
    /ENOENT/,
  ],
  ['reads the environment', ({ pid }) => `cat /proc/${pid}/environ`, denied, absent],
  ['reads the current folder', ({ pid }) => `ls /proc/${pid}/cwd/`, denied, absent],
  ['reads an open file', ({ pid }) => `cat /proc/${pid}/fd/0`, denied, absent],
  ['reads the memory, as a debugger does', ({ pid }) => `head -c 1 /proc/${pid}/mem`, denied, absent],
  ['kills the shell', ({ pid }) => `kill -9 ${pid}`, /not permitted/, /No such process/],
  [
    'writes to the terminal',
    ({ terminal }) => `echo x > ${terminal}`,
    denied,
    /denied|No such file|not (?:a tty|found)/,
  ],
  ['reads the terminal', ({ terminal }) => `head -c 1 < ${terminal}`, denied, /denied|No such file/],
  ['kills the server', () => `kill -9 ${process.pid}`, /not permitted/, /No such process/],
  [
    'kills its own parent',
    () => '[ $PPID = 0 ] || kill -9 $PPID; echo still here; false',
    /not permitted[^]*still here/,
    /still here/,
  ],
  ['reads the environment of the server', () => `cat /proc/${process.pid}/environ`, denied, absent],
  ['reads the environment of its parent', () => 'cat /proc/$PPID/environ', denied, absent],
  ['becomes root', () => 'su -c id root < /dev/null; setpriv --reuid 5 id', /exit/, /exit/],
  ['writes to a folder of the machine', () => 'touch /etc/x /usr/x /var/lib/x', denied, /Read-only/],
  ['gets rights back', () => 'unshare --mount umount /tmp', /exit/, /exit/],
];

describe.each([['user'], ['namespace']] as const)('isolation %s', (isolation) => {
  const { lacks } = probeIsolation(isolation);
  if (lacks) {
    test.skip(`not here: ${lacks.code}`);
    return;
  }
  const targets: Target[] = [];
  let a: Session;
  let b: Session;
  let victim: Victim;

  async function open(): Promise<Session> {
    const target = rehearsalTarget({ environment: process.env, apart: { isolation, limits } });
    targets.push(target);
    return openShell(target);
  }

  const groups = process.getgroups?.() ?? [];

  beforeAll(async () => {
    // A runner with groups, as most have.
    if (process.getuid?.() === 0) process.setgroups?.([4, 27]);
    [a, b] = await Promise.all([open(), open()]);
    await type(a, 'echo mine > secret; kubectl create deployment web --image=nginx');
    await type(a, 'kubectl expose deployment web --port=80 --type=NodePort');
    await type(a, 'kubectl wait --for=condition=available deployment/web');
    const home = await type(a, 'pwd');
    const foreground = await type(a, "kubectl get service web -o jsonpath='{.spec.ports[0].nodePort}'");
    const pid = pidBelow(home);
    victim = { home, pid, terminal: readlinkSync(`/proc/${pid}/fd/0`), port: Number(foreground) };
  }, 60_000);
  afterAll(async () => {
    if (process.getuid?.() === 0) process.setgroups?.(groups);
    await Promise.all(targets.map((target) => target.close()));
    expect(existsSync(dirname(dirname(victim.home)))).toBe(false);
  });

  test('nothing of what B may do is missing', async () => {
    expect(await type(b, 'echo x > ~/x && cat ~/x && touch $TMPDIR/x && kubectl get pods')).toMatch(
      /^x\nNo resources found/,
    );
    expect(
      await type(b, '[ "$USER" = student ] && [ -w $(dirname $TMPDIR) ] && sh -c "echo \\$PPID > /dev/null"'),
    ).toBe('');
    // kube-proxy takes its second.
    const page = `curl -s --retry 9 --retry-connrefused -o /dev/null -w '%{http_code}' http://127.0.0.1:${victim.port}/`;
    expect(await type(a, `cat secret; ${page}`)).toBe('mine\n200');
    expect((await fetch(`http://127.0.0.1:${victim.port}/`)).status).toBe(200);
  });

  test.each(attacks)('B %s', async (_name, line, user, namespace) => {
    const said = await type(b, line(victim));
    expect(said).toMatch(isolation === 'user' ? user : namespace);
    expect(said).toMatch(/\nexit [1-9]\d*$/);
    expect(said).not.toContain('mine');
  });

  test.runIf(isolation === 'user')('B reaches no port of the cluster, nor of what runs on it', async () => {
    const ports = [victim.port, ...portsOf(uidOf(victim.pid))];
    expect(ports.length).toBeGreaterThan(1);
    for (const port of ports) {
      expect(await type(b, `curl -s http://127.0.0.1:${port}/`)).toMatch(/^\nexit (?:52|56)$/);
    }
    expect(await type(a, `curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:${victim.port}/`)).toBe('200');
  });

  test('B has no rights, no groups of the runner, and nothing of its environment', async () => {
    const status = await type(b, 'cat /proc/self/status');
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    for (const set of ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb']) {
      expect(status).toMatch(new RegExp(`^Cap${set}:\\s+0+$`, 'm'));
    }
    if (isolation === 'user') expect(status).toMatch(/^Groups:\s*$/m);
    expect(await type(b, 'env')).not.toMatch(/SSH_AUTH_SOCK|XDG_RUNTIME_DIR|PUPITRE_PASSWORD|VITEST/);
  });

  test('B can have no more processes, open files and bytes in a file than it may', async () => {
    expect(await type(b, 'ulimit -n; ulimit -c')).toBe('300\n0');
    expect(await type(b, 'head -c 40M /dev/zero > ~/big')).toMatch(/exit 15[0-9]$/);
    expect(await type(b, 'stat -c %s ~/big; rm ~/big')).toBe(String(16 * 1024 * 1024));
    if (isolation === 'user' || process.getuid?.() !== 0) expect(await type(b, bomb)).toBe('fork: retry');
    // The others do not feel it.
    expect(await type(a, '(echo alive)')).toBe('alive');
    expect(processesBelow(victim.home)).toContain(victim.pid);
  });

  test.runIf(isolation === 'user' && hasMemoryGroup())('B can have no more memory than it may', async () => {
    const session = await open();
    const hog = "node --max-old-space-size=4000 -e 'const a = []; for (;;) a.push(Buffer.alloc(1e7, 1))'";
    expect(await type(session, hog)).toMatch(/exit 137$/);
    expect(await type(session, '(echo alive)')).toBe('alive');
  });

  // With a user, that is for the machine's own process 1 to do.
  test.runIf(isolation === 'namespace')('what has ended is collected', async () => {
    await type(b, 'for i in 1 2 3; do setsid -f true; done');
    await expect.poll(() => type(b, 'ps -u $(id -u) -o stat= | grep -c Z; true')).toBe('0');
  });

  test('what has left its session, and what it has left anywhere, is gone at the end', async () => {
    const target = rehearsalTarget({ environment: process.env, apart: { isolation, limits } });
    const session = await openShell(target);
    const home = await type(session, 'pwd');
    await type(session, 'setsid -f env -i sleep 1000; nohup sleep 1001 > /dev/null 2>&1 & echo x > /tmp/left-$$');
    const uid = uidOf(pidBelow(home));
    const running = () => (isolation === 'user' ? processesOf(uid) : processesBelow(home));
    expect(running().length).toBeGreaterThan(2);
    await session.close();
    await target.close();
    expect(running()).toEqual([]);
    const owner = (name: string) => lstatSync(join('/tmp', name), { throwIfNoEntry: false })?.uid;
    if (isolation === 'user') expect(readdirSync('/tmp').filter((name) => owner(name) === uid)).toEqual([]);
    expect(existsSync(`/run/pupitre-users/${uid}`)).toBe(false);
    expect(existsSync(`/sys/fs/cgroup/pids/pupitre-${uid}`)).toBe(false);
    expect(existsSync(home)).toBe(false);
  });
});

/** A runner who is not root: namespaces of its own for each student, with all that it takes to make them. */
test.skipIf(process.getuid?.() !== 0)(
  'without root, namespaces keep students and the runner apart',
  { timeout: 60_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'pupitre-unprivileged-'));
    const uid = 20_997;
    for (const name of ['home', 'other']) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'secret'), 'mine');
      for (const path of [name, join(name, 'secret')]) chownSync(join(folder, path), uid, uid);
    }
    chmodSync(folder, 0o755);
    const expectations = [
      [`cat ${folder}/home/secret ${folder}/other/secret`, 'expect exit nonzero'],
      ['echo $PPID; ps ax | grep -c "[d]ist/cli.js"', 'expect exit nonzero'],
      ['touch /etc/x /usr/x', 'expect exit nonzero'],
      ['sleep 0 & wait; echo job control', 'expect text job control'],
      [bomb, 'expect text fork: retry'],
    ];
    const steps = expectations.map(
      ([line = '', expected = '']) => `\`\`\`bash\n${line}\n\`\`\`\n\n<!-- \`\`\`${expected}\`\`\` -->\n`,
    );
    writeFileSync(join(folder, 'deck.md'), `# Attacks\n\n.exercise[\n\n${steps.join('\n')}\n]\n`);
    writeFileSync(
      join(folder, 'runner.config.json'),
      JSON.stringify({ targets: { apart: { type: 'rehearsal', isolation: 'namespace' } }, limits }),
    );
    const { stdout, stderr, status } = spawnSync(
      'setpriv',
      [
        ...[`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', process.execPath, cli],
        ...['run', 'deck.md', '--target', 'apart', '--no-stay', '--keep-going'],
      ],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: join(folder, 'home'), LANG: 'C.UTF-8' },
      },
    );
    rmSync(folder, { recursive: true });
    expect(stdout + stderr).toMatch(/5 passed/);
    expect(stdout).not.toContain('mine');
    expect(status).toBe(0);
    expect(processesOf(uid)).toEqual([]);
  },
);

/** Processes with this home, by their environment. */
function processesBelow(home: string): number[] {
  return pids().filter((pid) => readProc(pid, 'environ').includes(`HOME=${home}\0`));
}

function pidBelow(home: string): number {
  return processesBelow(home).find((pid) => readProc(pid, 'comm') === 'bash\n') ?? 0;
}

function pids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

function uidOf(pid: number): number {
  return Number(/^Uid:\s+(\d+)/m.exec(readProc(pid, 'status'))?.[1]);
}

/** Ports of 127.0.0.1 on which a user listens. */
function portsOf(uid: number): number[] {
  const rows = readFileSync('/proc/net/tcp', 'latin1')
    .split('\n')
    .map((row) => row.trim().split(/\s+/));
  return rows
    .filter(([, , , state, , , , owner]) => state === '0A' && owner === String(uid))
    .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16));
}

function hasMemoryGroup(): boolean {
  const groups = makeGroups('pupitre-test', limits);
  for (const group of groups) removeGroup(group);
  return groups.some(
    (group) => existsSync(join(dirname(group), 'memory.usage_in_bytes')) || existsSync(join(group, 'memory.max')),
  );
}
