import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { basename, dirname, join, posix, resolve } from 'node:path';
import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { inside, unpackTar } from '../../container/rootfs.ts';
import type { DockerContainer } from '../engine/container.ts';
import { tarOf } from '../engine/export.ts';
import { plainTar } from '../image/load.ts';
import { daemonError, type DockerCall, type DockerCommand } from './command.ts';
import { isPodContainer } from './find-container.ts';

/** `docker cp`, between a container and this machine. */
export const copy: DockerCommand = {
  name: 'cp',
  usage: '[OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-',
  summary: 'Copy files/folders between a container and the local filesystem',
  flags: [flag.bool('archive', 'a'), flag.bool('follow-link', 'L')],
  least: 2,
  most: 2,
  async run(call) {
    const [from = '', to = ''] = call.args;
    if (from === '') throw new ExitError('source can not be empty');
    if (to === '') throw new ExitError('destination can not be empty');
    const [source, target] = [partsOf(from), partsOf(to)];
    if (source.container !== undefined && target.container !== undefined) {
      throw new ExitError('copying between containers is not supported');
    }
    if (source.container === undefined && target.container === undefined) {
      throw new ExitError('must specify at least one container source');
    }
    if (to === '-') await toStream(call, source.container ?? '', source.path);
    else if (from === '-') await fromStream(call, target.container ?? '', target.path);
    else if (source.container !== undefined) await fromContainer(call, source.container, source.path, to);
    else await toContainer(call, from, target.container ?? '', target.path);
    return 0;
  },
};

/** `container:path`, or a path of this machine, which a `/` or `.` begins where it has a colon. */
function partsOf(text: string): { readonly container: string | undefined; readonly path: string } {
  const colon = text.indexOf(':');
  const isLocal = colon <= 0 || text.startsWith('/') || text.startsWith('.');
  return isLocal
    ? { container: undefined, path: text }
    : { container: text.slice(0, colon), path: text.slice(colon + 1) };
}

/** Where a path of a container is on this machine, and whether the container has it. */
async function locate(call: DockerCall, name: string, path: string) {
  const { engine } = call;
  const missing = new ExitError(`Error: No such container:path: ${name}:${path}`);
  const container = engine.containers.find(name);
  if (container === undefined) throw isPodContainer(call, name) ?? missing;
  const root = await engine.containers.files(container);
  const absolute = posix.normalize(posix.join('/', path));
  return { place: placeOf(call, container, root, absolute), missing, absolute, root };
}

/** A path in a container's files, or in what is mounted there. */
export function placeOf({ engine }: DockerCall, { mounts }: DockerContainer, root: string, path: string): string {
  const mount = [...mounts]
    .sort((a, b) => b.target.length - a.target.length)
    .find(({ target, type }) => type !== 'tmpfs' && (path === target || path.startsWith(`${target}/`)));
  if (mount === undefined) return inside(root, path);
  const folder = mount.type === 'volume' ? engine.volumes.folder(mount.name ?? '') : (mount.source ?? '');
  return join(folder, path.slice(mount.target.length));
}

/** `docker cp container:path -`: a tar on stdout, whose names begin with the last part of the path. */
async function toStream(call: DockerCall, name: string, path: string): Promise<void> {
  requirePath(path);
  const { place, missing, absolute, root } = await locate(call, name, path);
  if (!isThere(place)) throw missing;
  const follows = call.flags.on('follow-link') || path.endsWith('/');
  const real = follows ? realpathSync(place) : place;
  const isContents = /(^|\/)\.$/.test(path);
  const called = isContents ? '.' : basename(call.flags.on('follow-link') ? real : absolute);
  for await (const chunk of await tarOf(real, called === '' ? '/' : called, root)) {
    await call.invocation.stdout.write(chunk as Buffer);
  }
}

