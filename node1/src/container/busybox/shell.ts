import { readFile, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { type AndOr, type Command, type CommandNode, parse, type PipelineNode, type Statement } from 'unbash';
import { inputOf, type Io } from '../io.ts';
import { inside } from '../rootfs.ts';
import { type Applet, type AppletCall, type Applets, refuse } from './applet.ts';
import { createCapture, redirect } from './shell-redirect.ts';
import { expandText, expandWord, NotSimulated, ownPid, type WordContext } from './shell-words.ts';

/** `exit`, on its way out of everything that runs. */
class Exit extends Error {
  readonly code: number;
  constructor(code: number) {
    super();
    this.code = code;
  }
}

interface State {
  readonly run: AppletCall;
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
  if (place.spec.tty === true && !state.variables.has('PS1')) state.variables.set('PS1', '\\w \\$ ');
  const prompt = () => {
    if (place.spec.tty === true) io.stdout(promptText(state.variables.get('PS1') ?? '', state));
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

/** What a prompt shows: `\\w`, `\\$` and variables in it are expanded each time. */
function promptText(prompt: string, { cwd, lastCode, variables }: State): string {
  const home = variables.get('HOME') ?? '/';
  const folder = home !== '/' && `${cwd}/`.startsWith(`${home}/`) ? `~${cwd.slice(home.length)}` : cwd;
  const codes: Readonly<Record<string, string>> = { w: folder, $: '#', n: '\n', '[': '', ']': '', '\\': '\\' };
  return prompt.replace(/\\(.)|\$([?$]|[A-Za-z_]\w*)/gs, (whole, code: string | undefined, name: string) => {
    if (code !== undefined) return codes[code] ?? whole;
    return name === '?' ? String(lastCode) : name === '$' ? ownPid : (variables.get(name) ?? '');
  });
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
    return refuse({ io, place: state.run.place }, error.what);
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
    case 'Case': {
      const value = await expandText(node.word, wordContext(state, io));
      for (const { pattern, body, terminator } of node.items) {
        if (terminator !== undefined && terminator !== ';;') throw new NotSimulated(terminator);
        for (const word of pattern) {
          if (/["'\\$`]/.test(word.text)) throw new NotSimulated(word.text);
          if (matchesPattern(value, word.text)) return runList(body.commands, state, io);
        }
      }
      return 0;
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
    stdin = inputOf(output.bytes());
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
  const redirected = await redirect(command.redirects, { root: state.run.place.root, cwd: state.cwd }, io, context);
  const [name, ...args] = words;
  if (name === undefined) {
    for (const [key, value] of assigned) state.variables.set(key, value);
    return 0;
  }
  const code = await runBuiltIn(name, args, assigned, state, redirected.io);
  return (await redirected.finish()) ? code : 1;
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
    case 'unset':
      for (const each of args) state.variables.delete(each);
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

/** Whether a text is what a pattern of `case` says: `*`, `?`, `[a-z]`. */
function matchesPattern(text: string, pattern: string): boolean {
  const source = pattern
    .replace(/[$()+.\\^{|}]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  try {
    return new RegExp(`^${source.replaceAll('[!', '[^')}$`, 's').test(text);
  } catch {
    return text === pattern; // a bracket alone
  }
}
