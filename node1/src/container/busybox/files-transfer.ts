import { copyFile, cp, link, lstat, rename, rm, stat, symlink } from 'node:fs/promises';
import { posix } from 'node:path';
import { mayAccess, note, requireFolder, requireWritable } from '../files.ts';
import { inside } from '../rootfs.ts';
import { type Applet, type AppletCall, refuse } from './applet.ts';
import { complain, real } from './file-call.ts';
import { type Options, programName, readOptions } from './getopt.ts';
import { reasonOf } from './inputs.ts';

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
  let code = 0;
  for (const name of sources) {
    const from = posix.resolve(run.cwd, name);
    try {
      if (!into && last.endsWith('/') && programName(run) === 'cp')
        throw Object.assign(new Error(), { code: 'EISDIR' });
      // Several go into a folder; where it is none, each fails for itself.
      const to = into || sources.length > 1 ? posix.join(target, posix.basename(from)) : target;
      await act(from, to, name);
      const shown = into || sources.length > 1 ? posix.join(last, posix.basename(from)) : last;
      if (options.has('v') && programName(run) !== 'ln') run.io.stdout(`'${name}' -> '${shown}'\n`);
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
      else
        complain(
          run,
          `can't create '${into || sources.length > 1 ? posix.join(last, posix.basename(from)) : last}': ${reasonOf(error)}`,
        );
    }
  }
  return code;
}

async function copy(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'aRrdPLHpfinlsTut:v', long: { recursive: 'r' }, least: 2 });
  const recursive = ['r', 'R', 'a'].some((letter) => options.has(letter));
  return transfer(run, options, async (from, to, name) => {
    const found = await stat(real(run, from));
    if (from === to) {
      complain(run, `'${name}' and '${name}' are the same file`);
      throw Object.assign(new Error(), { code: 'SAID' });
    }
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
    if (options.has('n') && (await lstat(real(run, to)).catch(() => undefined)) !== undefined) return;
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
    if (!options.has('s')) {
      const from = await stat(real(run, posix.resolve(run.cwd, source))).catch(() => undefined);
      if (from === undefined) {
        complain(run, `${source}: No such file or directory`);
        return 1;
      }
    }
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
  if (options.has('v')) run.io.stdout(`'${name}' -> '${source}'\n`);
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

/** Programs that put files somewhere else. */
export const transferApplets: readonly (readonly [string, Applet])[] = [
  ['cp', copy],
  ['mv', move],
  ['ln', linkTo],
];
