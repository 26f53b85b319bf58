import { readdir, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { inside } from '../rootfs.ts';
import { type AppletCall } from './applet.ts';
import { readOptions, usageOf } from './getopt.ts';
import { eachInput, linesOf, write } from './inputs.ts';
import { regular } from './regular.ts';

/** grep(1), egrep(1) and fgrep(1). */
export async function grep(run: AppletCall): Promise<number> {
  const options = readOptions(run, {
    known: 'HhnlLoqvsrRiwFEzcxm:A:B:C:e:',
    absent: 'fz',
    long: { color: 'Z', 'color=': 'Y', 'max-count=': 'm' },
    wrong: 2,
  });
  let { operands } = options;
  const patterns = options.values('e').length > 0 ? options.values('e') : operands.slice(0, 1);
  if (patterns.length === 0) {
    run.io.stderr(usageOf('grep'));
    return 2;
  }
  if (options.values('e').length === 0) operands = operands.slice(1);
  const sources = patterns
    .flatMap((pattern) => pattern.split('\n'))
    .map((pattern) =>
      options.has('F') || run.name.endsWith('fgrep')
        ? pattern.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
        : regular(pattern, options.has('E') || run.name.endsWith('egrep')),
    );
  const whole = (source: string): string =>
    options.has('x') ? `^(?:${source})$` : options.has('w') ? `(?<!\\w)(?:${source})(?!\\w)` : source;
  let expression: RegExp;
  try {
    expression = new RegExp(sources.map(whole).join('|'), options.has('i') ? 'gi' : 'g');
  } catch {
    run.io.stderr(`grep: bad regex '${patterns[0] ?? ''}': Invalid preceding regular expression\n`);
    return 2;
  }
  const recursive = options.has('r') || options.has('R');
  const names = recursive ? await below(run, operands.length === 0 ? ['.'] : operands) : operands;
  const shows = (names.length > 1 || recursive || options.has('H')) && !options.has('h');
  const context = Number(options.value('C') ?? 0);
  const [before, after] = [Number(options.value('B') ?? context), Number(options.value('A') ?? context)];
  const most = Number(options.value('m') ?? Infinity);
  const seen = { found: false };
  const quiet = options.has('q');
  const silent: AppletCall = options.has('s') ? { ...run, io: { ...run.io, stderr: () => undefined } } : run;
  const code = await eachInput(
    silent,
    names,
    async (input, file) => {
      const name = file === '-' ? '(standard input)' : file;
      let [count, number, last, left] = [0, 0, 0, 0];
      const kept: string[] = [];
      const print = async (line: string, mark: string): Promise<void> => {
        if (last > 0 && number > last + 1 && (before > 0 || after > 0)) await write(run, '--\n');
        await write(run, `${shows ? `${name}${mark}` : ''}${options.has('n') ? `${number}${mark}` : ''}${line}\n`);
        last = number;
      };
      for await (const text of linesOf(input)) {
        number++;
        const line = text.replace(/\n$/, '');
        expression.lastIndex = 0;
        if (expression.test(line) === options.has('v')) {
          if (left > 0 && !quiet && !options.has('c')) {
            left--;
            await print(line, '-');
          } else {
            kept.push(line);
            if (kept.length > before) kept.shift();
          }
          continue;
        }
        seen.found = true;
        count++;
        if (quiet || options.has('l') || options.has('L')) break;
        if (options.has('c')) continue;
        if (options.has('o')) {
          const prefix = `${shows ? `${name}:` : ''}${options.has('n') ? `${number}:` : ''}`;
          for (const [piece] of line.matchAll(expression)) if (piece !== '') await write(run, `${prefix}${piece}\n`);
        } else {
          const here = number;
          for (const [index, each] of kept.splice(0).entries()) {
            number = here - kept.length - (before > 0 ? Math.min(before, here - 1) - index : 0);
            await print(each, '-');
          }
          number = here;
          await print(line, ':');
          left = after;
        }
        if (count >= most) break;
      }
      if (quiet) return;
      if (options.has('l') && count > 0) await write(run, `${name}\n`);
      else if (options.has('L') && count === 0) await write(run, `${name}\n`);
      else if (options.has('c')) await write(run, `${shows ? `${name}:` : ''}${count}\n`);
    },
    'plain',
    2,
  );
  if (quiet && seen.found) return 0;
  return code !== 0 ? (options.has('s') && seen.found ? 0 : code) : Number(!seen.found);
}

async function below({ place, cwd }: AppletCall, names: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const name of names) {
    const path = inside(place.root, name, cwd);
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory() !== true) files.push(name);
    else
      for (const entry of (await readdir(path)).sort())
        files.push(...(await below({ place, cwd } as AppletCall, [posix.join(name, entry)])));
    if (files.length > 100_000) return files;
  }
  return files;
}
