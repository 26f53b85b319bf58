import type {
  AndOr,
  ArithmeticExpression,
  Case,
  CommandNode,
  CompoundList,
  For,
  ParsedScript,
  Pipeline,
  PipelineNode,
  Redirection,
  Statement,
  While,
} from 'unbash';
import { expressionText } from './arithmetic.ts';
import { runSimple } from './command.ts';
import { Exit, LeaveLoop, ShellError } from './control.ts';
import { arithmetic, expandText, expandWord, type Expansion } from './expand.ts';
import { fork, piped, runForked } from './fork.ts';
import { startJob } from './jobs.ts';
import { matches } from './pattern.ts';
import { type Opened, redirect, RedirectError } from './redirect.ts';
import { ioOf, type State } from './state.ts';
import { holds } from './test-command.ts';
import { runTraps } from './traps.ts';
import { complain, setVariable } from './words.ts';

const mostCaptured = 16 * 1024 * 1024;
/** What expansions need, in this shell. */
function expansionOf(state: State): Expansion {
  return {
    state,
    assign: (name, value) => {
      setVariable(state, name, value);
    },
    capture: (script) => capture(script, state),
  };
}

/** The output of a script in a subshell; its exit code is the shell's last one. */
async function capture(script: ParsedScript, state: State): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const child = fork(state, ['sh']);
  child.descriptors.set(1, {
    sink: (data) => {
      size += data.length;
      if (size > mostCaptured) throw new ShellError('out of memory');
      chunks.push(Buffer.from(data as string));
    },
  });
  child.depth++;
  const { source } = state;
  if (script.source !== undefined) child.source = script.source;
  state.lastCapture = await runForked(child, script.commands);
  state.source = source;
  return Buffer.concat(chunks).toString().replaceAll('\0', '');
}

/** Runs statements; the last one may take the place of the shell where `tail` is set. */
export async function runList(statements: readonly Statement[], state: State, tail = false): Promise<number> {
  const { processes } = state.run.place;
  for (const [index, { command, background }] of statements.entries()) {
    state.process.signal.throwIfAborted();
    if (state.pending.length > 0 || state.isInterrupted) await runTraps(state);
    await processes.breathe();
    if (background === true) {
      startJob(state, command, runForked, fork);
      state.lastCode = 0;
    } else state.lastCode = await runNode(command, state, tail && index === statements.length - 1);
  }
  if (state.pending.length > 0) await runTraps(state);
  return state.lastCode;
}

function ofList({ commands }: CompoundList, state: State, tail = false): Promise<number> {
  return runList(commands, state, tail);
}

/** With `set -e`, what fails ends the shell, unless it is asked whether it does. */
function checked(code: number, state: State): number {
  state.lastCode = code;
  if (code !== 0 && state.options.has('e') && state.conditions === 0) throw new Exit(code);
  return code;
}

async function inCondition(state: State, act: () => Promise<number>): Promise<number> {
  state.conditions++;
  try {
    return await act();
  } finally {
    state.conditions--;
  }
}

/** Runs one command of any kind; its exit code. */
export async function runNode(node: PipelineNode | AndOr | CommandNode, state: State, tail = false): Promise<number> {
  switch (node.type) {
    case 'Command':
      return checked(await runSimple(node, state, tail, expansionOf(state), runNode), state);
    case 'AndOr':
      return andOr(node, state, tail);
    case 'Pipeline':
      return pipeline(node, state);
    case 'Subshell':
      return checked(await runForked(fork(state, state.process.command), node.body.commands), state);
    case 'BraceGroup':
      return ofList(node.body, state, tail);
    case 'If': {
      for (const { clause, then } of [node, ...node.elif]) {
        if ((await inCondition(state, () => ofList(clause, state))) === 0) return ofList(then, state, tail);
      }
      return node.else === undefined ? 0 : ofList(node.else, state, tail);
    }
    case 'While':
    case 'For':
      return looped(node, state);
    case 'Case':
      return choose(node, state, tail);
    case 'Function':
      state.functions.set(
        node.name.value,
        // ash takes a simple command as a body, too.
        node.body.type === 'CompoundList'
          ? { type: 'BraceGroup', pos: node.pos, end: node.end, body: node.body }
          : node.body,
      );
      return 0;
    case 'Redirected': {
      const opened = await openAll(node.redirects, state);
      if (opened === undefined) return checked(1, state);
      const before = state.descriptors;
      state.descriptors = opened.descriptors;
      try {
        return await runNode(node.command, state);
      } finally {
        if (state.descriptors === opened.descriptors) state.descriptors = before;
        await opened.close().catch(() => undefined);
      }
    }
    case 'TestCommand':
      return checked(Number(!(await holds(node.expression, state, expansionOf(state)))), state);
    case 'ArithmeticCommand':
      return checked(Number((await valueOf(node.expression, state)) === 0n), state);
    case 'ArithmeticFor': {
      if (!state.isBash) throw new ShellError('syntax error: bad for loop variable');
      const value = async (each: typeof node.test): Promise<bigint> => (each === undefined ? 1n : valueOf(each, state));
      await value(node.initialize);
      return loop(
        state,
        async () => (await value(node.test)) !== 0n,
        node.body,
        () => value(node.update),
      );
    }
    default:
      throw new ShellError(`syntax error: unexpected "${node.type === 'Select' ? 'do' : 'coproc'}"`);
  }
}

