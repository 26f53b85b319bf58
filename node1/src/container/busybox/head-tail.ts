import { stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openInput } from '../files.ts';
import { inside } from '../rootfs.ts';
import { type AppletCall } from './applet.ts';
import { readOptions } from './getopt.ts';
import { contentOf, eachInput, linesOf, write } from './inputs.ts';

function countOf(run: AppletCall, text: string): number | undefined {
  const [, digits, unit = ''] = /^\+?(-?\d+)([bkm]?)$/.exec(text) ?? [];
  if (digits !== undefined)
    return Number(digits) * (unit === 'k' ? 1024 : unit === 'm' ? 1024 * 1024 : unit === 'b' ? 512 : 1);
  run.io.stderr(`${run.name}: invalid number '${text}'\n`);
  return undefined;
}

/** `-5` is `-n 5`. */
function withCount(run: AppletCall): AppletCall {
  const [first = '', ...rest] = run.args;
  if (/^-\d+[bkm]?$/.test(first)) return { ...run, args: ['-n', first.slice(1), ...rest] };
  const isFromStart = run.name.endsWith('tail') && /^\+\d+[bkm]?$/.test(first);
  return isFromStart ? { ...run, args: ['-n', first, ...rest] } : run;
}

/** head(1). */
export async function head(call: AppletCall): Promise<number> {
  const run = withCount(call);
  const options = readOptions(run, {
    known: 'n:c:qv',
    long: { 'lines=': 'n', 'bytes=': 'c', quiet: 'q', verbose: 'v' },
  });
  const bytes = options.value('c');
  const count = countOf(run, bytes ?? options.value('n') ?? '10');
  if (count === undefined) return 1;
  const titled = (options.operands.length > 1 && !options.has('q')) || options.has('v');
  let isFirst = true;
  return eachInput(
    run,
    options.operands,
    async (input, name) => {
      if (titled) await write(run, `${isFirst ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n`);
      isFirst = false;
      let left = count;
      if (count < 0) {
        const all: string[] = [];
        for await (const line of linesOf(input)) all.push(line);
        await write(run, all.slice(0, count).join(''));
      } else if (bytes !== undefined) {
        for (
          let chunk = left > 0 ? await input.read() : undefined;
          chunk !== undefined;
          chunk = left > 0 ? await input.read() : undefined
        ) {
          await write(run, chunk.subarray(0, left));
          left -= chunk.length;
        }
      } else if (left > 0) {
        for await (const line of linesOf(input)) {
          await write(run, line);
          if (--left === 0) break;
        }
      }
    },
    'plain',
  );
}

/** tail(1). */
export async function tail(call: AppletCall): Promise<number> {
  const run = withCount(call);
  const options = readOptions(run, { known: 'fFn:c:qs:v', long: { 'lines=': 'n', follow: 'f', 'bytes=': 'c' } });
  const given = options.value('c') ?? options.value('n') ?? '10';
  const count = countOf(run, given);
  if (count === undefined) return 1;
  const fromStart = given.startsWith('+');
  const names = options.operands;
  const titled = names.length > 1 && !options.has('q');
  let isFirst = true;
  const code = await eachInput(run, names, async (input, name) => {
    if (titled) await write(run, `${isFirst ? '' : '\n'}==> ${name} <==\n`);
    isFirst = false;
    if (options.has('c')) {
      const content = await contentOf(input);
      await write(
        run,
        fromStart
          ? content.subarray(Math.max(0, count - 1))
          : content.subarray(Math.max(0, content.length - Math.abs(count))),
      );
      return;
    }
    const kept: string[] = [];
    let number = 0;
    for await (const line of linesOf(input)) {
      number++;
      if (fromStart) {
        if (number >= count) await write(run, line);
      } else {
        kept.push(line);
        if (kept.length > Math.abs(count) + 1000) kept.splice(0, kept.length - Math.abs(count));
      }
    }
    if (!fromStart && count !== 0) await write(run, kept.slice(-Math.abs(count)).join(''));
  });
  if (code !== 0 && names.length === 1) {
    run.io.stderr('tail: no files\n');
    return 1;
  }
  const [file] = names;
  if ((options.has('f') || options.has('F')) && file !== undefined) await follow(run, file);
  return code;
}

/** Shows what a file gets, until it is ended. The system tells of changes within a tenth of a second. */
async function follow(run: AppletCall, file: string): Promise<void> {
  const path = inside(run.place.root, file, run.cwd);
  let seen = (await stat(path)).size;
  for (;;) {
    // A real tail looks once a second, too.
    await wait(100, undefined, { signal: run.signal });
    const size = (await stat(path).catch(() => undefined))?.size ?? seen;
    if (size < seen) seen = 0;
    if (size === seen) continue;
    const { input, close } = await openInput(run, posix.resolve(run.cwd, file));
    const content = await contentOf(input).finally(close);
    await write(run, content.subarray(seen));
    seen = content.length;
  }
}
