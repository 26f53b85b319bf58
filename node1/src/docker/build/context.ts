import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { notSimulated } from '../../cli-kit/exit-error.ts';
import { message } from '../../messages/message.ts';
import { matchesGlob } from '../image/glob.ts';
import type { StoredImage } from '../image/store.ts';
import { parseIgnore } from './ignore.ts';

/** One thing in a build context. */
export interface ContextFile {
  /** In the context: `src/rng.js`. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link';
  readonly mode: number;
  readonly size: number;
  /** Of a link. */
  readonly target: string;
}

/** The folder of a build, without what `.dockerignore` leaves out. */
export interface BuildContext {
  readonly folder: string;
  /** By path; a folder comes before what is in it. */
  readonly files: readonly ContextFile[];
  /** Bytes that docker's client sends: those of a tar. */
  readonly size: number;
  /** Whose files they are, if not those of a context. */
  readonly image?: StoredImage;
}

const mostFiles = 20_000;
const block = 512;

/**
 * Lists a folder. Throws ExitError where it holds too much. `dockerfile` and `.dockerignore` are sent whatever the rules say, but are no
 * part of the context where the rules leave them out; of a Dockerfile that is elsewhere, undefined.
 */
export async function readContext(folder: string, dockerfile: string | undefined): Promise<BuildContext> {
  const rules = await readFile(join(folder, '.dockerignore'), 'utf8').catch(() => '');
  const { isIgnored, hasExceptions } = parseIgnore(rules);
  const listed = await listFolder(folder, (path, isFolder) =>
    isIgnored(path) ? (isFolder && hasExceptions ? 'inside' : path === dockerfile || path === '.dockerignore') : true,
  );
  const size = listed.reduce((sum, file) => sum + block + Math.ceil(file.size / block) * block, 2 * block);
  return { folder, files: listed.filter(({ path }) => !isIgnored(path)), size };
}

/** All that is in a folder. `isKept` says of each path whether it counts; `inside`: only what is in it may. Throws ExitError. */
export async function listFolder(
  folder: string,
  isKept: (path: string, isFolder: boolean) => boolean | 'inside' = () => true,
): Promise<readonly ContextFile[]> {
  const files: ContextFile[] = [];
  const pending = [''];
  for (let path = pending.shift(); path !== undefined; path = pending.shift()) {
    for (const name of (await readdir(join(folder, path))).sort()) {
      const child = posix.join(path, name);
      const found = await lstat(join(folder, child));
      const kept = isKept(child, found.isDirectory());
      if (found.isDirectory() && kept !== false) pending.push(child);
      if (kept !== true || !(found.isFile() || found.isDirectory() || found.isSymbolicLink())) continue;
      files.push({
        path: child,
        kind: found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'link',
        mode: found.mode & 0o777,
        size: found.isFile() ? found.size : 0,
        target: found.isSymbolicLink() ? await readlink(join(folder, child)) : '',
      });
      if (files.length > mostFiles) {
        throw notSimulated(message('subject/large-context', { most: mostFiles }));
      }
    }
  }
  return files;
}

/** A file that COPY takes, by its name below the destination. */
export interface Found {
  readonly file: ContextFile;
  readonly name: string;
  /** The source was this very file, not a folder that it is in. */
  readonly isWhole: boolean;
}

/** What one source of COPY means in a context: files, or all that is in folders, one list for each path that fits. */
export async function findSource(context: BuildContext, source: string): Promise<readonly (readonly Found[])[]> {
  const wanted = posix.normalize(source.replace(/^\/+/, '')).replace(/\/$/, '');
  const roots =
    wanted === '.' || wanted === ''
      ? ['']
      : context.files.filter(({ path }) => fitsPath(wanted, path)).map(({ path }) => path);
  return Promise.all(
    roots.map(async (root) => {
      const name = posix.basename(root);
      const real = await followLink(context, root);
      const whole = context.files.find(({ path, kind }) => path === real && kind !== 'folder');
      if (whole !== undefined) return [{ file: whole, name, isWhole: true }];
      const prefix = real === '' ? '' : `${real}/`;
      return context.files
        .filter(({ path }) => path.startsWith(prefix))
        .map((file) => ({ file, name: file.path.slice(prefix.length), isWhole: false }));
    }),
  );
}

/** A link that is named itself is what it leads to, as long as that is in the context. */
async function followLink({ folder, files }: BuildContext, path: string): Promise<string> {
  if (files.find((file) => file.path === path)?.kind !== 'link') return path;
  const [root, real] = await Promise.all([realpath(folder), realpath(join(folder, path)).catch(() => '')]);
  return real.startsWith(`${root}/`) ? real.slice(root.length + 1) : path;
}

function fitsPath(pattern: string, path: string): boolean {
  const [patterns, parts] = [pattern.split('/'), path.split('/')];
  return patterns.length === parts.length && patterns.every((part, index) => matchesGlob(part, parts[index] ?? ''));
}

/** A digest of what files are: their names, modes and contents, as docker's cache compares them. */
export async function hashFiles(
  folder: string,
  files: readonly { readonly name: string; readonly file: ContextFile }[],
): Promise<string> {
  const hash = createHash('sha256');
  for (const { name, file } of files) {
    hash.update(`${name}\0${file.kind}\0${file.mode}\0${file.target}\0${file.size}\0`);
    if (file.kind !== 'file') continue;
    for await (const chunk of createReadStream(join(folder, file.path))) hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
