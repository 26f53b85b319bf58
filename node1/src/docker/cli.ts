import { join } from 'node:path';
import { ExitError } from '../cli-kit/exit-error.ts';
import { type Flag, flag, FlagError, parseFlags } from '../cli-kit/flags.ts';
import { word } from '../messages/message.ts';
import type { Invocation, Program } from '../program.ts';
import { absentCommand } from './cli/absent.ts';
import { dockerCommands } from './cli/commands.ts';
import { runCommand } from './cli/dispatch.ts';
import { helpOf, usageOf } from './cli/help.ts';
import { requireOwnEngine } from './cli/own-engine.ts';
import { findCommand } from './cli/tree.ts';
import { versionLine } from './cli/version.ts';
import type { Engine } from './engine.ts';

/** What may stand before the command. */
const globalFlags: readonly Flag[] = [
  flag.text('config'),
  flag.text('context', 'c'),
  flag.bool('debug', 'D'),
  flag.list('host', 'H'),
  flag.text('log-level', 'l'),
  ...['tls', 'tlsverify'].map((name) => flag.bool(name)),
  ...['tlscacert', 'tlscert', 'tlskey'].map((name) => flag.text(name)),
  flag.bool('version', 'v'),
  flag.bool('help', 'h'),
];

/** What a docker has besides docker 20.10 itself. */
interface DockerOptions {
  /** The plugin `docker compose`. */
  readonly hasCompose?: boolean;
}

/** The command `docker` on an engine. */
export function createDocker(engine: Engine, { hasCompose = false }: DockerOptions = {}): Program {
  return async (invocation) => {
    const { stdout, stderr, lang } = invocation;
    try {
      const { flags, args } = parseFlags(globalFlags, invocation.args, { interspersed: false });
      if (flags.on('version')) {
        await stdout.write(versionLine);
        return 0;
      }
      if (flags.on('help')) {
        const isShort = !invocation.args.includes('--help');
        await stdout.write(
          `${isShort ? 'Flag shorthand -h has been deprecated, please use --help\n' : ''}${helpFor(invocation)}`,
        );
        return 0;
      }
      await requireOwnEngine(flags, invocation, args[0] ?? 'help');
      if (hasCompose && args[0] === 'compose') {
        const { composeV2 } = await import('./compose/v2.ts');
        return await composeV2(engine, invocation, args.slice(1));
      }
      return await find(engine, invocation, args);
    } catch (error) {
      if (error instanceof FlagError) {
        await stderr.write(`${error.message}\nSee 'docker --help'.\n\n${usageFor(invocation)}\n`);
        return 125;
      }
      if (!(error instanceof ExitError)) throw error;
      await stderr.write(`${word(error.text, lang)}\n`);
      return error.exitCode;
    }
  };
}

async function find(engine: Engine, invocation: Invocation, words: readonly string[]): Promise<number> {
  const { stdout, stderr } = invocation;
  const [first] = words;
  if (first === undefined) {
    await stderr.write(helpFor(invocation));
    return 0;
  }
  if (first === 'help') return help(invocation, words.slice(1));
  const { path, command: name, rest } = findCommand(words);
  if (path === undefined) {
    // docker looks for flags of its own behind what is no command, too.
    parseFlags(globalFlags, rest);
    await stderr.write(`docker: '${first}' is not a docker command.\nSee 'docker --help'\n`);
    return 1;
  }
  if (name === undefined) return group(invocation, path, rest);
  const known = dockerCommands.map((command) => command.name);
  const command = dockerCommands.find((each) => each.name === name) ?? absentCommand(path, known);
  return runCommand(engine, command, invocation, rest, path);

  /** A group without a command of it. */
  async function group(at: Invocation, path: string, rest: readonly string[]): Promise<number> {
    try {
      const { flags, args } = parseFlags([flag.bool('help', 'h')], rest);
      if (flags.on('help')) {
        await stdout.write(helpOf(path));
        return 0;
      }
      await at.stderr.write(helpOf(path));
      return args.length === 0 ? 0 : 1;
    } catch (error) {
      if (!(error instanceof FlagError)) throw error;
      await at.stderr.write(`${error.message}\nSee 'docker ${path} --help'.\n\n${usageOf(path)}\n`);
      return 125;
    }
  }
}

/** docker's help, which has the folder of its own files in the home. */
function helpFor({ env }: Invocation): string {
  const folder = env['DOCKER_CONFIG'] ?? join(env['HOME'] ?? '/', '.docker');
  return helpOf('docker').replaceAll('/root/.docker', folder);
}

/** The same as it stands below a mistake, where what cobra adds by itself is missing. */
function usageFor(invocation: Invocation): string {
  return helpFor(invocation)
    .replace(/^\n/, '')
    .replace(/^ {2}completion .*\n/m, '');
}

async function help(invocation: Invocation, words: readonly string[]): Promise<number> {
  const { stdout, stderr } = invocation;
  const { path, rest } = findCommand(words);
  if (words.length === 0) await stdout.write(helpFor(invocation));
  else if (path === undefined || rest.length > 0) {
    await stderr.write(`unknown help topic: ${words.join(' ')}\n`);
    return 1;
  } else await stdout.write(helpOf(path));
  return 0;
}
