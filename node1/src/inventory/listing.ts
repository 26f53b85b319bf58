import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Inventory, Thing } from '../inventory.ts';

/** How much is looked at. */
interface Limits {
  /** Files and folders in all. Default: 5,000. */
  readonly most?: number;
  /** Milliseconds of work, pauses for others left out. Default: 250. */
  readonly ms?: number;
}

/** What programs keep there for themselves. */
const ignored = new Set(['.bash_history', '.cache', '.kube/cache', '.kube/http-cache', '.lesshst', '.npm', '.viminfo']);
/** Folders that are never looked into. */
const closed = new Set(['node_modules']);
/** So many files are looked at in a row: others wait meanwhile. */
const sliceLength = 256;
/** Folders with too many entries that are told. */
const mostClosed = 100;

/**
 * The files below a folder by size, time and number, nothing of them read. A folder with more entries than may still be looked at is told with their
 * number; a git repository with its commit. Of what takes too long nothing is said.
 */
export async function listFiles(root: string, { most = 5_000, ms = 250 }: Limits = {}): Promise<Inventory> {
  let deadline = performance.now() + ms;
  const things: Thing[] = [];
  const unseen: Inventory['unseen'][number][] = [];
  const folders = [''];
  let left = most;
  let closedCount = 0;
  let slice = 0;
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    const entries = entriesOf(`${root}/${folder}`);
    if (!entries) continue;
    const prefix = folder === '' ? '' : `${folder}/`;
    if (entries.length > left || closed.has(folder.slice(folder.lastIndexOf('/') + 1))) {
      if (++closedCount > mostClosed) return nothing();
      things.push(many(root, folder, entries.length));
      for (const kind of ['file', 'folder', 'repository'] as const) unseen.push({ kind, below: prefix });
      continue;
    }
    left -= entries.length;
    for (const entry of entries) {
      const name = prefix + entry.name;
      if (ignored.has(name)) continue;
      if (++slice % sliceLength === 0) {
        const paused = performance.now();
        await setImmediate();
        deadline += performance.now() - paused;
      }
      if (performance.now() > deadline) return nothing();
      if (!entry.isDirectory()) things.push(...file(root, name));
      else if (entry.name === '.git') things.push(repository(`${root}/${name}`, folder === '' ? '.' : folder));
      else {
        things.push({ kind: 'folder', name, fingerprint: '', facts: {} });
        folders.push(name);
      }
    }
  }
  return { things, unseen };
}

/** All of it would have taken too long. */
function nothing(): Inventory {
  return {
    things: [],
    unseen: (['file', 'folder', 'many', 'repository'] as const).map((kind) => ({ kind, below: '' })),
  };
}

function entriesOf(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    // Gone meanwhile, or somebody else's.
    return undefined;
  }
}

function many(root: string, folder: string, count: number): Thing {
  const { mtimeMs = 0 } = lstatSync(`${root}/${folder}`, { throwIfNoEntry: false }) ?? {};
  const facts = { entries: String(count) };
  return { kind: 'many', name: folder === '' ? '~' : folder, fingerprint: `${count} ${mtimeMs}`, facts };
}

function file(root: string, name: string): Thing[] {
  try {
    const { ino, size, mtimeMs, mode } = lstatSync(`${root}/${name}`);
    const facts = { size: String(size), mode: (mode & 0o7777).toString(8) };
    return [{ kind: 'file', name, fingerprint: `${ino} ${size} ${mtimeMs} ${mode}`, facts, told: ['size'] }];
  } catch {
    return [];
  }
}

/** A repository is told by its commit; what git keeps there is nobody's work. */
function repository(git: string, name: string): Thing {
  const head = firstLine(`${git}/HEAD`);
  const ref = /^ref: (.*)$/.exec(head)?.[1];
  const commit = ref === undefined ? head : firstLine(`${git}/${ref}`) || packed(git, ref);
  const branch = ref?.replace(/^refs\/heads\//, '') ?? '';
  const told = [branch, commit.slice(0, 7)].filter(Boolean).join(' ');
  return { kind: 'repository', name, fingerprint: `${head} ${commit}`, facts: { head: told } };
}

function packed(git: string, ref: string): string {
  const line = read(`${git}/packed-refs`)
    .split('\n')
    .find((each) => each.endsWith(` ${ref}`));
  return line?.split(' ', 1)[0] ?? '';
}

function firstLine(path: string): string {
  return read(path).split('\n', 1)[0] ?? '';
}

/** A small file of git; nothing where it is none. */
function read(path: string): string {
  try {
    const { size } = lstatSync(path);
    return size > 1024 * 1024 ? '' : readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
