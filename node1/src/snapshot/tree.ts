import {
  chmodSync,
  type Dirent,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  type Stats,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { BlobSink, BlobSource, FileRecord, TreeRecord } from './format.ts';

/** Bounds of what is described of one folder. */
const mostEntries = 10_000;
const largestFile = 16 * 1024 * 1024;
const mostBytes = 64 * 1024 * 1024;

/** Contents of files that were read already, by path: a file with the same stamp is not read again. */
export class SeenFiles {
  #before = new Map<string, { readonly stamp: string; readonly blob: string }>();
  #now = new Map<string, { readonly stamp: string; readonly blob: string }>();

  /** Another snapshot begins: what the last one has not met is forgotten. */
  begin(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }

  /** The name of a file's content, which is read where it is not known. */
  blobOf(path: string, stamp: string, sink: BlobSink): string {
    const known = this.#now.get(path) ?? this.#before.get(path);
    const blob = known?.stamp === stamp && sink.has(known.blob) ? known.blob : sink.put(readFileSync(path));
    this.#now.set(path, { stamp, blob });
    return blob;
  }
}

/**
 * Describes all that is in a folder, in one go, so that nothing of node1 changes meanwhile. What has gone when it is looked at is left out.
 * Throws RangeError where it is too much.
 */
export function describeTree(root: string, sink: BlobSink, seen: SeenFiles): TreeRecord {
  const entries: FileRecord[] = [];
  const leftOut: string[] = [];
  let bytes = 0;

  const file = (path: string, stat: Stats): FileRecord | undefined => {
    if (stat.size > largestFile) return undefined;
    bytes += stat.size;
    if (bytes > mostBytes) throw new RangeError(`${root}: ${bytes} B`);
    const stamp = `${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`;
    const blob = seen.blobOf(join(root, path), stamp, sink);
    return { path, mode: stat.mode & 0o7777, mtime: stat.mtimeMs, kind: 'file', blob };
  };
  const one = (path: string, entry: Dirent): FileRecord | undefined => {
    const stat = lstatSync(join(root, path));
    const common = { path, mode: stat.mode & 0o7777, mtime: stat.mtimeMs };
    if (entry.isDirectory()) return { ...common, kind: 'folder' };
    if (entry.isSymbolicLink()) return { ...common, kind: 'link', target: readlinkSync(join(root, path)) };
    return entry.isFile() ? file(path, stat) : undefined;
  };
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      try {
        const record = one(path, entry);
        if (entries.length + leftOut.length >= mostEntries) throw new RangeError(`${root}: ${mostEntries} files`);
        if (record === undefined) leftOut.push(path);
        else {
          entries.push(record);
          if (record.kind === 'folder') walk(path);
        }
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // What takes the contents has refused one.
        if (code === undefined) throw error;
        if (code !== 'ENOENT') leftOut.push(path);
      }
    }
  };
  walk('');
  return { entries, leftOut };
}

/** Makes what a record describes in a folder, which is made. `moved` changes contents and links that name a folder that is another one now. */
export function restoreTree(
  root: string,
  { entries }: TreeRecord,
  read: BlobSource,
  moved: (content: Buffer) => Buffer,
): void {
  mkdirSync(root, { recursive: true });
  for (const entry of entries) {
    const path = join(root, entry.path);
    if (entry.kind === 'folder') mkdirSync(path, { recursive: true });
    else if (entry.kind === 'link') {
      symlinkSync(moved(Buffer.from(entry.target)).toString(), path);
      lutimesSync(path, entry.mtime / 1000, entry.mtime / 1000);
    } else {
      writeFileSync(path, moved(read(entry.blob)), { flag: 'wx' });
      settle(path, entry);
    }
  }
  // What is made in a folder changes its time.
  for (const entry of [...entries].reverse()) if (entry.kind === 'folder') settle(join(root, entry.path), entry);
}

function settle(path: string, { mode, mtime }: FileRecord): void {
  chmodSync(path, mode);
  utimesSync(path, mtime / 1000, mtime / 1000);
}
