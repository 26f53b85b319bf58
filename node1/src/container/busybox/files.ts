import { chmod, cp, mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { inside } from '../rootfs.ts';
import { type Applet, type AppletCall, refuse, takeFlags } from './applet.ts';

async function ls(run: AppletCall): Promise<number> {
  const { flags, rest } = takeFlags(run.args);
  const names = rest.length === 0 ? ['.'] : rest;
  let code = 0;
  for (const [index, name] of names.entries()) {
    const path = inside(run.place.root, name, run.cwd);
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) {
      run.io.stderr(`ls: ${name}: No such file or directory\n`);
      code = 1;
    } else {
      const all = found.isDirectory() ? (await readdir(path)).sort() : [name];
      const shown = all.filter((entry) => flags.has('a') || flags.has('A') || !entry.startsWith('.'));
      if (names.length > 1) run.io.stdout(`${index > 0 ? '\n' : ''}${name}:\n`);
      if (flags.has('l')) await listLong(run, path, found.isDirectory(), shown);
      else run.io.stdout(shown.map((entry) => `${entry}\n`).join(''));
    }
  }
  return code;
}

async function listLong(run: AppletCall, path: string, isFolder: boolean, names: readonly string[]): Promise<void> {
  if (isFolder) run.io.stdout('total 0\n');
  for (const name of names) {
    const found = await stat(isFolder ? inside(path, name) : path);
    const [, day, month, , time] = /, (\d+) (\w+) (\d+) (\d+:\d+)/.exec(found.mtime.toUTCString()) ?? [];
    const kind = found.isDirectory() ? 'drwxr-xr-x' : '-rw-r--r--';
    const size = String(found.isDirectory() ? 4096 : found.size).padStart(9);
    run.io.stdout(
      `${kind}    1 root     root     ${size} ${month} ${String(Number(day)).padStart(2)} ${time} ${name}\n`,
    );
  }
}

function makeFolder(run: AppletCall): Promise<number> {
  return each(run, 'mkdir', "can't create directory", async (path, flags) => {
    await mkdir(path, { recursive: flags.has('p') });
  });
}

function touch(run: AppletCall): Promise<number> {
  return each(run, 'touch', '', async (path) => {
    await writeFile(path, '', { flag: 'a' });
    await utimes(path, new Date(), new Date());
  });
}

function copy(run: AppletCall): Promise<number> {
  return transfer(run, 'cp', async (from, to, flags) => {
    const recursive = ['r', 'R', 'a'].some((letter) => flags.has(letter));
    if ((await stat(from)).isDirectory() && !recursive) throw new Error('omitting directory');
    await cp(from, to, { recursive });
  });
}

function move(run: AppletCall): Promise<number> {
  return transfer(run, 'mv', async (from, to) => rename(from, to));
}

/** Gives each source a new place: in a folder that is there, or under the one new name. */
async function transfer(
  { args, place, cwd, io }: AppletCall,
  program: string,
  act: (from: string, to: string, flags: ReadonlySet<string>) => Promise<void>,
): Promise<number> {
  const { flags, rest } = takeFlags(args);
  const sources = rest.slice(0, -1);
  const target = inside(place.root, rest.at(-1) ?? '', cwd);
  const found = await stat(target).catch(() => undefined);
  let code = 0;
  if (sources.length === 0 || (sources.length > 1 && found?.isDirectory() !== true)) {
    io.stderr(`${program}: target '${rest.at(-1) ?? ''}' is not a directory\n`);
    return 1;
  }
  for (const source of sources) {
    try {
      await act(
        inside(place.root, source, cwd),
        found?.isDirectory() === true ? posix.join(target, posix.basename(source)) : target,
        flags,
      );
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      const problem = isMissing ? `can't stat '${source}': No such file or directory` : `can't ${program} '${source}'`;
      io.stderr(`${program}: ${problem}\n`);
      code = 1;
    }
  }
  return code;
}

/** `chmod 755 FILE`, `chmod +x FILE`: what scripts need. */
async function changeMode(run: AppletCall): Promise<number> {
  const { args, place, cwd, io } = run;
  const [mode = '', ...files] = args;
  if (!/^(?:[0-7]{3,4}|[ugoa]*\+[rwx]+)$/.test(mode)) return refuse(run, `chmod ${mode}`);
  for (const file of files) {
    const path = inside(place.root, file, cwd);
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) {
      io.stderr(`chmod: ${file}: No such file or directory\n`);
      return 1;
    }
    const bits = mode.includes('x') ? 0o111 : 0;
    await chmod(path, mode.includes('+') ? (found.mode & 0o777) | bits : parseInt(mode, 8) & 0o777);
  }
  return 0;
}

function remove(run: AppletCall): Promise<number> {
  return each(run, 'rm', "can't remove", async (path, flags) => {
    if (path === inside(run.place.root, '/')) throw new Error('the root');
    await rm(path, { recursive: flags.has('r') || flags.has('R'), force: flags.has('f') });
  });
}

async function each(
  { args, place, cwd, io }: AppletCall,
  program: string,
  problem: string,
  change: (path: string, flags: ReadonlySet<string>) => Promise<void>,
): Promise<number> {
  const { flags, rest } = takeFlags(args);
  let code = 0;
  for (const name of rest) {
    try {
      await change(inside(place.root, name, cwd), flags);
    } catch (error) {
      const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      const reason = isThere ? 'File exists' : 'No such file or directory';
      io.stderr(`${program}: ${problem === '' ? name : `${problem} '${name}'`}: ${reason}\n`);
      code = 1;
    }
  }
  return code;
}

/** Programs that look at files and change them. */
export const fileApplets: readonly (readonly [string, Applet])[] = [
  ['ls', ls],
  ['mkdir', makeFolder],
  ['touch', touch],
  ['rm', remove],
  ['cp', copy],
  ['mv', move],
  ['chmod', changeMode],
];
