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
import { type Options, readOptions, usageOf } from './getopt.ts';
import { linesOf, reasonOf } from './inputs.ts';

async function makeFolder(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'm:pv', long: { parents: 'p', verbose: 'v', 'mode=': 'm' }, least: 1 });
  const act = async (path: string, name: string): Promise<void> => {
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
    if (options.has('v')) run.io.stdout(`created directory: '${name}'\n`);
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
    async (path, name) => {
      // With -p, those above it go, too.
      let count = options.has('p') ? name.split('/').filter((part) => part !== '').length : 1;
      for (let folder = path; count > 0; count--, folder = posix.dirname(folder)) {
        await requireFolder(run.place, posix.dirname(folder));
        if (mountOf(run.place.spec, folder)?.target === folder) throw busy();
        await rmdir(real(run, folder));
      }
    },
    (name, reason) => `'${name}': ${reason}`,
  );
}

/** The time that a call of touch is about; undefined, and said, where it is none. */
async function timeOf(run: AppletCall, options: Options): Promise<Date | undefined> {
  const model = options.value('r');
  if (model !== undefined) {
    const found = await stat(real(run, posix.resolve(run.cwd, model))).catch(() => undefined);
    if (found === undefined) complain(run, `${model}: No such file or directory`);
    return found?.mtime;
  }
  const given = options.value('t') ?? options.value('d');
  if (given === undefined) return new Date();
  const [, century, year, month = '', day = '', hour = '', minute = '', second = '00'] =
    /^(\d\d)?(\d\d)?(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/.exec(given) ?? [];
  const full = year === undefined ? String(new Date().getUTCFullYear()) : `${century ?? '20'}${year}`;
  const time = new Date(
    month !== ''
      ? `${full}-${month}-${day}T${hour}:${minute}:${second}Z`
      : given.startsWith('@')
        ? Number(given.slice(1)) * 1000
        : `${given.replace(' ', 'T')}${/[zZ]$/.test(given) || given.length <= 10 ? '' : 'Z'}`,
  );
  if (!Number.isNaN(time.getTime())) return time;
  complain(run, `invalid date '${given}'`);
  return undefined;
}

async function touch(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'chamd:r:t:', least: 1 });
  const time = await timeOf(run, options);
  if (time === undefined) return 1;
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

/** Asks at standard input; anything but a yes is a no. */
async function confirms(run: AppletCall, question: string): Promise<boolean> {
  run.io.stderr(`rm: ${question}`);
  for await (const line of linesOf(run.io.stdin)) return /^y/i.test(line);
  return false;
}

async function remove(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'fiRrv', long: { recursive: 'r', force: 'f' } });
  if (options.operands.length === 0 && !options.has('f')) {
    run.io.stderr(usageOf('rm'));
    return 1;
  }
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
      if (name === '') throw Object.assign(new Error(), { code: 'ENOENT' });
      const found = await look(run, path);
      if (found.isDirectory() && !recursive) {
        complain(run, `'${name}' is a directory`);
        code = 1;
        continue;
      }
      await requireFolder(run.place, posix.dirname(path));
      if (run.place.spec.mounts?.some(({ target }) => `${posix.resolve(target)}/`.startsWith(`${path}/`)) === true)
        throw busy();
      if (options.has('i') && !options.has('f') && !(await confirms(run, `remove '${name}'? `))) continue;
      await rm(real(run, path), { recursive });
      if (options.has('v')) run.io.stdout(`removed '${name}'\n`);
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
  if (!template.endsWith('XXXXXX')) {
    complain(run, '(null): Invalid argument');
    return 1;
  }
  const folder =
    options.value('p') ?? (options.operands.length === 0 || options.has('t') ? (run.env['TMPDIR'] ?? '/tmp') : '');
  const name = template.replace(/X{6,}$/, (marks) =>
    randomBytes(marks.length).toString('base64url').replace(/[-_]/g, 'a').slice(0, marks.length),
  );
  const path = posix.resolve(run.cwd, posix.join(folder, name));
  try {
    await requireFolder(run.place, posix.dirname(path));
    if (options.has('u')) {
      run.io.stdout(`${folder === '' ? name : posix.join(folder, name)}\n`);
      return 0;
    }
    if (options.has('d')) await mkdir(real(run, path), { mode: 0o700 });
    else await writeFile(real(run, path), '', { mode: 0o600, flag: 'wx' });
    note(run.place, path);
  } catch (error) {
    complain(run, `(null): ${reasonOf(error)}`);
    return 1;
  }
  run.io.stdout(`${folder === '' ? name : posix.join(folder, name)}\n`);
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
