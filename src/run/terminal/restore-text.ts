import { lastPrompt, promptCommand } from './hooks.ts';
import { isSpecial, type ShellPart, type ShellVariable } from './shell-part.ts';
import { ansiQuoted, unquoted } from './state-hooks.ts';

/** Options of `set -o` that are put back, those last that show or end something. */
const options = (
  'allexport braceexpand errtrace functrace hashall histexpand ignoreeof interactive-comments keyword monitor noclobber noglob ' +
  'notify physical pipefail posix nounset errexit verbose xtrace'
).split(' ');

/** What makes a new bash what another one was, as bash; it tells by mark L that it has done so. */
export function restoreText(part: ShellPart, token: string): string {
  const { variables, aliases, functions } = part;
  // A line that is empty: the variable stays as it is.
  const prompts = variables.filter(({ name, line }) => line !== '' && isPrompt(name));
  const others = variables.filter(({ name, line }) => line !== '' && !isPrompt(name));
  const [readonly, writable] = [true, false].map((wanted) =>
    others.filter(({ attributes }) => attributes.includes('r') === wanted).map(({ line }) => line),
  ) as [string[], string[]];
  return [
    `PROMPT_COMMAND=${ansiQuoted(promptCommand)}`,
    `if builtin cd -- ${ansiQuoted(part.folder)}; then __pupitre_r=0; else __pupitre_r=1; fi`,
    ...part.settings,
    part.umask,
    'builtin unalias -a',
    functions,
    ...part.exportedFunctions.map((name) => `builtin export -f -- ${ansiQuoted(name)}`),
    unsetOthers(variables),
    ...writable,
    ...readonly,
    ...prompts.flatMap(promptLine),
    ...aliases,
    ...(part.positional === '' ? [] : [`builtin set -- ${part.positional}`]),
    `builtin printf '\\e]133;L;c=%s;aid=${token}\\a' "$__pupitre_r" >/dev/tty`,
    'builtin unset __pupitre_r __pupitre_v __pupitre_in',
    ...(part.options.includes('vi') ? ['builtin set -o vi'] : []),
    ...part.traps,
    ...options.map((name) => `builtin set ${part.options.includes(name) ? '-' : '+'}o ${name}`),
  ].join('\n');
}

/** Takes away what the new shell has in its environment and the other one had not any more. */
function unsetOthers(variables: readonly ShellVariable[]): string {
  const kept = variables.map(({ name }) => name).join(' ');
  return (
    `for __pupitre_v in $(builtin compgen -e); do case ${ansiQuoted(` ${kept} `)} in *" $__pupitre_v "*) ;; ` +
    `*) case $__pupitre_v in __pupitre*|PS[0-4]|PROMPT_COMMAND|${specials}) ;; *) builtin unset -v "$__pupitre_v";; esac;; esac; done`
  );
}

const specials = [
  ...'HOME HISTFILE INPUTRC TERM PWD SHLVL _ COLUMNS LINES PUPITRE_RUN SSH_AUTH_SOCK SSH_CLIENT SSH_CONNECTION SSH_TTY'.split(
    ' ',
  ),
]
  .filter((name) => name === 'HOME' || isSpecial(name))
  .join('|');

function isPrompt(name: string): boolean {
  return /^PS[0-4]$/.test(name) || name === 'PROMPT_COMMAND';
}

/** A prompt that a deck has made, without our marks. */
function promptLine({ name, line }: ShellVariable): string[] {
  const value = line.slice(line.indexOf('=') + 1);
  if (value.startsWith('(') || !line.includes('=')) return [];
  const text = unquoted(value);
  const bare =
    name === 'PROMPT_COMMAND'
      ? text.replace(promptCommand, '').replace(lastPrompt, '').trim()
      : text.replaceAll(/\x01?\x1b\]133;[^\x07]*\x07\x02?/g, '');
  if (name === 'PROMPT_COMMAND') return bare === '' ? [] : [`PROMPT_COMMAND=${ansiQuoted(bare)}`];
  return [`${name}=${ansiQuoted(bare)}`];
}
