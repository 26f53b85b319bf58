import { randomUUID } from 'node:crypto';
import { mkdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { unpackTar } from '../../container/rootfs.ts';
import { message } from '../../messages/message.ts';
import type { DockerCall } from '../cli/command.ts';
import { archiveKind } from './archive.ts';
import type { BuildOptions } from './build.ts';
import { type BuildContext, readContext } from './context.ts';

/** A context, and the Dockerfile that belongs to it. */
interface Opened extends Pick<BuildOptions, 'context' | 'dockerfile'> {
  /** Takes away what was unpacked for it. */
  readonly close: () => Promise<void>;
}

const mostBytes = 256 * 1024 * 1024;

/** What PATH and `-f` of docker build mean: a folder, or what comes on standard input. Throws ExitError in docker's words. */
export async function openContext(call: DockerCall, path: string, file: string | undefined): Promise<Opened> {
  const { cwd, stdin } = call.invocation;
  if (path === '-') {
    if (file === '-') throw new ExitError("invalid argument: can't use stdin for both build context and dockerfile");
    return openStdin(call, await readAll(stdin), file);
  }
  if (path === '') throw new ExitError('unable to prepare context: path "" not found');
  const folder = await contextFolder(cwd, path);
  const nothing = () => Promise.resolve();
  if (file === '-') {
    const text = (await readAll(stdin)).toString();
    return { context: await readContext(folder, undefined), dockerfile: { text, name: 'Dockerfile' }, close: nothing };
  }
  const found = await findDockerfile(cwd, folder, file);
  const name = relative(folder, found);
  const isOutside = name.startsWith('..');
  const context = await readContext(folder, isOutside ? undefined : name);
  return { context, dockerfile: { text: await readFile(found, 'utf8'), name }, close: nothing };
}

async function contextFolder(cwd: string, path: string): Promise<string> {
  const folder = resolve(cwd, path);
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) {
    if (/^(https?|git|ssh):\/\/|^github\.com\/|^git@/.test(path)) {
      throw notSimulated(message('subject/build-from', { path }));
    }
    throw new ExitError(`unable to prepare context: path ${JSON.stringify(path)} not found`);
  }
  if (!found.isDirectory()) throw new ExitError(`unable to prepare context: context must be a directory: ${folder}`);
  return realpath(folder);
}

async function findDockerfile(cwd: string, folder: string, file: string | undefined): Promise<string> {
  const usual = join(folder, 'Dockerfile');
  const candidates = file === undefined ? [usual, join(folder, 'dockerfile')] : [resolve(cwd, file)];
  for (const candidate of candidates) {
    const real = await realpath(candidate).catch(() => undefined);
    if (real === undefined) continue;
    // The daemon reads it, in its own words.
    if ((await stat(real)).isDirectory()) {
      throw new ExitError(`Error response from daemon: failed to read dockerfile: read ${real}: is a directory`);
    }
    return real;
  }
  const missing = await firstMissing(candidates[0] ?? usual);
  throw new ExitError(
    `unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat ${missing}: no such file or directory`,
  );
}

/** Where on the way to a path nothing is. */
async function firstMissing(path: string): Promise<string> {
  const folder = dirname(path);
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  return isThere || folder === path ? path : firstMissing(folder);
}

async function openStdin({ engine }: DockerCall, input: Buffer, file: string | undefined): Promise<Opened> {
  const folder = join(engine.cluster.folder, 'builds', randomUUID());
  const close = () => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    const kind = archiveKind(input);
    if (kind === 'bzip2' || kind === 'xz') throw notSimulated(message('subject/add-archive'));
    await mkdir(folder, { recursive: true });
    if (kind === undefined) {
      await writeFile(join(folder, 'Dockerfile'), input);
      return {
        context: await readContext(folder, 'Dockerfile'),
        dockerfile: { text: input.toString(), name: 'Dockerfile' },
        close,
      };
    }
    const tar = Readable.from([input]);
    await unpackTar(kind === 'gzip' ? tar.pipe(createGunzip()) : tar, folder);
    const name = file ?? 'Dockerfile';
    const context: BuildContext = { ...(await readContext(folder, name)), size: input.length };
    const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    if (text !== undefined) return { context, dockerfile: { text, name }, close };
    throw new ExitError(`Error response from daemon: Cannot locate specified Dockerfile: ${name}`);
  } catch (error) {
    await close();
    throw error;
  }
}

async function readAll(input: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input) {
    size += chunk.length;
    if (size > mostBytes) throw notSimulated(message('subject/large-context-bytes', { most: mostBytes }));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