/** `docker cp - container:path`: a tar from stdin, into a folder that is there. */
async function fromStream(call: DockerCall, name: string, path: string): Promise<void> {
  const noFolder = new ExitError(`destination ${JSON.stringify(`${name}:${path}`)} must be a directory`);
  if (call.engine.containers.find(name) === undefined) throw isPodContainer(call, name) ?? noFolder;
  const { place } = await locate(call, name, path);
  if (statSync(place, { throwIfNoEntry: false })?.isDirectory() !== true) throw noFolder;
  const tar = await plainTar(call.invocation.stdin);
  if (typeof tar === 'string') throw notSimulated(`docker cp of ${tar}`);
  try {
    await unpackTar(tar, place);
  } catch {
    throw daemonError('Error processing tar file(exit status 1): unexpected EOF');
  }
}

function requirePath(path: string): void {
  if (path === '') throw daemonError('bad parameter: pathcannot be empty');
}

async function fromContainer(call: DockerCall, name: string, path: string, to: string): Promise<void> {
  const { place, missing, absolute } = await locate(call, name, path);
  requirePath(path);
  if (!isThere(place)) throw missing;
  const target = resolve(call.invocation.cwd, to);
  const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
  await put(call, place, target, {
    isFolder,
    name: basename(absolute),
    contentsOnly: /(^|\/)\.$/.test(path),
    endsInSlash: to.endsWith('/'),
    shown: `${target}${to.endsWith('/') ? '/' : ''}`,
    missingFolder: () =>
      new ExitError(`invalid output path: directory ${JSON.stringify(dirname(target))} does not exist`),
  });
}

async function toContainer(call: DockerCall, from: string, name: string, path: string): Promise<void> {
  const source = resolve(call.invocation.cwd, from);
  const parent = posix.dirname(posix.normalize(posix.join('/', path)).replace(/(.)\/$/, '$1'));
  const missing = new ExitError(`Error: No such container:path: ${name}:${parent}`);
  const found = statSync(source, { throwIfNoEntry: false }) ?? lstatSync(source, { throwIfNoEntry: false });
  if (found === undefined) throw new ExitError(`lstat ${firstMissing(source)}: no such file or directory`);
  if (call.engine.containers.find(name) === undefined) throw isPodContainer(call, name) ?? missing;
  const { place } = await locate(call, name, path);
  await put(call, source, place, {
    isFolder: found.isDirectory(),
    name: basename(source),
    contentsOnly: /(^|\/)\.$/.test(from),
    endsInSlash: path.endsWith('/'),
    shown: path,
    missingFolder: () => missing,
  });
}

/** The part of a path that is not there. */
function firstMissing(path: string): string {
  const parent = dirname(path);
  return parent === path || isThere(parent) ? path : firstMissing(parent);
}

function isThere(path: string): boolean {
  return existsSync(path) || lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Copies as `docker cp` does: into a folder that is there, or to the very name. Throws ExitError. */
async function put(
  { flags }: DockerCall,
  source: string,
  target: string,
  how: {
    readonly isFolder: boolean;
    readonly name: string;
    readonly contentsOnly: boolean;
    readonly endsInSlash: boolean;
    readonly missingFolder: () => ExitError;
    /** The target as a message has it. */
    readonly shown: string;
  },
): Promise<void> {
  const found = statSync(target, { throwIfNoEntry: false });
  if (found === undefined && how.endsInSlash && !how.isFolder) throw new ExitError('no such directory');
  if (found === undefined && !existsSync(dirname(target))) throw how.missingFolder();
  if (found?.isFile() === true && how.isFolder) throw new ExitError('cannot copy directory');
  if (found?.isFile() === true && how.endsInSlash) {
    throw new ExitError(`stat ${how.shown}: not a directory`);
  }
  const into = found?.isDirectory() === true && !how.contentsOnly ? join(target, how.name) : target;
  if (how.isFolder) await mkdir(into, { recursive: true });
  await cp(source, into, {
    recursive: true,
    force: true,
    // Of the two, only one may be.
    ...(flags.on('follow-link') ? { dereference: true } : { verbatimSymlinks: true }),
    preserveTimestamps: true,
  });
}
