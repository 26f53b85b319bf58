import { stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { signalOf } from '../container-context.ts';
import { mayAccess } from '../files.ts';
import { inside } from '../rootfs.ts';
import { whichProgram } from '../which.ts';
import type { Builtin, BuiltinCall } from './builtin.ts';
import { Exit } from './control.ts';
import { quoted, setVariable } from './words.ts';

const letters = new Map(
  Object.entries({
    e: 'errexit',
    f: 'noglob',
    I: 'ignoreeof',
    m: 'monitor',
    n: 'noexec',
    x: 'xtrace',
    v: 'verbose',
    C: 'noclobber',
    a: 'allexport',
    b: 'notify',
    u: 'nounset',
    E: 'errtrace',
  }),
);
const longOnly = ['vi', 'pipefail'];

function set({ state, args, io, error }: BuiltinCall): number {
  if (args.length === 0) {
    const lines = [...state.vars]
      .filter(([, { value }]) => value !== undefined)
      .map(([name, { value = '' }]) => `${name}=${quoted(value)}\n`);
    io.stdout(lines.sort().join(''));
    return 0;
  }
  const { options } = state;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--' || arg === '-') {
      state.params = args.slice(index + 1);
      return 0;
    }
    if (!/^[-+]./.test(arg)) {
      state.params = args.slice(index);
      return 0;
    }
    const on = arg.startsWith('-');
    const change = (name: string): void => {
      if (on) options.add(name);
      else options.delete(name);
    };
    for (const letter of arg.slice(1)) {
      if (letter === 'o') {
        const name = args[++index];
        if (name === undefined) {
          const all = [...letters, ...longOnly.map((long) => [long, long] as const)];
          const state = (key: string, long: string): string =>
            on
              ? `${long.padEnd(16)}${options.has(key) ? 'on' : 'off'}`
              : `set ${options.has(key) ? '-' : '+'}o ${long}`;
          io.stdout(all.map(([key, long]) => `${state(key, long)}\n`).join(''));
          return 0;
        }
        const key = longOnly.includes(name) ? name : [...letters].find(([, long]) => long === name)?.[0];
        if (key === undefined) {
          error(`illegal option ${on ? '-' : '+'}o ${name}`);
          throw new Exit(2);
        }
        change(key);
      } else if (letters.has(letter) || letter === 'h' || letter === 'B') change(letter);
      else {
        error(`illegal option ${on ? '-' : '+'}${letter}`);
        throw new Exit(2);
      }
    }
  }
  return 0;
}

function shift({ state, args }: BuiltinCall): number {
  const count = Number(args[0] ?? 1);
  if (count > state.params.length) return 1;
  state.params = state.params.slice(count);
  return 0;
}

async function cd({ state, args, io, error }: BuiltinCall): Promise<number> {
  const given = args.filter((arg) => arg !== '-P' && arg !== '-L' && arg !== '--');
  const old = state.vars.get('OLDPWD')?.value;
  const wanted = given[0] === '-' ? (old ?? state.cwd) : (given[0] ?? state.vars.get('HOME')?.value ?? '/');
  const path = posix.resolve(state.cwd, wanted);
  const { place } = state.run;
  const found = await stat(inside(place.root, path)).catch(() => undefined);
  const problem =
    found === undefined
      ? 'No such file or directory'
      : !found.isDirectory()
        ? state.isBash
          ? 'Not a directory'
          : 'Not a directory'
        : mayAccess(place, path, found.mode, 1)
          ? undefined
          : 'Permission denied';
  if (problem !== undefined) {
    error(state.isBash ? `${wanted}: ${problem}` : `can't cd to ${wanted}: ${problem}`);
    return state.isBash ? 1 : 2;
  }
  setVariable(state, 'OLDPWD', state.cwd);
  state.cwd = path;
  setVariable(state, 'PWD', path);
  if (given[0] === '-') io.stdout(`${path}\n`);
  return 0;
}

