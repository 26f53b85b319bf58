import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import {
  chmod,
  copyFile,
  cp,
  link,
  lstat,
  mkdir,
  readdir,
  readlink,
  rename,
  rm,
  rmdir,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { posix } from 'node:path';
import { mayAccess, note, requireFolder, requireWritable } from '../files.ts';
import { mountOf } from '../mounts.ts';
import { inside } from '../rootfs.ts';
import { findUser, groupName, userName } from '../user.ts';
import { type Applet, type AppletCall, refuse } from './applet.ts';
import { type Options, programName, readOptions } from './getopt.ts';
import { reasonOf } from './inputs.ts';

/** Says what is wrong with one file. */
function complain(run: AppletCall, text: string): void {
  run.io.stderr(`${programName(run)}: ${text}\n`);
}

/** Calls `act` for each name; 1 where one fails, which is said as `words` has it. */
async function each(
  run: AppletCall,
  names: readonly string[],
  act: (path: string, name: string) => Promise<void>,
  words: (name: string, reason: string) => string,
): Promise<number> {
  let code = 0;
  for (const name of names) {
    try {
      await act(posix.resolve(run.cwd, name), name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      complain(run, words(name, reasonOf(error)));
      code = 1;
    }
  }
  return code;
}

function real(run: AppletCall, path: string): string {
  return inside(run.place.root, path);
}

function busy(): Error {
  return Object.assign(new Error(), { code: 'EBUSY' });
}

/** A file's state; what is mounted somewhere is there itself, not the link that leads to it. */
async function look(run: AppletCall, path: string): Promise<Stats> {
  const isMounted = run.place.spec.mounts?.some(({ target }) => posix.resolve(target) === path) === true;
  return isMounted ? stat(real(run, path)) : lstat(real(run, path));
}

function owner({ place }: AppletCall, path: string): { readonly uid: number; readonly gid: number } {
  return place.owners.get(path) ?? { uid: 0, gid: 0 };
}

async function makeFolder(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'm:p', long: { parents: 'p' }, least: 1 });
  const act = async (path: string): Promise<void> => {
    if (options.has('p')) {
      for (const folder of prefixes(path)) {
        if ((await stat(real(run, folder)).catch(() => undefined))?.isDirectory() === true) continue;
        await requireFolder(run.place, posix.dirname(folder));
        await mkdir(real(run, folder));
        note(run.place, folder);
      }
    } else {
      if ((await lstat(real(run, path)).catch(() => undefined)) !== undefined)
        throw Object.assign(new Error(), { code: 'EEXIST' });
      await requireFolder(run.place, posix.dirname(path));
      await mkdir(real(run, path));
      note(run.place, path);
    }
    const mode = options.value('m');
    if (mode !== undefined) await chmod(real(run, path), Number.parseInt(mode, 8) | 0o700);
  };
  return each(run, options.operands, act, (name, reason) => `can't create directory '${name}': ${reason}`);
}

function prefixes(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
}

async function removeFolder(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'p', least: 1 });
  return each(
    run,
    options.operands,
    async (path) => {
      await requireFolder(run.place, posix.dirname(path));
      if (mountOf(run.place.spec, path)?.target === path) throw busy();
      await rmdir(real(run, path));
    },
    (name, reason) => `'${name}': ${reason}`,
  );
}

async function touch(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'cd:r:t:h', least: 1 });
  const given = options.value('d');
  const time = given === undefined ? new Date() : new Date(given);
  return each(
    run,
    options.operands,
    async (path) => {
      const found = await stat(real(run, path)).catch(() => undefined);
      if (found === undefined) {
        if (options.has('c')) return;
        await requireWritable(run.place, path);
        await writeFile(real(run, path), '', { flag: 'a' });
        note(run.place, path);
      } else if (!mayAccess(run.place, path, found.mode, 2)) throw Object.assign(new Error(), { code: 'EACCES' });
      await utimes(real(run, path), time, time);
    },
    (name, reason) => `${name}: ${reason}`,
  );
}

