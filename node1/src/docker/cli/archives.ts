import { randomUUID } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, normalize, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { message } from '../../messages/message.ts';
import { exportFiles } from '../engine/export.ts';
import { ArchiveError, type LoadedImage, loadImages, plainTar } from '../image/load.ts';
import { shortDigest } from '../image/pull.ts';
import { parseReference } from '../image/reference.ts';
import { type SavedImage, saveImages, writeTo } from '../image/save.ts';
import { daemonError, type DockerCall, type DockerCommand } from './command.ts';
import { daemonsContainer } from './find-container.ts';
import { parseArgument } from './names.ts';
import { humanSize } from './units.ts';

/** `docker save`: images as one tar. */
const save: DockerCommand = {
  name: 'save',
  usage: '[OPTIONS] IMAGE [IMAGE...]',
  summary: 'Save one or more images to a tar archive (streamed to STDOUT by default)',
  flags: [flag.text('output', 'o')],
  least: 1,
  most: Infinity,
  async run(call) {
    requireOutput(call, 'failed to save image');
    await writeTar(call, () => Promise.resolve(saveImages(savedImages(call))));
    return 0;
  },
};

/** `docker export`: the files of a container as a tar. */
const exportCommand: DockerCommand = {
  name: 'export',
  usage: '[OPTIONS] CONTAINER',
  summary: "Export a container's filesystem as a tar archive",
  flags: [flag.text('output', 'o')],
  least: 1,
  most: 1,
  async run(call) {
    requireOutput(call, 'failed to export container');
    const container = daemonsContainer(call, call.args[0] ?? '');
    await writeTar(call, async () => exportFiles(container, await call.engine.containers.files(container)));
    const { id, imageName: image, name } = container;
    call.engine.events.tell({ type: 'container', action: 'export', id, attributes: { image, name } });
    return 0;
  },
};

