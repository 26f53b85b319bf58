import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { mayAccess, note, requireFolder, requireWritable } from '../files.ts';
import { mountOf } from '../mounts.ts';
import { type Applet, type AppletCall } from './applet.ts';
import { busy, complain, each, look, real } from './file-call.ts';
import { modeApplets } from './files-modes.ts';
import { statApplets } from './files-stat.ts';
import { transferApplets } from './files-transfer.ts';
import { readOptions } from './getopt.ts';
import { reasonOf } from './inputs.ts';

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

/** Programs that make, change and remove files. */
export const fileApplets: readonly (readonly [string, Applet])[] = [
  ['mkdir', makeFolder],
  ['rmdir', removeFolder],
  ['touch', touch],
  ['rm', remove],
  ['mktemp', makeTemporary],
  ...transferApplets,
  ...modeApplets,
  ...statApplets,
];