async function valueOf(expression: ArithmeticExpression | undefined, state: State): Promise<bigint> {
  return arithmetic(expression === undefined ? '' : expressionText(expression), expansionOf(state));
}

/** Redirections of a compound command; undefined, and said, where one cannot be opened. */
async function openAll(redirects: readonly Redirection[], state: State): Promise<Opened | undefined> {
  try {
    return await redirect(redirects, expansionOf(state));
  } catch (error) {
    if (!(error instanceof RedirectError)) throw error;
    complain(state, error.message);
    return undefined;
  }
}

async function andOr(node: AndOr, state: State, tail: boolean): Promise<number> {
  let code = 0;
  for (const [index, command] of node.commands.entries()) {
    const operator = node.operators[index - 1];
    if (index > 0 && (operator === '&&') !== (code === 0)) continue;
    const isLast = index === node.commands.length - 1;
    code = isLast ? await runNode(command, state, tail) : await inCondition(state, () => runNode(command, state));
    state.lastCode = code;
  }
  return code;
}

async function pipeline({ commands, prefixes, operators }: Pipeline, state: State): Promise<number> {
  const isNegated = prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1;
  const isTimed = prefixes.some(({ type }) => type === 'Time');
  const began = Date.now();
  const run = async (): Promise<number> => {
    const [only] = commands;
    if (commands.length === 1 && only !== undefined) return runNode(only, state);
    return piped(commands, operators, state);
  };
  const code = isNegated ? await inCondition(state, run) : await run();
  if (isTimed) {
    const seconds = (Date.now() - began) / 1000;
    const text = (value: number): string =>
      `${Math.floor(value / 60)}m${state.isBash ? `${(value % 60).toFixed(3)}s` : ` ${(value % 60).toFixed(2)}s`}`;
    ioOf(state).stderr(`${state.isBash ? '\n' : ''}real\t${text(seconds)}\nuser\t${text(0)}\nsys\t${text(0)}\n`);
  }
  return isNegated ? Number(code === 0) : checked(code, state);
}

async function looped(node: For | While, state: State): Promise<number> {
  if (node.type === 'While') {
    const wanted = node.kind === 'while';
    return loop(
      state,
      async () => ((await inCondition(state, () => ofList(node.clause, state))) === 0) === wanted,
      node.body,
    );
  }
  if (!/^[A-Za-z_]\w*$/.test(node.name.value)) throw new ShellError('syntax error: bad for loop variable');
  const words: string[] = [];
  if (node.wordlist === undefined) words.push(...state.params);
  else for (const word of node.wordlist) words.push(...(await expandWord(word, expansionOf(state))));
  return loop(
    state,
    () => {
      const next = words.shift();
      if (next !== undefined) setVariable(state, node.name.value, next);
      return Promise.resolve(next !== undefined);
    },
    node.body,
  );
}

async function loop(
  state: State,
  more: () => Promise<boolean>,
  body: CompoundList,
  after?: () => Promise<unknown>,
): Promise<number> {
  let code = 0;
  state.loops++;
  try {
    for (;;) {
      try {
        if (!(await more())) return code;
        code = await ofList(body, state);
      } catch (error) {
        if (!(error instanceof LeaveLoop)) throw error;
        if (error.levels > 1 && state.loops > 1) {
          error.levels--;
          throw error;
        }
        code = 0;
        if (!error.goesOn) return 0;
      }
      await after?.();
      await state.run.place.processes.breathe();
      state.process.signal.throwIfAborted();
    }
  } finally {
    state.loops--;
  }
}

async function choose({ word, items }: Case, state: State, tail: boolean): Promise<number> {
  const expansion = expansionOf(state);
  const value = await expandText(word, expansion);
  let falls = false;
  let code = 0;
  for (const { pattern, body, terminator } of items) {
    let found = falls;
    for (const each of found ? [] : pattern) found ||= matches(value, await expandText(each, expansion, true));
    if (!found) continue;
    code = await ofList(body, state, tail);
    if (terminator === ';&') falls = true;
    else if (terminator !== ';;&') return code;
  }
  return code;
}
