import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { type EnvironmentOptions, findShell, openShell, shellEnvironment } from './bash.ts';
import { type PlacedFile, placeFiles, type Placement } from './files.ts';
import { createGuardian, type Guardian } from './guardian.ts';
import { endWithEnvironment } from './processes.ts';
import type { Target, Tty } from './target.ts';

export interface LocalOptions extends EnvironmentOptions {
  /** bash to run: a path, or a name looked up in PATH. Default `bash`. */
  readonly shell?: string;
  /** Folder in which the shell starts. Default: the user's home. */
  readonly cwd?: string;
  /** Files to put in place before the first step. */
  readonly files?: readonly PlacedFile[];
}

/** A bash on this machine, as the user that runs Pupitre. */
export function localTarget(options: LocalOptions): Target {
  const open = new Set<Tty>();
  let placement: Placement | undefined;
  let guardian: Guardian | undefined;
  // What leaves the session of its shell (setsid, the server of tmux) keeps this, and is found by it at the end.
  const run = randomBytes(12).toString('hex');
  const mark = `PUPITRE_RUN=${run}`;
  const env: Record<string, string> = { ...shellEnvironment(options), PUPITRE_RUN: run };
  const home = env['HOME'] === '' ? homedir() : (env['HOME'] ?? homedir());
  return {
    name: 'local',
    address: '127.0.0.1',
    prepare: async () => {
      guardian = createGuardian();
      guardian.environment(mark);
      placement = await placeFiles(options.files ?? [], home, guardian);
    },
    open: (shell) =>
      // Promise.resolve().then: a missing bash is a rejection, never a throw.
      Promise.resolve().then(() => {
        const tty = openShell(findShell(options.shell ?? 'bash', env['PATH'] ?? ''), options.cwd ?? home, env, shell);
        open.add(tty);
        if (tty.pid !== undefined) guardian?.session(tty.pid);
        void tty.closed.then(() => open.delete(tty));
        return tty;
      }),
    close: async () => {
      await Promise.all([...open].map((tty) => tty.close()));
      await endWithEnvironment(`${mark}\0`);
      await placement?.remove();
      placement = undefined;
      guardian?.release();
      guardian = undefined;
    },
  };
}
