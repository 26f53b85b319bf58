import type { Language } from '../messages/codes.ts';
import { message, word } from '../messages/message.ts';
import { type CallerTerminal, type Program, type Stream, terminated } from '../program.ts';
import type { Start } from './frames.ts';
import { Input } from './input.ts';

/** What is done with what the process of a command tells. */
export interface CallEvents {
  /** Bytes of its standard input, in answer to `read`; none are its end. */
  onInput(bytes: Uint8Array): void;
  /** Its terminal has another size. */
  onResize(): void;
  /** The exit code of the program that it was told to run; undefined where there is none. */
  onRan(code: number | undefined): void;
  /** It got a signal, or is there no more; `isTerm`: it was SIGTERM. */
  onEnd(isTerm?: boolean): void;
  /** It got ^C once more. */
  onAgain(): void;
}

/** The way between a call and the process that stands for it in the shell. */
export interface Wire {
  /** Columns of its terminal now; 80 where it has none. */
  readonly columns: number;
  /** Rows of its terminal; 24 where it has none. */
  readonly rows: number;
  /** From now on `events` hears of what it tells; what it has told already comes at once. */
  serve(events: CallEvents): void;
  /** Has it print; fulfilled when it takes more. */
  print(kind: 'stdout' | 'stderr', bytes: Uint8Array): Promise<void>;
  /** Has it read its standard input once. */
  read(): void;
  /** Has it make its terminal raw, or as it was. */
  setRaw(raw: boolean): void;
  /** Has it run a program with its own streams. */
  run(words: readonly string[]): void;
  /** Has it end with this exit code when everything is printed; nothing comes after that. */
  exit(code: number): void;
}

/** What calls of one node have in common. */
export interface CallContext {
  readonly programs: ReadonlyMap<string, Program>;
  /** The file of a program of the machine that is to do a call instead of the node's; undefined where there is none. */
  readonly outside: (name: string, args: readonly string[]) => string | undefined;
  /** Ends every call, from the node's side. */
  readonly signal: AbortSignal;
  readonly lang: Language;
}

/** Runs the program of a call: carries its streams over `wire`, and tells its exit code. Fulfilled when it has ended. */
export async function performCall(start: Start, wire: Wire, { programs, signal, lang }: CallContext): Promise<void> {
  const ending = new AbortController();
  const abort = (): void => {
    ending.abort();
  };
  const input = new Input(() => {
    wire.read();
  });
  const resized = new Set<() => void>();
  // Taken away again when the call ends: the node lives longer.
  signal.addEventListener('abort', abort, { signal: ending.signal });
  ending.signal.addEventListener('abort', () => {
    input.end();
  });
  if (signal.aborted) abort();
  let ran: (code: number | undefined) => void = () => undefined;
  let forced: (() => void) | undefined;
  wire.serve({
    onRan: (code) => {
      ran(code);
    },
    onInput: (bytes) => {
      input.push(bytes);
    },
    onResize: () => {
      for (const listener of resized) listener();
    },
    onEnd: (isTerm = false) => {
      ending.abort(isTerm ? terminated : undefined);
      ran(1);
    },
    onAgain: () => {
      if (forced) forced();
      else wire.exit(130);
    },
  });
  const [stdinTTY, stdoutTTY, stderrTTY] = start.isTTY;
  const stream = (kind: 'stdout' | 'stderr', isTTY: boolean): Stream => ({
    write: (data) => {
      const bytes = typeof data === 'string' ? Buffer.from(data) : data;
      return bytes.length === 0 ? Promise.resolve() : wire.print(kind, bytes);
    },
    isTTY,
    get columns() {
      return isTTY ? wire.columns : 80;
    },
  });
  const stderr = stream('stderr', stderrTTY);
  const program = programs.get(start.name);
  const code = await perform(start.name, stderr, lang, () =>
    program?.({
      args: start.args,
      cwd: start.cwd,
      env: start.env,
      stdin: Object.assign(input, { isTTY: stdinTTY }),
      stdout: stream('stdout', stdoutTTY),
      stderr,
      lang,
      ...(stdinTTY && { terminal: terminalOf(wire, resized) }),
      signal: ending.signal,
      onForce: (listener) => {
        forced = listener;
      },
      run: (words) =>
        new Promise((resolve) => {
          ran = resolve;
          if (ending.signal.aborted) resolve(1);
          else wire.run(words);
        }),
    }),
  );
  abort();
  forced = () => undefined;
  wire.exit(code & 0xff);
}

function terminalOf(wire: Wire, resized: Set<() => void>): CallerTerminal {
  return {
    get columns() {
      return wire.columns;
    },
    get rows() {
      return wire.rows;
    },
    onResize(listener) {
      resized.add(listener);
      return () => resized.delete(listener);
    },
    setRaw: (raw) => {
      wire.setRaw(raw);
    },
  };
}

/** The exit code of a program; 1, and a sentence, when the rehearsal itself is at fault. */
async function perform(
  name: string,
  stderr: Stream,
  lang: Language,
  run: () => Promise<number> | undefined,
): Promise<number> {
  try {
    return (await run()) ?? 127;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await stderr.write(`${word(message('fault/program', { name, reason }), lang)}\n`);
    return 1;
  }
}
