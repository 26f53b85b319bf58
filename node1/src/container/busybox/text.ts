import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openInput, openOutput } from '../files.ts';
import { inside } from '../rootfs.ts';
import { type Applet, type AppletCall, refuse } from './applet.ts';
import { echoText } from './echo.ts';
import { readOptions } from './getopt.ts';
import { contentOf, eachInput, linesOf, reasonOf, write } from './inputs.ts';
import { printf } from './printf.ts';

async function cat(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'nbuAvte', absent: '' });
  if (!options.has('n') && !options.has('b') && !/[Avte]/.test(run.args.join(''))) {
    return eachInput(run, options.operands, async (input) => {
      for await (const chunk of input) await write(run, chunk);
    });
  }
  let number = 0;
  const marks = options.has('A') || options.has('e');
  return eachInput(run, options.operands, async (input) => {
    for await (const line of linesOf(input)) {
      const isCounted = options.has('n') || (options.has('b') && line !== '\n');
      let text = line;
      if (options.has('A') || options.has('t')) text = text.replaceAll('\t', '^I');
      if (marks) text = text.replace(/\n$/, '$\n');
      if (/[Ave]/.test(run.args.join(''))) text = text.replaceAll('\r', '^M');
      await write(run, isCounted ? `${String(++number).padStart(6)}\t${text}` : text);
    }
  });
}

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
  return /^-\d+$/.test(first) ? { ...run, args: ['-n', first.slice(1), ...rest] } : run;
}

async function head(call: AppletCall): Promise<number> {
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

async function tail(call: AppletCall): Promise<number> {
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

async function wc(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'clwLm' });
  const letters = ['l', 'w', 'c', 'm', 'L'].filter((letter) => options.has(letter));
  const shown = letters.length === 0 ? ['l', 'w', 'c'] : letters;
  const totals = [0, 0, 0, 0, 0];
  const print = (counts: readonly number[], name: string): void => {
    const picked = ['l', 'w', 'c', 'm', 'L'].flatMap((letter, index) =>
      shown.includes(letter) ? [counts[index] ?? 0] : [],
    );
    const text = picked.length === 1 ? String(picked[0]) : picked.map((count) => String(count).padStart(9)).join(' ');
    run.io.stdout(`${text}${name === '-' ? '' : ` ${name}`}\n`);
  };
  const code = await eachInput(
    run,
    options.operands,
    async (input, name) => {
      const counts = [0, 0, 0, 0, 0];
      for await (const line of linesOf(input)) {
        counts[0] = (counts[0] ?? 0) + Number(line.endsWith('\n'));
        counts[1] = (counts[1] ?? 0) + line.split(/\s+/).filter((word) => word !== '').length;
        counts[2] = (counts[2] ?? 0) + Buffer.byteLength(line);
        counts[3] = (counts[3] ?? 0) + line.length;
        counts[4] = Math.max(counts[4] ?? 0, line.replace(/\n$/, '').length);
      }
      counts.forEach((count, index) => (totals[index] = (totals[index] ?? 0) + count));
      print(counts, name);
    },
    'plain',
  );
  if (options.operands.length > 1) print(totals, 'total');
  return code;
}

async function seq(run: AppletCall): Promise<number> {
  const words = run.args.filter((arg) => !/^-[ws]/.test(arg));
  const wide = run.args.includes('-w');
  const at = run.args.findIndex((arg) => arg.startsWith('-s'));
  const between = at < 0 ? '\n' : run.args[at] === '-s' ? (words.shift() ?? '\n') : (run.args[at] ?? '').slice(2);
  const numbers = words.map(Number);
  const [first = 1, last = 1] = words.length > 1 ? [numbers[0], numbers.at(-1)] : [1, numbers[0]];
  const step = words.length > 2 ? (numbers[1] ?? 1) : 1;
  const wrong = words.find((word) => Number.isNaN(Number(word)));
  if (words.length === 0 || wrong !== undefined) {
    run.io.stderr(`seq: invalid number '${wrong ?? ''}'\n`);
    return 1;
  }
  const decimals = Math.max(...words.map((word) => /\.(\d+)/.exec(word)?.[1]?.length ?? 0));
  const width = wide ? Math.max(first.toFixed(decimals).length, last.toFixed(decimals).length) : 0;
  let text = '';
  for (let index = 0; ; index++) {
    const number = first + index * step;
    if (step >= 0 ? number > last + 1e-9 : number < last - 1e-9) break;
    text += `${index === 0 ? '' : between}${number.toFixed(decimals).padStart(width, '0')}`;
    if (step === 0 || text.length > 8192) {
      await write(run, text);
      text = '';
    }
  }
  if (first <= last || step < 0) await write(run, `${text}\n`);
  return 0;
}

