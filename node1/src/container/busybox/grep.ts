import { readdir, readFile, stat } from 'node:fs/promises';
import { inside } from '../rootfs.ts';
import { type AppletCall } from './applet.ts';
import { readOptions, usageOf } from './getopt.ts';
import { eachInput, linesOf, write } from './inputs.ts';
import { regular } from './regular.ts';

/** grep(1), egrep(1) and fgrep(1). */
export async function grep(run: AppletCall): Promise<number> {
  const options = readOptions(run, {
    known: 'HhnlLoqvsrRiwFEcxm:A:B:C:e:f:',
    absent: 'z',
    long: { color: 'Z', 'color=': 'Y', 'max-count=': 'm' },
    wrong: 2,
  });
  let { operands } = options;
  const given = [...options.values('e')];
  for (const file of options.values('f')) {
    const text = await readFile(inside(run.place.root, file, run.cwd), 'utf8').catch(() => undefined);
    if (text === undefined) {
      run.io.stderr(`grep: ${file}: No such file or directory\n`);
      return 2;
    }
    given.push(...text.replace(/\n$/, '').split('\n'));
  }
  const patterns = given.length > 0 || options.has('f') ? given : operands.slice(0, 1);
  if (patterns.length === 0 && !options.has('f')) {
    run.io.stderr(usageOf('grep'));
    return 2;
  }
  if (given.length === 0 && !options.has('f')) operands = operands.slice(1);
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
    if (!options.has('F') && patterns.some((pattern) => /(?:^|[^\\])(?:\\\\)*\[(?:\^?\])?[^\]]*$/.test(pattern)))
      throw new SyntaxError();
    expression = new RegExp(
      sources.length === 0 ? '(?!)' : sources.map(whole).join('|'),
      options.has('i') ? 'gi' : 'g',
    );
  } catch {
    const [pattern = ''] = patterns;
    const reason = /\[[^\]]*$/.test(pattern)
      ? ''
      : `: ${pattern.endsWith('(') || pattern.includes('\\(') ? 'Unmatched ( or \\(' : 'Invalid preceding regular expression'}`;
    run.io.stderr(`grep: bad regex '${pattern}'${reason}\n`);
    return 2;
  }
  const recursive = options.has('r') || options.has('R');
  const names = recursive ? await below(run, operands) : operands;
  const shows = (names.length > 1 || recursive || options.has('H')) && !options.has('h');
  const context = Number(options.value('C') ?? 0);
  const [before, after] = [Number(options.value('B') ?? context), Number(options.value('A') ?? context)];
  const most = Number(options.value('m') ?? Infinity);
  const seen = { found: false };
  const quiet = options.has('q');
  const silent: AppletCall = options.has('s') ? { ...run, io: { ...run.io, stderr: () => undefined } } : run;
  // busybox reads nothing of a folder, and says nothing.
  const readable: string[] = [];
  for (const name of names)
    if ((await stat(inside(run.place.root, name, run.cwd)).catch(() => undefined))?.isDirectory() !== true)
      readable.push(name);
  if (readable.length === 0 && names.length > 0) return 1;
  const code = await eachInput(
    silent,
    readable,
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
          // The test has moved on what is shared.
          expression.lastIndex = 0;
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
        files.push(...(await below({ place, cwd } as AppletCall, [`${name.replace(/\/$/, '')}/${entry}`])));
    if (files.length > 100_000) return files;
  }
  return files;
}
