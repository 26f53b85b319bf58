import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, lstat, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where what a node has on disk is. */
export interface Layout {
  /** Home of its user. */
  readonly home: string;
  /** Its commands, to be put in front of PATH. */
  readonly bin: string;
  /** Where its commands reach it. */
  readonly socket: string;
  /** What its commands have refused, a line each. */
  readonly refused: string;
}

/** Where things are in the folder of a node. */
export function layout(folder: string): Layout {
  const [home, bin, socket, refused] = ['home', 'bin', 'node1.sock', 'refused'].map((name) => join(folder, name));
  return { home, bin, socket, refused } as Layout;
}

/** In each folder of a rehearsal: who made it, as `PID START`. */
const ownerFile = 'owner';
const prefix = 'pupitre-';

/**
 * Makes a folder of its own for a rehearsal below the system's folder for temporary files (only its user may enter), and
 * removes those that rehearsals left which were killed.
 */
export async function makeFolder(): Promise<string> {
  await sweepFolders();
  const folder = await realpath(await mkdtemp(join(tmpdir(), prefix)));
  await chmod(folder, 0o700);
  await writeFile(join(folder, ownerFile), `${process.pid} ${startOf(process.pid) ?? ''}\n`);
  return folder;
}

/** Removes folders whose owner is gone; never those of others, and nothing that has no owner file. */
export async function sweepFolders(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
  await Promise.all(
    names.map(async (name) => {
      const folder = join(tmpdir(), name);
      try {
        const stat = await lstat(folder);
        if (!stat.isDirectory() || stat.uid !== process.getuid?.()) return;
        const owner = await readFile(join(folder, ownerFile), 'utf8');
        const [pid = '', start = ''] = owner.trimEnd().split(/ (.*)/);
        if (startOf(Number(pid)) !== start) await rm(folder, { recursive: true, force: true });
      } catch {
        // No owner file, or somebody else is sweeping it: not ours to remove.
      }
    }),
  );
}

/** When a process started, in the system's own words, so that a number that is used again is told apart; undefined: it is gone. */
export function startOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in brackets may hold anything; the 22nd field is the start, in ticks since boot.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
