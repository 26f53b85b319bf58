import { posix } from 'node:path';
import { openOutput } from '../files.ts';
import { Input } from '../io.ts';
import { type Applet, type AppletCall } from './applet.ts';
import { echoText } from './echo.ts';
import { encodingApplets } from './encodings.ts';
import { readOptions, usageOf } from './getopt.ts';
import { head, tail } from './head-tail.ts';
import { eachInput, linesOf, reasonOf, write } from './inputs.ts';
import { printf } from './printf.ts';

async function cat(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'nbuAvte', absent: '' });
  const shows = ['A', 'v', 't', 'e'].some((letter) => options.has(letter));
  if (!options.has('n') && !options.has('b') && !shows) {
    return eachInput(run, options.operands, async (input) => {
      for await (const chunk of input) await write(run, chunk);
    });
  }
  let number = 0;
  const marks = options.has('A') || options.has('e');
  return eachInput(run, options.operands, async (input) => {
    for await (const line of linesOf(input)) {
      const isCounted = options.has('n') || (options.has('b') && line !== '\n');
      let text = shows ? visible(line) : line;
      if (options.has('A') || options.has('t')) text = text.replaceAll('\t', '^I');
      if (marks) text = text.replace(/\n$/, '$\n');
      await write(run, isCounted ? `${String(++number).padStart(6)}\t${text}` : text);
    }
  });
}

/** Control characters as `^X`, those above ASCII as `M-X`. */
function visible(line: string): string {
  let text = '';
  for (const byte of Buffer.from(line)) {
    const low = byte & 127;
    const shown = low < 32 ? `^${String.fromCharCode(low + 64)}` : low === 127 ? '^?' : String.fromCharCode(low);
    text += byte > 127 ? `M-${shown}` : byte === 9 || byte === 10 ? String.fromCharCode(byte) : shown;
  }
  return text;
}

/** An input that tells how many bytes are read. */
function counted(input: Input, tell: (size: number) => void): Input {
  return new Input(async (signal) => {
    const chunk = await input.for(signal).read();
    if (chunk !== undefined) tell(chunk.length);
    return chunk;
  }, new AbortController().signal);
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
    const text =
      picked.length === 1 && options.operands.length < 2
        ? String(picked[0])
        : picked.map((count) => String(count).padStart(9)).join(' ');
    run.io.stdout(`${text}${name === '-' ? '' : ` ${name}`}\n`);
  };
  const code = await eachInput(
    run,
    options.operands,
    async (input, name) => {
      const counts = [0, 0, 0, 0, 0];
      for await (const line of linesOf(counted(input, (size) => (counts[2] = (counts[2] ?? 0) + size)))) {
        counts[0] = (counts[0] ?? 0) + Number(line.endsWith('\n'));
        counts[1] = (counts[1] ?? 0) + line.split(/\s+/).filter((word) => word !== '').length;
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
  const options = readOptions(run, { known: 'ws:', inOrder: true });
  const words = options.operands;
  const between = options.value('s') ?? '\n';
  const numbers = words.map(Number);
  if (words.length === 0 || words.length > 3 || numbers.some(Number.isNaN)) {
    run.io.stderr(usageOf('seq'));
    return 1;
  }
  const [start = 1, last = 1] = words.length > 1 ? [numbers[0], numbers.at(-1)] : [1, numbers[0]];
  const step = words.length > 2 ? (numbers[1] ?? 1) : 1;
  const decimals = Math.max(...words.map((word) => /\.(\d+)/.exec(word)?.[1]?.length ?? 0));
  const width = options.has('w') ? Math.max(start.toFixed(decimals).length, last.toFixed(decimals).length) : 0;
  let text = '';
  for (let index = 0; ; index++) {
    const number = start + index * step;
    if (step >= 0 ? number > last + 1e-9 : number < last - 1e-9) break;
    text += `${index === 0 ? '' : between}${number.toFixed(decimals).padStart(width, '0')}`;
    if (step === 0 || text.length > 8192) {
      await write(run, text);
      text = '';
    }
  }
  if (step >= 0 ? start <= last : start >= last) await write(run, `${text}\n`);
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
  return eachInput(
    run,
    run.args,
    async (input) => {
      const lines: string[] = [];
      for await (const line of linesOf(input)) lines.push(line.endsWith('\n') ? line : `${line}\n`);
      await write(run, lines.reverse().join(''));
    },
    'plain',
  );
}

async function fold(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'bsw:' });
  const width = Number(options.value('w') ?? 80);
  return eachInput(
    run,
    options.operands,
    async (input) => {
      for await (const line of linesOf(input))
        await write(run, line.replace(new RegExp(`([^\\n]{${width}})(?=[^\\n])`, 'g'), '$1\n'));
    },
    'plain',
  );
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
  ...encodingApplets,
  ['rev', each((line) => Array.from(line).reverse().join(''))],
  ['nl', each((line, number) => `${String(number).padStart(6)}\t${line}`, 'b:')],
];
