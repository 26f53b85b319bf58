import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { type Flag, flag, FlagError, parseFlags } from '../../cli-kit/flags.ts';
import { word } from '../../messages/message.ts';
import type { Invocation } from '../../program.ts';
import type { Engine } from '../engine.ts';
import { DaemonError } from '../engine/containers.ts';
import type { DockerCall, DockerCommand } from './command.ts';
import { helpOf, usageLines } from './help.ts';

/** What docker's own refusals end with where the rehearsal has something to refuse. */
const refusedCode = 125;

/** Runs one command with its words, as `path` of docker's tree; problems that the user made end in docker's words and exit codes. */
export async function runCommand(
  engine: Engine,
  command: DockerCommand,
  invocation: Invocation,
  words: readonly string[],
  path = command.name,
): Promise<number> {
  const out = (text: string) => invocation.stdout.write(text);
  const err = (text: string) => invocation.stderr.write(text);
  try {
    const hasShort = command.flags.some(({ short }) => short === 'h');
    const flags = [...command.flags, flag.bool('help', hasShort ? undefined : 'h')];
    const rules = { interspersed: command.stopsAtArgument !== true };
    const parsed = parseFlags(flags, words, rules);
    if (parsed.flags.on('help')) {
      const isShort = !words.some((each) => each.startsWith('--help'));
      await out(`${isShort ? 'Flag shorthand -h has been deprecated, please use --help\n' : ''}${helpOf(path)}`);
      return 0;
    }
    requireCount(command, path, parsed.args.length);
    const [absent] = parsed.notable;
    if (absent !== undefined) {
      await refuse(err, invocation, notSimulated(`docker ${path} --${absent.name}`, knownNames(command)));
      return refusedCode;
    }
    const call: DockerCall = { engine, invocation, flags: parsed.flags, args: parsed.args, out, err };
    return await command.run(call);
  } catch (error) {
    if (error instanceof FlagError) {
      await err(`${error.message}\nSee 'docker ${path} --help'.\n`);
      return 125;
    }
    if (error instanceof ExitError) {
      await refuse(err, invocation, error);
      return typeof error.text === 'object' && 'code' in error.text ? refusedCode : error.exitCode;
    }
    if (error instanceof DaemonError) {
      await err(`Error response from daemon: ${error.message}\n`);
      return 1;
    }
    if (invocation.signal.aborted) return 130;
    throw error;
  }
}

async function refuse(err: DockerCall['err'], { lang }: Invocation, error: ExitError): Promise<void> {
  const text = word(error.text, lang);
  if (text !== '') await err(`${text}\n`);
}

function requireCount(command: DockerCommand, path: string, count: number): void {
  const { least, most } = command;
  if (count >= least && count <= most) return;
  const plural = (number: number) => `argument${number === 1 ? '' : 's'}`;
  const wanted =
    most === 0
      ? 'accepts no arguments'
      : least === most
        ? `requires exactly ${least} ${plural(least)}`
        : least > 0 && most < Infinity
          ? `requires at least ${least} and at most ${most} ${plural(most)}`
          : count > most
            ? `requires at most ${most} ${plural(most)}`
            : `requires at least ${least} ${plural(least)}`;
  throw new ExitError(
    `"docker ${path}" ${wanted}.\nSee 'docker ${path} --help'.\n\n${usageLines(path, command.summary)}`,
  );
}

function knownNames({ flags }: DockerCommand): readonly string[] {
  return flags.filter(({ absent, hidden }: Flag) => absent !== true && hidden !== true).map(({ name }) => `--${name}`);
}
