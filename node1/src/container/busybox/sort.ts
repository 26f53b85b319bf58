import { posix } from 'node:path';
import { openOutput } from '../files.ts';
import { type AppletCall } from './applet.ts';
import { readOptions } from './getopt.ts';
import { eachInput, linesOf, write } from './inputs.ts';

/** sort(1). */
export async function sort(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'nrubfigMk:t:o:sVcz', absent: 'dT', wrong: 2 });
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
  if (options.has('c')) {
    const wrong = lines.findIndex((line, index) => index > 0 && compare(lines[index - 1] ?? '', line) > 0);
    if (wrong > 0) run.io.stderr(`Check line ${wrong}\n`);
    return Number(wrong > 0);
  }
  const shown = options.has('u')
    ? sorted.filter((line, index) => index === 0 || compare(line, sorted[index - 1] ?? '') !== 0)
    : sorted;
  const text = shown.map((line) => `${line}\n`).join('');
  const file = options.value('o');
  if (file === undefined) await write(run, text);
  else {
    const { sink, close } = await openOutput(run, posix.resolve(run.cwd, file), false);
    sink(text);
    await close();
  }
  return 0;
}
