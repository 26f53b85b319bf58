import { ShellError } from './control.ts';
import { ioOf, type State } from './state.ts';

/** Says what went wrong, as the shell says it: `sh: cd: line 0: ...`. */
export function complain(state: State, text: string, builtin?: string): void {
  const { line = 0, isInteractive, isBash, hasName } = state;
  if (isBash) {
    const where = isInteractive ? '' : `line ${line}: `;
    ioOf(state).stderr(`${state.name}: ${where}${builtin === undefined ? '' : `${builtin}: `}${text}\n`);
    return;
  }
  const ofBuiltin = builtin === undefined ? '' : `${builtin}: `;
  const where = !isInteractive && (hasName || builtin !== undefined) ? `line ${line}: ` : '';
  ioOf(state).stderr(`${state.name}: ${ofBuiltin}${where}${text}\n`);
}

/** Throws ShellError for one that is read only. */
export function setVariable(state: State, name: string, value: string): void {
  const known = state.vars.get(name);
  if (known?.readOnly === true)
    throw new ShellError(state.isBash ? `${name}: readonly variable` : `${name}: is read only`, state.isBash ? 1 : 2);
  if (known) known.value = value;
  else state.vars.set(name, { value, exported: state.options.has('a'), readOnly: false });
}

/** A word as the shell shows it so that it can be typed again. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A word as `set -x` shows it. */
export function traced(text: string): string {
  return text !== '' && /^[\w%+,./:=@^~-]+$/.test(text) ? text : quoted(text);
}
