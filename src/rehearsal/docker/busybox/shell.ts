import { readFile, stat, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';
import {
  parse,
  type Command,
  type CommandNode,
  type PipelineNode,
  type Redirection,
  type Statement,
  type AndOr,
} from 'unbash';
import { inside } from '../runtime/rootfs.ts';
import type { Io } from '../runtime/task.ts';
import type { Applet, Applets, Run } from './applet.ts';
import { expandText, expandWord, NotSimulated, type WordContext } from './shell-words.ts';

/** `exit`, on its way out of everything that runs. */
class Exit extends Error {
  readonly code: number;
  constructor(code: number) {
    super();
    this.code = code;
  }
}

interface State {
  readonly run: Run;
  readonly applets: Applets;
  readonly variables: Map<string, string>;
  cwd: string;
  lastCode: number;
}

/** busybox's `sh`, as far as a first workshop goes: lists, pipes, loops, `if`, variables, redirections. */
export function createShell(applets: Applets): Applet {
  return async (run) => {
    const state: State = { run, applets, variables: new Map(Object.entries(run.env)), cwd: run.cwd, lastCode: 0 };
    try {
      if (run.args[0] === '-c') return await runScript(run.args[1] ?? '', state, run.io);
      if (run.args[0] !== undefined && !run.args[0].startsWith('-')) {
        const script = await readFile(inside(run.place.root, run.args[0], run.cwd), 'utf8').catch(() => undefined);
        if (script !== undefined) return await runScript(script, state, run.io);
        run.io.stderr(`sh: can't open '${run.args[0]}': No such file or directory\n`);
        return 2;
      }
      return await runInteractive(state);
    } catch (error) {
      if (error instanceof Exit) return error.code;
      throw error;
    }
  };
}

async function runInteractive(state: State): Promise<number> {
  const { io, place } = state.run;
  const prompt = () => {
    if (place.spec.tty === true) io.stdout(`${state.cwd} # `);
  };
  const input = io.stdin[Symbol.asyncIterator]();
  let text = '';
  prompt();
  for (let next = await input.next(); next.done !== true; next = await input.next()) {
    text += Buffer.from(next.value).toString();
    const lines = text.split(/\r\n|\n|\r/);
    text = lines.pop() ?? '';
    for (const line of lines) {
      state.lastCode = await runScript(line, state, io);
      prompt();
    }
  }
  return text === '' ? state.lastCode : runScript(text, state, io);
}

async function runScript(script: string, state: State, io: Io): Promise<number> {
  const parsed = parse(script);
  if (parsed.errors !== undefined && parsed.errors.length > 0) {
    io.stderr(`sh: syntax error: ${parsed.errors[0]?.message ?? 'unexpected end of file'}\n`);
    return 2;
  }
  try {
    return await runList(parsed.commands, state, io);
  } catch (error) {
    if (!(error instanceof NotSimulated)) throw error;
    io.stderr(`rehearsal: sh ${error.message} is not simulated; use a real cluster\n`);
    return 1;
  }
}

async function runList(statements: readonly Statement[], state: State, io: Io): Promise<number> {
  for (const statement of statements) {
    if (state.run.signal.aborted) return 130;
    if (statement.background === true) throw new NotSimulated('&');
    state.lastCode = await runNode(statement.command, state, io);
  }
  return state.lastCode;
}

async function runNode(node: PipelineNode | AndOr | CommandNode, state: State, io: Io): Promise<number> {
  switch (node.type) {
    case 'Command':
      return runCommand(node, state, io);
    case 'AndOr': {
      let code = 0;
      for (const [index, command] of node.commands.entries()) {
        const operator = node.operators[index - 1];
        if (index > 0 && (operator === '&&') !== (code === 0)) continue;
        code = await runNode(command, state, io);
        state.lastCode = code;
      }
      return code;
    }
    case 'Pipeline':
      return runPipeline(node.commands, node.prefixes.length % 2 === 1, state, io);
    case 'Subshell':
      return runList(node.body.commands, { ...state, variables: new Map(state.variables) }, io);
    case 'BraceGroup':
      return runList(node.body.commands, state, io);
    case 'If': {
      for (const { clause, then } of [node, ...node.elif]) {
        if ((await runList(clause.commands, state, io)) === 0) return runList(then.commands, state, io);
      }
      return node.else === undefined ? 0 : runList(node.else.commands, state, io);
    }
    case 'While': {
      let code = 0;
      const holds = async () => ((await runList(node.clause.commands, state, io)) === 0) === (node.kind === 'while');
      while (!state.run.signal.aborted && (await holds())) {
        code = await runList(node.body.commands, state, io);
        // A loop of commands that never wait must not stop everything else here.
        await new Promise(setImmediate);
      }
      return code;
    }
    case 'For': {
      let code = 0;
      const words: string[] = [];
      for (const word of node.wordlist ?? []) words.push(...(await expandWord(word, wordContext(state, io))));
      for (const word of words) {
        state.variables.set(node.name.value, word);
        code = await runList(node.body.commands, state, io);
        if (state.run.signal.aborted) break;
      }
      return code;
    }
    default:
      throw new NotSimulated(`(${node.type})`);
  }
}

/** Each command runs to its end before the next one reads what it wrote. */
async function runPipeline(
  commands: readonly CommandNode[],
  isNegated: boolean,
  state: State,
  io: Io,
): Promise<number> {
  let code = 0;
  let stdin = io.stdin;
  for (const [index, command] of commands.entries()) {
    const isLast = index === commands.length - 1;
    const output = createCapture();
    code = await runNode(command, state, { stdin, stdout: isLast ? io.stdout : output.write, stderr: io.stderr });
    stdin = once(output.bytes());
  }
  return isNegated ? Number(code === 0) : code;
}

async function runCommand(command: Command, state: State, io: Io): Promise<number> {
  const context = wordContext(state, io);
  const words = command.name === undefined ? [] : [...(await expandWord(command.name, context))];
  for (const argument of command.args) {
    if (argument.type === 'Word') words.push(...(await expandWord(argument, context)));
    else words.push(argument.text);
  }
  const assigned = new Map<string, string>();
  for (const prefix of command.prefix) {
    if (prefix.type !== 'Assignment') continue;
    if (prefix.value.type === 'ArrayValue') throw new NotSimulated(prefix.text);
    assigned.set(prefix.name, await expandText(prefix.value, context));
  }
  const redirected = await redirect(command.redirects, state, io);
  const [name, ...args] = words;
  if (name === undefined) {
    for (const [key, value] of assigned) state.variables.set(key, value);
    return 0;
  }
  const code = await runBuiltIn(name, args, assigned, state, redirected.io);
  await redirected.finish();
  return code;
}

async function runBuiltIn(
  name: string,
  args: readonly string[],
  assigned: ReadonlyMap<string, string>,
  state: State,
  io: Io,
): Promise<number> {
  switch (name) {
    case 'exit':
      throw new Exit(Number(args[0] ?? state.lastCode) & 255);
    case ':':
      return 0;
    case 'export':
      for (const [key, value] of args.map((arg) => arg.split('='))) {
        if (key !== undefined && value !== undefined) state.variables.set(key, value);
      }
      return 0;
    case 'cd': {
      const wanted = posix.resolve(state.cwd, args[0] ?? '/root');
      const found = await stat(inside(state.run.place.root, wanted)).catch(() => undefined);
      if (found?.isDirectory() !== true) {
        io.stderr(`sh: cd: line 0: can't cd to ${args[0] ?? wanted}: No such file or directory\n`);
        return 2;
      }
      state.cwd = wanted;
      return 0;
    }
  }
  const isExec = name === 'exec';
  const program = isExec ? (args[0] ?? ':') : name;
  const applet = state.applets.get(posix.basename(program));
  if (applet === undefined) {
    io.stderr(`sh: ${program}: not found\n`);
    return 127;
  }
  const env = Object.fromEntries([...state.variables, ...assigned]);
  const code = await applet({ ...state.run, io, args: isExec ? args.slice(1) : args, env, cwd: state.cwd });
  if (isExec) throw new Exit(code);
  return code;
}

function wordContext(state: State, io: Io): WordContext {
  return {
    variables: state.variables,
    lastCode: state.lastCode,
    async capture(script) {
      const output = createCapture();
      await runList(script.commands, state, { ...io, stdout: output.write });
      return output.bytes().toString();
    },
  };
}

async function redirect(
  redirects: readonly Redirection[],
  state: State,
  io: Io,
): Promise<{ io: Io; finish(): Promise<void> }> {
  let current = io;
  const ends: (() => Promise<void>)[] = [];
  for (const redirection of redirects) {
    if (redirection.type !== 'Redirect' || redirection.target === undefined)
      throw new NotSimulated(redirection.operator);
    const target = await expandText(redirection.target, wordContext(state, io));
    const { operator } = redirection;
    const descriptor = redirection.descriptor?.type === 'FileDescriptor' ? redirection.descriptor.value : undefined;
    if (operator === '>&') {
      if (descriptor === 2 && target === '1') current = { ...current, stderr: current.stdout };
      else if (target === '2') current = { ...current, stdout: current.stderr };
      else throw new NotSimulated(`>&${target}`);
    } else if (operator === '<') {
      const bytes = await readFile(inside(state.run.place.root, target, state.cwd)).catch(() => Buffer.alloc(0));
      current = { ...current, stdin: once(bytes) };
    } else if (operator === '>' || operator === '>>') {
      const output = createCapture();
      current = descriptor === 2 ? { ...current, stderr: output.write } : { ...current, stdout: output.write };
      if (target !== '/dev/null') {
        const path = inside(state.run.place.root, target, state.cwd);
        ends.push(() => writeFile(path, output.bytes(), { flag: operator === '>' ? 'w' : 'a' }));
      }
    } else throw new NotSimulated(operator);
  }
  return {
    io: current,
    async finish() {
      for (const end of ends) await end();
    },
  };
}

const MOST_CAPTURED = 16 * 1024 * 1024;

function createCapture(): { write(data: string | Uint8Array): void; bytes(): Buffer } {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    write(data) {
      const chunk = Buffer.from(data as string);
      size += chunk.length;
      if (size > MOST_CAPTURED) throw new NotSimulated(`with more than ${MOST_CAPTURED} bytes in a pipe`);
      chunks.push(chunk);
    },
    bytes: () => Buffer.concat(chunks),
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- an async iterable of one
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
