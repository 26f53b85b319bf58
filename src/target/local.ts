import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { message } from '../messages/message.ts';
import { type EnvironmentOptions, findShell, openShell, shellEnvironment } from './bash.ts';
import { createPlacer, type PlacedFile, type Placement, type Placer } from './files.ts';
import { createGuardians, type Guardian } from './guardian.ts';
import { isHeldWhere, isHeldWith, isOurs, type Listener, ownerOf } from './listeners.ts';
import { localFiles } from './local-files.ts';
import { portWatch } from './port-watch.ts';
import { endWithEnvironment, environmentOf } from './processes.ts';
import { LocalScripts } from './script.ts';
import type { ShellOptions, Target, Tty } from './target.ts';

export interface LocalOptions extends EnvironmentOptions {
  /** bash to run: a path, or a name looked up in PATH. Default `bash`. */
  readonly shell?: string;
  /** Folder in which the shell starts. Default: the user's home. */
  readonly cwd?: string;
  /** The shell reads `~/.bashrc` of its home, as in a terminal of the user's own. Default: it reads no start-up file. */
  readonly bashrc?: boolean;
  /** An empty home for the node, which is removed at its end. Default: the home of the user. */
  readonly temporaryHome?: boolean;
  /** Files to put in place before the first step. */
  readonly files?: readonly PlacedFile[];
  /** Several people share the runner's user: its notice says so. */
  readonly isShared?: boolean;
  /** Default: a guardian of its own. */
  readonly newGuardian?: () => Guardian;
  /** Those of a class share the files of one home. Default: a placer of its own. */
  readonly placeFiles?: Placer;
}

/** A bash on this machine, as the user that runs Pupitre. */
export function localTarget(options: LocalOptions): Target {
  const open = new Set<Tty>();
  const scripts = new LocalScripts();
  let placement: Placement | undefined;
  const newGuardian = options.newGuardian ?? createGuardians();
  let guardian: Guardian | undefined;
  // What leaves the session of its shell (setsid, the server of tmux) keeps this, and is found by it at the end.
  const run = randomBytes(12).toString('hex');
  const mark = `PUPITRE_RUN=${run}`;
  const env: Record<string, string> = { ...shellEnvironment(options), PUPITRE_RUN: run };
  const { placeFiles = createPlacer(), temporaryHome = false } = options;
  let home = env['HOME'] === '' ? homedir() : (env['HOME'] ?? homedir());
  let folder: string | undefined;
  /** A start-up file that reads the user's own, and runs what must come after it. */
  const startup = ({ afterStartup = '' }: ShellOptions): string => {
    if (folder === undefined) {
      folder = mkdtempSync(join(tmpdir(), 'pupitre-startup-'));
      guardian?.tree(folder);
    }
    const file = join(folder, 'bashrc');
    writeFileSync(file, `if [ -r ~/.bashrc ]; then . ~/.bashrc; fi\n${afterStartup}\n`, { mode: 0o600 });
    return file;
  };
  /** Whatever else is on the machine is the person's, too: they have a shell on it. */
  const isOwn = (listener: Listener): boolean => {
    const isOfAnother = (pid: number): boolean => /PUPITRE_RUN=(?!$)/.test(environmentOf(pid).replace(`${mark}\0`, ''));
    return !isOurs(listener) && !isHeldWhere(listener, isOfAnother);
  };
  // What others on the machine begin to listen on is no change of a step.
  const lookAtPorts = portWatch((_, listener) => isHeldWith(listener, `${mark}\0`));
  const lookAtFiles = localFiles(() => {
    const { cwd = home } = options;
    return temporaryHome && cwd !== home ? [cwd, home] : [cwd];
  });
  return {
    name: 'local',
    address: '127.0.0.1',
    ...(temporaryHome && { ephemeral: true }),
    ...(options.isShared === true && { notice: message('target/shared-user') }),
    portOwner: (port) => ownerOf(port, isOwn),
    inventory: async () => {
      const [files, listening] = [await lookAtFiles(), lookAtPorts()];
      // Docker and Kubernetes would have to be asked by their clients, which takes longer than most steps.
      const notAsked = (['image', 'container', 'network', 'object'] as const).map((kind) => ({ kind, below: '' }));
      return {
        things: [...files.things, ...listening.things],
        unseen: [...files.unseen, ...listening.unseen, ...notAsked],
      };
    },
    prepare: async () => {
      guardian = newGuardian();
      guardian.environment(mark);
      if (temporaryHome) {
        home = env['HOME'] = mkdtempSync(join(tmpdir(), 'pupitre-home-'));
        guardian.tree(home);
      }
      placement = await placeFiles(options.files ?? [], home, guardian);
    },
    open: (shell) =>
      // Promise.resolve().then: a missing bash is a rejection, never a throw.
      Promise.resolve().then(() => {
        const program = findShell(options.shell ?? 'bash', env['PATH'] ?? '');
        const tty = openShell(
          program,
          options.cwd ?? home,
          env,
          shell,
          options.bashrc === true ? startup(shell) : undefined,
        );
        open.add(tty);
        if (tty.pid !== undefined) guardian?.session(tty.pid);
        void tty.closed.then(() => open.delete(tty));
        return tty;
      }),
    // async: a missing bash is a rejection, never a throw.
    runScript: async (script, limits) => {
      const bash = findShell(options.shell ?? 'bash', env['PATH'] ?? '');
      return scripts.run(script, { bash, cwd: options.cwd ?? home, env }, limits);
    },
    close: async () => {
      await Promise.all([scripts.close(), ...[...open].map((tty) => tty.close())]);
      await endWithEnvironment(`${mark}\0`);
      await placement?.remove();
      placement = undefined;
      if (temporaryHome && guardian) rmSync(home, { recursive: true, force: true });
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
      folder = undefined;
      guardian?.release();
      guardian = undefined;
    },
  };
}
