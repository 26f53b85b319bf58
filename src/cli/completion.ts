import type { Command, Option } from 'commander';
import { message } from '../messages/message.ts';
import { exitCodes, UsageError } from './errors.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

/** Prints the completion of the command line for a shell, made from the commands themselves. Throws UsageError for another shell. */
export function completion(shell: string, commands: readonly Command[]): number {
  const known = shells.find((each) => each === shell);
  if (known === undefined) {
    const mistake = message('cli/one-of', { names: [...shells] });
    throw new UsageError(message('cli/in-option', { option: `completion ${shell}`, mistake }));
  }
  process.stdout.write({ bash, zsh, fish }[known](commands.map(described)));
  return exitCodes.passed;
}

interface Described {
  readonly name: string;
  readonly description: string;
  readonly options: readonly {
    readonly flags: readonly string[];
    readonly takesValue: boolean;
    readonly description: string;
  }[];
  readonly values: readonly string[];
}

function described(command: Command): Described {
  return {
    name: command.name(),
    description: command.description(),
    options: command.options.filter(({ hidden }) => !hidden).map(optionOf),
    values: [...command.commands.map((each) => each.name())],
  };
}

function optionOf({ short, long, required, optional, description }: Option): Described['options'][number] {
  return { flags: [short, long].filter((flag) => flag !== undefined), takesValue: required || optional, description };
}

/** Options where a word begins with a dash, else files. */
function bash(commands: readonly Described[]): string {
  const cases = commands.map(
    ({ name, options, values }) =>
      `    ${name}) options='${[...options.flatMap(({ flags }) => flags), '--help'].join(' ')}'; words='${values.join(' ')}';;`,
  );
  const names = [...commands.map(({ name }) => name), 'help'].join(' ');
  return `# pupitre completion bash
_pupitre() {
  local word=\${COMP_WORDS[COMP_CWORD]} options='--help --version' words='${names}'
  if ((COMP_CWORD > 1)); then
    options=--help words=
    case \${COMP_WORDS[1]} in
${cases.join('\n')}
    help) words='${names}';;
    esac
  fi
  case $word in
  -*) COMPREPLY=($(compgen -W "$options" -- "$word"));;
  *) COMPREPLY=($(compgen -W "$words" -- "$word")); [ \${#COMPREPLY[@]} -gt 0 ] || ((COMP_CWORD == 1)) || COMPREPLY=($(compgen -f -- "$word"));;
  esac
}
complete -o filenames -F _pupitre pupitre
`;
}

function zsh(commands: readonly Described[]): string {
  const cases = commands.map(({ name, options, values }) => {
    const specs = options.flatMap(({ flags, takesValue, description }) =>
      flags.map((flag) => `'${flag}[${zshText(description)}]${takesValue ? ':value:_files' : ''}'`),
    );
    const rest = values.length > 0 ? `'1:command:(${values.join(' ')})'` : "'*:file:_files'";
    return `    ${name}) _arguments ${[...specs, rest].join(' ')};;`;
  });
  const list = commands.map(({ name, description }) => `'${name}:${zshText(description)}'`).join(' ');
  return `#compdef pupitre
# pupitre completion zsh
_pupitre() {
  if ((CURRENT == 2)); then
    local -a commands=(${list})
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${cases.join('\n')}
  esac
}
(( $+functions[compdef] )) && compdef _pupitre pupitre
`;
}

function zshText(text: string): string {
  return text.replace(/'/g, "'\\''").replace(/[[\]:]/g, '\\$&');
}

function fish(commands: readonly Described[]): string {
  const lines = commands.flatMap(({ name, description, options, values }) => [
    `complete -c pupitre -n __fish_use_subcommand -a ${name} -d ${fishText(description)}`,
    ...options.map(
      ({ flags, takesValue, description: words }) =>
        `complete -c pupitre -n '__fish_seen_subcommand_from ${name}' ${flags
          .map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
          .join(' ')}${takesValue ? ' -r' : ''} -d ${fishText(words)}`,
    ),
    ...values.map((value) => `complete -c pupitre -n '__fish_seen_subcommand_from ${name}' -a ${value}`),
  ]);
  return `# pupitre completion fish\n${lines.join('\n')}\n`;
}

function fishText(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
