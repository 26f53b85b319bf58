import { readlink, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { mountOf } from '../mounts.ts';
import { groupName, userName } from '../user.ts';
import { type Applet, type AppletCall } from './applet.ts';
import { complain, each, look, modeText, owner, real, shownTarget } from './file-call.ts';
import { readOptions } from './getopt.ts';

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
  let code = 0;
  for (const name of run.args) {
    const path = await canonical(run, posix.resolve(run.cwd, name));
    if ((await look(run, path).catch(() => undefined)) !== undefined) run.io.stdout(`${path}\n`);
    else {
      complain(run, `${name}: No such file or directory`);
      code = 1;
    }
  }
  return code;
}

/** Programs that say what a file is. */
export const statApplets: readonly (readonly [string, Applet])[] = [
  ['stat', showStat],
  ['readlink', readLink],
  ['realpath', realPath],
];