async function remove(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'fiRr', long: { recursive: 'r', force: 'f' } });
  const recursive = options.has('r') || options.has('R');
  let code = 0;
  for (const name of options.operands) {
    const path = posix.resolve(run.cwd, name);
    try {
      if (/^(?:.*\/)?\.\.?$/.test(name) || path === '/') {
        complain(run, `can't remove '.' or '..'`);
        code = 1;
        continue;
      }
      const found = await look(run, path);
      if (found.isDirectory() && !recursive) {
        complain(run, `'${name}' is a directory`);
        code = 1;
        continue;
      }
      await requireFolder(run.place, posix.dirname(path));
      if (run.place.spec.mounts?.some(({ target }) => `${posix.resolve(target)}/`.startsWith(`${path}/`)) === true)
        throw busy();
      await rm(real(run, path), { recursive });
    } catch (error) {
      const { code: reason } = error as NodeJS.ErrnoException;
      if (reason === undefined) throw error;
      if (options.has('f') && reason === 'ENOENT') continue;
      complain(run, `can't remove '${name}': ${reasonOf(error)}`);
      code = 1;
    }
  }
  return code;
}

/** Gives each source a new place: in a folder that is there, or under the one new name. */
async function transfer(
  run: AppletCall,
  options: Options,
  act: (from: string, to: string, name: string) => Promise<void>,
): Promise<number> {
  const folder = options.value('t');
  const sources = folder === undefined ? options.operands.slice(0, -1) : options.operands;
  const last = folder ?? options.operands.at(-1) ?? '';
  const target = posix.resolve(run.cwd, last);
  const found = await stat(real(run, target)).catch(() => undefined);
  const into = found?.isDirectory() === true && !options.has('T');
  if (sources.length > 1 && !into) {
    complain(run, `target '${last}' is not a directory`);
    return 1;
  }
  let code = 0;
  for (const name of sources) {
    const from = posix.resolve(run.cwd, name);
    try {
      await act(from, into ? posix.join(target, posix.basename(from)) : target, name);
    } catch (error) {
      const { code: reason } = error as NodeJS.ErrnoException;
      if (reason === undefined) throw error;
      code = 1;
      if (reason === 'SAID') continue;
      const program = programName(run);
      const isThere = (await lstat(real(run, from)).catch(() => undefined)) !== undefined;
      if (!isThere)
        complain(
          run,
          program === 'mv'
            ? `can't rename '${name}': No such file or directory`
            : program === 'ln'
              ? `${name}: No such file or directory`
              : `can't stat '${name}': No such file or directory`,
        );
      else if (program === 'mv') complain(run, `can't rename '${name}': ${reasonOf(error)}`);
      else complain(run, `can't create '${into ? posix.join(last, posix.basename(from)) : last}': ${reasonOf(error)}`);
    }
  }
  return code;
}

async function copy(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'aRrdPLHpfinlsTut:v', long: { recursive: 'r' }, least: 2 });
  const recursive = ['r', 'R', 'a'].some((letter) => options.has(letter));
  return transfer(run, options, async (from, to, name) => {
    const found = await stat(real(run, from));
    if (found.isDirectory() && !recursive) {
      complain(run, `omitting directory '${name}'`);
      throw Object.assign(new Error(), { code: 'SAID' });
    }
    if (!mayAccess(run.place, from, found.mode, 4)) throw Object.assign(new Error(), { code: 'EACCES' });
    if (found.isDirectory()) await requireFolder(run.place, posix.dirname(to));
    else await requireWritable(run.place, to);
    if (options.has('n') && (await stat(real(run, to)).catch(() => undefined)) !== undefined) return;
    const keeps = options.has('a') || options.has('p');
    if (!recursive) await copyFile(real(run, from), real(run, to));
    else await cp(real(run, from), real(run, to), { recursive, verbatimSymlinks: true, preserveTimestamps: keeps });
    note(run.place, to);
  });
}

