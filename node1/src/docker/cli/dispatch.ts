import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { type Flag, FlagError, parseFlags } from '../../cli-kit/flags.ts';
import type { Language } from '../../messages/codes.ts';
import { message, word } from '../../messages/message.ts';
import type { Invocation } from '../../program.ts';
import type { Engine } from '../engine.ts';
import { DaemonError } from '../engine/containers.ts';
import { build } from './build.ts';
import { type DockerCall, type DockerCommand } from './command.ts';
import { history } from './history.ts';
import { imageCommands } from './images.ts';
import { inspect, inspectContainer, inspectImage } from './inspect.ts';
import { containerCommands } from './lifecycle.ts';
import { port } from './port.ts';
import { pruneCommands } from './prune.ts';
import { ps } from './ps.ts';
import { run } from './run.ts';
import { aboutCommands } from './version.ts';

/** Every command of docker that the rehearsal knows, by name. */
export const dockerCommands: readonly DockerCommand[] = [
  ...imageCommands,
  ...containerCommands,
  build,
  history,
  port,
  ps,
  ...pruneCommands,
  inspectContainer,
  run,
  inspect,
  inspectImage,
  ...aboutCommands,
].sort((a, b) => (a.name < b.name ? -1 : 1));

/** Runs one command with its words; problems that the user made end in docker's words and exit codes. */
export async function runCommand(
  engine: Engine,
  command: DockerCommand,
  invocation: Invocation,
  words: readonly string[],
): Promise<number> {
  const out = (text: string) => invocation.stdout.write(text);
  const err = (text: string) => invocation.stderr.write(text);
  try {
    if (words[0] === '--help' || (words.includes('--help') && command.stopsAtArgument !== true)) {
      await out(`\n${usageText(command)}${flagsText(command, invocation.lang)}`);
      return 0;
    }
    const rules = { interspersed: command.stopsAtArgument !== true };
    const { flags, args, notable } = parseFlags(command.flags, words, rules);
    const [absent] = notable;
    if (absent !== undefined) throw notSimulated(`docker ${command.name} --${absent.name}`, knownNames(command));
    requireCount(command, args.length);
    const call: DockerCall = { engine, invocation, flags, args, out, err };
    return await command.run(call);
  } catch (error) {
    if (error instanceof FlagError) {
      await err(`${error.message}\nSee 'docker ${command.name} --help'.\n`);
      return 125;
    }
    if (error instanceof ExitError) {
      await err(`${word(error.text, invocation.lang)}\n`);
      return error.exitCode;
    }
    if (error instanceof DaemonError) {
      await err(`Error response from daemon: ${error.message}\n`);
      return 1;
    }
    if (invocation.signal.aborted) return 130;
    throw error;
  }
}

function requireCount(command: DockerCommand, count: number): void {
  const { least, most } = command;
  if (count >= least && count <= most) return;
  const plural = (number: number) => `${number} argument${number === 1 ? '' : 's'}`;
  const wanted =
    most === 0
      ? 'accepts no arguments'
      : least === most
        ? `requires exactly ${plural(least)}`
        : count > most
          ? `requires at most ${plural(most)}`
          : `requires at least ${plural(least)}`;
  throw new ExitError(
    `"docker ${command.name}" ${wanted}.\nSee 'docker ${command.name} --help'.\n\n${usageText(command)}`.trimEnd(),
  );
}

function usageText({ name, usage, summary }: DockerCommand): string {
  return `Usage:  docker ${name} ${usage}\n\n${summary}\n`;
}

function flagsText(command: DockerCommand, lang: Language | undefined): string {
  const lines = knownFlags(command).map(({ name, short, type }) => {
    const letter = short === undefined ? '    ' : `-${short}, `;
    return `  ${letter}--${name}${type === 'bool' ? '' : type === 'list' ? ' list' : ' string'}\n`;
  });
  return lines.length === 0 ? '' : `\n${word(message('help/known-options'), lang)}\n${lines.join('')}`;
}

function knownFlags({ flags }: DockerCommand): readonly Flag[] {
  return flags.filter(({ absent }) => absent !== true);
}

function knownNames(command: DockerCommand): readonly string[] {
  return knownFlags(command).map(({ name }) => `--${name}`);
}
