import { execFile } from 'node:child_process';
import { chmodSync, chownSync, lchownSync, lstatSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Guardian } from '../guardian.ts';
import type { Command, Enclosure } from './enclosure.ts';
import { limitedBy, type Limits, makeGroups, removeGroup } from './limits.ts';
import { processesOf, takeUser } from './users.ts';

/** Milliseconds that processes may take to be gone after SIGKILL. */
const goneMs = 5_000;
/** Where everybody may write. */
const shared = ['/tmp', '/var/tmp', '/dev/shm'];

/** Joins the groups that are named before `--`, then becomes the command after it. */
const joinGroups = 'while [ "$1" != -- ]; do echo $$ >"$1/cgroup.procs" || exit 126; shift; done; shift; exec "$@"';

/** The words in front of a command that make it run as this user, with no way back. */
export function asUser(uid: number): readonly string[] {
  return [
    ...['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--no-new-privs'],
    ...['--bounding-set=-all', '--inh-caps=-all', '--ambient-caps=-all', '--'],
  ];
}

/** A Unix user of its own, taken for this node, and limits; `parent` is a folder of the runner's that others may pass. Only root can make it. */
export function userEnclosure(parent: string, limits: Limits, guardian: Guardian): Enclosure {
  const user = takeUser();
  const { uid } = user;
  guardian.user(uid, user.lock);
  const groups = makeGroups(`pupitre-${uid}`, limits);
  for (const group of groups) guardian.folder(group);
  const folder = join(parent, 'node');
  mkdirSync(folder, { mode: 0o700 });
  chownSync(folder, uid, uid);
  const inside = ([program, args]: Command): Command => [
    '/bin/sh',
    ['-c', joinGroups, 'sh', ...groups, '--', ...limitedBy(limits), ...asUser(uid), program, ...args],
  ];
  return {
    folder,
    own: (path) => {
      for (const each of treeOf(path)) lchownSync(each, uid, uid);
    },
    first: inside,
    started: () => undefined,
    shell: inside,
    opened: (terminal) => {
      // Otherwise the terminal is root's, and programs that open it by its name cannot.
      chownSync(terminal, uid, statSync(terminal).gid);
      chmodSync(terminal, 0o620);
    },
    owns: (listener) => listener.uid === uid,
    end: async () => {
      await endUser(uid);
      for (const each of new Set([...shared, tmpdir()])) removeOwned(each, uid);
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
      await removeGroups(groups);
      user.release();
    },
  };
}

/** Ends every process of a user at once: a list of them would miss those that are just being made. */
async function endUser(uid: number): Promise<void> {
  const [program = '', ...words] = asUser(uid);
  const until = Date.now() + goneMs;
  for (let pause = 2; processesOf(uid).length > 0 && Date.now() < until; pause = Math.min(2 * pause, 50)) {
    // Its exit code says nothing: it is one of those that it ends.
    await promisify(execFile)(program, [...words, '/bin/sh', '-c', 'kill -9 -1']).catch(() => undefined);
    if (processesOf(uid).length > 0) await delay(pause);
  }
}

/** The kernel takes its time to see that the last process of a group is gone. */
async function removeGroups(groups: readonly string[]): Promise<void> {
  const until = Date.now() + goneMs;
  for (const group of groups) {
    for (let pause = 2; !removeGroup(group) && Date.now() < until; pause = Math.min(2 * pause, 50)) await delay(pause);
  }
}

/** What a user has left directly below a folder. */
function removeOwned(folder: string, uid: number): void {
  try {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (lstatSync(path).uid === uid) rmSync(path, { recursive: true, force: true });
    }
  } catch {
    // Not there, or somebody else is removing it.
  }
}

/** A path and everything below it. */
function treeOf(path: string): readonly string[] {
  if (!lstatSync(path).isDirectory()) return [path];
  return [path, ...readdirSync(path).flatMap((name) => treeOf(join(path, name)))];
}
