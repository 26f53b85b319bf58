import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Message } from '../messages/codes.ts';
import { message, word } from '../messages/message.ts';
import type { Invocation } from '../program.ts';

/** What jq-web gives: jq itself, compiled to WebAssembly. */
interface Jq {
  /** Throws an error with `exitCode` and `stderr` when jq's exit code is not 0. */
  readonly raw: (input: string, filter: string, flags: string[]) => string | undefined;
}

interface JqCall {
  readonly filter: string;
  readonly files: readonly string[];
  readonly flags: readonly string[];
  /** `-e`: the last value tells the exit code. */
  readonly judges: boolean;
}

/** Flags with a name and a value, or with a number, after them. */
const takes: Readonly<Record<string, number>> = { '--arg': 2, '--argjson': 2, '--indent': 1 };
/** They name files, which the WebAssembly does not see, or arguments after the filter. */
const refusedFlags = new Set(['--slurpfile', '--rawfile', '--args', '--jsonargs', '-L', '--stream', '--seq']);
const usage = `Usage:\tjq [OPTIONS] FILTER [FILES...]
\tjq [OPTIONS] -n FILTER
`;

/** jq for machines that have none: the real one as WebAssembly, which is loaded at the first call. Meant for a process of its own, since a filter may run for ever. */
export async function jq(invocation: Invocation): Promise<number> {
  const { stdout, stderr } = invocation;
  const call = await parse(invocation);
  if (typeof call === 'string') {
    await stderr.write(call);
    return 2;
  }
  if ('code' in call) {
    await stderr.write(`${word(call, invocation.lang)}\n`);
    return 1;
  }
  const input = await readInput(call, invocation);
  if (input === undefined) return 2;
  const { raw }: Jq = await load();
  try {
    const output = raw(input, call.filter, [...call.flags]) ?? '';
    // jq-web takes the last line end away.
    const isJoined = call.flags.some((flag) => /^-[^-]*j|^--join-output$/.test(flag));
    await stdout.write(output === '' || isJoined ? output : `${output}\n`);
    return call.judges ? judge(output) : 0;
  } catch (error) {
    if (!(error instanceof Error) || !('exitCode' in error)) throw error;
    const said = 'stderr' in error ? String(error.stderr) : error.message;
    await stderr.write(`${said.replaceAll('(at inputString:', '(at <stdin>:')}\n`);
    return Number(error.exitCode);
  }
}

/** The arguments, sorted; or what to say instead. */
async function parse({ args, cwd, stdout, env }: Invocation): Promise<JqCall | Message | string> {
  const flags: string[] = [];
  const words: string[] = [];
  let judges = false;
  let filterFile = false;
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (refusedFlags.has(arg)) return message('refusal/jq', { option: arg });
    if (arg in takes) flags.push(arg, ...rest.splice(0, takes[arg]));
    else if (arg === '--exit-status') judges = true;
    else if (arg === '--from-file') filterFile = true;
    else if (arg.startsWith('--')) flags.push(arg);
    else if (arg.startsWith('-') && arg !== '-') {
      if (arg.includes('e')) judges = true;
      if (arg.includes('f')) filterFile = true;
      const kept = arg.replace(/[ef]/g, '');
      if (kept !== '-') flags.push(kept);
    } else words.push(arg);
  }
  const [first = '.', ...files] = words;
  if (words.length === 0 && stdout.isTTY) return usage;
  const isPlain = flags.some((flag) => /^-[^-]*M|^--monochrome/.test(flag));
  if (stdout.isTTY && !isPlain && !env['NO_COLOR']) flags.unshift('-C');
  if (!filterFile) return { filter: first, files, flags, judges };
  const filter = await readFile(resolve(cwd, first), 'utf8').catch(() => undefined);
  if (filter === undefined) return `jq: error: Could not open ${first}: No such file or directory\n`;
  return { filter, files, flags, judges };
}

/** All that jq is to read; undefined, and a message, when a file is not there. */
async function readInput(call: JqCall, { cwd, stdin, stderr }: Invocation): Promise<string | undefined> {
  if (call.flags.some((flag) => /^-[^-]*n|^--null-input$/.test(flag))) return '';
  const pieces: Uint8Array[] = [];
  for (const file of call.files) {
    try {
      pieces.push(await readFile(resolve(cwd, file)));
    } catch {
      await stderr.write(`jq: error: Could not open ${file}: No such file or directory\n`);
      return undefined;
    }
  }
  if (call.files.length === 0) for await (const chunk of stdin) pieces.push(chunk);
  return Buffer.concat(pieces).toString('utf8');
}

/** The exit code of `-e`: 1 when the last value is null or false, 4 when there is none. */
function judge(output: string): number {
  const last = output.trimEnd().split('\n').at(-1)?.trim() ?? '';
  if (last === '') return 4;
  return /^(?:null|false)$/.test(last) ? 1 : 0;
}

async function load(): Promise<Jq> {
  // A CommonJS module whose export is a promise, and without types.
  return (await createRequire(import.meta.url)('jq-web')) as Jq;
}
