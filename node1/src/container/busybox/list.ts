import type { Stats } from 'node:fs';
import { lstat, readdir, readlink, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { mayAccess } from '../files.ts';
import { inside } from '../rootfs.ts';
import { matches } from '../shell/pattern.ts';
import { groupName, userName } from '../user.ts';
import { type Applet, type AppletCall, refuse } from './applet.ts';
import { modeText, shownTarget } from './files.ts';
import { type Options, readOptions } from './getopt.ts';
import { reasonOf, write } from './inputs.ts';

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly found: Stats;
  readonly target: string | undefined;
}

async function entryOf(run: AppletCall, name: string, path: string, follow = false): Promise<Entry> {
  const { place } = run;
  const real = inside(place.root, path);
  const isMounted = place.spec.mounts?.some(({ target }) => posix.resolve(target) === path) === true;
  const found = isMounted || follow ? await stat(real).catch(() => lstat(real)) : await lstat(real);
  const target = found.isSymbolicLink() ? shownTarget(run, await readlink(real)) : undefined;
  return { name, path, found, target };
}

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
  const when = `${month} ${String(Number(day)).padStart(2)} ${isOld ? ` ${year}` : time}`;
  const inode = options.has('i') ? `${String(found.ino).padStart(7)} ` : '';
  return `${inode}${modeText(found)} ${String(found.nlink).padStart(4)} ${user.padEnd(8)} ${group.padEnd(8)} ${size.padStart(9)} ${when} ${name}${mark(options, found)}${target === undefined ? '' : ` -> ${target}`}\n`;
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
    long: { color: 'Z', 'color=': 'Y', all: 'a' },
  });
  const names = options.operands.length === 0 ? ['.'] : options.operands;
  let code = 0;
  const files: Entry[] = [];
  const folders: Entry[] = [];
  for (const name of names) {
    try {
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
      return by || (a.name < b.name ? -1 : 1);
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
              `${options.has('i') ? `${String(found.ino).padStart(7)} ` : ''}${name}${mark(options, found)}`,
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
  if ((terminal === undefined && !options.has('C')) || options.has('1'))
    return names.map((name) => `${name}\n`).join('');
  const width = Math.max(0, ...names.map((name) => name.length)) + 2;
  const count = Math.max(1, Math.floor((terminal?.columns ?? 80) / width));
  const rows = Math.ceil(names.length / count);
  return Array.from(
    { length: rows },
    (_, row) =>
      `${names
        .filter((_, index) => index % rows === row)
        .map((name, index, line) => (index === line.length - 1 ? name : name.padEnd(width)))
        .join('')}\n`,
  ).join('');
}

type Test = (path: string, shown: string, found: Stats) => boolean | Promise<boolean>;

/** Reads the tests and actions of find; undefined where there is one that it does not do. */
function readTests(
  run: AppletCall,
  words: readonly string[],
): { readonly test: Test; readonly mindepth: number; readonly maxdepth: number } | string {
  let at = 0;
  const seen = { acts: false };
  const limits = { mindepth: 0, maxdepth: Infinity };
  const print: Test = async (_, shown) => {
    await write(run, `${shown}\n`);
    return true;
  };
  const size = (text: string, value: number): boolean => {
    const number = Number(text.replace(/^[-+]/, ''));
    return text.startsWith('+') ? value > number : text.startsWith('-') ? value < number : value === number;
  };
  const primary = (): Test | string => {
    const word = words[at++] ?? '';
    const value = (): string => words[at++] ?? '';
    switch (word) {
      case '!':
      case '-not': {
        const inner = primary();
        return typeof inner === 'string' ? inner : async (...args) => !(await inner(...args));
      }
      case '(':
      case '\\(': {
        const inner = or();
        at++;
        return inner;
      }
      case '-name':
      case '-iname': {
        const pattern = value();
        return (path) =>
          word === '-name'
            ? matches(posix.basename(path), pattern)
            : matches(posix.basename(path).toLowerCase(), pattern.toLowerCase());
      }
      case '-path': {
        const pattern = value();
        return (_, shown) => matches(shown, pattern);
      }
      case '-type': {
        const type = value();
        return (_path, _shown, found) =>
          type === 'd' ? found.isDirectory() : type === 'l' ? found.isSymbolicLink() : found.isFile();
      }
      case '-size': {
        const text = value();
        const unit: Readonly<Record<string, number>> = { c: 1, k: 1024, M: 1024 ** 2, G: 1024 ** 3 };
        return (_path, _shown, found) =>
          size(text.replace(/[ckMGbw]$/, ''), Math.ceil(found.size / (unit[text.slice(-1)] ?? 512)));
      }
      case '-mtime':
      case '-mmin': {
        const text = value();
        return (_path, _shown, found) =>
          size(text, Math.floor((Date.now() - found.mtimeMs) / (word === '-mmin' ? 60_000 : 86_400_000)));
      }
      case '-empty':
        return async (path, _shown, found) =>
          found.isDirectory() ? (await readdir(inside(run.place.root, path))).length === 0 : found.size === 0;
      case '-maxdepth':
      case '-mindepth':
        limits[word === '-maxdepth' ? 'maxdepth' : 'mindepth'] = Number(value());
        return () => true;
      case '-print':
        seen.acts = true;
        return print;
      case '-print0':
        seen.acts = true;
        return async (_, shown) => {
          await write(run, `${shown}\0`);
          return true;
        };
      case '-exec': {
        seen.acts = true;
        const end = words.findIndex((each, index) => index >= at && (each === ';' || each === '+'));
        if (end < 0) return 'requires an argument';
        const command = words.slice(at, end);
        at = end + 1;
        return async (_, shown) => (await run.spawn(command.map((each) => each.replaceAll('{}', shown)))) === 0;
      }
      default:
        return word;
    }
  };
  const and = (): Test | string => {
    let left = primary();
    while (at < words.length && words[at] !== '-o' && words[at] !== ')') {
      if (words[at] === '-a') at++;
      const right = primary();
      if (typeof left === 'string') return left;
      if (typeof right === 'string') return right;
      const [a, b] = [left, right];
      left = async (...args) => (await a(...args)) && (await b(...args));
    }
    return left;
  };
  const or = (): Test | string => {
    let left = and();
    while (words[at] === '-o') {
      at++;
      const right = and();
      if (typeof left === 'string') return left;
      if (typeof right === 'string') return right;
      const [a, b] = [left, right];
      left = async (...args) => (await a(...args)) || (await b(...args));
    }
    return left;
  };
  const test = words.length === 0 ? (): boolean => true : or();
  if (typeof test === 'string') return test;
  return { ...limits, test: seen.acts ? test : async (...args) => (await test(...args)) && print(...args) };
}

async function find(run: AppletCall): Promise<number> {
  const start = run.args.findIndex((arg) => /^[-!(]/.test(arg));
  const names = start < 0 ? run.args : run.args.slice(0, start);
  const tests = readTests(run, start < 0 ? [] : run.args.slice(start));
  if (typeof tests === 'string') {
    if (
      /^-(?:regex|perm|user|group|newer|delete|prune|depth|xdev|follow|links|inum|quit|mount|ok|cmin|amin|atime|ctime|samefile)$/.test(
        tests,
      )
    )
      return refuse(run, `find ${tests}`);
    run.io.stderr(`find: unrecognized: ${tests}\n`);
    return 1;
  }
  let code = 0;
  const walk = async (path: string, shown: string, depth: number): Promise<void> => {
    const { found } = await entryOf(run, shown, path);
    if (depth >= tests.mindepth) await tests.test(path, shown, found);
    if (!found.isDirectory() || depth >= tests.maxdepth) return;
    await run.place.processes.breathe();
    for (const name of await readdir(inside(run.place.root, path)))
      await walk(posix.join(path, name), `${shown.replace(/\/$/, '')}/${name}`, depth + 1).catch(() => undefined);
  };
  for (const name of names.length === 0 ? ['.'] : names) {
    try {
      await walk(posix.resolve(run.cwd, name), name, 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      run.io.stderr(`find: ${name}: ${reasonOf(error)}\n`);
      code = 1;
    }
  }
  return code;
}

async function du(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'aHLd:clsxhmk' });
  let code = 0;
  const walk = async (path: string, shown: string, top: boolean): Promise<number> => {
    const { found } = await entryOf(run, shown, path);
    let size = found.blocks / 2;
    if (found.isDirectory())
      for (const name of await readdir(inside(run.place.root, path)))
        size += await walk(posix.join(path, name), `${shown}/${name}`, false);
    if (top || (found.isDirectory() && !options.has('s')) || options.has('a'))
      await write(
        run,
        `${options.has('h') ? human(size * 1024) : options.has('m') ? Math.ceil(size / 1024) : Math.ceil(size)}\t${shown}\n`,
      );
    return size;
  };
  for (const name of options.operands.length === 0 ? ['.'] : options.operands) {
    try {
      await walk(posix.resolve(run.cwd, name), name, true);
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
