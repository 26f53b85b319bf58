import { readdir, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { openInput } from '../files.ts';
import { inside } from '../rootfs.ts';
import { type AppletCall, refuse } from './applet.ts';
import { type Options, readOptions } from './getopt.ts';
import { contentOf, reasonOf, write } from './inputs.ts';

/** Lines of one file times lines of the other: more are not compared. */
const mostCells = 16 * 1024 * 1024;

/** A line of both files, of the first alone, or of the second alone. */
interface Line {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** The longest common subsequence of two lists of lines, with what is around it. */
function compareLines(a: readonly string[], b: readonly string[], same: (a: string, b: string) => boolean): Line[] {
  let start = 0;
  while (start < a.length && start < b.length && same(a[start] ?? '', b[start] ?? '')) start++;
  let end = 0;
  while (
    end < a.length - start &&
    end < b.length - start &&
    same(a[a.length - 1 - end] ?? '', b[b.length - 1 - end] ?? '')
  )
    end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i * width + j] = same(left[i] ?? '', right[j] ?? '')
        ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
        : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  const lines: Line[] = a.slice(0, start).map((text) => ({ mark: ' ', text }));
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [x = '', y = ''] = [left[i], right[j]];
    if (i < left.length && j < right.length && same(x, y)) {
      lines.push({ mark: ' ', text: x });
      i++;
      j++;
    } else if (
      i < left.length &&
      (j >= right.length || (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))
    ) {
      lines.push({ mark: '-', text: x });
      i++;
    } else {
      lines.push({ mark: '+', text: y });
      j++;
    }
  }
  // Of what was changed in one place, what went comes first.
  for (let at = start; at < lines.length; at++) {
    if (lines[at]?.mark === ' ') continue;
    let stop = at;
    while (stop < lines.length && lines[stop]?.mark !== ' ') stop++;
    const block = lines.slice(at, stop);
    lines.splice(
      at,
      block.length,
      ...block.filter(({ mark }) => mark === '-'),
      ...block.filter(({ mark }) => mark === '+'),
    );
    at = stop;
  }
  lines.push(...a.slice(a.length - end).map((text): Line => ({ mark: ' ', text })));
  return lines;
}

