import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { spawn, type IPty } from 'node-pty';
import { type PlacedFile, placeFiles, type Placement } from './files.ts';
import { endSession } from './processes.ts';
import { type ShellOptions, type Target, TargetError, type Tty } from './target.ts';

export interface LocalOptions {
  /** bash to run: a path, or a name looked up in PATH. Default `bash`. */
  readonly shell?: string;
  /** Variables for the shell. */
  readonly env?: Readonly<Record<string, string>>;
  /** Names of variables of the runner that the shell gets too, besides `passedVariables`. */
  readonly passEnv?: readonly string[];
  /** Folder in which the shell starts. Default: the user's home. */
  readonly cwd?: string;
  /** Files to put in place before the first step. */
  readonly files?: readonly PlacedFile[];
  /** Environment of the runner, from which the allowed variables are taken. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Variables of the runner that a shell gets: what programs need to work, and nothing that may hold a secret. */
const passedVariables = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TMPDIR', 'TZ', 'LANG', 'LC_ALL', 'LC_CTYPE', 'LC_MESSAGES'],
  ...['SSH_AUTH_SOCK', 'XDG_RUNTIME_DIR', 'KUBECONFIG', 'DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG'],
  ...['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'],
];

/** A bash on this machine, as the user that runs Pupitre. */
export function localTarget(options: LocalOptions): Target {
  const open = new Set<Tty>();
  let placement: Placement | undefined;
  const env = shellEnvironment(options);
  const home = env['HOME'] === '' ? homedir() : (env['HOME'] ?? homedir());
  return {
    name: 'local',
    address: '127.0.0.1',
    prepare: async () => {
      placement = await placeFiles(options.files ?? [], home);
    },
    open: (shell) =>
      // Promise.resolve().then: a missing bash is a rejection, never a throw.
      Promise.resolve().then(() => {
        const tty = openShell(findShell(options.shell ?? 'bash', env['PATH'] ?? ''), options.cwd ?? home, env, shell);
        open.add(tty);
        void tty.closed.then(() => open.delete(tty));
        return tty;
      }),
    close: async () => {
      await Promise.all([...open].map((tty) => tty.close()));
      await placement?.remove();
      placement = undefined;
    },
  };
}

/** What every shell gets, whatever the session adds. */
function shellEnvironment(options: LocalOptions): Record<string, string> {
  const env: Record<string, string> = {};
  for (const name of [...passedVariables, ...(options.passEnv ?? [])]) {
    const value = options.environment[name];
    if (value !== undefined) env[name] = value;
  }
  // readline and most programs mangle non-ASCII in a locale that is not UTF-8.
  if (!/utf-?8/i.test(env['LC_ALL'] ?? env['LC_CTYPE'] ?? env['LANG'] ?? '')) {
    delete env['LC_ALL'];
    env['LC_CTYPE'] = 'C.UTF-8';
  }
  return { ...env, TERM: 'xterm-256color', HISTFILE: '/dev/null', ...options.env };
}

/** Path of the shell's program. Throws TargetError when there is none. */
function findShell(shell: string, path: string): string {
  const candidates = isAbsolute(shell) ? [shell] : path.split(delimiter).map((folder) => join(folder, shell));
  for (const candidate of candidates) {
    try {
      accessSync(candidate, constants.X_OK);
      if (statSync(candidate).isFile()) return candidate;
    } catch {
      // not there: the next one
    }
  }
  throw new TargetError(
    isAbsolute(shell)
      ? `there is no program ${shell} to run. Name a bash in runner.config.json (targets.local.shell).`
      : `there is no ${shell} in PATH (${path || 'which is empty'}). Install it, or name one in runner.config.json (targets.local.shell).`,
  );
}

function openShell(program: string, cwd: string, env: Record<string, string>, options: ShellOptions): Tty {
  let pty: IPty;
  try {
    pty = spawn(program, ['--noprofile', '--norc', '-i'], {
      name: 'xterm-256color',
      ...options.size,
      cwd,
      env: { ...env, ...options.env },
    });
  } catch (error) {
    throw new TargetError(`could not open a pseudo-terminal for ${program}: ${String(error)}`);
  }
  let gone = false;
  const closed = new Promise<{ exitCode: number }>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      gone = true;
      resolve({ exitCode: signal ? 128 + signal : exitCode });
    });
  });
  return {
    pid: pty.pid,
    write: (data) => {
      if (!gone) pty.write(data);
    },
    resize: ({ cols, rows }) => {
      try {
        if (!gone) pty.resize(cols, rows);
      } catch {
        // The shell ended in this very moment: node-pty throws EBADF then (node-pty#827).
      }
    },
    onData: (listener) => {
      const subscription = pty.onData(listener);
      return () => {
        subscription.dispose();
      };
    },
    pause: () => {
      pty.pause();
    },
    resume: () => {
      pty.resume();
    },
    closed,
    close: async () => {
      // Reading goes on, or a flood would keep the shell from ending.
      pty.resume();
      await endSession(pty.pid, closed);
    },
  };
}
