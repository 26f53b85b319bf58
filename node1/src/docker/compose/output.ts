import type { Invocation } from '../../program.ts';

/** What docker-compose says, and where. */
export interface Output {
  /** Standard output: without a terminal it comes when much has come together, at `flush`, or at the end. */
  readonly print: (text: string) => Promise<void>;
  /** Standard output, at once. */
  readonly printNow: (text: string) => Promise<void>;
  readonly flush: () => Promise<void>;
  /** Its log, on standard error. */
  readonly info: (text: string) => Promise<void>;
  readonly warn: (text: string) => Promise<void>;
  readonly error: (text: string) => Promise<void>;
  /** Standard error as it is. */
  readonly raw: (text: string) => Promise<void>;
  /** Lines of what is done at the same time. */
  readonly parallel: ParallelLines;
  /** Whether logs have colours. */
  readonly hasColours: boolean;
}

/** One line for each thing that is done; on a terminal they are written over. */
interface ParallelLines {
  add(message: string, names: readonly string[]): Promise<void>;
  write(message: string, name: string, status: string, colour?: 'green' | 'red'): Promise<void>;
}

/** Characters that Python keeps of a standard output that is no terminal. */
const mostKept = 8_192;

const codes = { green: 32, red: 31 };

/** How much `--log-level` lets through. */
export type Level = (typeof levels)[number];

const levels = ['INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const;

/** Where a call of docker-compose writes. `ansi`: what `--ansi` says. */
export function createOutput(
  { stdout, stderr, env }: Invocation,
  ansi: 'never' | 'always' | 'auto',
  least: Level,
): Output {
  const isAnsi = ansi === 'always' || (ansi === 'auto' && env['CLICOLOR'] !== '0' && stderr.isTTY);
  let written = Promise.resolve();
  // In the order in which they are said, also by things that are done at the same time.
  const queue = (write: (text: string) => Promise<void>) => (text: string) =>
    (written = written.then(() => write(text)));
  const raw = queue((text) => stderr.write(text));
  const level = (name: string, code: number) => (isAnsi ? `\x1b[${code}m${name}\x1b[0m: ` : '');
  const say = (own: Level, text: string) =>
    levels.indexOf(own) < levels.indexOf(least) ? Promise.resolve() : raw(text);
  let kept = '';
  const write = queue((text) => stdout.write(text));
  const flush = () => {
    const text = kept;
    kept = '';
    return text === '' ? written : write(text);
  };
  const print = (text: string) => {
    kept += text;
    return stdout.isTTY || kept.length > mostKept ? flush() : Promise.resolve();
  };
  return {
    print,
    printNow(text) {
      kept += text;
      return flush();
    },
    flush,
    info: (text) => say('INFO', `${text}\n`),
    warn: (text) => say('WARNING', `${level('WARNING', 33)}${text}\n`),
    error: (text) => say('ERROR', `${level('ERROR', 31)}${text}\n`),
    raw,
    parallel: createParallelLines(raw, isAnsi),
    hasColours: ansi !== 'never',
  };
}

function createParallelLines(write: (text: string) => Promise<void>, isAnsi: boolean): ParallelLines {
  const lines: string[] = [];
  let width = 0;
  const plain = (message: string, name: string, status: string) =>
    write(`${`${message} ${name}`.padEnd(width)} ... ${status}\r\n`);
  return {
    async add(message, names) {
      for (const name of names) {
        lines.push(message + name);
        width = Math.max(width, message.length + 1 + name.length);
      }
      for (const name of names) await plain(message, name, '');
    },
    write(message, name, status, colour) {
      if (!isAnsi) return plain(message, name, status);
      const up = lines.length - lines.indexOf(message + name);
      const shown = colour === undefined ? status : `\x1b[${codes[colour]}m${status}\x1b[0m`;
      return write(`\x1b[${up}A\x1b[2K\r${`${message} ${name}`.padEnd(width)} ... ${shown}\r\x1b[${up}B`);
    },
  };
}