/** `docker load`: the images of an archive of `docker save`. */
const load: DockerCommand = {
  name: 'load',
  usage: '[OPTIONS]',
  summary: 'Load an image from a tar archive or STDIN',
  flags: [flag.text('input', 'i'), flag.bool('quiet', 'q')],
  least: 0,
  most: 0,
  async run(call) {
    const { engine, flags, invocation } = call;
    const input = flags.value('input') ?? '';
    if (input === '' && invocation.stdin.isTTY) {
      throw new ExitError('requested load from stdin, but stdin is empty');
    }
    const source = input === '' ? invocation.stdin : await fileOf(call, input);
    const tar = await plainTar(source);
    if (typeof tar === 'string') throw notSimulated(`docker load of ${tar}`);
    const folder = join(engine.cluster.folder, `load-${randomUUID()}`);
    await mkdir(folder, { recursive: true });
    try {
      const loaded = await loadImages(engine.images, tar, folder);
      if (loaded === undefined) throw notSimulated(message('subject/foreign-image'));
      for (const each of loaded) await tellLoaded(call, each);
    } catch (error) {
      if (error instanceof ArchiveError) throw new ExitError(error.message);
      throw error;
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
    return 0;
  },
};

/** The commands that make archives and read them. */
export const archiveCommands: readonly DockerCommand[] = [save, exportCommand, load];

async function tellLoaded({ engine, flags, invocation, out }: DockerCall, loaded: LoadedImage): Promise<void> {
  const { images, events } = engine;
  const { image, tags, added } = loaded;
  if (invocation.stdout.isTTY && !flags.on('quiet')) {
    for (const { diffId, size } of added) {
      const shown = humanSize(size, 4);
      await out(`${shortDigest(diffId)}: Loading layer [${'='.repeat(50)}>]  ${shown}/${shown}\n`);
    }
  }
  for (const name of tags) {
    const before = images.tags().get(name);
    if (before !== undefined && before !== image.id) {
      await out(`The image ${name} already exists, renaming the old one with ID ${before} to empty string\n`);
    }
    images.tag(parseReference(name), image.id);
    await out(`Loaded image: ${name}\n`);
  }
  if (tags.length === 0) await out(`Loaded image ID: ${image.id}\n`);
  events.tell({ type: 'image', action: 'load', id: image.id, attributes: { name: image.id } });
}

/** The images of `docker save`, each with the names that it was called by. Throws ExitError. */
function savedImages({ engine, args }: DockerCall): readonly SavedImage[] {
  const { images } = engine;
  const saved = new Map<string, { image: SavedImage['image']; tags: Set<string> }>();
  const add = (id: string, tag?: string): void => {
    const image = images.find(id);
    if (image === undefined) return;
    const entry = saved.get(id) ?? { image, tags: new Set() };
    if (tag !== undefined) entry.tags.add(tag);
    saved.set(id, entry);
  };
  for (const name of args) {
    const isId = /^(sha256:)?[0-9a-f]{64}$/.test(name);
    const reference = isId ? undefined : parseArgument(name, 'Error response from daemon: ');
    const isPlain = reference !== undefined && reference.tag === undefined && reference.digest === undefined;
    const tags = isPlain ? [...images.tags()].filter(([tag]) => tag.startsWith(`${reference.name}:`)) : [];
    const found = images.find(name);
    if (tags.length > 0) for (const [tag, id] of [...tags].sort()) add(id, tag);
    else if (found === undefined) {
      throw daemonError(isPlain || isId ? `No such image: ${name}` : 'reference does not exist');
    } else if (reference?.tag !== undefined) add(found.id, `${reference.name}:${reference.tag}`);
    else add(found.id);
  }
  return [...saved.values()].map(({ image, tags }) => ({ image, tags: [...tags] }));
}

/** What docker checks of `-o`, and of a terminal without it, before it asks its daemon. Throws ExitError. */
function requireOutput({ flags, invocation }: DockerCall, problem: string): void {
  const output = flags.value('output') ?? '';
  if (output === '') {
    if (!invocation.stdout.isTTY) return;
    throw new ExitError('cowardly refusing to save to a terminal. Use the -o flag or redirect');
  }
  const wrong = outputProblem(invocation.cwd, output);
  if (wrong !== undefined) throw new ExitError(`${problem}: ${wrong}`);
}

/** What is wrong with a path to write to, as docker's client says it. */
function outputProblem(cwd: string, output: string): string | undefined {
  const folder = dirname(normalize(output));
  if (statSync(resolve(cwd, folder), { throwIfNoEntry: false }) === undefined) {
    return `invalid output path: directory ${JSON.stringify(folder)} does not exist`;
  }
  const found = statSync(resolve(cwd, output), { throwIfNoEntry: false });
  return found === undefined || found.isDirectory() || found.isFile()
    ? undefined
    : `invalid output path: ${JSON.stringify(output)} must be a directory or a regular file: got a device`;
}

/** Writes a tar where it is wanted: whole, or not at all. Throws ExitError. */
async function writeTar({ flags, invocation }: DockerCall, make: () => Promise<Readable>): Promise<void> {
  const output = flags.value('output') ?? '';
  const tar = await make();
  if (output === '') {
    for await (const chunk of tar) await invocation.stdout.write(chunk as Buffer);
    return;
  }
  const target = resolve(invocation.cwd, output);
  const name = `.docker_temp_${Math.floor(Math.random() * 1e9)}`;
  const scratch = join(dirname(target), name);
  try {
    await writeTo(scratch, tar, invocation.signal);
    await rename(scratch, target);
  } catch (error) {
    await rm(scratch, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EISDIR' || code === 'EEXIST' || code === 'ENOTEMPTY') {
      throw new ExitError(`rename ${join(dirname(output), name)} ${output}: file exists`);
    }
    if (code === 'EACCES') throw new ExitError(`open ${join(dirname(output), basename(name))}: permission denied`);
    throw error;
  }
}

/** A file of this machine, to be read. Throws ExitError in Go's words. */
export async function fileOf({ invocation }: DockerCall, path: string): Promise<Readable> {
  try {
    const file = await open(resolve(invocation.cwd, path));
    await file.close();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ExitError(`open ${path}: ${code === 'EACCES' ? 'permission denied' : 'no such file or directory'}`);
  }
  if (statSync(resolve(invocation.cwd, path)).isDirectory()) {
    const request = 'Post "http://%2Fvar%2Frun%2Fdocker.sock/v1.41/images/load?quiet=1"';
    throw new ExitError(`error during connect: ${request}: read ${path}: is a directory`);
  }
  return createReadStream(resolve(invocation.cwd, path));
}
