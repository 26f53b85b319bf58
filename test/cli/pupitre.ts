import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The program as `npm run build` leaves it. */
export const cli = resolve(import.meta.dirname, '../../dist/cli.js');
if (!existsSync(cli)) throw new Error('dist/cli.js is missing: npm run build');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Fulfilled when `pattern` has appeared on the standard output. */
  seen(pattern: RegExp): Promise<void>;
  /** The same of the standard error. */
  complains(pattern: RegExp): Promise<void>;
  /** What it has printed on the standard output so far. */
  printed(): string;
  kill(signal: NodeJS.Signals): void;
}

/** Starts the program, or another build of it, as a child process, its input closed. */
export function start(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
  program = cli,
): Started {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, LANG: 'C.UTF-8', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const waiters = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    for (const wake of waiters) wake();
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
    for (const wake of waiters) wake();
  });
  const until = (pattern: RegExp, text: () => string): Promise<void> =>
    new Promise((resolveSeen) => {
      const wake = (): void => {
        if (!pattern.test(text())) return;
        waiters.delete(wake);
        resolveSeen();
      };
      waiters.add(wake);
      wake();
    });
  const ended = new Promise<Ended>((resolveEnd) => {
    child.on('close', (code) => {
      resolveEnd({ code, stdout, stderr });
    });
  });
  return {
    pid: child.pid ?? 0,
    ended,
    seen: (pattern) => until(pattern, () => stdout),
    complains: (pattern) => until(pattern, () => stderr),
    printed: () => stdout,
    kill: (signal) => {
      child.kill(signal);
    },
  };
}

/** Runs the program to its end. */
export function pupitre(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return start(args, cwd, env).ended;
}

/** A new empty folder, and how to remove it. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'pupitre-test-'));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}
