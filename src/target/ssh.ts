import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { text } from 'node:stream/consumers';
import { unknownNode } from '../changes/inventory.ts';
import { message, verbatim } from '../messages/message.ts';
import { findShell, openTty, shellEnvironment } from './bash.ts';
import { endMark, untilMarked } from './end-mark.ts';
import { farInventory, farMs, lookScript } from './far-files.ts';
import type { PlacedFile } from './files.ts';
import { launch } from './script.ts';
import type { HostList } from './ssh-hosts.ts';
import { cleanUp, encoded, place, quoted } from './ssh-scripts.ts';
import { type Target, TargetError, type Tty } from './target.ts';

export interface SshOptions {
  /** Hands out the hosts: names of the user's ssh configuration, or `user@host`. */
  readonly hosts: HostList;
  /** A configuration of ssh instead of the user's. */
  readonly config?: string;
  /** bash to run there. Default `bash`. */
  readonly shell?: string;
  /** Variables for the shell. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files to put in place before the first step. */
  readonly files?: readonly PlacedFile[];
  /** Environment of the runner: ssh needs its PATH, HOME and agent. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Milliseconds that a short command on the host may take, its login included. */
const commandMs = 30_000;
/**
 * No escape character: `~~` at the start of a line would lose one of them. A connection that is gone without a word is known after 20 s. No
 * master: the eleventh session at one falls back with two lines of noise. No question: nobody could answer it.
 */
const settings = [
  'BatchMode=yes',
  'LogLevel=ERROR',
  'ServerAliveInterval=5',
  'ServerAliveCountMax=3',
  'ControlMaster=no',
];

/** A bash on another machine, by the system's ssh. */
export function sshTarget(options: SshOptions): Target {
  const run = `PUPITRE_RUN=${randomBytes(12).toString('hex')}`;
  const environment = shellEnvironment({ environment: options.environment });
  const cwd = environment['HOME'] ?? homedir();
  const open = new Set<Tty>();
  let host: string | undefined;
  let placed: readonly string[] = [];

  function ssh(...words: readonly string[]): readonly string[] {
    const program = findShell('ssh', environment['PATH'] ?? '');
    const own = options.config === undefined ? [] : ['-F', options.config];
    return [program, ...own, '-e', 'none', ...settings.flatMap((each) => ['-o', each]), ...words];
  }

  /** Runs a script of sh on the host; what it prints. */
  async function command(script: string, signal: AbortSignal, ms = commandMs): Promise<string> {
    const [program = '', ...args] = ssh('-T', host ?? '', 'sh -s');
    const child = spawn(program, args, {
      cwd,
      env: environment,
      signal: AbortSignal.any([signal, AbortSignal.timeout(ms)]),
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(script);
    const ended = new Promise<number | string>((resolve) => {
      child.on('error', (error) => {
        resolve(error.name === 'AbortError' ? `${ms / 1000} s` : error.message);
      });
      child.on('close', (code) => {
        resolve(code ?? 1);
      });
    });
    const [said, complaint, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (code === 0) return said;
    const reason = complaint.trim() || said.trim() || String(code);
    throw new TargetError(message('target/ssh-failed', { host: host ?? '', reason: verbatim(reason) }));
  }

  /** The words in front of a program that give it what every shell there gets, and more. Not by export: bash's functions have names there that sh does not take. */
  function withEnvironment(env: Readonly<Record<string, string>> = {}): readonly string[] {
    const values = { ...options.env, TERM: 'xterm-256color', HISTFILE: '/dev/null', ...env };
    return ['env', run, ...Object.entries(values).map(([name, value]) => `${name}=${value}`)];
  }

  return {
    name: 'ssh',
    // What a page's address names is the host itself.
    get address() {
      return (host ?? '').replace(/^.*@/, '');
    },
    isFar: true,
    // What listens there may be of others.
    inventory: (signal) =>
      command(lookScript, AbortSignal.any([signal, AbortSignal.timeout(farMs)])).then(
        (said) => farInventory(said, false),
        () => unknownNode(),
      ),
    prepare: async (signal) => {
      host = options.hosts.take();
      if (host === undefined) throw new TargetError(message('target/no-host-free', { hosts: options.hosts.size }));
      const shell = options.shell ?? 'bash';
      const found = await command(
        `command -v ${quoted(shell)} >/dev/null && command -v base64 >/dev/null && echo ready || echo lacking`,
        signal,
      ).catch((error: unknown) => {
        throw error instanceof TargetError
          ? error
          : new TargetError(message('target/ssh-failed', { host: host ?? '', reason: verbatim(String(error)) }));
      });
      if (!found.includes('ready')) throw new TargetError(message('target/ssh-no-shell', { host, shell }));
      placed = await place(options.files ?? [], (script) => command(script, signal));
    },
    // async: what is missing is a rejection, never a throw.
    // eslint-disable-next-line @typescript-eslint/require-await
    open: async (shell) => {
      if (host === undefined) throw new TargetError(message('target/not-prepared'));
      const words = withEnvironment(shell.env);
      const bash = [...words, options.shell ?? 'bash', '--noprofile', '--norc', '-i'].map(quoted).join(' ');
      // What sh would say of its end is nobody's output: in a subshell it is not said through the redirection of bash's.
      const token = randomBytes(9).toString('hex');
      const end = `code=$?; printf '\\033]7718;${token}\\007'; exit $code`;
      const script = ['cd', 'exec 3>&2 2>/dev/null', `(exec ${bash} 2>&3 3>&-)`, end];
      const code = Buffer.from(script.join('\n')).toString('base64');
      // Whatever the login shell is (fish, csh): no quote and no backslash inside.
      const remote = `exec sh -c 'eval "$(printf %s ${code} | base64 -d)"'`;
      const tty = openTty(ssh('-tt', host, remote), cwd, { ...environment, TERM: 'xterm-256color' }, shell.size);
      // Its number is that of ssh here, and says nothing of the shell there.
      const there = untilMarked(Object.defineProperty(tty, 'pid', { value: undefined }), endMark(token));
      open.add(there);
      void there.closed.then(() => open.delete(there));
      return there;
    },
    runScript: async (script, { ms, signal }) => {
      if (host === undefined) throw new TargetError(message('target/not-prepared'));
      const { args, end, ms: most } = launch({ ms });
      const words = [...withEnvironment(), options.shell ?? 'bash', ...args].map(quoted).join(' ');
      return end(await command(`cd\nbase64 -d <<'END' | ${words}\n${encoded(script)}\nEND\n`, signal, most));
    },
    close: async () => {
      const used = host;
      if (used === undefined) return;
      await Promise.all([...open].map((tty) => tty.close()));
      try {
        await command(cleanUp(run, placed), new AbortController().signal);
      } finally {
        host = undefined;
        options.hosts.giveBack(used);
      }
    },
  };
}