async function yes(run: AppletCall): Promise<number> {
  const line = `${run.args.length === 0 ? 'y' : run.args.join(' ')}\n`;
  const piece = line.repeat(Math.max(1, Math.floor(8192 / line.length)));
  for (;;) await write(run, piece);
}

async function tee(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'ai' });
  const files: { name: string; sink: (data: Uint8Array) => void; close: () => Promise<void> }[] = [];
  let code = 0;
  for (const name of options.operands) {
    try {
      files.push({ name, ...(await openOutput(run, posix.resolve(run.cwd, name), options.has('a'))) });
    } catch (error) {
      run.io.stderr(`tee: ${name}: ${reasonOf(error)}\n`);
      code = 1;
    }
  }
  for await (const chunk of run.io.stdin) {
    for (const { sink } of files) sink(chunk);
    await write(run, chunk);
  }
  for (const { close } of files) await close();
  return code;
}

function sums(algorithm: string): Applet {
  return async (run) => {
    const options = readOptions(run, { known: 'c', absent: 'sw' });
    if (options.has('c')) return refuse(run, `${run.name} -c`);
    return eachInput(run, options.operands, async (input, name) => {
      const hash = createHash(algorithm);
      for await (const chunk of input) hash.update(chunk);
      run.io.stdout(`${hash.digest('hex')}  ${name}\n`);
    });
  };
}

async function base64(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'dw:', long: { decode: 'd', 'wrap=': 'w' } });
  const width = Number(options.value('w') ?? 76);
  return eachInput(
    run,
    options.operands,
    async (input) => {
      const content = await contentOf(input);
      if (options.has('d')) await write(run, Buffer.from(content.toString('latin1'), 'base64'));
      else {
        const text = content.toString('base64');
        const lines = width === 0 ? [text] : (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []);
        await write(run, `${lines.join('\n')}${width === 0 ? '' : '\n'}`);
      }
    },
    'plain',
  );
}

/** A program that makes a line of each line. */
function each(change: (line: string, number: number, run: AppletCall) => string, known = ''): Applet {
  return async (run) => {
    const options = readOptions(run, { known });
    let number = 0;
    return eachInput(
      run,
      options.operands,
      async (input) => {
        for await (const line of linesOf(input))
          await write(run, `${change(line.replace(/\n$/, ''), ++number, run)}\n`);
      },
      'plain',
    );
  };
}

async function tac(run: AppletCall): Promise<number> {
  return eachInput(run, run.args, async (input) => {
    const lines: string[] = [];
    for await (const line of linesOf(input)) lines.push(line.endsWith('\n') ? line : `${line}\n`);
    await write(run, lines.reverse().join(''));
  });
}

async function fold(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'bsw:' });
  const width = Number(options.value('w') ?? 80);
  return eachInput(run, options.operands, async (input) => {
    for await (const line of linesOf(input))
      await write(run, line.replace(new RegExp(`([^\\n]{${width}})(?=[^\\n])`, 'g'), '$1\n'));
  });
}

async function hexdump(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'C', absent: 'bcdoxvnefs' });
  if (!options.has('C')) return refuse(run, 'hexdump without -C');
  return eachInput(run, options.operands, async (input) => {
    const content = await contentOf(input);
    for (let at = 0; at < content.length; at += 16) {
      const piece = content.subarray(at, at + 16);
      const hex = [...piece].map((byte) => byte.toString(16).padStart(2, '0'));
      const text = [...piece].map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
      await write(
        run,
        `${at.toString(16).padStart(8, '0')}  ${hex.slice(0, 8).join(' ').padEnd(23)}  ${hex.slice(8).join(' ').padEnd(23)}  |${text}|\n`,
      );
    }
    await write(run, `${content.length.toString(16).padStart(8, '0')}\n`);
  });
}

function echo({ args, io }: AppletCall): number {
  io.stdout(echoText(args));
  return 0;
}

/** Programs that read text and write text. */
export const textApplets: readonly (readonly [string, Applet])[] = [
  ['echo', echo],
  ['printf', printf],
  ['cat', cat],
  ['head', head],
  ['tail', tail],
  ['wc', wc],
  ['seq', seq],
  ['yes', yes],
  ['tee', tee],
  ['tac', tac],
  ['fold', fold],
  ['hexdump', hexdump],
  ['base64', base64],
  ...['md5', 'sha1', 'sha256', 'sha512'].map((name): readonly [string, Applet] => [`${name}sum`, sums(name)]),
  ['rev', each((line) => Array.from(line).reverse().join(''))],
  ['nl', each((line, number) => `${String(number).padStart(6)}\t${line}`, 'b:')],
];
