import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Step } from '../../src/plan/step.ts';
import type { StepResult } from '../../src/plan/verdict.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { run } from '../../src/run/run.ts';
import { localTarget } from '../../src/target/local.ts';
import { expectInside } from './inside-shell.ts';
import { planOf, step } from './steps.ts';

/** Shells inside the shell of a run: each is entered, followed without anything that people see, and left again. */

const home = mkdtempSync(join(tmpdir(), 'nested-'));
const closers: (() => void)[] = [];
afterAll(() => {
  for (const close of closers) close();
  rmSync(home, { recursive: true, force: true });
});

function has(program: string): boolean {
  return spawnSync('sh', ['-c', `PATH=$PATH:/usr/sbin; command -v ${program}`]).status === 0;
}

/** True when the command works here, without a password and with the rights of whoever runs the tests. */
function works(command: string): boolean {
  return spawnSync('sh', ['-c', command], { stdio: 'ignore', timeout: 5_000 }).status === 0;
}

const rcReplaced = join(home, 'replaced.bashrc');
const sshPort = { value: 0 };

beforeAll(async () => {
  // What takes all our marks away, in a prompt that nobody would know by its looks.
  writeFileSync(rcReplaced, `PROMPT_COMMAND=build; build() { PS1='[\\w]~> '; }; unset PS0 PS2\n`);
  writeFileSync(join(home, '.zshrc'), `precmd() { PROMPT="%~ %# "; }\n`);
  mkdirSync(join(home, '.config/fish'), { recursive: true });
  if (process.getuid?.() === 0 && has('sshd')) sshPort.value = await startSshd();
});

