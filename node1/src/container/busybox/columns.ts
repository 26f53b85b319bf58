import { randomInt } from 'node:crypto';
import { posix } from 'node:path';
import { openInput } from '../files.ts';
import { type Applet, type AppletCall } from './applet.ts';
import { readOptions, usageOf } from './getopt.ts';
import { contentOf, eachInput, linesOf, reasonOf, write } from './inputs.ts';

/** paste(1). */
async function paste(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'd:s' });
  const marks = (options.value('d') ?? '\t').replaceAll('\\t', '\t').replaceAll('\\n', '\n').replaceAll('\\0', '');
  const mark = (index: number): string => (marks === '' ? '' : (marks[index % marks.length] ?? ''));
  const names = options.operands.length === 0 ? ['-'] : options.operands;
  const sources: AsyncGenerator<string>[] = [];
  const closers: (() => Promise<void>)[] = [];
  const input = linesOf(run.io.stdin);
  try {
    for (const name of names) {
      if (name === '-') sources.push(input);
      else {
        const file = await openInput(run, posix.resolve(run.cwd, name));
        closers.push(file.close);
        sources.push(linesOf(file.input));
      }
    }
    const line = (text: string): string => text.replace(/\n$/, '');
    if (options.has('s')) {
      for (const source of sources) {
        let [text, index] = ['', -1];
        for await (const each of source) text += `${index++ < 0 ? '' : mark(index - 1)}${line(each)}`;
        await write(run, `${text}\n`);
      }
      return 0;
    }
    for (;;) {
      // A file that has ended leaves no empty column.
      const row: string[] = [];
      for (const source of sources) {
        const next = await source.next();
        if (next.done !== true) row.push(line(next.value));
      }
      if (row.length === 0) return 0;
      await write(run, `${row.map((cell, index) => `${index === 0 ? '' : mark(index - 1)}${cell}`).join('')}\n`);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    run.io.stderr(`paste: ${names.find((name) => name !== '-') ?? ''}: ${reasonOf(error)}\n`);
    return 1;
  } finally {
    for (const close of closers) await close();
  }
}

async function expand(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'it:', long: { initial: 'i', 'tabs=': 't' } });
  const width = Math.max(1, Number(options.value('t') ?? 8));
  return eachInput(run, options.operands, async (input) => {
    for await (const line of linesOf(input)) {
      let [text, column, isStart] = ['', 0, true];
      for (const char of line) {
        if (char !== '\t' && char !== ' ') isStart = false;
        const made = char === '\t' && (isStart || !options.has('i')) ? ' '.repeat(width - (column % width)) : char;
        text += made;
        column += made.length;
      }
      await write(run, text);
    }
  });
}

async function unexpand(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'aft:', long: { 'first-only': 'f', all: 'a', 'tabs=': 't' } });
  const width = Math.max(1, Number(options.value('t') ?? 8));
  return eachInput(run, options.operands, async (input) => {
    for await (const line of linesOf(input)) {
      const blanks = /^[ \t]*/.exec(line)?.[0] ?? '';
      let column = 0;
      for (const char of blanks) column += char === '\t' ? width - (column % width) : 1;
      await write(
        run,
        `${'\t'.repeat(Math.floor(column / width))}${' '.repeat(column % width)}${line.slice(blanks.length)}`,
      );
    }
  });
}

async function shuf(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'ei:n:zo:' });
  const items: string[] = [];
  const range = /^(\d+)-(\d+)$/.exec(options.value('i') ?? '');
  if (options.has('i')) {
    if (range === null) {
      run.io.stderr(`shuf: bad range '${options.value('i') ?? ''}'\n`);
      return 1;
    }
    for (let number = Number(range[1]); number <= Number(range[2]) && items.length < 1_000_000; number++)
      items.push(String(number));
  } else if (options.has('e')) items.push(...options.operands);
  else {
    const code = await eachInput(
      run,
      options.operands.slice(0, 1),
      async (input) => {
        for await (const line of linesOf(input)) items.push(line.replace(/\n$/, ''));
      },
      'plain',
    );
    if (code !== 0) return code;
  }
  for (let at = items.length - 1; at > 0; at--) {
    const other = randomInt(at + 1);
    const [a = '', b = ''] = [items[at], items[other]];
    [items[at], items[other]] = [b, a];
  }
  const end = options.has('z') ? '\0' : '\n';
  for (const item of items.slice(0, Number(options.value('n') ?? Infinity))) await write(run, `${item}${end}`);
  return 0;
}

async function strings(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'fon:t:' });
  const least = Number(options.value('n') ?? 4);
  return eachInput(run, options.operands, async (input, name) => {
    const text = (await contentOf(input)).toString('latin1');
    for (const found of text.matchAll(new RegExp(`[\\t -~]{${least},}`, 'g')))
      await write(
        run,
        `${options.has('f') ? `${name}: ` : ''}${options.has('o') ? `${found.index.toString(8).padStart(7)} ` : ''}${found[0]}\n`,
      );
  });
}

async function factor(run: AppletCall): Promise<number> {
  for (const word of run.args) {
    if (!/^\d{1,15}$/.test(word)) {
      run.io.stderr(`factor: invalid number '${word}'\n`);
      return 1;
    }
    const found: number[] = [];
    let left = Number(word);
    for (let by = 2; by * by <= left; by++) {
      while (left % by === 0) {
        found.push(by);
        left /= by;
      }
      if (by % 10_000 === 0) await run.place.processes.breathe();
    }
    if (left > 1) found.push(left);
    await write(run, `${Number(word)}: ${found.join(' ')}\n`.replace(/: \n$/, ':\n'));
  }
  if (run.args.length === 0) run.io.stderr(usageOf('factor'));
  return Number(run.args.length === 0);
}

/** Programs that put lines and columns in other places. */
export const columnApplets: readonly (readonly [string, Applet])[] = [
  ['paste', paste],
  ['expand', expand],
  ['unexpand', unexpand],
  ['shuf', shuf],
  ['strings', strings],
  ['factor', factor],
];
