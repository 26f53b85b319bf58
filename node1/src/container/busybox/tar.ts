import type { Stats } from 'node:fs';
import { chmod, lstat, mkdir, open, readdir, readlink, rm, stat, symlink, utimes } from 'node:fs/promises';
import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { extract, type Header, type Pack, pack } from 'tar-stream';
import { mayAccess, note, openInput, openOutput, requireFolder, requireWritable } from '../files.ts';
import { inside } from '../rootfs.ts';
import { groupName, userName } from '../user.ts';
import { type AppletCall, refuse } from './applet.ts';
import { complain, look, owner, real, shownTarget } from './file-call.ts';
import { readOptions } from './getopt.ts';
import { reasonOf } from './inputs.ts';

/** What a call of tar asks for. */
interface Wanted {
  readonly run: AppletCall;
  /** Whose words: GNU's, or busybox's. */
  readonly isGnu: boolean;
  /** Where names are from, and what is unpacked goes. */
  readonly folder: string;
  readonly names: readonly string[];
  readonly has: (letter: string) => boolean;
  /** The archive; undefined for standard input or output. */
  readonly file: string | undefined;
}

/** What is in an archive behind a header. */
type Content = AsyncIterable<unknown> & { resume(): unknown };
/** What is put into an archive. */
type Entry = Parameters<Pack['entry']>[0];

const { most, piece } = { most: 256 * 1024 * 1024, piece: 64 * 1024 };

/** `tar` that makes, unpacks and lists archives, as busybox's does, or GNU's. */
export async function tar(call: AppletCall, isGnu = false): Promise<number> {
  // `tar cf x` is `tar -cf x`.
  const [first = '', ...others] = call.args;
  const run = { ...call, args: [first === '' || first.startsWith('-') ? first : `-${first}`, ...others] };
  const options = readOptions(run, {
    known: 'cxtf:C:vzpomkOh',
    absent: 'JjZaX:T:r',
    long: {
      'no-same-owner': 'o',
      'no-same-permissions': 'o',
      create: 'c',
      extract: 'x',
      list: 't',
      'file=': 'f',
      gzip: 'z',
    },
  });
  for (const letter of 'kOh') if (options.has(letter)) return refuse(run, `tar -${letter}`);
  if (options.has('t') && options.has('v')) return refuse(run, 'tar -tv');
  const folder = posix.resolve(run.cwd, options.value('C') ?? '.');
  if ((await stat(real(run, folder)).catch(() => undefined))?.isDirectory() !== true) {
    const name = options.value('C') ?? '';
    complain(
      run,
      isGnu
        ? `${name}: Cannot open: No such file or directory`
        : `can't change directory to '${name}': No such file or directory`,
    );
    if (isGnu) complain(run, 'Error is not recoverable: exiting now');
    return isGnu ? 2 : 1;
  }
  const named = options.value('f');
  const wanted: Wanted = {
    ...{ run, isGnu, folder, names: options.operands, has: options.has },
    file: named === undefined || named === '-' ? undefined : posix.resolve(run.cwd, named),
  };
  return options.has('c')
    ? await create(wanted)
    : options.has('x') || options.has('t')
      ? await read(wanted)
      : needsMode(run, isGnu);
}

function needsMode(run: AppletCall, isGnu: boolean): number {
  if (isGnu) return refuse(run, 'tar');
  complain(run, 'need at least one option');
  return 1;
}

async function create(wanted: Wanted): Promise<number> {
  const { run, isGnu, names, file, has } = wanted;
  if (names.length === 0) {
    complain(run, isGnu ? 'Cowardly refusing to create an empty archive' : 'empty archive');
    return isGnu ? 2 : 1;
  }
  const out = file === undefined ? undefined : await openOutput(run, file, false);
  const sink = out?.sink ?? run.io.stdout;
  const archive = pack();
  const state = { failed: false, told: false };
  const packing = (async () => {
    for (const name of names) await add(wanted, archive, name, state);
    archive.finalize();
  })();
  packing.catch((error: unknown) => {
    archive.destroy(error as Error);
  });
  const made = Readable.from(archive);
  const bytes: AsyncIterable<Uint8Array> = has('z') ? made.pipe(createGzip()) : made;
  for await (const chunk of bytes) {
    sink(chunk);
    await sink.room?.();
  }
  await packing;
  await out?.close();
  if (state.failed)
    complain(
      run,
      isGnu ? 'Exiting with failure status due to previous errors' : 'error exit delayed from previous errors',
    );
  return state.failed ? (isGnu ? 2 : 1) : 0;
}

