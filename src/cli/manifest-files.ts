import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { ManifestOptions } from '../deck/manifest.ts';
import { type Message, message } from '../messages/message.ts';
import { nearest } from '../plan/nearest.ts';
import { reasonOf } from './outputs.ts';

/** Where the files of a manifest are. */
export interface ManifestPlace {
  /** Absolute. */
  readonly manifest: string;
  /** Absolute; no chapter outside of it is read. */
  readonly root: string;
  /** Absolute, see `includeRootsOf`; no included file outside of them is read, and the first that has it is asked. */
  readonly includeRoots: readonly string[];
  readonly cwd: string;
  /** Texts that are read instead of the files of these absolute paths. */
  readonly drafts?: ReadonlyMap<string, string>;
}

const chapterLimit = 16 * 1024 * 1024;
const includeLimit = 1024 * 1024;

/**
 * The folder that the files of a manifest must be in: that of the configuration, when it holds the manifest; else that of the
 * manifest. All paths are absolute.
 */
export function rootOf(manifest: string, configFile: string | undefined): string {
  const folder = dirname(manifest);
  if (configFile === undefined) return folder;
  const root = dirname(configFile);
  return isInside(root, folder) ? root : folder;
}

/**
 * The folders in which included files are sought: the root, then that of the Git repository around it, else the folder above, where
 * container.training's own builder (markmaker.py) looks. Absolute.
 */
export function includeRootsOf(root: string): readonly string[] {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return [...new Set([root, folder])];
    if (dirname(folder) === folder) return [root, dirname(root)];
  }
}

/** Reads the files of a manifest: chapters relative to the manifest's folder, included files relative to the root, or to the repository's. */
export function manifestFiles({
  manifest,
  root,
  includeRoots,
  cwd,
  drafts,
}: ManifestPlace): Pick<ManifestOptions, 'readChapter' | 'readInclude'> {
  const nameOf = (path: string): string => relative(cwd, path) || path;
  const read = (base: string, path: string, limit: number, within = root) =>
    readInside({ root: within, base, path, limit, nameOf, drafts });
  return {
    readChapter: (path) => ({
      file: nameOf(resolve(dirname(manifest), path)),
      ...read(dirname(manifest), path, chapterLimit),
    }),
    readInclude: (path) => {
      const home = includeRoots.find((each) => isInside(each, resolve(each, path)) && existsSync(resolve(each, path)));
      const found = read(home ?? root, path, includeLimit, home ?? root);
      if ('text' in found && found.text.includes('\0')) return { problem: message('cli/include-no-text', { path }) };
      return found;
    },
  };
}

interface WantedFile {
  readonly root: string;
  readonly base: string;
  readonly path: string;
  /** Most bytes. */
  readonly limit: number;
  readonly nameOf: (path: string) => string;
  readonly drafts: ReadonlyMap<string, string> | undefined;
}

function readInside(wanted: WantedFile): { readonly text: string } | { readonly problem: Message } {
  const { root, base, path, limit, nameOf, drafts } = wanted;
  const file = resolve(base, path);
  const outside = { problem: message('cli/outside', { path, root: nameOf(root) }) };
  if (path.includes('\0')) return { problem: message('cli/no-path', { path: path.replaceAll('\0', '\uFFFD') }) };
  if (!isInside(root, file)) return outside;
  try {
    const real = realpathSync(file);
    if (!isInside(realpathSync(root), real)) return outside;
    if (
      relative(realpathSync(root), real)
        .split(sep)
        .some((part) => part.startsWith('.'))
    ) {
      return { problem: message('cli/hidden', { path }) };
    }
    const stat = statSync(real);
    if (!stat.isFile())
      return { problem: message(stat.isDirectory() ? 'cli/path-is-folder' : 'cli/path-not-regular', { path }) };
    if (stat.size > limit) {
      return { problem: message('cli/path-too-large', { path, size: stat.size, limit }) };
    }
    return { text: drafts?.get(file) ?? readFileSync(real, 'utf8') };
  } catch (error) {
    const reason = reasonOf(error);
    const meant = reason.code === 'cli/no-such-file' ? meantFile(wanted, file) : undefined;
    return { problem: message('cli/cannot-read-path', { path, file: nameOf(file), reason, meant }) };
  }
}

/** The file in the same folder, or the folder beside it, whose name is most like the wanted one. */
function meantFile({ root, base }: WantedFile, file: string): string | undefined {
  const folder = dirname(file);
  const meant = nearestIn(root, folder, basename(file));
  if (meant !== undefined) return relative(base, join(folder, meant));
  const otherFolder = nearestIn(root, dirname(folder), basename(folder));
  if (otherFolder === undefined) return undefined;
  const inOther = nearestIn(root, join(dirname(folder), otherFolder), basename(file));
  return inOther === undefined ? undefined : relative(base, join(dirname(folder), otherFolder, inOther));
}

function nearestIn(root: string, folder: string, name: string): string | undefined {
  if (!isInside(root, folder)) return undefined;
  try {
    const names = readdirSync(folder).filter((each) => !each.startsWith('.'));
    return nearest(name, names.slice(0, 1000));
  } catch {
    return undefined;
  }
}

function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}