function trap({ state, args, io, error }: BuiltinCall): number {
  const words = args[0] === '--' ? args.slice(1) : args;
  if (words.length === 0 || words[0] === '-p') {
    const order = (name: string): number => (name === 'EXIT' ? 0 : 1);
    for (const [name, command] of [...state.traps].sort(([a], [b]) => order(a) - order(b)))
      io.stdout(`trap -- ${quoted(command)} ${name}\n`);
    return 0;
  }
  const [action = '', ...names] = words;
  const isReset = action === '-' || (names.length === 0 && /^\d+$/.test(action));
  let code = 0;
  for (const text of names.length === 0 ? [action] : names) {
    const name =
      text === '0' || /^exit$/i.test(text)
        ? 'EXIT'
        : (signalOf(text)?.slice(3) ?? (state.isBash && /^(?:ERR|DEBUG|RETURN)$/.test(text) ? text : undefined));
    if (name === undefined) {
      error(`${text}: invalid signal specification`);
      code = 1;
    } else if (isReset) state.traps.delete(name);
    else state.traps.set(name, action);
  }
  return code;
}

async function hash({ state, args, error }: BuiltinCall): Promise<number> {
  let code = 0;
  for (const name of args.filter((arg) => arg !== '-r')) {
    if ((await whichProgram(state.run.place, name, state.vars.get('PATH')?.value ?? '', state.cwd)) !== undefined)
      continue;
    error(`${name}: not found`);
    code = 1;
  }
  return code;
}

function umask({ state, args, io }: BuiltinCall): number {
  const [mode] = args;
  if (mode === undefined) io.stdout(`${state.umask.toString(8).padStart(4, '0')}\n`);
  else if (mode === '-S') {
    const part = (shift: number): string =>
      ['r', 'w', 'x'].filter((_, bit) => ((~state.umask >> shift) & (4 >> bit)) !== 0).join('');
    io.stdout(`u=${part(6)},g=${part(3)},o=${part(0)}\n`);
  } else if (/^[0-7]+$/.test(mode)) state.umask = Number.parseInt(mode, 8) & 0o777;
  return 0;
}

/** The names of docker for what a letter shows, and what its numbers are divided by. */
const limitNames: Readonly<Record<string, readonly [string, number]>> = {
  c: ['core', 512],
  d: ['data', 1024],
  f: ['fsize', 512],
  l: ['memlock', 1024],
  m: ['rss', 1024],
  n: ['nofile', 1],
  p: ['nproc', 1],
  s: ['stack', 1024],
  t: ['cpu', 1],
  u: ['nproc', 1],
};

function ulimit({ args, io, state }: BuiltinCall): number {
  const limits: Readonly<Record<string, string>> = {
    n: '1048576',
    u: 'unlimited',
    c: 'unlimited',
    f: 'unlimited',
    s: '8192',
    v: 'unlimited',
  };
  const letter = args[0]?.replace(/^-[HS]*/, '') ?? 'f';
  if (!/^[acdeflmnpqrstuvwx]?$/.test(letter)) {
    io.stderr(`ulimit: invalid option -- '${letter}'\n`);
    return 1;
  }
  const [name, unit] = limitNames[letter] ?? ['', 1];
  const own = state.run.place.spec.ulimits?.[name];
  const set = args[0]?.includes('H') === true ? own?.hard : own?.soft;
  const shown =
    set === undefined ? (limits[letter] ?? 'unlimited') : set < 0 ? 'unlimited' : String(Math.floor(set / unit));
  io.stdout(`${shown}\n`);
  return 0;
}

/** Builtins that change how the shell itself runs. */
export const setBuiltins: readonly (readonly [string, Builtin])[] = [
  ['set', set],
  ['shift', shift],
  ['cd', cd],
  ['chdir', cd],
  [
    'pwd',
    ({ state, io }) => {
      io.stdout(`${state.cwd}\n`);
      return 0;
    },
  ],
  ['trap', trap],
  ['umask', umask],
  ['ulimit', ulimit],
  ['hash', hash],
];