async function add(
  wanted: Wanted,
  archive: Pack,
  name: string,
  state: { failed: boolean; told: boolean },
): Promise<void> {
  const { run, isGnu, folder, has } = wanted;
  const path = posix.resolve(folder, name);
  try {
    const found = await look(run, path);
    const kept = name.replace(/^(?:\.*\/)*(?:\.\.\/)*\/*/, (start) => (start === './' ? './' : ''));
    if (kept !== name && name.startsWith('/') && !state.told) {
      state.told = true;
      complain(run, isGnu ? "Removing leading `/' from member names" : "removing leading '/' from member names");
    }
    const header = headerOf(run, path, found, kept);
    if (has('v')) (wanted.file === undefined ? run.io.stderr : run.io.stdout)(`${header.name}\n`);
    if (found.isDirectory()) {
      archive.entry(header);
      for (const child of (await readdir(real(run, path))).sort())
        await add(wanted, archive, `${name.replace(/(.)\/$/, '$1')}/${child}`.replace(/^\/\//, '/'), state);
    } else if (found.isSymbolicLink()) {
      archive.entry({ ...header, linkname: shownTarget(run, await readlink(real(run, path))) });
    } else if (found.isFile()) {
      if (!mayAccess(run.place, path, found.mode, 4)) throw Object.assign(new Error(), { code: 'EACCES' });
      await addFile(run, archive, header, path);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    const reason = reasonOf(error);
    state.failed = true;
    const isOpening = (error as NodeJS.ErrnoException).code === 'EACCES';
    complain(
      run,
      isGnu
        ? `${name}: Cannot ${isOpening ? 'open' : 'stat'}: ${reason}`
        : isOpening
          ? `can't open '${name}': ${reason}`
          : `${name}: ${reason}`,
    );
  }
}

function headerOf(run: AppletCall, path: string, found: Stats, name: string): Entry {
  const { uid, gid } = owner(run, path);
  return {
    name: found.isDirectory() && !name.endsWith('/') ? `${name}/` : name,
    type: found.isDirectory() ? 'directory' : found.isSymbolicLink() ? 'symlink' : 'file',
    ...{ mode: found.mode & 0o7777, mtime: found.mtime, size: found.isFile() ? found.size : 0, uid, gid },
    uname: userName(run.place.root, uid) ?? '',
    gname: groupName(run.place.root, gid) ?? '',
  };
}

async function addFile(run: AppletCall, archive: Pack, header: Entry, path: string): Promise<void> {
  const { size = 0 } = header;
  if (size === 0) {
    archive.entry(header, '');
    return;
  }
  const file = await open(real(run, path), 'r');
  try {
    // It may grow meanwhile: what the header says counts.
    await pipeline(
      file.createReadStream({ end: size - 1, highWaterMark: piece, autoClose: false }),
      archive.entry(header),
    );
  } finally {
    await file.close();
  }
}

async function read(wanted: Wanted): Promise<number> {
  const { run, names, file, has, isGnu } = wanted;
  const source =
    file === undefined ? { input: run.io.stdin, close: () => Promise.resolve() } : await openArchive(wanted, file);
  if (source === undefined) return isGnu ? 2 : 1;
  const entries = extract();
  const bytes = Readable.from(source.input);
  const fed = has('z') ? pipeline(bytes, createGunzip(), entries) : pipeline(bytes, entries);
  // What is wrong with it is told below.
  fed.catch(() => undefined);
  let code = 0;
  const missing = new Set(names);
  try {
    for await (const entry of entries) {
      const { name } = entry.header;
      const asked = names.find(
        (each) => name === each || name === `${each}/` || name.startsWith(`${each.replace(/\/$/, '')}/`),
      );
      if (names.length > 0 && asked === undefined) {
        entry.resume();
        continue;
      }
      if (asked !== undefined) missing.delete(asked);
      if (has('t') || has('v')) run.io.stdout(`${name}\n`);
      if (has('t')) entry.resume();
      else code ||= await unpack(wanted, entry.header, entry);
    }
    await fed;
  } catch (error) {
    if (run.signal.aborted) throw error;
    complain(run, isGnu ? 'Unexpected EOF in archive' : 'short read');
    if (isGnu) complain(run, 'Error is not recoverable: exiting now');
    return isGnu ? 2 : 1;
  } finally {
    await source.close();
  }
  for (const name of missing) complain(run, isGnu ? `${name}: Not found in archive` : `${name}: not found in archive`);
  if (missing.size > 0 && isGnu) complain(run, 'Exiting with failure status due to previous errors');
  return missing.size > 0 ? (isGnu ? 2 : 1) : code;
}

async function openArchive({ run, isGnu }: Wanted, file: string) {
  try {
    return await openInput(run, file);
  } catch (error) {
    const name = run.args.includes(file) ? file : posix.relative(run.cwd, file);
    complain(run, isGnu ? `${name}: Cannot open: ${reasonOf(error)}` : `can't open '${name}': ${reasonOf(error)}`);
    if (isGnu) complain(run, 'Error is not recoverable: exiting now');
    return undefined;
  }
}

/** Makes one thing of an archive; the exit code. */
async function unpack({ run, isGnu, folder, has }: Wanted, header: Header, content: Content): Promise<number> {
  // Nothing of an archive goes anywhere but below the folder.
  const name = header.name.replace(/^\/+/, '');
  if (name.split('/').includes('..')) {
    content.resume();
    return refuse(run, `tar: ${header.name}`);
  }
  const path = posix.resolve(folder, name);
  const { place } = run;
  try {
    await makeFolders(run, posix.dirname(path));
    if (header.type === 'directory') await makeFolders(run, path);
    else if (header.type === 'symlink') {
      await requireFolder(place, posix.dirname(path));
      const target = header.linkname;
      if (posix.join(posix.dirname(path), target).startsWith('/..'))
        throw Object.assign(new Error(), { code: 'EPERM' });
      await rm(real(run, path), { force: true });
      await symlink(target.startsWith('/') ? inside(place.root, target) : target, real(run, path));
    } else if (header.type === 'file') {
      if (header.size > most) throw Object.assign(new Error(), { code: 'EFBIG' });
      // An old file makes room, unless it is a folder or may not be changed.
      const old = await lstat(real(run, path)).catch(() => undefined);
      if (old?.isSymbolicLink() === true) await rm(real(run, path));
      await requireWritable(place, path);
      const { sink, close } = await openOutput(run, path, false);
      for await (const chunk of content as AsyncIterable<Uint8Array>) {
        sink(chunk);
        await sink.room?.();
      }
      await close();
      note(place, path);
      if (!has('o')) await chmod(real(run, path), (header.mode & 0o777) | 0o600);
      if (!has('m')) await utimes(real(run, path), header.mtime, header.mtime);
    }
    content.resume();
    return 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    content.resume();
    complain(
      run,
      isGnu ? `${header.name}: Cannot open: ${reasonOf(error)}` : `can't open '${header.name}': ${reasonOf(error)}`,
    );
    if (isGnu) complain(run, 'Exiting with failure status due to previous errors');
    return isGnu ? 2 : 1;
  }
}

async function makeFolders(run: AppletCall, path: string): Promise<void> {
  if ((await stat(real(run, path)).catch(() => undefined))?.isDirectory() === true) return;
  await makeFolders(run, posix.dirname(path));
  await requireFolder(run.place, posix.dirname(path));
  await mkdir(real(run, path));
  note(run.place, path);
}