/** A real sshd on the loopback, for whoever runs the tests, with a key of its own; gives its port. */
async function startSshd(): Promise<number> {
  const folder = join(home, 'ssh');
  mkdirSync(folder, { mode: 0o700 });
  for (const name of ['host', 'user'])
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)]);
  spawnSync('cp', [join(folder, 'user.pub'), join(folder, 'authorized_keys')]);
  mkdirSync('/run/sshd', { recursive: true });
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${folder}/host`,
    `AuthorizedKeysFile ${folder}/authorized_keys`,
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'StrictModes no',
    'UsePAM no',
    `PidFile ${folder}/pid`,
  ];
  writeFileSync(join(folder, 'config'), `${lines.join('\n')}\n`);
  const sshd = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(folder, 'config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  closers.push(() => sshd.kill());
  await new Promise<void>((resolve, reject) => {
    sshd.once('exit', () => {
      reject(new Error('sshd ended'));
    });
    sshd.stderr.on('data', (text) => {
      if (String(text).includes('listening')) resolve();
    });
  });
  return port;
}

interface Shell {
  readonly enter: () => string;
  /** Says which shell it is, and what it says. */
  readonly ask: string;
  readonly says: RegExp;
  readonly works: boolean;
}

function shell(enter: string | (() => string), says: RegExp, canRun: boolean, ask = 'echo "$0"'): Shell {
  return { enter: typeof enter === 'string' ? () => enter : enter, ask, says, works: canRun };
}

const isRoot = process.getuid?.() === 0;
const shells: readonly (readonly [string, Shell])[] = [
  ['bash', shell('bash', /^bash$/, true)],
  ['bash with start-up files that replace everything', shell(`bash --rcfile ${rcReplaced}`, /^bash$/, true)],
  ['bash without our environment', shell('env -i TERM=xterm PATH="$PATH" HOME="$HOME" bash --norc', /^bash$/, true)],
  ['bash --posix', shell('bash --norc --posix', /^bash$/, true)],
  ['a bash in a bash', shell('bash --norc -c "exec env -i TERM=xterm bash --norc"', /^bash$/, true)],
  ['sh', shell('sh', /^sh$/, true)],
  ['dash', shell('dash', /^dash$/, has('dash'))],
  ['dash without our environment', shell(`env -i TERM=xterm PATH="$PATH" PS1='# ' dash`, /^dash$/, has('dash'))],
  ['busybox ash', shell('busybox ash', /^ash$/, has('busybox'))],
  ['busybox sh without our environment', shell('env -i TERM=xterm PATH="$PATH" busybox sh', /^sh$/, has('busybox'))],
  ['zsh -f', shell('zsh -f', /^5/, has('zsh'), 'echo $ZSH_VERSION')],
  ['zsh', shell('zsh', /^5/, has('zsh'), 'echo $ZSH_VERSION')],
  ['fish', shell('fish', /^\d/, has('fish'), 'echo $FISH_VERSION')],
  ['su -', shell('su - root', /bash$/, isRoot && works('su - root -c true'))],
  ['su', shell(`su ${userInfo().username}`, /bash$/, isRoot)],
  ['sudo -i', shell('sudo -i', /bash$/, has('sudo') && works('sudo -n true'))],
  ['sudo -s', shell('sudo bash', /bash$/, has('sudo') && works('sudo -n true'))],
  ['ssh', shell(() => sshCommand(''), /bash$/, isRoot && has('sshd') && has('ssh'))],
  ['sh by ssh', shell(() => sshCommand(' -t sh'), /sh$/, isRoot && has('sshd') && has('ssh'))],
  ['script', shell('script -q /dev/null', /bash$/, has('script'))],
  ['unshare', shell('unshare -m bash', /bash$/, works('unshare -m true'))],
  ['nsenter', shell('nsenter -t $$ -m bash', /bash$/, works('nsenter -t $$ -m true'))],
];

function sshCommand(rest: string): string {
  const options = `-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR`;
  return `ssh -i ${home}/ssh/user ${options} -p ${sshPort.value} 127.0.0.1${rest}`;
}

test('`exit` is no failure because the last command inside was one', async () => {
  const target = localTarget({ environment: process.env, env: { HOME: home }, cwd: home });
  const steps = ['bash --norc', 'false', 'exit', 'false', 'bash --norc -c "exit 3"', 'exit 4'];
  const running = run(planOf(...steps.map((text, index) => step('bash', text, { id: `s${index}` }))), target, {
    actions: builtinActions,
    keepGoing: true,
    signal: new AbortController().signal,
  });
  try {
    for (;;) {
      const next = await running.next();
      if (!next.done) continue;
      expect(next.value.map(({ verdict }) => verdict.status)).toEqual([
        'passed',
        'failed',
        'passed',
        'failed',
        'failed',
        'broken',
      ]);
      return;
    }
  } finally {
    await target.close();
  }
});

describe.each(shells)('%s', (_, { enter, ask, says, works: canRun }) => {
  test.skipIf(!canRun).for([false, true])(
    'with a wait before its commands: %s',
    { timeout: 60_000 },
    async (withWait) => {
      const target = localTarget({ environment: process.env, env: { HOME: home, SHELL: '/bin/bash' }, cwd: home });
      try {
        await expectInside(target, { enter: enter(), ask, says, withWait });
      } finally {
        await target.close();
      }
    },
  );
});

/** Programs that show terminals of their own keep the marks of shells inside for themselves: nothing is typed into them. */
describe.skipIf(!has('tmux'))('tmux', () => {
  const detached = { policy: 'detached', checksExitCode: false } as const;
  const newSession = 'tmux -L pupitre-test -f /dev/null new';
  const endServer = step('bash', 'tmux -L pupitre-test kill-server');

  async function results(...steps: Step[]): Promise<readonly StepResult[]> {
    const target = localTarget({ environment: process.env, env: { HOME: home, SHELL: '/bin/bash' }, cwd: home });
    const plan = planOf(...steps.map((each, index) => ({ ...each, id: `s${index}` })));
    try {
      const { signal } = new AbortController();
      for await (const event of run(plan, target, { actions: builtinActions, keepGoing: true, signal }))
        if (event.type === 'runEnd') return event.results;
    } finally {
      await target.close();
    }
    throw new Error('the run did not end');
  }
  const told = (all: readonly StepResult[]): unknown[] =>
    all.map(({ verdict }) => ('reason' in verdict ? [verdict.status, verdict.reason] : verdict.status));

  test('is named, and left, when commands follow', async () => {
    const began = performance.now();
    const all = await results(step('bash', newSession), step('bash', 'echo "[$TMUX]"'), endServer);
    expect(told(all)).toEqual([['broken', { code: 'run/multiplexer', data: { program: 'tmux' } }], 'passed', 'passed']);
    expect(all[0]?.screen).toMatch(/\[0\]|0:bash/);
    expect(all[1]?.commands[0]?.output).toBe('[]');
    expect(performance.now() - began).toBeLessThan(8_000);
  });

  test('the same after a wait: nothing is typed into it', async () => {
    const typed = join(home, 'typed-into-tmux');
    const all = await results(
      step('bash', newSession, detached),
      step('wait', '0:'),
      step('bash', `touch ${typed}`),
      endServer,
    );
    expect(told(all).map((each) => (typeof each === 'string' ? each : (each as string[])[0]))).toEqual([
      'passed',
      'passed',
      'broken',
      'passed',
    ]);
    expect(told(all)[2]).toMatchObject(['broken', { code: 'run/taken', data: { program: 'tmux' } }]);
    expect(existsSync(typed)).toBe(false);
  });

  test('keys go to it, and leave it', async () => {
    const all = await results(
      step('bash', newSession, detached),
      step('wait', '0:'),
      step('keys', 'echo sum $((40 + 2))'),
      step('key', 'Enter'),
      step('wait', 'sum 42'),
      step('key', '^B'),
      step('key', 'd'),
      step('bash', 'echo back'),
      endServer,
    );
    expect(told(all)).toEqual(Array(9).fill('passed'));
  });
});
