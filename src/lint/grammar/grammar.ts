import curl from './data/curl.json' with { type: 'json' };
import docker from './data/docker.json' with { type: 'json' };
import dockerCompose from './data/docker-compose.json' with { type: 'json' };
import git from './data/git.json' with { type: 'json' };
import helm from './data/helm.json' with { type: 'json' };
import kubectl from './data/kubectl.json' with { type: 'json' };
import unix from './data/unix.json' with { type: 'json' };

/** Whether an option takes a value: never, as the next word or after `=`, after `=` alone. */
export type OptionKind = 'none' | 'value' | 'optional';

/** One command of a program, as the program's own help tells it. */
export interface CommandGrammar {
  /** Its sub-commands, `set image`; `''` for the program itself. */
  readonly name: string;
  /** One line, as the program prints it; `''` where it prints none. */
  readonly usage: string;
  /** By the option as it is written: `-f`, `--file`. */
  readonly options: ReadonlyMap<string, OptionKind>;
}

/** How a program's command lines are to be read. */
export interface Grammar {
  /** The versions that the options come from. */
  readonly from: readonly string[];
  /** Letters that an unambiguous beginning of a long option may leave out (getopt, docopt). */
  readonly abbreviates: boolean;
  /** Options of the program itself, which most programs take with every sub-command. */
  readonly common: ReadonlyMap<string, OptionKind>;
  /** The command that the words begin with, the longest name first; undefined for one that is not known. */
  readonly command: (words: readonly string[]) => CommandGrammar | undefined;
  /** The sub-commands of a group of commands, one level down; none for other commands. */
  readonly subcommands: (group: string) => readonly string[];
}

interface GrammarData {
  readonly from: readonly string[];
  readonly commands: Readonly<Record<string, readonly string[]>>;
}

const data: Readonly<Record<string, GrammarData>> = {
  kubectl,
  docker,
  'docker-compose': dockerCompose,
  helm,
  git,
  curl,
};

/** Grammars that were asked for, so that each is read once in a process: they do not depend on any deck. */
const memo = new Map<string, Grammar | undefined>();

/** The grammar of a program, by its name without folder; undefined where there is none. */
export function grammarOf(program: string): Grammar | undefined {
  if (!memo.has(program)) memo.set(program, readGrammar(program));
  return memo.get(program);
}

function readGrammar(program: string): Grammar | undefined {
  if (Object.hasOwn(data, program)) {
    const own = data[program];
    return own && grammarFrom(own, program === 'docker-compose' || program === 'git' || program === 'curl');
  }
  const line = Object.hasOwn(unix.commands, program)
    ? (unix.commands as Readonly<Record<string, readonly string[]>>)[program]
    : undefined;
  return line && grammarFrom({ from: unix.from, commands: { '': line } }, true);
}

function grammarFrom({ from, commands }: GrammarData, abbreviates: boolean): Grammar {
  const read = new Map<string, CommandGrammar>();
  const commandNamed = (name: string): CommandGrammar | undefined => {
    const line = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!line) return undefined;
    const known = read.get(name) ?? { name, usage: line[0] ?? '', options: readOptions(line[1] ?? '') };
    read.set(name, known);
    return known;
  };
  const isFlat = Object.keys(commands).length === 1;
  return {
    from,
    abbreviates,
    common: isFlat ? new Map() : (commandNamed('')?.options ?? new Map<string, OptionKind>()),
    subcommands: (group) =>
      Object.keys(commands)
        .filter((name) => name.startsWith(`${group} `) && !name.includes(' ', group.length + 1))
        .map((name) => name.slice(group.length + 1)),
    command: (words) => {
      if (isFlat) return commandNamed('');
      for (let length = Math.min(3, words.length); length > 0; length--) {
        const found = commandNamed(words.slice(0, length).join(' '));
        if (found) return found;
      }
      return undefined;
    },
  };
}

/** `-f,--file= --dry-run? -w,--watch` as a table. */
function readOptions(text: string): ReadonlyMap<string, OptionKind> {
  const options = new Map<string, OptionKind>();
  for (const word of text === '' ? [] : text.split(' ')) {
    const [, names = '', mark = ''] = /^(.*?)([=?]?)$/.exec(word) ?? [];
    for (const name of names.split(',')) {
      options.set(name, mark === '=' ? 'value' : mark === '?' ? 'optional' : 'none');
    }
  }
  return options;
}
