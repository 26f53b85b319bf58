import { ExitError, notSimulated } from '../cli-kit/exit-error.ts';
import { alone, type Flag, flag, FlagError, type ParsedFlags, parseFlags } from '../cli-kit/flags.ts';
import type { Cluster } from '../cluster.ts';
import { word } from '../messages/message.ts';
import type { Invocation, Program } from '../program.ts';
import { type KubectlCall, type KubectlCommand, type Settings } from './command.ts';
import { rootCommand } from './command-tree.ts';
import { errorText } from './errors.ts';
import { helpFor } from './help.ts';

/** Flags of every command. */
const globalFlags: readonly Flag[] = [
  flag.bool('help', 'h'),
  flag.text('namespace', 'n'),
  ...flag.ignored(
    'kubeconfig=',
    'context=',
    'cluster=',
    'user=',
    'request-timeout=',
    'cache-dir=',
    'match-server-version',
  ),
  { name: 'v', short: 'v', type: 'text', initial: '0' },
  ...flag.absent('as=', 'token=', 'server=', 'insecure-skip-tls-verify', 'client-key=', 'certificate-authority='),
];

/** kubectl 1.20.2 as far as the rehearsal knows it; everything it shows and changes is in the cluster's store. */
export function createKubectl(cluster: Cluster): Program {
  const settings: Settings = { namespace: '' };
  return async (invocation) => {
    try {
      return await dispatch(cluster, invocation, settings);
    } catch (error) {
      const text = word(errorText(error), invocation.lang);
      await invocation.stderr.write(text === '' || text.endsWith('\n') ? text : `${text}\n`);
      return error instanceof ExitError ? error.exitCode : 1;
    }
  };
}

async function dispatch(cluster: Cluster, invocation: Invocation, settings: Settings): Promise<number> {
  // `kubectl help get` is `kubectl get --help`.
  const [first, ...rest] = invocation.args;
  const { command, path, args } = findCommand(first === 'help' ? [...rest, '--help'] : invocation.args);
  const title = path.join(' ');
  if (command.absent === true) throw notSimulated(`kubectl ${title}`, simulated());
  const parsed = parse([...command.flags, ...globalFlags], args, title);
  if (parsed.flags.on('help') || (command.run === undefined && command === rootCommand && parsed.args.length === 0)) {
    await invocation.stdout.write(helpFor(title));
    return 0;
  }
  const missing = (command.required ?? []).filter((name) => !parsed.flags.given(name));
  if (missing.length > 0)
    throw new ExitError(`Error: required flag(s) ${missing.map((name) => JSON.stringify(name)).join(', ')} not set`);
  if (command.run === undefined) return await group(title, parsed, invocation);
  for (const { name, absent, deprecated } of parsed.notable) {
    if (absent === true) throw notSimulated(`kubectl ${title} --${name}`);
    await invocation.stderr.write(`Flag --${name} has been deprecated, ${deprecated ?? ''}\n`);
  }
  const call: KubectlCall = {
    cluster,
    invocation,
    command: title,
    args: parsed.args,
    dash: parsed.dash,
    flags: parsed.flags,
    settings,
    namespace: parsed.flags.text('namespace') || settings.namespace || 'default',
    printed: { count: 0 },
    out: (text) => invocation.stdout.write(text),
    err: (text) => invocation.stderr.write(text),
  };
  try {
    return await command.run(call);
  } catch (error) {
    // ^C ends what waits; like a process that is ended by it, the command says nothing more.
    if (!invocation.signal.aborted || error instanceof ExitError) throw error;
    return command.interrupted ?? 130;
  }
}

/** `rollout`, `set`, `create service`: a command that only has commands below it. */
async function group(title: string, { args }: ParsedFlags, { stdout }: Invocation): Promise<number> {
  const [word] = args;
  if (word !== undefined)
    throw new ExitError(
      `error: unknown command ${JSON.stringify(word)}\nSee 'kubectl ${title} -h' for help and examples`,
    );
  await stdout.write(helpFor(title));
  return 1;
}

function parse(specs: readonly Flag[], args: readonly string[], title: string): ParsedFlags {
  try {
    return parseFlags(specs, args, { underscores: true });
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    throw new ExitError(`Error: ${error.message}\nSee '${`kubectl ${title}`.trim()} --help' for usage.`);
  }
}

/** Goes down from `kubectl` as cobra does: flags may stand between the words of a command, and are handed on with the rest. */
function findCommand(argv: readonly string[]): {
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
      if (takesNext([...command.flags, ...globalFlags], arg) && value !== undefined) {
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
    if (next.absent === true) return { command, path, args: [] };
  }
  return { command, path, args };
}

function takesNext(specs: readonly Flag[], arg: string): boolean {
  if (arg.includes('=')) return false;
  const spec = arg.startsWith('--')
    ? specs.find(({ name }) => name === arg.slice(2))
    : specs.find(({ short }) => short !== undefined && arg === `-${short}`);
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

function simulated(): readonly string[] {
  return (rootCommand.commands ?? []).filter(({ absent }) => absent !== true).map(({ name }) => name);
}

/** The names that somebody who typed `word` may have meant, as cobra finds them: two edits away at most, or beginning with it. */
export function suggestions(word: string, names: readonly string[]): readonly string[] {
  // A word far longer than any command is near none; this also bounds the work.
  if (word.length > 40) return [];
  const typed = word.toLowerCase();
  return names.filter((name) => distance(typed, name) <= 2 || name.startsWith(typed));
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
