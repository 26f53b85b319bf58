import { open, stat, truncate as cutFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { note, openInput, requireWritable } from '../files.ts';
import { inside } from '../rootfs.ts';
import { type Applet, type AppletCall, refuse } from './applet.ts';
import { readOptions, usageOf } from './getopt.ts';
import { reasonOf, write } from './inputs.ts';

const most = 256 * 1024 * 1024;

/** `1k`, `4M`, `2x512` in bytes; undefined: no number. */
function sizeOf(text: string): number | undefined {
  const units: Readonly<Record<string, number>> = {
    ...{ '': 1, c: 1, w: 2, b: 512, k: 1024, K: 1024, kB: 1000, KB: 1000 },
    ...{ m: 1024 ** 2, M: 1024 ** 2, MB: 1e6, g: 1024 ** 3, G: 1024 ** 3, GB: 1e9 },
  };
  let product = 1;
  for (const part of text.split('x')) {
    const [, digits, unit = ''] = /^(\d+)([a-zA-Z]*)$/.exec(part) ?? [];
    const factor = units[unit];
    if (digits === undefined || factor === undefined) return undefined;
    product *= Number(digits) * factor;
  }
  return product;
}

/** dd(1). */
async function dd(run: AppletCall): Promise<number> {
  const given = new Map<string, string>();
  for (const arg of run.args) {
    const [key = '', value] = arg.split(/=(.*)/s);
    if (value === undefined || !/^(?:if|of|bs|ibs|obs|count|skip|seek|conv|status|iflag|oflag)$/.test(key)) {
      run.io.stderr(usageOf('dd'));
      return 1;
    }
    given.set(key, value);
  }
  if (
    given.has('iflag') ||
    given.has('oflag') ||
    /(?:^|,)(?!notrunc|noerror|sync|fsync)\w/.test(given.get('conv') ?? '')
  )
    return refuse(run, `dd ${run.args.join(' ')}`);
  const number = (key: string, other: number): number => {
    const size = sizeOf(given.get(key) ?? String(other));
    if (size !== undefined) return size;
    run.io.stderr(`dd: invalid number '${given.get(key) ?? ''}'\n`);
    return -1;
  };
  const block = number('bs', number('ibs', 512));
  const count = given.has('count') ? number('count', 0) : Infinity;
  const [skip, seek] = [number('skip', 0), number('seek', 0)];
  if (block <= 0 || count < 0 || skip < 0 || seek < 0) return 1;
  const [from, to] = [given.get('if'), given.get('of')];
  let source: Awaited<ReturnType<typeof openInput>> | undefined;
  try {
    source = from === undefined ? undefined : await openInput(run, posix.resolve(run.cwd, from));
  } catch (error) {
    run.io.stderr(`dd: can't open '${from ?? ''}': ${reasonOf(error)}\n`);
    return 1;
  }
  const input = source?.input.for(run.signal) ?? run.io.stdin;
  const path = posix.resolve(run.cwd, to ?? '');
  const isFile = to !== undefined && path !== '/dev/null';
  let file: Awaited<ReturnType<typeof open>> | undefined;
  try {
    if (isFile) {
      await requireWritable(run.place, path);
      const keeps = (given.get('conv') ?? '').includes('notrunc') || seek > 0;
      const real = inside(run.place.root, path);
      const isThere = (await stat(real).catch(() => undefined)) !== undefined;
      file = await open(real, keeps && isThere ? 'r+' : 'w');
      if (seek > 0) await file.truncate(seek * block);
      note(run.place, path);
    }
    return await copyBlocks(
      run,
      { input, block, count, skip, seek: seek * block, file, silent: to === '/dev/null' },
      given.get('status'),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    run.io.stderr(`dd: can't open '${to ?? ''}': ${reasonOf(error)}\n`);
    return 1;
  } finally {
    await file?.close();
    await source?.close();
  }
}

interface Copy {
  readonly input: AppletCall['io']['stdin'];
  readonly block: number;
  readonly count: number;
  readonly skip: number;
  readonly seek: number;
  readonly file: Awaited<ReturnType<typeof open>> | undefined;
  readonly silent: boolean;
}

async function copyBlocks(
  run: AppletCall,
  { input, block, count, skip, seek, file, silent }: Copy,
  status: string | undefined,
): Promise<number> {
  let rest: Buffer = Buffer.alloc(0);
  let isOver = false;
  const nextBlock = async (): Promise<Buffer> => {
    const pieces = [rest];
    let size = rest.length;
    while (size < block && !isOver) {
      const chunk = await input.read();
      if (chunk === undefined) isOver = true;
      else {
        pieces.push(Buffer.from(chunk));
        size += chunk.length;
      }
    }
    const all = pieces.length === 1 ? rest : Buffer.concat(pieces);
    rest = all.subarray(block);
    return all.subarray(0, block);
  };
  let [whole, partial, position] = [0, 0, seek];
  for (let index = 0; index < skip; index++) await nextBlock();
  while (whole + partial < count) {
    const piece = await nextBlock();
    if (piece.length === 0) break;
    if (piece.length === block) whole++;
    else partial++;
    if (position + piece.length > most) throw Object.assign(new Error(), { code: 'EFBIG' });
    if (file) await file.write(piece, 0, piece.length, position);
    else if (!silent) await write(run, piece);
    position += piece.length;
    await run.place.processes.breathe();
    run.signal.throwIfAborted();
  }
  if (rest.length > 0) input.unread(rest);
  if (status === 'none') return 0;
  run.io.stderr(`${whole}+${partial} records in\n${whole}+${partial} records out\n`);
  return 0;
}

/** truncate(1). */
async function truncate(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'cs:', long: { 'size=': 's', 'no-create': 'c' }, least: 1 });
  const text = options.value('s');
  const size = text === undefined ? undefined : sizeOf(text);
  if (size === undefined || size > most) {
    run.io.stderr(text === undefined ? usageOf('truncate') : `truncate: invalid number '${text}'\n`);
    return 1;
  }
  let code = 0;
  for (const name of options.operands) {
    const path = posix.resolve(run.cwd, name);
    const real = inside(run.place.root, path);
    try {
      if ((await stat(real).catch(() => undefined)) === undefined && options.has('c')) continue;
      await requireWritable(run.place, path);
      await (await open(real, 'a')).close();
      await cutFile(real, size);
      note(run.place, path);
    } catch (error) {
      run.io.stderr(`truncate: ${name}: open: ${reasonOf(error)}\n`);
      code = 1;
    }
  }
  return code;
}

/** Programs that take files by blocks and sizes. */
export const blockApplets: readonly (readonly [string, Applet])[] = [
  ['dd', dd],
  ['truncate', truncate],
];
