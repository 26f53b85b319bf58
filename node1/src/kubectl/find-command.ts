import { ExitError } from '../cli-kit/exit-error.ts';
import { alone, type Flag } from '../cli-kit/flags.ts';
import type { KubectlCommand } from './command.ts';
import { rootCommand } from './command-tree.ts';
import { globalFlags } from './global-flags.ts';
import { realFlags } from './help.ts';
import { suggestions } from './suggestions.ts';

/** Goes down from `kubectl` as cobra does: flags may stand between the words of a command, and are handed on with the rest. Throws ExitError. */
export function findCommand(argv: readonly string[]): {
  command: KubectlCommand;
  path: readonly string[];
  args: readonly string[];
} {
  let command = rootCommand;
  const path: string[] = [];
  const args: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const arg = argv[at] ?? '';
    if (arg === '--') {
      args.push(...argv.slice(at));
      break;
    }
    if (arg.startsWith('-') && arg !== '-') {
      args.push(arg);
      const value = argv[at + 1];
      if (value !== undefined && takesNext(command, path, arg)) {
        args.push(value);
        at++;
      }
      continue;
    }
    const next = command.commands?.find(({ name, aliases }) => name === arg || aliases?.includes(arg) === true);
    if (next === undefined) {
      if (command === rootCommand) unknownCommand(arg, argv);
      args.push(...argv.slice(at));
      break;
    }
    command = next;
    path.push(next.name);
  }
  return { command, path, args };
}

function takesNext(command: KubectlCommand, path: readonly string[], arg: string): boolean {
  if (arg.includes('=')) return false;
  const named = (specs: readonly Flag[]): Flag | undefined =>
    arg.startsWith('--')
      ? specs.find(({ name }) => name === arg.slice(2))
      : specs.find(({ short }) => short !== undefined && arg === `-${short}`);
  const spec = named([...command.flags, ...globalFlags]) ?? named(realFlags(path.join(' ')));
  return spec !== undefined && alone(spec) === undefined;
}

function unknownCommand(word: string, argv: readonly string[]): never {
  const [first = ''] = argv;
  if (first.startsWith('-')) throw new ExitError(`Error: flags cannot be placed before plugin name: ${first}`);
  const near = suggestions(
    word,
    (rootCommand.commands ?? []).map(({ name }) => name),
  );
  const hint = near.length === 0 ? '' : `\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}\n`;
  throw new ExitError(
    `Error: unknown command ${JSON.stringify(word)} for "kubectl"\n${hint}Run 'kubectl --help' for usage.`,
  );
}
