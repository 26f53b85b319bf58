import { isDebianBusybox } from '../image-kind.ts';
import { whichProgram } from '../which.ts';
import type { State } from './state.ts';

const keywords = new Set('! case do done elif else esac fi for function if in then time until while { } [['.split(' '));

/** What a name means to a shell, shortly or in words; undefined: nothing. */
export async function describe(
  name: string,
  state: State,
  inWords: boolean,
  isBuiltin: boolean,
): Promise<string | undefined> {
  if (keywords.has(name) && name !== '[[') return inWords ? `${name} is a shell keyword` : name;
  const alias = state.aliases.get(name);
  if (alias !== undefined) return inWords ? `${name} is an alias for ${alias}` : `alias ${name}='${alias}'`;
  if (state.functions.has(name)) return inWords ? `${name} is a ${state.isBash ? 'function' : 'shell function'}` : name;
  if (isBuiltin) return inWords ? `${name} is a shell builtin` : name;
  // Debian's busybox has its programs in the shell itself.
  if (!state.isBash && isDebianBusybox(state.run.place) && state.run.place.applets.has(name))
    return inWords ? `${name} is ${name}` : name;
  const path = await whichProgram(state.run.place, name, state.vars.get('PATH')?.value ?? '', state.cwd);
  if (path === undefined) return undefined;
  return inWords ? `${name} is ${path}` : path;
}
