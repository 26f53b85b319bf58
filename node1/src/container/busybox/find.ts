import type { Stats } from 'node:fs';
import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { requireFolder } from '../files.ts';
import { inside } from '../rootfs.ts';
import { matches } from '../shell/pattern.ts';
import { findUser } from '../user.ts';
import { type AppletCall, refuse } from './applet.ts';
import { entryOf } from './entry.ts';
import { owner } from './file-call.ts';
import { Ended, usageOf } from './getopt.ts';
import { reasonOf, write } from './inputs.ts';

type Test = (path: string, shown: string, found: Stats) => boolean | Promise<boolean>;

/** How far find goes. */
interface Limits {
  mindepth: number;
  maxdepth: number;
  /** What is in a folder comes before it. */
  depthFirst: boolean;
  /** `-quit` was met. */
  isOver: boolean;
  /** Folders that it does not go into. */
  readonly pruned: Set<string>;
  /** Commands of `-exec ... +`, run with all that was found. */
  readonly all: (() => Promise<void>)[];
}

/** Reads the tests and actions of find; undefined where there is one that it does not do. */
function readTests(
  run: AppletCall,
  words: readonly string[],
): { readonly test: Test; readonly limits: Limits } | string {
  let at = 0;
  const seen = { acts: false };
  const limits: Limits = {
    mindepth: 0,
    maxdepth: Infinity,
    depthFirst: false,
    isOver: false,
    pruned: new Set(),
    all: [],
  };
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
    const value = (): string => {
      const given = words[at++];
      if (given !== undefined) return given;
      run.io.stderr(`find: ${word} requires an argument\n`);
      throw new Ended(1);
    };
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
      case '-path':
      case '-ipath': {
        const pattern = value();
        return (_, shown) =>
          word === '-path' ? matches(shown, pattern) : matches(shown.toLowerCase(), pattern.toLowerCase());
      }
      case '-newer': {
        const file = inside(run.place.root, value(), run.cwd);
        return async (_path, _shown, found) =>
          found.mtimeMs > ((await stat(file).catch(() => undefined))?.mtimeMs ?? Infinity);
      }
      case '-perm': {
        const mode = value();
        const wanted = Number.parseInt(mode.replace(/^[-+/]/, ''), 8);
        return (_path, _shown, found) => {
          const bits = found.mode & 0o7777;
          return mode.startsWith('-')
            ? (bits & wanted) === wanted
            : /^[+/]/.test(mode)
              ? (bits & wanted) !== 0
              : bits === wanted;
        };
      }
      case '-user': {
        const { uid } = findUser(run.place.root, value());
        return (path) => owner(run, path).uid === uid;
      }
      case '-executable':
        return (_path, _shown, found) => (found.mode & 0o111) !== 0;
      case '-delete':
        seen.acts = true;
        limits.depthFirst = true;
        return async (path, shown, found) => {
          try {
            await requireFolder(run.place, posix.dirname(path));
            const file = inside(run.place.root, path);
            await (found.isDirectory() ? rmdir(file) : rm(file));
            return true;
          } catch (error) {
            run.io.stderr(`find: ${shown}: ${reasonOf(error)}\n`);
            return false;
          }
        };
      case '-depth':
        limits.depthFirst = true;
        return () => true;
      case '-prune':
        return (path) => {
          limits.pruned.add(path);
          return true;
        };
      case '-quit':
        seen.acts = true;
        return () => {
          limits.isOver = true;
          return true;
        };
      case '-type': {
        const type = value();
        if (!/^[fdlbcsp]$/.test(type)) {
          run.io.stderr(`find: invalid argument '${type}' to '-type'\n`);
          throw new Ended(1);
        }
        return (_path, _shown, found) =>
          type === 'd' ? found.isDirectory() : type === 'l' ? found.isSymbolicLink() : type === 'f' && found.isFile();
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
        const isWhole = words[end] === '+';
        at = end + 1;
        if (isWhole) {
          const found: string[] = [];
          limits.all.push(async () => {
            if (found.length > 0) await run.spawn(command.flatMap((each) => (each === '{}' ? found : [each])));
          });
          return (_, shown) => found.push(shown) > 0;
        }
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
  return { limits, test: seen.acts ? test : async (...args) => (await test(...args)) && print(...args) };
}

/** find(1). */
export async function find(run: AppletCall): Promise<number> {
  const start = run.args.findIndex((arg) => /^[-!(]/.test(arg));
  const names = start < 0 ? run.args : run.args.slice(0, start);
  const tests = readTests(run, start < 0 ? [] : run.args.slice(start));
  if (typeof tests === 'string') {
    if (/^-(?:regex|group|xdev|follow|links|inum|mount|ok|cmin|amin|atime|ctime|samefile)$/.test(tests))
      return refuse(run, `find ${tests}`);
    run.io.stderr(`find: unrecognized: ${tests}\n${usageOf('find')}`);
    return 1;
  }
  let code = 0;
  const walk = async (path: string, shown: string, depth: number): Promise<void> => {
    const { found } = await entryOf(run, shown, path);
    const { limits } = tests;
    if (limits.isOver) return;
    if (depth >= limits.mindepth && !limits.depthFirst) await tests.test(path, shown, found);
    await run.place.processes.breathe();
    const enters = found.isDirectory() && depth < limits.maxdepth && !limits.pruned.has(path);
    if (enters) await below(path, shown, depth);
    if (depth >= limits.mindepth && limits.depthFirst) await tests.test(path, shown, found);
  };
  const below = async (path: string, shown: string, depth: number): Promise<void> => {
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
  for (const act of tests.limits.all) await act();
  return code;
}
