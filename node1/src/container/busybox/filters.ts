import { readdir, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { inside } from '../rootfs.ts';
import { type Applet, type AppletCall } from './applet.ts';
import { readOptions, usageOf } from './getopt.ts';
import { eachInput, linesOf, write } from './inputs.ts';
import { regular } from './regular.ts';

async function grep(run: AppletCall): Promise<number> {
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

/** `1,3-5,7-` as what tells whether a number is in it; undefined where it is no such list. */
function listOf(text: string): ((number: number) => boolean) | undefined {
  const ranges = text.split(',').map((part) => /^(\d*)(-?)(\d*)$/.exec(part));
  if (ranges.some((range) => range === null || range[0] === '' || range[0] === '-')) return undefined;
  const bounds = ranges.map((range): readonly [number, number] => {
    const [, from = '', dash = '', to = ''] = range ?? [];
    return [Number(from || 1), dash === '' ? Number(from) : Number(to || Infinity)];
  });
  return (number) => bounds.some(([from, to]) => number >= from && number <= to);
}

async function cut(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'b:c:d:f:sn', absent: 'ODF' });
  const text = options.value('f') ?? options.value('c') ?? options.value('b');
  if (text === undefined) {
    run.io.stderr('cut: expected a list of bytes, characters, or fields\n');
    return 1;
  }
  const isIn = listOf(text);
  if (isIn === undefined) {
    run.io.stderr(`cut: invalid range ${text}\n`);
    return 1;
  }
  const separator = options.value('d') ?? '\t';
  return eachInput(
    run,
    options.operands,
    async (input) => {
      for await (const whole of linesOf(input)) {
        const line = whole.replace(/\n$/, '');
        if (!options.has('f')) {
          await write(
            run,
            `${Array.from(line)
              .filter((_, index) => isIn(index + 1))
              .join('')}\n`,
          );
          continue;
        }
        const fields = line.split(separator);
        if (fields.length === 1) {
          if (!options.has('s')) await write(run, `${line}\n`);
        } else await write(run, `${fields.filter((_, index) => isIn(index + 1)).join(separator)}\n`);
      }
    },
    'plain',
  );
}

async function sort(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'nrubfigMk:t:o:shVcz', absent: 'dT', wrong: 2 });
  const lines: string[] = [];
  const code = await eachInput(
    run,
    options.operands,
    async (input) => {
      for await (const line of linesOf(input)) lines.push(line.replace(/\n$/, ''));
    },
    'plain',
    2,
  );
  if (code !== 0) return code;
  const separator = options.value('t');
  const keys = options
    .values('k')
    .map((text) => /^(\d+)(?:\.\d+)?([a-zA-Z]*)(?:,(\d+)(?:\.\d+)?([a-zA-Z]*))?$/.exec(text));
  const keyOf = (line: string, key: RegExpExecArray | null): string => {
    if (key === null) return line;
    const fields = separator === undefined ? (line.match(/\s*\S+/g) ?? []) : line.split(separator);
    return fields.slice(Number(key[1]) - 1, key[3] === undefined ? undefined : Number(key[3])).join(separator ?? '');
  };
  const numberOf = (text: string, flags: string): number => {
    const [, digits = '', unit = ''] = /^\s*(-?[\d.]+)([KMGTP]?)/i.exec(text) ?? [];
    return (
      (Number.parseFloat(digits) || 0) * (flags.includes('h') ? 1024 ** ' KMGTP'.indexOf(unit.toUpperCase() || ' ') : 1)
    );
  };
  const compareBy = (a: string, b: string, flags: string): number => {
    if (/[nhg]/.test(flags)) return numberOf(a, flags) - numberOf(b, flags);
    if (flags.includes('V')) return a.localeCompare(b, 'en', { numeric: true });
    const [left, right] = flags.includes('f') ? [a.toUpperCase(), b.toUpperCase()] : [a, b];
    const [x, y] = flags.includes('b') ? [left.trimStart(), right.trimStart()] : [left, right];
    return x < y ? -1 : Number(x > y);
  };
  const flagsOf = (key: RegExpExecArray | null): string => {
    const own = `${key?.[2] ?? ''}${key?.[4] ?? ''}`;
    return own === '' ? ['n', 'h', 'g', 'V', 'f', 'b', 'r'].filter((letter) => options.has(letter)).join('') : own;
  };
  const compare = (a: string, b: string): number => {
    for (const key of keys.length === 0 ? [null] : keys) {
      const flags = flagsOf(key);
      const order = compareBy(keyOf(a, key), keyOf(b, key), flags);
      if (order !== 0) return flags.includes('r') ? -order : order;
    }
    return 0;
  };
  const sorted = [...lines].sort(
    (a, b) =>
      compare(a, b) ||
      (options.has('u') || options.has('s') ? 0 : (a < b ? -1 : Number(a > b)) * (options.has('r') ? -1 : 1)),
  );
  if (options.has('c')) return Number(sorted.some((line, index) => line !== lines[index]));
  const shown = options.has('u')
    ? sorted.filter((line, index) => index === 0 || compare(line, sorted[index - 1] ?? '') !== 0)
    : sorted;
  const text = shown.map((line) => `${line}\n`).join('');
  const file = options.value('o');
  if (file === undefined) await write(run, text);
  else {
    const { openOutput } = await import('../files.ts');
    const { sink, close } = await openOutput(run, posix.resolve(run.cwd, file), false);
    sink(text);
    await close();
  }
  return 0;
}

