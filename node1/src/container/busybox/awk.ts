import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { openInput, openOutput } from '../files.ts';
import { inputFrom, type Sink } from '../io.ts';
import { inside } from '../rootfs.ts';
import { type AppletCall } from './applet.ts';
import type { AwkHost } from './awk/host.ts';
import { parseAwk } from './awk/parse.ts';
import { AwkSyntaxError } from './awk/program.ts';
import { runAwk } from './awk/run.ts';
import { readOptions, usageOf } from './getopt.ts';
import { linesOf, reasonOf, write } from './inputs.ts';

/** awk(1). */
export async function awk(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'v:F:f:e:', inOrder: true });
  let { operands } = options;
  const texts = [...options.values('e')];
  for (const file of options.values('f')) {
    const text = await readFile(inside(run.place.root, file, run.cwd), 'utf8').catch(() => undefined);
    if (text === undefined) {
      run.io.stderr(`awk: ${file}: No such file or directory\n`);
      return 1;
    }
    texts.push(text);
  }
  if (texts.length === 0) {
    const [first] = operands;
    if (first === undefined) {
      run.io.stderr(usageOf('awk'));
      return 1;
    }
    texts.push(first);
    operands = operands.slice(1);
  }
  let missing: string | undefined;
  try {
    const program = parseAwk(texts.join('\n'));
    const outputs = new Map<string, { sink: Sink; close: () => Promise<void> }>();
    const host: AwkHost = {
      args: operands,
      env: run.env,
      assigned: options.values('v'),
      separator: options.value('F'),
      lines: async function* (name) {
        if (name === '-') {
          yield* linesOf(run.io.stdin);
          return;
        }
        missing = name;
        const { input, close } = await openInput(run, posix.resolve(run.cwd, name));
        missing = undefined;
        try {
          yield* linesOf(input);
        } finally {
          await close();
        }
      },
      write: (text) => write(run, text),
      error: (text) => {
        run.io.stderr(text);
      },
      file: async (name, append) => {
        if (name === '/dev/stderr') return run.io.stderr;
        if (name === '/dev/stdout') return run.io.stdout;
        const known = outputs.get(name) ?? (await openOutput(run, posix.resolve(run.cwd, name), append));
        outputs.set(name, known);
        return known.sink;
      },
      command: async (text, input) => {
        const chunks: Buffer[] = [];
        const stdin = inputFrom(
          (async function* () {
            yield* await Promise.resolve(input === undefined ? [] : [Buffer.from(input)]);
          })(),
        );
        const code = await run.spawn(['sh', '-c', text], {
          io: {
            stdin: input === undefined ? run.io.stdin : stdin,
            stdout: (data) => chunks.push(Buffer.from(data as string)),
            stderr: run.io.stderr,
          },
        });
        return { code, output: Buffer.concat(chunks).toString() };
      },
      breathe: async () => {
        run.signal.throwIfAborted();
        await run.place.processes.breathe();
      },
    };
    const code = await runAwk(program, host);
    for (const { close } of outputs.values()) await close();
    return code;
  } catch (error) {
    if (error instanceof AwkSyntaxError) {
      run.io.stderr(`awk: cmd. line:${error.line}: ${error.message}\n`);
      return 1;
    }
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof TypeError) throw error;
    run.io.stderr(`awk: ${missing === undefined ? '' : `${missing}: `}${reasonOf(error)}\n`);
    return 2;
  }
}
