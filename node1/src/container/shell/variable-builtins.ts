import type { Builtin, BuiltinCall } from './builtin.ts';
import { Exit } from './control.ts';
import { quoted, setVariable } from './words.ts';

function declare(kind: 'exported' | 'readOnly', program: string): Builtin {
  return (call) => {
    const { state, args, io, error } = call;
    const words = args.filter((arg) => arg !== '-p' && arg !== '--' && arg !== '-n');
    if (words.length === 0) {
      const shown = [...state.vars].filter(([, variable]) => variable[kind]);
      for (const [name, { value }] of shown.sort())
        io.stdout(
          `${state.isBash ? `declare -${kind === 'exported' ? 'x' : 'r'}` : program} ${name}${value === undefined ? '' : `=${state.isBash ? JSON.stringify(value) : quoted(value)}`}\n`,
        );
      return 0;
    }
    for (const word of words) {
      const [name, value] = split(word);
      if (!/^[A-Za-z_]\w*$/.test(name)) {
        error(state.isBash ? `\`${word}': not a valid identifier` : `${name}: bad variable name`);
        if (state.isBash) return 1;
        throw new Exit(2);
      }
      if (value !== undefined) setVariable(state, name, value);
      const known = state.vars.get(name) ?? { value: undefined, exported: false, readOnly: false };
      state.vars.set(name, { ...known, [kind]: !args.includes('-n') });
    }
    return 0;
  };
}

function split(word: string): readonly [string, string | undefined] {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

function unset({ state, args, error }: BuiltinCall): number {
  const functions = args[0] === '-f';
  for (const name of args.filter((arg) => arg !== '-f' && arg !== '-v')) {
    if (functions) state.functions.delete(name);
    else if (state.vars.get(name)?.readOnly === true) {
      error(state.isBash ? `${name}: cannot unset: readonly variable` : `${name}: is read only`);
      if (state.isBash) return 1;
      throw new Exit(2);
    } else if (!state.vars.delete(name)) state.functions.delete(name);
  }
  return 0;
}

function local({ state, args, error }: BuiltinCall): number {
  const hidden = state.locals.at(-1);
  if (hidden === undefined) {
    error(state.isBash ? 'can only be used in a function' : 'not in a function');
    throw new Exit(state.isBash ? 1 : 2);
  }
  for (const word of args.filter((arg) => !arg.startsWith('-'))) {
    const [name, value] = split(word);
    const known = state.vars.get(name);
    if (!hidden.has(name)) hidden.set(name, known && { ...known });
    state.vars.set(name, {
      value: value ?? (state.isBash ? undefined : known?.value),
      exported: known?.exported ?? false,
      readOnly: false,
    });
  }
  return 0;
}

function alias({ state, args, io, error }: BuiltinCall): number {
  let code = 0;
  const show = (name: string, value: string): void => {
    io.stdout(`${state.isBash ? 'alias ' : ''}${name}=${quoted(value)}\n`);
  };
  if (args.length === 0) for (const [name, value] of [...state.aliases].sort()) show(name, value);
  for (const word of args) {
    const [name, value] = split(word);
    const known = state.aliases.get(name);
    if (value !== undefined) state.aliases.set(name, value);
    else if (known !== undefined) show(name, known);
    else {
      if (state.isBash) error(`${name}: not found`);
      else io.stderr(`alias: ${name} not found\n`);
      code = 1;
    }
  }
  return code;
}

function unalias({ state, args, io, error }: BuiltinCall): number {
  if (args[0] === '-a') state.aliases.clear();
  const missing = args.filter((name) => name !== '-a' && !state.aliases.delete(name));
  for (const name of missing) {
    if (state.isBash) error(`${name}: not found`);
    else io.stderr(`unalias: ${name} not found\n`);
  }
  return Number(missing.length > 0);
}

function getopts({ state, args, io, error }: BuiltinCall): number {
  const [spec = '', name = '', ...given] = args;
  const words = given.length > 0 ? given : state.params;
  let index = Number(state.vars.get('OPTIND')?.value ?? 1) - 1;
  const rest = state.optionRest;
  const word = words[index] ?? '';
  if (rest === '' && (!/^-./.test(word) || word === '--')) {
    if (word === '--') index++;
    setVariable(state, name, '?');
    setVariable(state, 'OPTIND', String(index + 1));
    return 1;
  }
  const letters = rest === '' ? word.slice(1) : rest;
  const letter = letters[0] ?? '';
  const at = spec.indexOf(letter);
  let left = letters.slice(1);
  const silent = spec.startsWith(':');
  if (at < 0 || letter === ':') {
    if (silent) setVariable(state, 'OPTARG', letter);
    else {
      state.vars.delete('OPTARG');
      if (state.isBash) error(`illegal option -- ${letter}`);
      else io.stderr(`Illegal option -${letter}\n`);
    }
    setVariable(state, name, '?');
  } else if (spec[at + 1] === ':') {
    const value = left === '' ? words[++index] : left;
    left = '';
    if (value === undefined) {
      if (silent) setVariable(state, 'OPTARG', letter);
      else if (state.isBash) error(`option requires an argument -- ${letter}`);
      else io.stderr(`No arg for -${letter} option\n`);
      setVariable(state, name, silent ? ':' : '?');
    } else {
      setVariable(state, 'OPTARG', value);
      setVariable(state, name, letter);
    }
  } else {
    setVariable(state, name, letter);
    state.vars.delete('OPTARG');
  }
  state.optionRest = left;
  if (left === '') index++;
  setVariable(state, 'OPTIND', String(index + 1));
  return 0;
}

/** Builtins about variables and aliases. */
export const variableBuiltins: readonly (readonly [string, Builtin])[] = [
  ['export', declare('exported', 'export')],
  ['readonly', declare('readOnly', 'readonly')],
  ['unset', unset],
  ['local', local],
  ['alias', alias],
  ['unalias', unalias],
  ['getopts', getopts],
];
