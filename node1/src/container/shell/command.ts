import type { Command, CompoundCommand, Redirected } from 'unbash';
import { message } from '../../messages/message.ts';
import { refuse } from '../busybox/applet.ts';
import { Killed } from '../processes.ts';
import { CannotExecute } from '../spawn.ts';
import type { Builtin } from './builtin.ts';
import { builtins, specialBuiltins } from './builtins.ts';
import { Exit, Interrupt, Return, ShellError } from './control.ts';
import { expandText, expandWord, type Expansion } from './expand.ts';
import { endWords } from './jobs.ts';
import { type Opened, redirect, RedirectError } from './redirect.ts';
import { environment, ioOf, type State, type Variable } from './state.ts';
import { complain, setVariable, traced } from './words.ts';

/** Runs the body of a function. */
export type RunBody = (body: CompoundCommand | Redirected, state: State) => Promise<number>;

const deepestCalls = 500;

/** Runs a simple command; its exit code. With `tail`, a program takes the place of the shell. */
export async function runSimple(
  command: Command,
  state: State,
  tail: boolean,
  expansion: Expansion,
  runBody: RunBody,
): Promise<number> {
  if (state.line !== undefined) state.line = state.firstLine + linesBefore(state.source, command.pos);
  const words = await wordsOf(command, state, expansion);
  state.lastCapture = 0;
  const assigned = new Map<string, string>();
  for (const prefix of command.prefix) {
    if (prefix.type !== 'Assignment') continue;
    if (prefix.value.type === 'ArrayValue' || prefix.index !== undefined) throw arrays(state);
    const value = await expandText(prefix.value, expansion);
    assigned.set(prefix.name, prefix.append === true ? `${state.vars.get(prefix.name)?.value ?? ''}${value}` : value);
    // Each sees those before it.
    if (command.name === undefined) setVariable(state, prefix.name, assigned.get(prefix.name) ?? '');
  }
  trace(words, assigned, state);
  let opened: Opened;
  try {
    opened = await redirect(command.redirects, expansion);
  } catch (error) {
    if (!(error instanceof RedirectError)) throw error;
    complain(state, error.message);
    if (specialBuiltins.has(words[0] ?? '') && !state.isInteractive && !state.isBash) throw new Exit(1);
    return 1;
  }
  const before = state.descriptors;
  state.descriptors = opened.descriptors;
  let keeps = false;
  try {
    if (words.length === 0) return command.name === undefined || assigned.size > 0 ? state.lastCapture : 0;
    keeps = words[0] === 'exec' && words.length === 1;
    return await runWords(words, assigned, state, tail && command.redirects.length === 0, runBody);
  } finally {
    if (keeps) state.opened.push(opened.close);
    else {
      state.descriptors = before;
      await opened.close().catch((error: unknown) => {
        const full = (error as NodeJS.ErrnoException).code === 'ENOSPC';
        complain(state, `write error: ${full ? 'No space left on device' : 'Input/output error'}`);
      });
    }
  }
}

function arrays(state: State): ShellError {
  if (state.isBash) {
    refuse({ io: ioOf(state), place: state.run.place }, message('subject/in-container', { program: 'arrays of bash' }));
    throw new Exit(1);
  }
  return new ShellError('syntax error: unexpected "("');
}

function linesBefore(source: string, pos: number): number {
  let lines = 0;
  for (let at = source.indexOf('\n'); at >= 0 && at < pos; at = source.indexOf('\n', at + 1)) lines++;
  return lines;
}

async function wordsOf(command: Command, state: State, expansion: Expansion): Promise<string[]> {
  const words: string[] = [];
  if (command.name === undefined) return words;
  const alias = state.aliases.get(command.name.text);
  if (alias === undefined) words.push(...(await expandWord(command.name, expansion)));
  else words.push(...alias.split(/\s+/).filter((word) => word !== ''));
  const declares = /^(?:export|local|readonly|declare|typeset|alias)$/.test(words[0] ?? '');
  for (const argument of command.args) {
    if (argument.type === 'Word') {
      // What assigns is not split.
      const isAssignment = declares && /^\w+=/.test(argument.text);
      words.push(...(isAssignment ? [await expandText(argument, expansion)] : await expandWord(argument, expansion)));
    } else if (argument.value.type === 'ArrayValue') throw arrays(state);
    else words.push(`${argument.name}=${await expandText(argument.value, expansion)}`);
  }
  return words;
}

function trace(words: readonly string[], assigned: ReadonlyMap<string, string>, state: State): void {
  if (!state.options.has('x')) return;
  const shown = [
    ...[...assigned].map(([name, value]) => `${name}=${value === '' ? '' : traced(value)}`),
    ...words.map(traced),
  ];
  if (shown.length > 0) ioOf(state).stderr(`+ ${shown.join(' ')}\n`);
}

