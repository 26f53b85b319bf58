import { createHash } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ContainerContext } from '../container-context.ts';
import { inside } from '../rootfs.ts';

/** A program that was read, and is known to the last byte. */
interface Known {
  /** SHA-256 of the file that is started, of what it imports, and of the package's description, by their names in its folder. */
  readonly files: Readonly<Record<string, string>>;
  /** What it reads of its environment: only without these it does what is known of it. */
  readonly reads: readonly string[];
}

/** A known program as it is in a container. */
export interface FoundProgram {
  /** Path of the file that is started. */
  readonly main: string;
  /** The text of its files by their paths. */
  readonly sources: ReadonlyMap<string, string>;
}

const esm = { 'package.json': '609158e6c5fbc237939fa3ddf7faab80ab690bdc0c8d584414a885130103c4e8' };
const redis = { 'redis.js': '974323d49de3a9cf1247ade2e8ae0439de5b175d7a5daa6ab65fe6168bec9342' };

/**
 * The programs of the course's `dockercoins`. They wait between all that they do, start no processes, keep nothing that they are sent,
 * and end by `process.exit` in answer to a signal alone. Another one comes here only when it was read from end to end:
 * whoever changes a byte, or sets what it reads, has a process.
 */
export const knownPrograms: Readonly<Record<string, Known>> = {
  'hasher.js': {
    files: { ...esm, 'hasher.js': '1fce5ae1413ef7c3cc5f2fcd7210d51af0d5fb6b934e99b9ac264746134b90bc' },
    reads: ['HOST', 'PORT'],
  },
  'rng.js': {
    files: { ...esm, 'rng.js': 'ef6b0feba8bd20b29e3a3571fab64078da039f5085abd00f104ad7e3b62b8efa' },
    reads: ['HOST', 'PORT'],
  },
  'webui.js': {
    files: { ...esm, ...redis, 'webui.js': '96b9cb08d7391aea1bb5b91123714769ec790b050969efe03693572754adb44f' },
    reads: ['HOST', 'PORT', 'REDIS_URL'],
  },
  'worker.js': {
    files: { ...esm, ...redis, 'worker.js': '3d1a687792d4dcda0b10debd50e2ce434940c399945db3aa02816fe058f51b5c' },
    reads: ['RNG_URL', 'HASHER_URL', 'WAIT_SECONDS', 'REDIS_URL'],
  },
};

/** The known program that `node ARGS` would start in a container; undefined for every other one. */
export async function findKnown(place: ContainerContext, args: readonly string[]): Promise<FoundProgram | undefined> {
  const [file = '', ...more] = args;
  const known = knownPrograms[file];
  if (known === undefined || more.length > 0 || !isPlain(place.env, known)) return undefined;
  const folder = dirname(inside(place.root, file, place.workingDir));
  const sources = new Map<string, string>();
  for (const [name, sum] of Object.entries(known.files)) {
    const path = join(folder, name);
    const text = await readItself(path).catch(() => '');
    if (createHash('sha256').update(text).digest('hex') !== sum) return undefined;
    sources.set(path, text);
  }
  return { main: join(folder, file), sources };
}

/** The text of a file; none where a link leads to it: Node finds its neighbours where it really is. */
async function readItself(path: string): Promise<string> {
  return (await realpath(path)) === path ? await readFile(path, 'utf8') : '';
}

/** Whether an environment has nothing that changes what the program, or Node itself, does. */
function isPlain(env: Readonly<Record<string, string>>, { reads }: Known): boolean {
  return !Object.keys(env).some(
    (name) => reads.includes(name) || (name.startsWith('NODE_') && name !== 'NODE_VERSION'),
  );
}