async function uniq(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'cdui', absent: 'fsw' });
  let [last, count]: [string | undefined, number] = [undefined, 0];
  const same = (a: string, b: string): boolean => (options.has('i') ? a.toLowerCase() === b.toLowerCase() : a === b);
  const give = async (): Promise<void> => {
    if (last === undefined || (options.has('d') && count < 2) || (options.has('u') && count > 1)) return;
    await write(run, `${options.has('c') ? `${String(count).padStart(7)} ` : ''}${last}\n`);
  };
  const code = await eachInput(run, options.operands.slice(0, 1), async (input) => {
    for await (const text of linesOf(input)) {
      const line = text.replace(/\n$/, '');
      if (last !== undefined && same(last, line)) count++;
      else {
        await give();
        [last, count] = [line, 1];
      }
    }
  });
  await give();
  return code;
}

/** `a-z`, `[:digit:]`, `\n` as the characters they stand for. */
function setOf(text: string): readonly string[] {
  const classes: Readonly<Record<string, readonly [number, number][]>> = {
    digit: [[48, 57]],
    lower: [[97, 122]],
    upper: [[65, 90]],
    alpha: [
      [65, 90],
      [97, 122],
    ],
    alnum: [
      [48, 57],
      [65, 90],
      [97, 122],
    ],
    space: [
      [9, 13],
      [32, 32],
    ],
    blank: [
      [9, 9],
      [32, 32],
    ],
    punct: [
      [33, 47],
      [58, 64],
      [91, 96],
      [123, 126],
    ],
    cntrl: [
      [0, 31],
      [127, 127],
    ],
    xdigit: [
      [48, 57],
      [65, 70],
      [97, 102],
    ],
  };
  const escapes: Readonly<Record<string, string>> = {
    n: '\n',
    t: '\t',
    r: '\r',
    '\\': '\\',
    a: '\x07',
    b: '\b',
    f: '\f',
    v: '\v',
  };
  const chars: string[] = [];
  const tokens = text.match(/\[:\w+:\]|\\[0-7]{1,3}|\\.|[^]/gu) ?? [];
  const range = (from: number, to: number): void => {
    for (let code = from; code <= to; code++) chars.push(String.fromCodePoint(code));
  };
  const plain = (token: string): string => {
    if (!token.startsWith('\\') || token.length === 1) return token;
    return /^\\[0-7]/.test(token)
      ? String.fromCharCode(Number.parseInt(token.slice(1), 8))
      : (escapes[token.slice(1)] ?? token.slice(1));
  };
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] ?? '';
    const named = /^\[:(\w+):\]$/.exec(token)?.[1];
    if (named !== undefined) for (const [from, to] of classes[named] ?? []) range(from, to);
    else if (tokens[index + 1] === '-' && tokens[index + 2] !== undefined) {
      range(plain(token).codePointAt(0) ?? 0, plain(tokens[index + 2] ?? '').codePointAt(0) ?? 0);
      index += 2;
    } else chars.push(plain(token));
  }
  return chars;
}

async function tr(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'cdsC', inOrder: true, least: 1 });
  const [from = '', to] = options.operands;
  const complement = options.has('c') || options.has('C');
  const first = setOf(from);
  const second = to === undefined ? [] : setOf(to);
  const inFirst = new Set(first);
  const isIn = (char: string): boolean => inFirst.has(char) !== complement;
  const squeezed = new Set(to === undefined ? first : second);
  const map = new Map(first.map((char, index) => [char, second[Math.min(index, second.length - 1)] ?? '']));
  let last = '';
  for await (const chunk of run.io.stdin) {
    let text = '';
    for (const char of Buffer.from(chunk).toString()) {
      let out = char;
      if (options.has('d')) {
        if (isIn(char)) continue;
      } else if (to !== undefined && isIn(char)) out = complement ? (second.at(-1) ?? '') : (map.get(char) ?? char);
      const squeezes = options.has('s') && out === last && (to === undefined ? isIn(out) : squeezed.has(out));
      if (!squeezes) text += out;
      last = out;
    }
    await write(run, text);
  }
  return 0;
}

/** Programs that choose and change lines. */
export const filterApplets: readonly (readonly [string, Applet])[] = [
  ['grep', grep],
  ['egrep', grep],
  ['fgrep', grep],
  ['cut', cut],
  ['sort', sort],
  ['uniq', uniq],
  ['tr', tr],
];
