import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { notSimulated } from '../../cli-kit/exit-error.ts';
import { message } from '../../messages/message.ts';
import { matchesGlob } from '../image/glob.ts';
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
}

const mostFiles = 20_000;
const block = 512;

/** Lists a folder. Throws ExitError where it holds too much. `dockerfile` is sent whatever `.dockerignore` says. */
export async function readContext(folder: string, dockerfile: string): Promise<BuildContext> {
  const rules = await readFile(join(folder, '.dockerignore'), 'utf8').catch(() => '');
  const isIgnored = parseIgnore(rules);
  const files: ContextFile[] = [];
  const pending = [''];
  for (let path = pending.shift(); path !== undefined; path = pending.shift()) {
    for (const name of (await readdir(join(folder, path))).sort()) {
      const child = posix.join(path, name);
      const isKept = child === dockerfile || child === '.dockerignore' || !isIgnored(child);
      const found = await lstat(join(folder, child));
      if (found.isDirectory()) pending.push(child);
      if (!isKept || !(found.isFile() || found.isDirectory() || found.isSymbolicLink())) continue;
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
  const size = files.reduce((sum, file) => sum + block + Math.ceil(file.size / block) * block, 2 * block);
  return { folder, files, size };
}

/** A file that COPY takes, by its name below the destination. */
export interface Found {
  readonly file: ContextFile;
  readonly name: string;
  /** The source was this very file, not a folder that it is in. */
  readonly isWhole: boolean;
}

/** What one source of COPY means in a context: a file, or all that is in a folder. Undefined: nothing is there. */
export function findSource(context: BuildContext, source: string): readonly Found[] | undefined {
  const wanted = posix.normalize(source.replace(/^\/+/, '')).replace(/\/$/, '');
  const roots =
    wanted === '.' || wanted === ''
      ? ['']
      : context.files.filter(({ path }) => fitsPath(wanted, path)).map(({ path }) => path);
  if (roots.length === 0) return undefined;
  return roots.flatMap((root): readonly Found[] => {
    const whole = context.files.find(({ path, kind }) => path === root && kind !== 'folder');
    if (whole !== undefined) return [{ file: whole, name: posix.basename(root), isWhole: true }];
    const prefix = root === '' ? '' : `${root}/`;
    return context.files
      .filter(({ path }) => path.startsWith(prefix))
      .map((file) => ({ file, name: file.path.slice(prefix.length), isWhole: false }));
  });
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
