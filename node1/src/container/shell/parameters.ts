import { ShellError } from './control.ts';
import { getVariable, type State } from './state.ts';

/** The value of a variable or of a special parameter other than `@` and `*`. */
export function parameter(name: string, state: State): string | undefined {
  switch (name) {
    case '?':
      return String(state.lastCode);
    case '$':
      return String(state.shellPid);
    case '!':
      return state.lastPid;
    case '#':
      return String(state.params.length);
    case '-':
      return `${state.isInteractive ? 'i' : ''}${[...state.options].filter((letter) => letter.length === 1).join('')}`;
    case '0':
      return state.name;
  }
  if (/^\d+$/.test(name)) return state.params[Number(name) - 1];
  return getVariable(state, name);
}

/** What is said of a variable that is not set, where it must be. */
export function unset(name: string, { isBash }: State): ShellError {
  return isBash ? new ShellError(`${name}: unbound variable`, 1) : new ShellError(`${name}: parameter not set`);
}
