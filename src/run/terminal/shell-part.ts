import { sectionEnd, unquoted } from './state-hooks.ts';

/** What a bash has become by what was typed into it, as far as another bash can be given it. */
export interface ShellPart {
  readonly folder: string;
  /** Names of options of `set -o` that are on. */
  readonly options: readonly string[];
  /** Lines of bash: of `shopt`; the others likewise. */
  readonly settings: readonly string[];
  readonly umask: string;
  readonly aliases: readonly string[];
  readonly traps: readonly string[];
  readonly variables: readonly ShellVariable[];
  /** Definitions, as bash prints them. */
  readonly functions: string;
  readonly exportedFunctions: readonly string[];
  /** `$1` and so on, as words of bash. */
  readonly positional: string;
  /** Background jobs, as `jobs` prints them: they are not given to another shell. */
  readonly jobs: readonly string[];
}

export interface ShellVariable {
  readonly name: string;
  /** Letters of `declare`, without the `-`. */
  readonly attributes: string;
  /** The line of bash that declares it; empty when it is left as it is. */
  readonly line: string;
}

/** Variables of the shell itself, of its terminal, of its connection, and ours. */
const special = new Set(
  (
    'BASH BASHOPTS BASHPID BASH_ALIASES BASH_ARGC BASH_ARGV BASH_ARGV0 BASH_CMDS BASH_COMMAND BASH_EXECUTION_STRING BASH_LINENO BASH_LOADABLES_PATH ' +
    'BASH_MONOSECONDS BASH_REMATCH BASH_SOURCE BASH_SUBSHELL BASH_TRAPSIG BASH_VERSINFO BASH_VERSION COLUMNS COMP_CWORD COMP_KEY ' +
    'COMP_LINE COMP_POINT COMP_TYPE COMP_WORDBREAKS COMP_WORDS COPROC DIRSTACK EPOCHREALTIME EPOCHSECONDS EUID FUNCNAME GROUPS HISTCMD HISTFILE HOSTNAME ' +
    'HOSTTYPE INPUTRC LINENO LINES MACHTYPE OSTYPE PIPESTATUS PPID PUPITRE_CONTAINER PUPITRE_RUN PWD RANDOM READLINE_ARGUMENT ' +
    'READLINE_LINE READLINE_MARK READLINE_POINT SECONDS SHELLOPTS SHLVL SRANDOM SSH_AUTH_SOCK SSH_CLIENT SSH_CONNECTION SSH_TTY TERM UID _'
  ).split(' '),
);

/** Variables of a shell that stay what they are in the one that gets the state. */
export function isSpecial(name: string): boolean {
  return special.has(name) || name.startsWith('__pupitre');
}

/** Options that a start or an interactive shell decides. */
const skippedSettings = /^shopt -[su] (?:extdebug|login_shell|restricted_shell|promptvars)$/;

/** What the sections say that a shell has told; undefined when they are not whole. */
export function readPart(told: string, token: string): ShellPart | undefined {
  if (!told.startsWith("$'")) return undefined;
  const sections = unquoted(told).split(sectionEnd(token));
  const [options, traps, folder, settings, umask, aliases, variables, functions, names, jobs, positional] = sections;
  if (positional === undefined || options === undefined || folder === undefined) return undefined;
  const all = functionsOf(names ?? '');
  return {
    folder: folder.replace(/\n$/, ''),
    options: options.split(':').filter(Boolean),
    settings: linesOf(settings).filter((line) => !skippedSettings.test(line)),
    umask: umask?.trim() ?? '',
    aliases: entriesOf(aliases, /^alias /),
    traps: entriesOf(traps, /^trap -- /),
    variables: entriesOf(variables, /^declare -[-A-Za-z]+ \w+(?:=|$)/).flatMap(variableOf),
    functions: all.some(({ isOurs }) => isOurs) ? withoutOurs(functions ?? '') : (functions ?? ''),
    exportedFunctions: all.flatMap(({ name, isExported, isOurs }) => (isExported && !isOurs ? [name] : [])),
    positional: positional.trim(),
    jobs: linesOf(jobs),
  };
}

function linesOf(text = ''): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** Entries of one or more lines, each of which begins as `start` says. */
function entriesOf(text = '', start: RegExp): string[] {
  const entries: string[] = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    if (start.test(line)) entries.push(line);
    else if (entries.length > 0) entries.push(`${entries.pop() ?? ''}\n${line}`);
  }
  return entries;
}

function variableOf(line: string): ShellVariable[] {
  const [, attributes = '', name = ''] = /^declare -([-A-Za-z]+) (\w+)/.exec(line) ?? [];
  return isSpecial(name) ? [] : [{ name, attributes: attributes.replaceAll('-', ''), line }];
}

function functionsOf(names: string) {
  return linesOf(names).map((line) => {
    const [, attributes = '', name = ''] = /^declare -(\w+) (.*)$/.exec(line) ?? [];
    return { name, isExported: attributes.includes('x'), isOurs: name.startsWith('__pupitre') };
  });
}

/** Definitions without those of our hooks: each begins with its name at the beginning of a line, and ends with a brace there. */
function withoutOurs(text: string): string {
  return text.replaceAll(/^__pupitre\w* \(\) ?\n\{[^]*?^\}$\n?(?:^declare -fx __pupitre\w*$\n?)?/gm, '');
}
