import { readFile } from 'node:fs/promises';
import { inside } from '../rootfs.ts';
import { type Applet, type AppletCall, takeFlags } from './applet.ts';
import { printf } from './printf.ts';

function echo({ args, io }: AppletCall): number {
  const withoutEnd = args[0] === '-n';
  io.stdout(`${args.slice(withoutEnd ? 1 : 0).join(' ')}${withoutEnd ? '' : '\n'}`);
  return 0;
}

function cat(run: AppletCall): Promise<number> {
  return eachInput(run, run.args, 'cat', (content) => {
    run.io.stdout(content);
  });
}

async function grep(run: AppletCall): Promise<number> {
  const { flags, rest } = takeFlags(run.args);
  const [pattern = '', ...names] = rest;
  const expression = toRegExp(pattern, flags.has('i') ? 'i' : '');
  if (expression === undefined) {
    run.io.stderr(`grep: bad regex '${pattern}'\n`);
    return 2;
  }
  let count = 0;
  const code = await eachInput(run, names, 'grep', (content, name) => {
    const lines = content.toString().replace(/\n$/, '').split('\n');
    const kept = content.length === 0 ? [] : lines.filter((line) => expression.test(line) !== flags.has('v'));
    count += kept.length;
    const prefix = names.length > 1 ? `${name}:` : '';
    if (flags.has('q')) return;
    run.io.stdout(flags.has('c') ? `${prefix}${kept.length}\n` : kept.map((line) => `${prefix}${line}\n`).join(''));
  });
  return code === 0 ? Number(count === 0) : 2;
}

function toRegExp(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
}

function head(run: AppletCall): Promise<number> {
  return lines(run, 'head', (all, count) => all.slice(0, count));
}
function tail(run: AppletCall): Promise<number> {
  return lines(run, 'tail', (all, count) => (count === 0 ? [] : all.slice(-count)));
}

function wc(run: AppletCall): Promise<number> {
  const { flags, rest } = takeFlags(run.args);
  return eachInput(run, rest, 'wc', (content, name) => {
    const text = content.toString();
    const counts = [
      ...(flags.size === 0 || flags.has('l') ? [text.split('\n').length - 1] : []),
      ...(flags.size === 0 || flags.has('w') ? [text.split(/\s+/).filter(Boolean).length] : []),
      ...(flags.size === 0 || flags.has('c') ? [content.length] : []),
    ];
    const shown = counts.length > 1 ? counts.map((count) => String(count).padStart(9)).join(' ') : String(counts[0]);
    run.io.stdout(`${shown}${name === undefined ? '' : ` ${name}`}\n`);
  });
}

function seq({ args, io, signal }: AppletCall): number {
  const [first = 1, last = 1] = args.length > 1 ? args.map(Number) : [1, Number(args[0])];
  for (let number = first; number <= last && !signal.aborted; number++) io.stdout(`${number}\n`);
  return 0;
}

/** Programs that read text and write text. */
export const textApplets: readonly (readonly [string, Applet])[] = [
  ['echo', echo],
  ['printf', printf],
  ['cat', cat],
  ['grep', grep],
  ['head', head],
  ['tail', tail],
  ['wc', wc],
  ['seq', seq],
];

async function lines(
  run: AppletCall,
  name: string,
  choose: (all: readonly string[], count: number) => readonly string[],
): Promise<number> {
  const args = [...run.args];
  const flag = args.findIndex((arg) => /^-n?\d*$/.test(arg) && arg !== '-');
  let count = 10;
  if (flag >= 0) {
    const [option = '', value = ''] = args.splice(flag, args[flag] === '-n' ? 2 : 1);
    count = Number(option.replace(/^-n?/, '') || value);
  }
  return eachInput(run, args, name, (content) => {
    const all = content.toString().split(/(?<=\n)/);
    run.io.stdout(choose(all, count).join(''));
  });
}

/** Calls `use` with the content of every file, or of standard input where none is named. */
async function eachInput(
  { place, io, cwd }: AppletCall,
  names: readonly string[],
  program: string,
  use: (content: Buffer, name: string | undefined) => void,
): Promise<number> {
  if (names.length === 0) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of io.stdin) chunks.push(chunk);
    use(Buffer.concat(chunks), undefined);
    return 0;
  }
  let code = 0;
  for (const name of names) {
    try {
      use(await readFile(inside(place.root, name, cwd)), name);
    } catch {
      io.stderr(`${program}: can't open '${name}': No such file or directory\n`);
      code = 1;
    }
  }
  return code;
}
