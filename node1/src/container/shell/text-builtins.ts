import { testWords } from '../busybox/conditions.ts';
import { echoText } from '../busybox/echo.ts';
import { formatPrintf } from '../busybox/printf.ts';
import { unlessAborted } from '../io.ts';
import type { Builtin, BuiltinCall } from './builtin.ts';
import { getVariable } from './state.ts';
import { setVariable } from './words.ts';

function echo({ args, io }: BuiltinCall): number {
  io.stdout(echoText(args));
  return 0;
}

function printf({ state, args, io, error }: BuiltinCall): number {
  if (args.length === 0) {
    io.stderr(
      state.isBash
        ? 'printf: usage: printf [-v var] format [arguments]\n'
        : `${state.name}: usage: printf FORMAT [ARGUMENT...]\n`,
    );
    return 2;
  }
  if (args[0] === '-v' && state.isBash) {
    setVariable(state, args[1] ?? '', formatPrintf(args.slice(2), error));
    return 0;
  }
  let code = 0;
  let written = 0;
  const text = formatPrintf(args[0] === '--' ? args.slice(1) : args, (problem, made) => {
    code = 1;
    // Whole lines are out before it complains.
    const lines = made.lastIndexOf('\n') + 1;
    io.stdout(made.slice(written, lines));
    written = Math.max(written, lines);
    if (state.isBash) error(problem);
    else io.stderr(`${state.name}: ${problem}\n`);
  });
  io.stdout(text.slice(written));
  return code;
}

/** The next line, byte by byte as far as others can tell: what comes after it is left; undefined at the end. */
async function readLine(
  call: BuiltinCall,
  end: string,
  raw: boolean,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly isWhole: boolean }> {
  const stdin = call.io.stdin.for(signal);
  const pieces: Buffer[] = [];
  let size = 0;
  for (;;) {
    const chunk = await stdin.read();
    if (chunk === undefined) return { text: Buffer.concat(pieces).toString(), isWhole: false };
    const at = Buffer.from(chunk).indexOf(end);
    pieces.push(Buffer.from(at < 0 ? chunk : chunk.subarray(0, at)));
    size += chunk.length;
    if (size > 16 * 1024 * 1024) return { text: Buffer.concat(pieces).toString(), isWhole: true };
    if (at < 0) continue;
    stdin.unread(chunk.subarray(at + 1));
    const text = Buffer.concat(pieces).toString();
    if (raw || !/(?:^|[^\\])(?:\\\\)*\\$/.test(text)) return { text, isWhole: true };
    // A line that a backslash goes on with.
    pieces.splice(0, pieces.length, Buffer.from(text.slice(0, -1)));
  }
}

async function read(call: BuiltinCall): Promise<number> {
  const { state, args, io } = call;
  let [raw, silent] = [false, false];
  let [prompt, end]: [string | undefined, string] = [undefined, '\n'];
  let seconds: number | undefined;
  let count: number | undefined;
  let index = 0;
  for (; /^-./.test(args[index] ?? ''); index++) {
    const word = args[index] ?? '';
    for (let at = 1; at < word.length; at++) {
      const letter = word[at] ?? '';
      if (letter === 'r') raw = true;
      else if (letter === 's') silent = true;
      else if ('ptndu'.includes(letter)) {
        const value = word.slice(at + 1) || (args[++index] ?? '');
        if (letter === 'p') prompt = value;
        else if (letter === 't') seconds = Number(value);
        else if (letter === 'n') count = Number(value);
        else if (letter === 'd') end = value || '\0';
        break;
      } else {
        call.error(`illegal option -${letter}`);
        return 2;
      }
    }
  }
  const terminal = io.stdin.terminal;
  if (prompt !== undefined && terminal) io.stderr(prompt);
  if (silent) terminal?.setEcho(false);
  const { signal } = state.process;
  const until = seconds === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
  let line: Awaited<ReturnType<typeof readLine>>;
  try {
    line =
      count === undefined
        ? await interruptible(call, readLine(call, end, raw, until))
        : await readSome(call, count, until);
  } catch (error) {
    if (signal.aborted || !until.aborted) throw error;
    return state.isBash ? 142 : 1;
  } finally {
    if (silent) terminal?.setEcho(true);
  }
  assign(call, args.slice(index), line.text, raw);
  return line.isWhole ? 0 : 1;
}

