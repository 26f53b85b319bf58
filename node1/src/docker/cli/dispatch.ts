import type { Invocation } from '../../program.ts';
import { DaemonError } from '../engine/containers.ts';
import type { Engine } from '../engine.ts';
import { aboutCommands } from './version.ts';
import { build } from './build.ts';
import { CommandError, type DockerCall, type DockerCommand } from './command.ts';
import { containerCommands } from './lifecycle.ts';
import { AbsentFlagError, FlagError, parseFlags, type FlagSpecs } from './flags.ts';
import { history } from './history.ts';
import { imageCommands } from './images.ts';
import { inspect, inspectContainer, inspectImage } from './inspect.ts';
import { port } from './port.ts';
import { pruneCommands } from './prune.ts';
import { ps } from './ps.ts';
import { run } from './run.ts';

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
      await out(`\n${usageText(command)}${flagsText(command)}`);
      return 0;
    }
    const { flags, args } = parseFlags(words, command.flags, command.stopsAtArgument);
    requireCount(command, args.length);
    const call: DockerCall = { engine, invocation, flags, args, out, err };
    return await command.run(call);
  } catch (error) {
    if (error instanceof FlagError) {
      await err(`${error.message}\nSee 'docker ${command.name} --help'.\n`);
      return 125;
    }
    if (error instanceof AbsentFlagError) {
      const known = knownFlags(command.flags).map(([flag]) => `--${flag}`);
      await err(
        `rehearsal: docker ${command.name} ${error.message} is not simulated; use a real cluster\n` +
          `rehearsal: it knows: ${known.join(' ')}\n`,
      );
      return 1;
    }
    if (error instanceof CommandError) {
      await err(`${error.message}\n`);
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
  throw new CommandError(
    `"docker ${command.name}" ${wanted}.\nSee 'docker ${command.name} --help'.\n\n${usageText(command)}`.trimEnd(),
  );
}

function usageText({ name, usage, summary }: DockerCommand): string {
  return `Usage:  docker ${name} ${usage}\n\n${summary}\n`;
}

function flagsText({ flags }: DockerCommand): string {
  const lines = knownFlags(flags).map(([name, { letter, kind }]) => {
    const short = letter === undefined ? '    ' : `-${letter}, `;
    return `  ${short}--${name}${kind === 'boolean' ? '' : kind === 'list' ? ' list' : ' string'}\n`;
  });
  return lines.length === 0 ? '' : `\nOptions (those that the rehearsal knows):\n${lines.join('')}`;
}

function knownFlags(flags: FlagSpecs) {
  return Object.entries(flags).filter(([, { isAbsent }]) => isAbsent !== true);
}
