import type { Stats } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { posix } from 'node:path';
import { mayAccess } from '../files.ts';
import { inside } from '../rootfs.ts';
import { groupName, userName } from '../user.ts';
import { type Applet, type AppletCall } from './applet.ts';
import { type Entry, entryOf } from './entry.ts';
import { modeText } from './file-call.ts';
import { find } from './find.ts';
import { type Options, readOptions } from './getopt.ts';
import { reasonOf, write } from './inputs.ts';

function human(size: number): string {
  if (size < 1024) return String(size);
  let [value, unit] = [size, -1];
  while (value >= 1024 && unit < 4) [value, unit] = [value / 1024, unit + 1];
  return `${value.toFixed(1)}${'KMGTP'[unit] ?? ''}`;
}

function longLine(run: AppletCall, options: Options, { name, path, found, target }: Entry): string {
  const { uid, gid } = run.place.owners.get(path) ?? { uid: 0, gid: 0 };
  const user = options.has('n') ? String(uid) : (userName(run.place.root, uid) ?? String(uid));
  const group = options.has('n') ? String(gid) : (groupName(run.place.root, gid) ?? String(gid));
  const [, day, month, year, time = ''] = /, (\d+) (\w+) (\d+) (\d+:\d+)/.exec(found.mtime.toUTCString()) ?? [];
  const isOld = Math.abs(Date.now() - found.mtimeMs) > 15_552_000_000;
  const size = options.has('h') ? human(found.size) : String(found.size);
  const when = options.has('T')
    ? `${found.mtime.toISOString().slice(0, 19).replace('T', ' ')} +0000`
    : `${month} ${String(Number(day)).padStart(2)} ${isOld ? ` ${year}` : time}`;
  const inode = options.has('i') ? `${String(found.ino).padStart(7)} ` : '';
  return `${inode}${modeText(found)} ${String(found.nlink).padStart(4)} ${user.padEnd(8)} ${group.padEnd(8)} ${size.padStart(options.has('h') ? 7 : 9)} ${when} ${name}${mark(options, found)}${target === undefined ? '' : ` -> ${target}`}\n`;
}

function mark(options: Options, found: Stats): string {
  if (found.isDirectory() && (options.has('F') || options.has('p'))) return '/';
  if (!options.has('F')) return '';
  return found.isSymbolicLink() ? '@' : (found.mode & 0o111) !== 0 && found.isFile() ? '*' : '';
}

