import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Config } from '../config.ts';
import { type CoursePlace, findInPlaces, type FoundPath } from '../lint/course.ts';
import { includeRootsOf } from './manifest-files.ts';

/** Bytes above which a file of the course is not read: it is no Dockerfile and no compose file. */
const fileLimit = 1024 * 1024;

/**
 * Reads files that the configuration puts on the node, by their path below the home folder there. Undefined for everything else:
 * nothing outside of what is configured is read, whatever symbolic links say.
 */
export function courseFiles({ files }: Config): (path: string) => string | undefined {
  const read = new Map<string, string | undefined>();
  return (path) => {
    if (!read.has(path)) read.set(path, readConfigured(path, files));
    return read.get(path);
  };
}

function readConfigured(path: string, files: Config['files']): string | undefined {
  for (const { from, to } of files) {
    const below = relative(to.replace(/^~\/?/, '/'), resolve('/', path));
    if (below.startsWith('..')) continue;
    const text = readInside(from, resolve(from, below));
    if (text !== undefined) return text;
  }
  return undefined;
}

function readInside(root: string, path: string): string | undefined {
  try {
    const [folder, file] = [realpathSync(root), realpathSync(path)];
    if (file !== folder && !file.startsWith(folder + sep)) return undefined;
    const stat = statSync(file);
    return stat.isFile() && stat.size <= fileLimit ? readFileSync(file, 'utf8') : undefined;
  } catch {
    // Not there, or not to be read: then nobody knows what is in it.
    return undefined;
  }
}

/**
 * Looks for paths of the node in the course's repository: in what the configuration puts there, and in the Git repository around the deck, which
 * people clone into their home folder under its own name.
 */
export function courseLookup(deck: string, { files }: Config): (path: string) => FoundPath | undefined {
  const places: CoursePlace[] = files.map(({ from, to }) => ({
    home: to.replace(/^~\/?/, ''),
    list: (folder) => namesIn(resolve(from, folder)),
  }));
  const root = includeRootsOf(dirname(deck)).find((folder) => existsSync(join(folder, '.git')));
  for (const home of root === undefined ? [] : [...repositoryNames(root), undefined]) {
    places.push({ home, list: (folder) => namesIn(resolve(root ?? '', folder)) });
  }
  return (path) => findInPlaces(places, path);
}

/** What a repository is called: its folder, and what it is cloned from. */
function repositoryNames(root: string): readonly string[] {
  const names = [basename(root)];
  try {
    const config = readFileSync(join(root, '.git', 'config'), 'utf8');
    for (const [, url = ''] of config.matchAll(/^\s*url\s*=\s*(\S+)/gm)) names.push(basename(url, '.git'));
  } catch {
    // A worktree, or no repository of its own: its folder's name has to do.
  }
  return [...new Set(names)];
}

function namesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}

/**
 * Tells whether a file is there, by its path relative to the deck's folder or to one above it up to `root`: chapters name pictures
 * from the folder of the whole course. Undefined for what is not below the file system.
 */
export function besideDeck(deck: string, root: string): (path: string) => boolean | undefined {
  return (path) => {
    if (path.startsWith('/') || path.includes('\0')) return undefined;
    for (let folder = dirname(deck); ; folder = dirname(folder)) {
      if (isFile(resolve(folder, path))) return true;
      if (relative(root, folder).split(sep)[0] === '..' || folder === resolve(root)) return false;
    }
  };
}

/** Tells whether a file is there. A path that is too long, a circle of links or a closed folder leads to none. */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