async function move(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'finTt:v', least: 2 });
  return transfer(run, options, async (from, to) => {
    await lstat(real(run, from));
    await requireFolder(run.place, posix.dirname(from));
    await requireFolder(run.place, posix.dirname(to));
    try {
      await rename(real(run, from), real(run, to));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
      await cp(real(run, from), real(run, to), { recursive: true, verbatimSymlinks: true });
      await rm(real(run, from), { recursive: true });
    }
    const mine = run.place.owners.get(from);
    run.place.owners.delete(from);
    if (mine) run.place.owners.set(to, mine);
  });
}

async function linkTo(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'sfnbS:vT', least: 1 });
  const [source = '', name = posix.basename(source)] = options.operands;
  if (options.operands.length > 2) return refuse(run, `ln ${run.args.join(' ')}`);
  const found = await stat(real(run, posix.resolve(run.cwd, name))).catch(() => undefined);
  const path = posix.resolve(
    run.cwd,
    found?.isDirectory() === true && !options.has('n') ? posix.join(name, posix.basename(source)) : name,
  );
  try {
    await requireFolder(run.place, posix.dirname(path));
    if (options.has('f')) await rm(real(run, path), { force: true });
    if (!options.has('s')) await link(real(run, posix.resolve(run.cwd, source)), real(run, path));
    else if (source.startsWith('/')) await symlink(inside(run.place.root, source), real(run, path));
    else if (
      posix.resolve('/', posix.relative('/', posix.dirname(path)), source).split('/').length > 0 &&
      !leaves(path, source)
    )
      await symlink(source, real(run, path));
    else throw Object.assign(new Error(), { code: 'EPERM' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    complain(
      run,
      `${path === posix.resolve(run.cwd, name) ? name : posix.join(name, posix.basename(source))}: ${reasonOf(error)}`,
    );
    return 1;
  }
  return 0;
}

/** Whether a relative link would lead out of the container's files. */
function leaves(path: string, target: string): boolean {
  let depth = posix
    .dirname(path)
    .split('/')
    .filter((part) => part !== '').length;
  for (const part of target.split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}

async function changeMode(run: AppletCall): Promise<number> {
  const args = run.args.filter((arg) => !/^-[Rvcf]+$/.test(arg));
  const recursive = run.args.some((arg) => /^-[vcf]*R/.test(arg));
  const [text = '', ...names] = args;
  const isOctal = /^[0-7]{1,4}$/.test(text);
  if (!isOctal && !/^(?:[ugoa]*[-+=][rwxXst]*)(?:,[ugoa]*[-+=][rwxXst]*)*$/.test(text)) {
    complain(run, `invalid mode '${text}'`);
    return 1;
  }
  const set = async (path: string): Promise<void> => {
    const found = await stat(real(run, path));
    const { user } = run.place;
    if (user.uid !== 0 && owner(run, path).uid !== user.uid) throw Object.assign(new Error(), { code: 'EPERM' });
    const mode = isOctal ? Number.parseInt(text, 8) : symbolic(text, found.mode & 0o7777, found.isDirectory());
    // What this process cannot read any more could not be removed.
    await chmod(real(run, path), mode | (found.isDirectory() ? 0o700 : 0o400));
    if (recursive && found.isDirectory())
      for (const entry of await readdir(real(run, path))) await set(posix.join(path, entry));
  };
  return each(run, names, set, (name, reason) => `${name}: ${reason}`);
}

function symbolic(text: string, mode: number, isFolder: boolean): number {
  let result = mode;
  for (const clause of text.split(',')) {
    const [, who = '', operator = '', letters = ''] = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause) ?? [];
    const all = who === '' || who.includes('a');
    const mask =
      (all || who.includes('u') ? 0o700 : 0) |
      (all || who.includes('g') ? 0o070 : 0) |
      (all || who.includes('o') ? 0o007 : 0);
    let bits = 0;
    for (const letter of letters)
      bits |=
        letter === 'r'
          ? 0o444
          : letter === 'w'
            ? 0o222
            : letter === 'x' || (letter === 'X' && (isFolder || (mode & 0o111) !== 0))
              ? 0o111
              : 0;
    bits &= who === '' && letters.includes('w') ? mask & ~0o022 : mask;
    result = operator === '+' ? result | bits : operator === '-' ? result & ~bits : (result & ~mask) | bits;
  }
  return result;
}

async function changeOwner(run: AppletCall): Promise<number> {
  const isGroup = programName(run) === 'chgrp';
  const args = run.args.filter((arg) => !/^-[RhvcfLHP]+$/.test(arg));
  const recursive = run.args.some((arg) => /^-[hvcfLHP]*R/.test(arg));
  const [text = '', ...names] = args;
  let uid: number | undefined;
  let gid: number | undefined;
  try {
    const [user = '', group] = isGroup ? ['', text] : text.split(/[:.]/);
    const found = findUser(run.place.root, `${user}${group === undefined || group === '' ? '' : `:${group}`}`);
    uid = user === '' ? undefined : found.uid;
    gid = group === undefined ? undefined : found.gid;
  } catch {
    complain(run, isGroup ? `unknown group ${text}` : `unknown user ${text.split(':')[0] ?? ''}`);
    return 1;
  }
  const set = async (path: string): Promise<void> => {
    const found = await stat(real(run, path));
    if (run.place.user.uid !== 0) throw Object.assign(new Error(), { code: 'EPERM' });
    const before = owner(run, path);
    run.place.owners.set(path, { uid: uid ?? before.uid, gid: gid ?? before.gid });
    if (recursive && found.isDirectory())
      for (const entry of await readdir(real(run, path))) await set(posix.join(path, entry));
  };
  return each(run, names, set, (name, reason) => `${name}: ${reason}`);
}

async function showStat(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'c:Lt', absent: 'f', least: 1 });
  const format = options.value('c');
  return each(
    run,
    options.operands,
    async (path, name) => {
      const found = options.has('L') ? await stat(real(run, path)) : await look(run, path);
      const { uid, gid } = owner(run, path);
      const kind = found.isDirectory()
        ? 'directory'
        : found.isSymbolicLink()
          ? 'symbolic link'
          : found.size === 0
            ? 'regular empty file'
            : 'regular file';
      const time = (date: Date): string => `${date.toISOString().replace('T', ' ').replace('Z', '')}000000 +0000`;
      const [user, group] = [userName(run.place.root, uid) ?? 'UNKNOWN', groupName(run.place.root, gid) ?? 'UNKNOWN'];
      const mode = (found.mode & 0o7777).toString(8);
      if (format !== undefined) {
        const fields: Readonly<Record<string, string | number>> = {
          n: name,
          N: name,
          s: found.size,
          a: mode,
          A: modeText(found),
          U: user,
          G: group,
          u: uid,
          g: gid,
          F: kind,
          Y: Math.floor(found.mtimeMs / 1000),
          y: time(found.mtime),
          i: found.ino,
          h: found.nlink,
          b: found.blocks,
          B: 512,
          X: Math.floor(found.atimeMs / 1000),
          Z: Math.floor(found.ctimeMs / 1000),
          f: found.mode.toString(16),
        };
        run.io.stdout(`${format.replace(/%(.)/g, (whole, letter: string) => String(fields[letter] ?? whole))}\n`);
        return;
      }
      run.io.stdout(
        `  File: ${name}\n  Size: ${String(found.size).padEnd(10)}\tBlocks: ${String(found.blocks).padEnd(10)} IO Block: 4096   ${kind}\nDevice: 3ch/60d\tInode: ${String(found.ino).padEnd(10)}  Links: ${found.nlink}\n` +
          `Access: (${mode.padStart(4, '0')}/${modeText(found)})  Uid: (${String(uid).padStart(5)}/${user.padStart(8)})   Gid: (${String(gid).padStart(5)}/${group.padStart(8)})\n` +
          `Access: ${time(found.atime)}\nModify: ${time(found.mtime)}\nChange: ${time(found.ctime)}\n`,
      );
    },
    (name, reason) => `can't stat '${name}': ${reason}`,
  );
}

