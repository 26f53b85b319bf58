import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { inside } from '../rootfs.ts';
import { evaluateText } from './arithmetic.ts';
import type { Builtin, BuiltinCall } from './builtin.ts';
import { Exit, LeaveLoop, Return } from './control.ts';
import { describe } from './describe.ts';
import { jobBuiltins } from './job-builtins.ts';
import { setBuiltins } from './set-builtins.ts';
import { textBuiltins } from './text-builtins.ts';
import { variableBuiltins } from './variable-builtins.ts';
import { setVariable } from './words.ts';

function number(call: BuiltinCall, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  call.error(`Illegal number: ${text}`);
  throw new Exit(2);
}

function exit(call: BuiltinCall): number {
  const { state, args } = call;
  throw new Exit((args[0] === undefined ? state.lastCode : number(call, args[0])) & 255);
}

function leave(goesOn: boolean): Builtin {
  return (call) => {
    const { state, args } = call;
    const levels = args[0] === undefined ? 1 : number(call, args[0]);
    if (state.loops === 0) return 0;
    throw new LeaveLoop(Math.min(levels, state.loops), goesOn);
  };
}

async function source({ state, args, error }: BuiltinCall): Promise<number> {
  const [name = '', ...params] = args;
  const path = name.includes('/')
    ? name
    : await find(name, state.vars.get('PATH')?.value ?? '', state.run.place.root, state.cwd);
  const text =
    path === undefined
      ? undefined
      : await readFile(inside(state.run.place.root, path, state.cwd), 'utf8').catch(() => undefined);
  if (text === undefined) {
    error(
      state.isBash
        ? `${name}: No such file or directory`
        : name.includes('/')
          ? `can't open '${name}': No such file or directory`
          : `${name}: not found`,
    );
    if (!state.isInteractive && !state.isBash) throw new Exit(2);
    return state.isBash ? 1 : 2;
  }
  const before = state.params;
  if (params.length > 0) state.params = params;
  try {
    return await state.evaluate(text, state);
  } catch (problem) {
    if (!(problem instanceof Return)) throw problem;
    return problem.code;
  } finally {
    state.params = before;
  }
}

async function find(name: string, path: string, root: string, cwd: string): Promise<string | undefined> {
  for (const folder of [...path.split(':'), cwd]) {
    const full = posix.join(folder, name);
    if ((await readFile(inside(root, full, cwd)).catch(() => undefined)) !== undefined) return full;
  }
  return undefined;
}

async function exec({ state, args, run }: BuiltinCall): Promise<number> {
  if (args.length === 0) return 0;
  state.traps.clear();
  state.isExecuting = true;
  const code = await run(args, { tail: true, skipsFunctions: true });
  throw new Exit(code);
}

async function command({ state, args, run, io }: BuiltinCall): Promise<number> {
  const [first, ...rest] = args;
  if (first === '-v' || first === '-V') {
    const [name] = rest;
    if (name === undefined) return 0;
    const text = await describe(name, state, first === '-V', builtins.has(name));
    if (text !== undefined) io.stdout(`${text}\n`);
    return text === undefined ? 127 : 0;
  }
  const words = first === '-p' || first === '--' ? rest : args;
  return words.length === 0 ? 0 : run(words, { skipsFunctions: true });
}

async function type({ state, args, io }: BuiltinCall): Promise<number> {
  let code = 0;
  for (const name of args) {
    const text = await describe(name, state, true, builtins.has(name));
    io.stdout(`${text ?? `${name}: not found`}\n`);
    if (text === undefined) code = 127;
  }
  return code;
}

function letBuiltin({ state, args, error }: BuiltinCall): number {
  if (args.length === 0) {
    error('expression expected');
    return state.isBash ? 1 : 2;
  }
  let value = 0n;
  for (const text of args) {
    value = evaluateText(text, {
      get: (name) => state.vars.get(name)?.value,
      set: (name, text) => {
        setVariable(state, name, text);
      },
    });
  }
  return Number(value === 0n);
}

/** The commands that a shell has itself. */
export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [':', () => 0],
  ['true', () => 0],
  ['false', () => 1],
  ['exit', exit],
  ['break', leave(false)],
  ['continue', leave(true)],
  [
    'return',
    (call) => {
      throw new Return(call.args[0] === undefined ? call.state.lastCode : number(call, call.args[0]) & 255);
    },
  ],
  ['.', source],
  ['source', source],
  ['exec', exec],
  ['eval', ({ state, args }) => (args.length === 0 ? 0 : state.evaluate(args.join(' '), state))],
  ['command', command],
  ['type', type],
  ['let', letBuiltin],
  ...setBuiltins,
  ...variableBuiltins,
  ...jobBuiltins,
  ...textBuiltins,
]);

/** POSIX: assignments before them stay, and an error in them ends a script. */
export const specialBuiltins: ReadonlySet<string> = new Set(
  '. : break continue eval exec exit export readonly return set shift source times trap unset'.split(' '),
);