async function readSome(
  { io }: BuiltinCall,
  count: number,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly isWhole: boolean }> {
  const stdin = io.stdin.for(signal);
  const terminal = io.stdin.terminal;
  terminal?.setRaw(true);
  try {
    let text = Buffer.alloc(0);
    while (text.length < count) {
      const chunk = await stdin.read();
      if (chunk === undefined) return { text: text.toString(), isWhole: false };
      text = Buffer.concat([text, chunk]);
    }
    stdin.unread(text.subarray(count));
    const [line = ''] = text.subarray(0, count).toString().split('\n');
    return { text: line, isWhole: true };
  } finally {
    terminal?.setRaw(false);
  }
}

/** Gives up at ^C in a shell that talks to somebody. */
function interruptible<T>({ state }: BuiltinCall, promise: Promise<T>): Promise<T> {
  if (!state.isInteractive) return promise;
  const controller = new AbortController();
  const wake = (): void => {
    if (state.isInterrupted) controller.abort(new Error('interrupted'));
  };
  state.wakers.add(wake);
  return unlessAborted(promise, controller.signal).finally(() => state.wakers.delete(wake));
}

function assign({ state }: BuiltinCall, names: readonly string[], line: string, raw: boolean): void {
  const ifs = getVariable(state, 'IFS') ?? ' \t\n';
  const blanks = Array.from(ifs)
    .filter((char) => /[ \t\n]/.test(char))
    .join('');
  const plain = (text: string): string => (raw ? text : text.replace(/\\(.)/gs, '$1'));
  if (names.length === 0) {
    setVariable(state, 'REPLY', plain(line));
    return;
  }
  const trim = (text: string, atEnd: boolean): string => {
    let [from, to] = [0, text.length];
    while (from < to && blanks.includes(text[from] ?? '')) from++;
    while (atEnd && to > from && blanks.includes(text[to - 1] ?? '')) to--;
    return text.slice(from, to);
  };
  let rest = trim(line, true);
  for (const [index, name] of names.entries()) {
    if (index === names.length - 1) {
      setVariable(state, name, plain(rest));
      return;
    }
    let at = 0;
    while (at < rest.length && !ifs.includes(rest[at] ?? '')) at += !raw && rest[at] === '\\' ? 2 : 1;
    setVariable(state, name, plain(rest.slice(0, at)));
    rest = rest.slice(at);
    // One separator, with the blanks around it.
    rest = trim(rest, false);
    if (rest !== '' && ifs.includes(rest[0] ?? '')) rest = trim(rest.slice(1), false);
  }
}

function test(name: string): Builtin {
  return async ({ state, args, io }) => {
    return testWords({ ...state.run, io, args, cwd: state.cwd, name: state.name }, name);
  };
}

function help({ io }: BuiltinCall): number {
  io.stdout(
    'Built-in commands:\n------------------\n\t. : [ [[ alias bg break cd chdir command continue echo eval exec\n\texit export false fg getopts hash help history jobs kill let\n\tlocal printf pwd read readonly return set shift source test times\n\ttrap true type ulimit umask unalias unset wait\n',
  );
  return 0;
}

/** Builtins that write, read and compare. */
export const textBuiltins: readonly (readonly [string, Builtin])[] = [
  ['echo', echo],
  ['printf', printf],
  ['read', read],
  ['test', test('test')],
  ['[', test('[')],
  ['help', help],
  [
    'history',
    ({ state, io }) => {
      io.stdout(state.history.map((line, index) => `${String(index).padStart(4)} ${line}\n`).join(''));
      return 0;
    },
  ],
];