/** `drwxr-xr-x`. */
export function modeText(found: Stats): string {
  const bits = Array.from('rwxrwxrwx').map((letter, index) => ((found.mode >> (8 - index)) & 1 ? letter : '-'));
  if (found.mode & 0o1000) bits[8] = bits[8] === 'x' ? 't' : 'T';
  return `${found.isDirectory() ? 'd' : found.isSymbolicLink() ? 'l' : '-'}${bits.join('')}`;
}

async function readLink(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'fnv', least: 1 });
  const [name = ''] = options.operands;
  const path = posix.resolve(run.cwd, name);
  const [, pid] = /^\/proc\/(self|\d+)\/exe$/.exec(path) ?? [];
  if (pid !== undefined) {
    run.io.stdout('/bin/busybox\n');
    return 0;
  }
  if (options.has('f')) {
    run.io.stdout(`${await canonical(run, path)}\n`);
    return 0;
  }
  const target = await readlink(real(run, path)).catch(() => undefined);
  if (target === undefined) return 1;
  run.io.stdout(`${shownTarget(run, target)}\n`);
  return 0;
}

/** A link's target as the container sees it. */
export function shownTarget({ place }: AppletCall, target: string): string {
  return target === place.root ? '/' : target.startsWith(`${place.root}/`) ? target.slice(place.root.length) : target;
}

