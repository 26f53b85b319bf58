import { createHash } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, readFile, readlink, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { message } from '../messages/message.ts';
import { reasonOf } from '../messages/message-error.ts';
import type { Guardian } from './guardian.ts';
import { TargetError } from './target.ts';

/** A file or folder of the course, and where the deck expects it on the node. */
export interface PlacedFile {
  /** Absolute path on this machine. */
  readonly from: string;
  /** Path on the node; `~/` is the home of its user. */
  readonly to: string;
  /** What chmod is to make of it: `+x`, `u+w`, `644`. Default: as it is here. */
  readonly chmod?: string;
}

/** What was put in place. */
export interface Placement {
  /** Removes what was put in place, and nothing else. */
  remove(): Promise<void>;
}

/**
 * Copies files to where the deck expects them. What is there already with the same content stays; what is there with
 * another content is somebody's work: then nothing is touched, and TargetError says which file differs.
 * `guardian` is told of each, should nobody come to remove it.
 */
export type Placer = (files: readonly PlacedFile[], home: string, guardian?: Guardian) => Promise<Placement>;

/** A placer for nodes that may have one home in common: what it has put in place stays until the last of them is closed. */
export function createPlacer(): Placer {
  let users = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const placements: Placement[] = [];
  const own = new Set<string>();
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const done = turn.then(act, act);
    turn = done.catch(() => undefined);
    return done;
  };
  return (files, home, guardian) =>
    inTurn(async () => {
      placements.push(await placeFiles(files, home, guardian, own));
      users++;
      let isRemoved = false;
      return {
        remove: () =>
          inTurn(async () => {
            if (isRemoved) return;
            isRemoved = true;
            if (--users > 0) return;
            // The last one that was put in place first: a folder that an earlier one has made may hold it.
            for (const placement of placements.splice(0).reverse()) await placement.remove();
            own.clear();
          }),
      };
    });
}

/** A placer of one node. `own`: paths that were put in place before, whatever has been made of them; new ones are added. */
export async function placeFiles(
  files: readonly PlacedFile[],
  home: string,
  guardian?: Guardian,
  own = new Set<string>(),
): Promise<Placement> {
  const copies: { from: string; to: string; chmod: string | undefined }[] = [];
  for (const { from, to, chmod: change } of files) {
    const target = resolve(to.startsWith('~/') ? join(home, to.slice(2)) : to === '~' ? home : to);
    for (const copy of await listFiles(from, target)) {
      if (own.has(copy.to) || copies.some((each) => each.to === copy.to)) continue;
      const same = await sameContent(copy.from, copy.to);
      if (same === false) {
        throw new TargetError(message('target/file-differs', copy));
      }
      if (same === undefined) copies.push({ ...copy, chmod: change });
    }
  }
  const placed: string[] = [];
  const folders: string[] = [];
  const placement: Placement = {
    remove: async () => {
      // What the deck made of them meanwhile (a folder in the place of a file, say) is not ours.
      await Promise.all(placed.map((file) => rm(file, { force: true }).catch(() => undefined)));
      // Deepest first; a folder in which somebody has put something meanwhile stays.
      for (const folder of folders.reverse()) await rmdir(folder).catch(() => undefined);
    },
  };
  try {
    for (const { from, to, chmod: change } of copies) {
      const first = await mkdir(dirname(to), { recursive: true });
      if (first !== undefined) {
        const made = foldersBetween(first, dirname(to));
        folders.push(...made);
        for (const folder of made) guardian?.folder(folder);
      }
      // Known beforehand to be absent: whatever is there afterwards is ours.
      guardian?.file(to);
      await cp(from, to, { errorOnExist: true, force: false });
      placed.push(to);
      if (change !== undefined) await chmod(to, changedMode((await lstat(to)).mode, change));
      own.add(to);
    }
  } catch (error) {
    await placement.remove();
    throw new TargetError(message('target/cannot-place', { reason: reasonOf(error) }));
  }
  return placement;
}

/** Every file below `from` with its place below `to`. Throws TargetError. */
export async function listFiles(from: string, to: string): Promise<{ from: string; to: string }[]> {
  const stat = await lstat(from).catch(() => undefined);
  if (!stat) throw new TargetError(message('target/file-missing', { from }));
  if (!stat.isDirectory()) return [{ from, to }];
  const entries = await readdir(from).catch((error: unknown) => {
    throw new TargetError(message('target/cannot-read', { file: from, reason: reasonOf(error) }));
  });
  const nested = await Promise.all(entries.map((entry) => listFiles(join(from, entry), join(to, entry))));
  return nested.flat();
}

/** The mode that chmod makes of another one: `+x` for all, `u+w`, `644`. */
function changedMode(mode: number, change: string): number {
  if (/^[0-7]+$/.test(change)) return Number.parseInt(change, 8);
  const [, who = '', sign = '', rights = ''] = /^([ugoa]*)([+-])([rwx]+)$/.exec(change) ?? [];
  const bits = (rights.includes('r') ? 4 : 0) | (rights.includes('w') ? 2 : 0) | (rights.includes('x') ? 1 : 0);
  const all = who === '' || who.includes('a') ? 'ugo' : who;
  const whole =
    (all.includes('u') ? bits << 6 : 0) | (all.includes('g') ? bits << 3 : 0) | (all.includes('o') ? bits : 0);
  // As of a shell with the usual umask: where nobody is named, others do not get to write.
  const mask = who === '' ? whole & ~0o022 : whole;
  return sign === '-' ? mode & 0o777 & ~mask : (mode & 0o777) | mask;
}

/** A short text that changes when one of the files is another one, or was written anew. Throws TargetError. */
export async function stampOf(files: readonly PlacedFile[]): Promise<string> {
  const hash = createHash('sha256');
  for (const { from, to } of files) {
    for (const each of await listFiles(from, to)) {
      const { size, mtimeMs, mode } = await lstat(each.from);
      hash.update(JSON.stringify([each.to, size, mtimeMs, mode]));
    }
  }
  return hash.digest('base64url').slice(0, 16);
}

/** Undefined when `b` is not there. */
async function sameContent(a: string, b: string): Promise<boolean | undefined> {
  const stat = await lstat(b).catch(() => undefined);
  if (!stat) return undefined;
  try {
    if (stat.isSymbolicLink()) return (await readlink(a).catch(() => undefined)) === (await readlink(b));
    if (!stat.isFile()) return false;
    const [one, other] = await Promise.all([readFile(a), readFile(b)]);
    return one.equals(other);
  } catch (error) {
    throw new TargetError(message('target/cannot-compare', { to: b, from: a, reason: reasonOf(error) }));
  }
}

/** `first` and every folder from it down to `last`, outermost first. */
function foldersBetween(first: string, last: string): string[] {
  const folders = [last];
  for (let folder = last; folder !== first && dirname(folder) !== folder;) {
    folder = dirname(folder);
    folders.unshift(folder);
  }
  return folders;
}
