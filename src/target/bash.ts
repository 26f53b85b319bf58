import { accessSync, constants, statSync } from 'node:fs';
import type { Socket } from 'node:net';
import { delimiter, isAbsolute, join } from 'node:path';
import { type IPty, spawn } from 'node-pty';
import { message, verbatim } from '../messages/message.ts';
import type { Enclosure } from './isolation/enclosure.ts';
import { endSession } from './processes.ts';
import { PtyReader } from './pty-reader.ts';
import { PtyWriter } from './pty-writer.ts';
import { type ShellOptions, type Size, TargetError, type Tty } from './target.ts';

/** What the environment of a shell is made of. */
export interface EnvironmentOptions {
  /** Variables for the shell. */
  readonly env?: Readonly<Record<string, string>>;
  /** Names of variables of the runner that the shell gets too, besides `passedVariables`. */
  readonly passEnv?: readonly string[];
  /** Environment of the runner, from which the allowed variables are taken. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Variables of the runner that a shell gets: what programs need to work, and nothing that may hold a secret. */
const passedVariables = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TMPDIR', 'TZ', 'LANG', 'LC_ALL', 'LC_CTYPE', 'LC_MESSAGES'],
  ...['SSH_AUTH_SOCK', 'XDG_RUNTIME_DIR', 'KUBECONFIG', 'DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG'],
  ...['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'],
];

/** What every shell gets, whatever the session adds. */
export function shellEnvironment(options: EnvironmentOptions): Record<string, string> {
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

/** Path of the shell's program: `shell` itself, or where `path` (as in the variable PATH) leads. Throws TargetError when there is none. */
export function findShell(shell: string, path: string): string {
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
    isAbsolute(shell) ? message('target/no-program', { shell }) : message('target/not-in-path', { shell, path }),
  );
}

/** What node-pty has on Unix besides what its types say. */
type UnixPty = IPty & { readonly fd: number; readonly ptsName: string; readonly _socket: Socket };

/** Starts an interactive bash that reads no start-up file but `startupFile` behind a pseudo-terminal. Throws TargetError when there is none to be had. */
export function openShell(
  program: string,
  cwd: string,
  env: Record<string, string>,
  options: ShellOptions,
  startupFile?: string,
  enclosure?: Enclosure,
): Tty {
  const args = ['--noprofile', ...(startupFile === undefined ? ['--norc'] : ['--rcfile', startupFile]), '-i'];
  // dash, which an enclosure may come through, drops variables whose names it cannot write, and bash's exported functions with them.
  const given = Object.entries({ ...env, ...options.env }).filter(([name]) => !/^[A-Za-z_]\w*$/.test(name));
  const withFunctions = [...given.map(([name, value]) => `${name}=${value}`), program, ...args];
  const [first, words] = enclosure?.shell(['env', withFunctions]) ?? [program, args];
  const tty = openTty([first, ...words], cwd, { ...env, ...options.env }, options.size, enclosure);
  // A getter would be read once by a copy.
  return Object.defineProperty(tty, 'readsStartup', { value: startupFile !== undefined });
}

/** Starts a program behind a pseudo-terminal. Throws TargetError when that cannot be. */
export function openTty(
  [program = '', ...args]: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  size: Size,
  enclosure?: Enclosure,
): Tty {
  let pty: IPty;
  try {
    pty = spawn(program, args, { name: 'xterm-256color', ...size, cwd, env: { ...env }, encoding: null });
  } catch (error) {
    throw new TargetError(message('target/no-terminal', { program, reason: verbatim(String(error)) }));
  }
  const { fd, ptsName, _socket } = pty as UnixPty;
  enclosure?.opened(ptsName);
  const reader = new PtyReader(_socket, fd, ptsName);
  const writer = new PtyWriter(fd, () => !_socket.destroyed);
  let gone = false;
  const closed = new Promise<{ exitCode: number }>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      gone = true;
      writer.close();
      resolve({ exitCode: signal ? 128 + signal : exitCode });
    });
  });
  return {
    get pid() {
      return enclosure?.pidOf?.(pty.pid) ?? pty.pid;
    },
    write: (data) => {
      if (!gone) writer.write(data);
    },
    get unwritten() {
      return writer.waiting;
    },
    resize: ({ cols, rows }) => {
      try {
        if (!gone) pty.resize(cols, rows);
      } catch {
        // The shell ended in this very moment: node-pty throws EBADF then (node-pty#827).
      }
    },
    onData: (listener) => reader.onData(listener),
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