async function canonical(run: AppletCall, path: string, depth = 0): Promise<string> {
  let made = '/';
  for (const part of path.split('/').filter((each) => each !== '')) {
    const next = posix.join(made, part);
    const target =
      mountOf(run.place.spec, next) === undefined ? await readlink(real(run, next)).catch(() => undefined) : undefined;
    made =
      target === undefined || depth > 20
        ? next
        : await canonical(run, posix.resolve(made, shownTarget(run, target)), depth + 1);
  }
  return made;
}

async function realPath(run: AppletCall): Promise<number> {
  for (const name of run.args) run.io.stdout(`${await canonical(run, posix.resolve(run.cwd, name))}\n`);
  return 0;
}

async function makeTemporary(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'dtp:qu' });
  const [template = 'tmp.XXXXXX'] = options.operands;
  const folder =
    options.value('p') ?? (options.operands.length === 0 || options.has('t') ? (run.env['TMPDIR'] ?? '/tmp') : '');
  const name = template.replace(/X{6,}$/, (marks) =>
    randomBytes(marks.length).toString('base64url').replace(/[-_]/g, 'a').slice(0, marks.length),
  );
  const path = posix.resolve(run.cwd, posix.join(folder, name));
  try {
    await requireFolder(run.place, posix.dirname(path));
    if (options.has('d')) await mkdir(real(run, path), { mode: 0o700 });
    else await writeFile(real(run, path), '', { mode: 0o600, flag: 'wx' });
    note(run.place, path);
  } catch (error) {
    complain(run, `(null): ${reasonOf(error)}`);
    return 1;
  }
  run.io.stdout(`${folder === '' ? name : path}\n`);
  return 0;
}

/** Programs that change files. */
export const fileApplets: readonly (readonly [string, Applet])[] = [
  ['mkdir', makeFolder],
  ['rmdir', removeFolder],
  ['touch', touch],
  ['rm', remove],
  ['cp', copy],
  ['mv', move],
  ['ln', linkTo],
  ['chmod', changeMode],
  ['chown', changeOwner],
  ['chgrp', changeOwner],
  ['stat', showStat],
  ['readlink', readLink],
  ['realpath', realPath],
  ['mktemp', makeTemporary],
];
