import { chmod, lstat, mkdir, readdir, readFile, readlink, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { note, openInput, openOutput, requireFolder, requireWritable } from '../files.ts';
import { inside } from '../rootfs.ts';
import { matches } from '../shell/pattern.ts';
import { groupName, userName } from '../user.ts';
import { type AppletCall, refuse } from './applet.ts';
import { modeText, owner, shownTarget } from './file-call.ts';
import { Ended, type Options, programName, readOptions, usageOf } from './getopt.ts';
import { contentOf, reasonOf, write } from './inputs.ts';

function isGzip(content: Buffer): boolean {
  return content[0] === 0x1f && content[1] === 0x8b;
}

/** tar(1): `c`, `t`, `x`, with gzip. */
export async function tar(run: AppletCall): Promise<number> {
  // `tar czf` is `tar -czf`.
  const [first = '', ...rest] = run.args;
  const args = first !== '' && !first.startsWith('-') ? [`-${first}`, ...rest] : run.args;
  const options = readOptions(
    { ...run, args },
    {
      known: 'cxtvOmkozahpf:C:T:X:j',
      absent: 'jJrZ',
      long: {
        ...{ 'file=': 'f', 'directory=': 'C', gzip: 'z', verbose: 'v', extract: 'x', create: 'c', list: 't' },
        ...{ 'exclude=': 'E', 'to-stdout': 'O', 'strip-components=': 'S', 'numeric-owner': 'o' },
      },
    },
  );
  if (['j', 'T', 'X', 'S', 'h'].some((letter) => options.has(letter))) return refuse(run, `tar ${run.args.join(' ')}`);
  const folder = posix.resolve(run.cwd, options.value('C') ?? '.');
  if (options.has('C') && (await lstat(inside(run.place.root, folder)).catch(() => undefined)) === undefined) {
    run.io.stderr(`tar: can't change directory to '${options.value('C') ?? ''}': No such file or directory\n`);
    return 1;
  }
  if (options.has('c')) return create(run, options, folder);
  if (options.has('x') || options.has('t')) return take(run, options, folder);
  run.io.stderr(usageOf('tar'));
  return 1;
}

async function create(run: AppletCall, options: Options, folder: string): Promise<number> {
  const packed = pack();
  const chunks: Buffer[] = [];
  packed.on('data', (chunk) => chunks.push(chunk as Buffer));
  const file = options.value('f');
  const say = (name: string): void => {
    const line = `${name}\n`;
    if (options.has('v')) (file === '-' || file === undefined ? run.io.stderr : run.io.stdout)(line);
  };
  let code = 0;
  const add = async (given: string): Promise<void> => {
    const path = posix.resolve(folder, given);
    const real = inside(run.place.root, path);
    const found = await lstat(real);
    const name = given.replace(/^\/+/, '');
    if (options.values('E').some((pattern) => matches(name, pattern) || matches(posix.basename(name), pattern))) return;
    const { uid, gid } = owner(run, path);
    const header = {
      ...{ mode: found.mode & 0o7777, mtime: found.mtime, uid, gid },
      ...{ uname: userName(run.place.root, uid) ?? '', gname: groupName(run.place.root, gid) ?? '' },
    };
    await run.place.processes.breathe();
    if (found.isDirectory()) {
      const shown = `${name.replace(/\/$/, '')}/`;
      say(shown);
      packed.entry({ ...header, name: shown, type: 'directory' });
      for (const child of await readdir(real)) await add(posix.join(given, child));
    } else if (found.isSymbolicLink()) {
      say(name);
      packed.entry({ ...header, name, type: 'symlink', linkname: shownTarget(run, await readlink(real)) });
    } else if (found.isFile()) {
      say(name);
      packed.entry({ ...header, name }, await readFile(real));
    }
  };
  if (options.operands.length === 0) {
    run.io.stderr('tar: empty archive\n');
    return 1;
  }
  if (options.operands.some((name) => name.startsWith('/')))
    run.io.stderr("tar: removing leading '/' from member names\n");
  for (const name of options.operands) {
    try {
      await add(name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      run.io.stderr(`tar: ${name}: ${reasonOf(error)}\n`);
      code = 1;
    }
  }
  packed.finalize();
  await new Promise<void>((resolve) => {
    packed.on('end', () => {
      resolve();
    });
    packed.resume();
  });
  const made = options.has('z') ? gzipSync(Buffer.concat(chunks)) : Buffer.concat(chunks);
  if (file === undefined || file === '-') await write(run, made);
  else {
    try {
      const { sink, close } = await openOutput(run, posix.resolve(run.cwd, file), false);
      sink(made);
      await close();
    } catch (error) {
      run.io.stderr(`tar: can't open '${file}': ${reasonOf(error)}\n`);
      return 1;
    }
  }
  if (code !== 0) run.io.stderr('tar: error exit delayed from previous errors\n');
  return code;
}

/** Lists or unpacks. */
async function take(run: AppletCall, options: Options, folder: string): Promise<number> {
  const file = options.value('f');
  let content: Buffer;
  try {
    const { input, close } =
      file === undefined || file === '-'
        ? { input: run.io.stdin, close: () => Promise.resolve() }
        : await openInput(run, posix.resolve(run.cwd, file));
    content = await contentOf(input).finally(close);
  } catch (error) {
    run.io.stderr(`tar: can't open '${file ?? ''}': ${reasonOf(error)}\n`);
    return 1;
  }
  const entries = extract();
  try {
    entries.end(isGzip(content) ? gunzipSync(content) : content);
    const missing = new Set(options.operands.map((name) => name.replace(/\/$/, '')));
    for await (const entry of entries) {
      const { header } = entry;
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      const name = header.name.replace(/^\.\/(?=.)/, './');
      const asked = [...options.operands].map((each) => each.replace(/\/$/, ''));
      const found = asked.find((each) => name.replace(/\/$/, '') === each || name.startsWith(`${each}/`));
      if (asked.length > 0 && found === undefined) continue;
      missing.delete(found ?? '');
      if (options.values('E').some((pattern) => matches(name, pattern))) continue;
      await one(run, options, folder, header, Buffer.concat(chunks));
    }
    for (const name of missing) run.io.stderr(`tar: ${name}: not found in archive\n`);
    return Number(missing.size > 0);
  } catch (error) {
    if (error instanceof Ended || run.signal.aborted) throw error;
    run.io.stderr(content.length < 512 ? 'tar: short read\n' : 'tar: invalid tar magic\n');
    return 1;
  }
}

interface Header {
  readonly name: string;
  readonly type?: string | null;
  readonly linkname?: string | null;
  readonly mode?: number | undefined;
  readonly size?: number | undefined;
  readonly mtime?: Date | undefined;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  readonly uname?: string | undefined;
  readonly gname?: string | undefined;
}

async function one(run: AppletCall, options: Options, folder: string, header: Header, content: Buffer): Promise<void> {
  const { name, type, mode = 0o644, mtime = new Date(0) } = header;
  if (options.has('t')) {
    const kind = type === 'directory' ? 0o040_000 : type === 'symlink' ? 0o120_000 : 0o100_000;
    const text = modeText({
      mode: kind | mode,
      isDirectory: () => type === 'directory',
      isSymbolicLink: () => type === 'symlink',
    });
    const whose = `${header.uname === undefined || header.uname === '' ? (header.uid ?? 0) : header.uname}/${header.gname === undefined || header.gname === '' ? (header.gid ?? 0) : header.gname}`;
    const time = mtime.toISOString().replace('T', ' ').slice(0, 19);
    const link = type === 'symlink' ? ` -> ${header.linkname ?? ''}` : '';
    await write(
      run,
      options.has('v')
        ? `${text} ${whose} ${String(header.size ?? 0).padStart(9)} ${time} ${name}${link}\n`
        : `${name}\n`,
    );
    return;
  }
  if (options.has('v')) (options.has('O') ? run.io.stderr : run.io.stdout)(`${name}\n`);
  if (options.has('O')) {
    await write(run, content);
    return;
  }
  const path = posix.resolve(folder, name.replace(/^\/+/, ''));
  if (name.split('/').includes('..')) {
    run.io.stderr(`tar: name with '..' skipped: '${name}'\n`);
    return;
  }
  const real = inside(run.place.root, path);
  await mkdir(inside(run.place.root, posix.dirname(path)), { recursive: true });
  if (type === 'directory') {
    await mkdir(real, { recursive: true });
    await chmod(real, (mode & 0o777) | 0o700);
  } else if (type === 'symlink') {
    const target = header.linkname ?? '';
    if (target.split('/').includes('..')) return;
    await rm(real, { force: true });
    await symlink(target.startsWith('/') ? inside(run.place.root, target) : target, real);
  } else {
    await requireWritable(run.place, path);
    await rm(real, { force: true });
    await writeFile(real, content, { mode: (mode & 0o777) | 0o600 });
    await utimes(real, mtime, mtime);
  }
  note(run.place, path);
}

/** gzip(1), gunzip(1) and zcat(1). */
export async function gzip(run: AppletCall): Promise<number> {
  const program = programName(run);
  const options = readOptions(run, {
    known: 'cdfktqvn123456789',
    long: { stdout: 'c', decompress: 'd', keep: 'k', force: 'f' },
  });
  const unpacks = program !== 'gzip' || options.has('d') || options.has('t');
  const toOutput = program === 'zcat' || options.has('c');
  const convert = (content: Buffer): Buffer => {
    if (!unpacks) return gzipSync(content, { level: Number(/[1-9]/.exec(run.args.join(''))?.[0] ?? 6) });
    if (!isGzip(content)) throw new Error('invalid magic');
    return gunzipSync(content);
  };
  let code = 0;
  for (const name of options.operands.length === 0 ? ['-'] : options.operands) {
    try {
      if (name === '-') {
        if (!unpacks && run.io.stdout.terminal !== undefined && !options.has('f')) {
          run.io.stderr('gzip: compressed data not written to terminal, use -f to force it\n');
          return 1;
        }
        await write(run, convert(await contentOf(run.io.stdin)));
        continue;
      }
      const path = posix.resolve(run.cwd, name);
      const { input, close } = await openInput(run, path);
      const content = await contentOf(input).finally(close);
      const target = unpacks ? name.replace(/\.(?:gz|tgz)$/, (end) => (end === '.tgz' ? '.tar' : '')) : `${name}.gz`;
      if (!toOutput && !options.has('t') && target === name) {
        run.io.stderr(`${program}: ${name}: unknown suffix - ignored\n`);
        code = 1;
        continue;
      }
      const made = convert(content);
      if (options.has('t')) continue;
      if (toOutput) {
        await write(run, made);
        continue;
      }
      const to = posix.resolve(run.cwd, target);
      if (!options.has('f') && (await lstat(inside(run.place.root, to)).catch(() => undefined)) !== undefined) {
        run.io.stderr(`${program}: can't open '${target}': File exists\n`);
        code = 1;
        continue;
      }
      await requireFolder(run.place, posix.dirname(to));
      const { sink, close: closeOutput } = await openOutput(run, to, false);
      sink(made);
      await closeOutput();
      if (!options.has('k')) await rm(inside(run.place.root, path));
    } catch (error) {
      const { code: reason } = error as NodeJS.ErrnoException;
      if (run.signal.aborted) throw error;
      const isFile = reason !== undefined && /^E[A-Z]+$/.test(reason);
      run.io.stderr(
        `${program}: ${isFile ? `${name}: ${reasonOf(error)}` : program === 'zcat' ? 'no gzip/bzip2/xz magic' : 'invalid magic'}\n`,
      );
      code = 1;
    }
  }
  return code;
}