async function ls(run: AppletCall): Promise<number> {
  const options = readOptions(run, {
    known: '1AaCxdLHRFplinhrSXtucs',
    absent: 'vw',
    long: { color: 'Z', 'color=': 'Y', all: 'a', 'full-time': 'T', 'group-directories-first': 'D' },
  });
  const names = options.operands.length === 0 ? ['.'] : options.operands;
  let code = 0;
  const files: Entry[] = [];
  const folders: Entry[] = [];
  for (const name of names) {
    try {
      if (name === '') throw Object.assign(new Error(), { code: 'ENOENT' });
      const entry = await entryOf(
        run,
        name,
        posix.resolve(run.cwd, name),
        !options.has('l') || options.has('L') || options.has('H'),
      );
      (entry.found.isDirectory() && !options.has('d') ? folders : files).push(entry);
    } catch (error) {
      run.io.stderr(`ls: ${name}: ${reasonOf(error)}\n`);
      code = 1;
    }
  }
  const order = (list: Entry[]): Entry[] => {
    list.sort((a, b) => {
      const by = options.has('t')
        ? b.found.mtimeMs - a.found.mtimeMs
        : options.has('S')
          ? b.found.size - a.found.size
          : 0;
      const kind = options.has('D') ? Number(b.found.isDirectory()) - Number(a.found.isDirectory()) : 0;
      return kind || by || (a.name < b.name ? -1 : 1);
    });
    return options.has('r') ? list.reverse() : list;
  };
  const show = async (list: readonly Entry[]): Promise<void> => {
    if (options.has('l')) for (const entry of list) await write(run, longLine(run, options, entry));
    else
      await write(
        run,
        columns(
          run,
          list.map(
            ({ name, found }) =>
              `${options.has('i') ? `${String(found.ino).padStart(7)} ` : ''}${options.has('s') ? `${String(Math.ceil(found.blocks / 2)).padStart(6)} ` : ''}${name}${mark(options, found)}`,
          ),
          options,
        ),
      );
  };
  await show(order(files));
  let isFirst = files.length === 0;
  const titled = names.length > 1 || options.has('R');
  const folder = async ({ name, path, found }: Entry): Promise<void> => {
    if (titled) await write(run, `${isFirst ? '' : '\n'}${name}:\n`);
    isFirst = false;
    if (!mayAccess(run.place, path, found.mode, 4)) {
      run.io.stderr(`ls: can't open '${name}': Permission denied\n`);
      code = 1;
      return;
    }
    const all = await readdir(inside(run.place.root, path));
    const shown = options.has('a') ? ['.', '..', ...all] : all;
    const list: Entry[] = [];
    for (const each of shown) {
      if (each.startsWith('.') && !options.has('a') && !options.has('A')) continue;
      const entry = await entryOf(run, each, posix.join(path, each)).catch(() => undefined);
      if (entry) list.push(entry);
    }
    order(list);
    if (options.has('l'))
      await write(run, `total ${list.reduce((sum, each) => sum + Math.ceil(each.found.blocks / 2), 0)}\n`);
    await show(list);
    if (options.has('R'))
      for (const each of list)
        if (each.found.isDirectory() && !/^\.\.?$/.test(each.name))
          await folder({ ...each, name: posix.join(name, each.name) });
  };
  for (const entry of order(folders)) await folder(entry);
  return code;
}

/** Names in columns at a terminal, one a line elsewhere. */
function columns({ io }: AppletCall, names: readonly string[], options: Options): string {
  const { terminal } = io.stdout;
  if ((terminal === undefined && !options.has('C') && !options.has('x')) || options.has('1'))
    return names.map((name) => `${name}\n`).join('');
  const width = Math.max(0, ...names.map((name) => name.length)) + 2;
  const count = Math.max(1, Math.floor((terminal?.columns ?? 80) / width));
  const rows = Math.ceil(names.length / count);
  return Array.from(
    { length: rows },
    (_, row) =>
      `${names
        .filter((_, index) => (options.has('x') ? Math.floor(index / count) === row : index % rows === row))
        .map((name, index, line) => (index === line.length - 1 ? name : name.padEnd(width)))
        .join('')}\n`,
  ).join('');
}

async function du(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'aHLd:clsxhmk' });
  const deepest = Number(options.value('d') ?? Infinity);
  let code = 0;
  const walk = async (path: string, shown: string, depth: number): Promise<number> => {
    const { found } = await entryOf(run, shown, path);
    let size = found.blocks / 2;
    if (found.isDirectory())
      for (const name of await readdir(inside(run.place.root, path)))
        size += await walk(posix.join(path, name), `${shown}/${name}`, depth + 1);
    if (depth === 0 || (depth <= deepest && ((found.isDirectory() && !options.has('s')) || options.has('a'))))
      await write(
        run,
        `${options.has('h') ? human(size * 1024) : options.has('m') ? Math.ceil(size / 1024) : Math.ceil(size)}\t${shown}\n`,
      );
    return size;
  };
  for (const name of options.operands.length === 0 ? ['.'] : options.operands) {
    try {
      await walk(posix.resolve(run.cwd, name), name, 0);
    } catch (error) {
      run.io.stderr(`du: ${name}: ${reasonOf(error)}\n`);
      code = 1;
    }
  }
  return code;
}

/** Programs that look at files. */
export const listApplets: readonly (readonly [string, Applet])[] = [
  ['ls', ls],
  ['find', find],
  ['du', du],
];