/** The hunks of a comparison, each with its `@@` line. */
function hunks(lines: readonly Line[], context: number): string {
  let text = '';
  const isChange = (line: Line | undefined): boolean => line !== undefined && line.mark !== ' ';
  for (let at = 0; at < lines.length; at++) {
    if (!isChange(lines[at])) continue;
    const from = Math.max(0, at - context);
    let last = at;
    for (let next = at; next < lines.length && next <= last + context * 2 + 1; next++)
      if (isChange(lines[next])) last = next;
    const to = Math.min(lines.length, last + context + 1);
    const before = lines.slice(0, from);
    const hunk = lines.slice(from, to);
    const range = (skipped: Line['mark']): string => {
      const count = hunk.filter(({ mark }) => mark !== skipped).length;
      const first = before.filter(({ mark }) => mark !== skipped).length + (count > 0 ? 1 : 0);
      return count === 1 ? String(first) : `${first},${count}`;
    };
    text += `@@ -${range('+')} +${range('-')} @@\n${hunk.map(({ mark, text: line }) => `${mark}${line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`}`).join('')}`;
    at = to - 1;
  }
  return text;
}

async function linesIn(run: AppletCall, name: string, mayLack: boolean): Promise<readonly string[]> {
  if (name === '-') return split((await contentOf(run.io.stdin)).toString());
  const path = posix.resolve(run.cwd, name);
  if (mayLack && (await stat(inside(run.place.root, path)).catch(() => undefined)) === undefined) return [];
  const { input, close } = await openInput(run, path);
  return split((await contentOf(input).finally(close)).toString());
}

function split(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function normaliser(options: Options): (text: string) => string {
  return (text) => {
    let made = options.has('i') ? text.toLowerCase() : text;
    if (options.has('w')) made = made.replace(/\s+/g, '');
    else if (options.has('b')) made = made.replace(/[ \t]+/g, ' ').trimEnd();
    return made;
  };
}

/** Compares two files; 0 or 1. */
async function compareFiles(run: AppletCall, options: Options, left: string, right: string): Promise<number> {
  const [a, b] = [await linesIn(run, left, options.has('N')), await linesIn(run, right, options.has('N'))];
  if (a.length * b.length > mostCells) return refuse(run, 'diff');
  const normal = normaliser(options);
  const lines = compareLines(a, b, (x, y) => normal(x) === normal(y));
  const changed = lines.filter(({ mark }) => mark !== ' ');
  const isSame = changed.length === 0 || (options.has('B') && changed.every(({ text }) => text === '\n'));
  if (isSame) {
    if (options.has('s') && left !== right) await write(run, `Files ${left} and ${right} are identical\n`);
    return 0;
  }
  const [first = left, second = right] = options.values('L');
  if (options.has('q')) await write(run, `Files ${left} and ${right} differ\n`);
  else await write(run, `--- ${first}\n+++ ${second}\n${hunks(lines, Number(options.value('U') ?? 3))}`);
  return 1;
}

async function compareFolders(run: AppletCall, options: Options, left: string, right: string): Promise<number> {
  const list = async (name: string): Promise<readonly string[]> =>
    readdir(inside(run.place.root, name, run.cwd)).catch(() => []);
  const [a, b] = [await list(left), await list(right)];
  let code = 0;
  for (const name of [...new Set([...a, ...b])].sort()) {
    const only = !a.includes(name) ? right : !b.includes(name) ? left : undefined;
    if (only !== undefined && !options.has('N')) {
      await write(run, `Only in ${only}: ${name}\n`);
      code = 1;
      continue;
    }
    const [x, y] = [posix.join(left, name), posix.join(right, name)];
    const isFolder = await Promise.all(
      [x, y].map(async (each) =>
        (await stat(inside(run.place.root, each, run.cwd)).catch(() => undefined))?.isDirectory(),
      ),
    );
    if (isFolder[0] === true && isFolder[1] === true) {
      if (options.has('r')) code = Math.max(code, await compareFolders(run, options, x, y));
      else await write(run, `Common subdirectories: ${x} and ${y}\n`);
    } else code = Math.max(code, await compareFiles(run, options, x, y));
  }
  return code;
}

/** diff(1), whose output is always unified. */
export async function diff(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'abBdiL:NqrTstU:wu', absent: 'ST', wrong: 2, least: 2 });
  const [left = '', right = ''] = options.operands;
  try {
    const folders: boolean[] = [];
    for (const name of [left, right]) {
      if (name === '-') folders.push(false);
      else
        try {
          folders.push((await stat(inside(run.place.root, name, run.cwd))).isDirectory());
        } catch (error) {
          if (options.has('N')) folders.push(false);
          else {
            run.io.stderr(`diff: can't stat '${name}': ${reasonOf(error)}\n`);
            return 2;
          }
        }
    }
    if (folders[0] === true && folders[1] === true) return await compareFolders(run, options, left, right);
    const [a, b] = [
      folders[0] === true ? posix.join(left, posix.basename(right)) : left,
      folders[1] === true ? posix.join(right, posix.basename(left)) : right,
    ];
    return await compareFiles(run, options, a, b);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    run.io.stderr(`diff: ${right}: ${reasonOf(error)}\n`);
    return 2;
  }
}

/** cmp(1). */
export async function cmp(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'lsn:', wrong: 2, least: 1 });
  const [left = '', right = '-', ...skips] = options.operands;
  const contents: Buffer[] = [];
  for (const [index, name] of [left, right].entries()) {
    try {
      const { input, close } =
        name === '-'
          ? { input: run.io.stdin, close: () => Promise.resolve() }
          : await openInput(run, posix.resolve(run.cwd, name));
      const content = await contentOf(input).finally(close);
      contents.push(content.subarray(Number(skips[index] ?? 0), Number(options.value('n') ?? Infinity)));
    } catch (error) {
      if (!options.has('s')) run.io.stderr(`cmp: ${name}: ${reasonOf(error)}\n`);
      return 2;
    }
  }
  const [a = Buffer.alloc(0), b = Buffer.alloc(0)] = contents;
  const size = Math.min(a.length, b.length);
  let [line, code] = [1, 0];
  const digits = String(Math.max(a.length, b.length)).length;
  for (let at = 0; at < size; at++) {
    if (a[at] !== b[at]) {
      code = 1;
      if (options.has('s')) return 1;
      if (!options.has('l')) {
        await write(run, `${left} ${right} differ: char ${at + 1}, line ${line}\n`);
        return 1;
      }
      const octal = (byte = 0): string => byte.toString(8).padStart(3);
      await write(run, `${String(at + 1).padStart(digits > 1 ? digits - 1 : 1)} ${octal(a[at])} ${octal(b[at])}\n`);
    }
    if (a[at] === 10) line++;
  }
  if (a.length === b.length) return code;
  if (!options.has('s')) run.io.stderr(`cmp: EOF on ${a.length < b.length ? left : right}\n`);
  return 1;
}