/** Runs a command whose words are known. */
async function runWords(
  words: readonly string[],
  assigned: ReadonlyMap<string, string>,
  state: State,
  tail: boolean,
  runBody: RunBody,
  skipsFunctions = false,
): Promise<number> {
  const [name = '', ...args] = words;
  const body = skipsFunctions ? undefined : state.functions.get(name);
  const builtin = body === undefined ? builtins.get(name) : undefined;
  if (body === undefined && builtin === undefined) return runProgram(words, assigned, state, tail);
  const restore = specialBuiltins.has(name) && body === undefined ? keep(assigned, state) : assignFor(assigned, state);
  try {
    if (builtin !== undefined) return await runBuiltin(builtin, name, args, state, tail, runBody);
    return body === undefined ? 127 : await call(name, body, args, state, runBody);
  } finally {
    restore();
  }
}

function keep(assigned: ReadonlyMap<string, string>, state: State): () => void {
  for (const [name, value] of assigned) setVariable(state, name, value);
  return () => undefined;
}

function assignFor(assigned: ReadonlyMap<string, string>, state: State): () => void {
  const before = new Map<string, Variable | undefined>();
  for (const [name, value] of assigned) {
    before.set(name, state.vars.get(name));
    state.vars.set(name, { value, exported: true, readOnly: false });
  }
  return () => {
    for (const [name, variable] of before) {
      if (variable === undefined) state.vars.delete(name);
      else state.vars.set(name, variable);
    }
  };
}

async function runBuiltin(
  builtin: Builtin,
  name: string,
  args: readonly string[],
  state: State,
  tail: boolean,
  runBody: RunBody,
): Promise<number> {
  const error = (text: string): void => {
    complain(state, text, name);
  };
  return builtin({
    state,
    args,
    io: ioOf(state),
    error,
    run: (words, options = {}) =>
      runWords(words, new Map(), state, options.tail ?? tail, runBody, options.skipsFunctions),
  });
}

async function call(
  name: string,
  body: CompoundCommand | Redirected,
  args: readonly string[],
  state: State,
  runBody: RunBody,
): Promise<number> {
  if (state.locals.length > deepestCalls) throw new Killed('SIGSEGV');
  const { params, loops, calls } = state;
  state.params = args;
  state.calls = [...calls, name];
  state.loops = 0;
  const hidden = new Map<string, Variable | undefined>();
  state.locals.push(hidden);
  try {
    return await runBody(body, state);
  } catch (error) {
    if (!(error instanceof Return)) throw error;
    return error.code;
  } finally {
    state.locals.pop();
    state.params = params;
    state.calls = calls;
    state.loops = loops;
    for (const [name, variable] of hidden) {
      if (variable === undefined) state.vars.delete(name);
      else state.vars.set(name, variable);
    }
  }
}

/** Runs a program of the container, in a process of its own or, with `tail`, in that of the shell. */
async function runProgram(
  words: readonly string[],
  assigned: ReadonlyMap<string, string>,
  state: State,
  tail: boolean,
): Promise<number> {
  const ignored = new Set(state.traps.keys());
  const takesPlace =
    tail && !state.isInteractive && state.opened.length === 0 && [...state.traps.values()].every((each) => each === '');
  // What a shell ignores, the program in its place ignores.
  if (takesPlace) state.process.handler = (signal) => ignored.has(signal.slice(3));
  try {
    const code = await state.run.spawn(words, {
      io: ioOf(state),
      env: environment(state, assigned),
      cwd: state.cwd,
      parent: state.process,
      ...(takesPlace && { process: state.process }),
    });
    if (!takesPlace) sayEnd(code, state);
    return code;
  } catch (error) {
    if (!(error instanceof CannotExecute)) throw error;
    const isMissing = error.reason === 'missing';
    const what = state.isBash
      ? isMissing
        ? (words[0] ?? '').includes('/')
          ? 'No such file or directory'
          : 'command not found'
        : 'Permission denied'
      : isMissing && words[0] !== ''
        ? 'not found'
        : 'Permission denied';
    complain(state, `${words[0] ?? ''}: ${what}`, state.isExecuting ? 'exec' : undefined);
    return isMissing ? 127 : 126;
  }
}

function sayEnd(code: number, state: State): void {
  const words = endWords(code);
  if (words !== undefined) ioOf(state).stderr(`${words}\n`);
  if (code === 130 && state.isInteractive) throw new Interrupt();
}
