import { createHash, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { appletsOf } from '../../container/applets.ts';
import { unpackLayers } from '../../container/rootfs.ts';
import { appletAt } from '../../container/which.ts';
import type { Message } from '../../messages/codes.ts';
import { message } from '../../messages/message.ts';
import { hasGlob } from '../image/glob.ts';
import type { LayerEntry } from '../image/layers.ts';
import type { StoredImage } from '../image/store.ts';
import { isArchive, unpackArchive } from './archive.ts';
import { type Build, expand } from './builder.ts';
import type { Command } from './commands.ts';
import { type BuildContext, findSource, type Found, hashFiles, listFolder } from './context.ts';
import { isFolderIn, ownerIn } from './image-files.ts';

/** What a COPY or ADD does. */
interface Copied {
  /** As docker's history writes it. */
  readonly history: string;
  readonly entries: readonly LayerEntry[];
  /** Takes away the files that were unpacked for it. */
  readonly clean: () => Promise<void>;
}

/** One of the sources. */
interface Source {
  readonly context: BuildContext;
  readonly found: readonly Found[];
  readonly hash: string;
  /** An archive, unpacked: it goes into the destination whatever that is called. */
  readonly isArchive: boolean;
}

/** What a COPY or ADD adds to the image. Throws ExitError. */
export async function copyInstruction(build: Build, command: Command): Promise<Copied> {
  const { name, flags } = command;
  const folders: string[] = [];
  const clean = async () => {
    for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const chmod = flags.get('chmod');
    if (chmod !== undefined) throw requiresBuildKit('chmod');
    const from = flags.get('from');
    const context = from === undefined ? build.context : await contextOf(build, from, folders);
    const words = command.words.map((word) => expand(build, word));
    const target = words.at(-1) ?? '';
    const sources: Source[] = [];
    for (const word of words.slice(0, -1)) {
      sources.push(...(await locate(build, command, context, word, from === undefined, folders)));
    }
    if (sources.length === 0) throw new ExitError(`${name} failed: no source files were specified`);
    if (sources.length > 1 && !target.endsWith('/')) {
      throw new ExitError(
        `When using ${name} with more than one source file, the destination must be a directory and end with a /`,
      );
    }
    const { stage } = build;
    const destination = posix.resolve('/', stage.config.WorkingDir, target);
    const isFolder =
      target.endsWith('/') ||
      /(^|\/)\.{1,2}$/.test(target) ||
      (await isFolderIn(stage.image?.layers ?? [], destination.slice(1)));
    const chown = flags.get('chown');
    const owner = chown === undefined ? undefined : await ownerIn(build, expand(build, chown));
    const hash = sources.map((source) => source.hash);
    const shown = hash.length === 1 ? hash[0] : `multi:${createHash('sha256').update(hash.join(',')).digest('hex')}`;
    return {
      history: `${name} ${chown === undefined ? '' : `--chown=${chown}`}${shown ?? ''} in ${target} `,
      entries: sources.flatMap((source) => entriesOf(source, destination, isFolder, owner)),
      clean,
    };
  } catch (error) {
    await clean();
    throw error;
  }
}

/** An instruction, or a part of one, that is not simulated; `known` lists what could stand there. */
export function refuseInstruction(
  what: string | Message,
  { line }: Pick<Command, 'line'>,
  known?: readonly string[],
): ExitError {
  return new ExitError(message('refusal/of-dockerfile', { what, line, ...(known && { known }) }));
}

/** What docker's own builder says of a flag that only BuildKit knows. */
export function requiresBuildKit(flag: string): ExitError {
  return new ExitError(
    `the --${flag} option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled`,
  );
}

/** The files of a stage or of another image. */
async function contextOf(build: Build, from: string, folders: string[]): Promise<BuildContext> {
  const image = await imageOfFrom(build, from);
  const folder = join(build.workshop.folder, 'builds', randomUUID());
  folders.push(folder);
  await unpackLayers(image.layers, folder);
  return { folder, files: await listFolder(folder), size: 0, image };
}

async function imageOfFrom(build: Build, from: string): Promise<StoredImage> {
  const fail = (problem: string) => new ExitError(`invalid from flag value ${from}: ${problem}`);
  const named = build.done.findLast(({ name }) => name !== '' && name === from.toLowerCase());
  if (named?.image !== undefined) return named.image;
  if (/^-?\d+$/.test(from)) {
    const index = Number(from);
    const { image } = build.done[index] ?? {};
    if (image !== undefined) return image;
    throw fail(index === build.done.length ? 'refers to current build stage' : 'index out of bounds');
  }
  try {
    return await build.imageFor(from);
  } catch (error) {
    if (error instanceof ExitError && typeof error.text === 'string') throw fail(error.text);
    throw error;
  }
}

async function locate(
  build: Build,
  command: Command,
  context: BuildContext,
  source: string,
  isSent: boolean,
  folders: string[],
): Promise<readonly Source[]> {
  const { name } = command;
  if (name === 'ADD' && /^https?:\/\//.test(source)) {
    throw refuseInstruction(message('subject/of-url', { instruction: name }), command);
  }
  if (name === 'COPY' && /^https?:\/\//.test(source)) throw new ExitError("source can't be a URL for COPY");
  if (isSent && posix.normalize(source).split('/')[0] === '..') {
    throw new ExitError(`${name} failed: forbidden path outside the build context: ${source} ()`);
  }
  const found = await findSource(context, source);
  if (found.length === 0 && !hasGlob(source)) {
    const path = posix
      .normalize(source)
      .replace(/^\/+/, '')
      .replace(/(.)\/$/, '$1');
    // The programs of the hub's images are no files here.
    const isProgram = context.image !== undefined && appletAt(appletsOf(context.image.runtime), source) !== undefined;
    if (isProgram) throw refuseInstruction(message('subject/copy-of-program', { path: source }), command);
    const where = isSent ? 'file not found in build context or excluded by .dockerignore: ' : '';
    throw new ExitError(`${name} failed: ${where}stat ${path}: file does not exist`);
  }
  return Promise.all(found.map((each) => toSource(build, command, context, each, folders)));
}

async function toSource(
  { workshop }: Build,
  command: Command,
  context: BuildContext,
  found: readonly Found[],
  folders: string[],
): Promise<Source> {
  const [first] = found;
  const isWhole = found.length === 1 && first?.isWhole === true;
  const hash = `${isWhole ? 'file' : 'dir'}:${await hashFiles(context.folder, found)}`;
  const path = join(context.folder, first?.file.path ?? '');
  if (command.name !== 'ADD' || !isWhole || !(await isArchive(path))) return { context, found, hash, isArchive: false };
  const folder = join(workshop.folder, 'builds', randomUUID());
  folders.push(folder);
  if (!(await unpackArchive(path, folder))) throw refuseInstruction(message('subject/add-archive'), command);
  const inside = { folder, files: await listFolder(folder), size: 0 };
  const unpacked = inside.files.map((file) => ({ file, name: file.path, isWhole: false }));
  return { context: inside, found: unpacked, hash, isArchive: true };
}

function entriesOf(
  { context, found, isArchive }: Source,
  destination: string,
  isFolder: boolean,
  owner: LayerEntry['owner'],
): readonly LayerEntry[] {
  return found.map(({ file, name, isWhole }) => {
    const goesInside = isArchive || !isWhole || isFolder;
    const path = (goesInside ? posix.join(destination, name) : destination).slice(1);
    const own = { ...(owner && { owner }) };
    if (file.kind === 'folder') return { name: `${path}/`, mode: file.mode, content: { kind: 'folder' }, ...own };
    if (file.kind === 'link') {
      // A link of an unpacked image points into the files here, and must not do so from a layer.
      const target = file.target.startsWith(context.folder) ? file.target.slice(context.folder.length) : file.target;
      return { name: path, mode: 0o777, content: { kind: 'link', target }, ...own };
    }
    const content = { kind: 'file', path: join(context.folder, file.path), size: file.size } as const;
    return { name: path, mode: file.mode, content, ...own };
  });
}
