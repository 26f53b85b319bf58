import { Command, CommanderError } from 'commander';
import { ConfigError } from '../config/config-error.ts';
import { printable } from '../report/printable.ts';
import { TargetError } from '../target/target.ts';
import { commands } from './commands.ts';
import { exitCodes } from './exit-codes.ts';
import { reasonOf } from './outputs.ts';
import { UsageError } from './usage.ts';
import { version } from './version.ts';

/** Reads the command line, does what it says, and sets the exit code. Never prints a stack trace unless PUPITRE_DEBUG is set. */
export async function main(): Promise<void> {
  surviveLostOutput();
  // Costs a third of the start where it is not needed. Only modules that are loaded afterwards have their lines back.
  if (process.env['PUPITRE_DEBUG'] !== undefined) process.setSourceMapsEnabled(true);
  const program = new Command('pupitre')
    .description('Runs hands-on workshops that are written as slides, in a real shell, and checks what comes back.')
    .version(version(), '-V, --version')
    .showHelpAfterError('(pupitre --help tells what there is)')
    .exitOverride();
  for (const command of commands()) program.addCommand(command.copyInheritedSettings(program));
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Says what went wrong; the exit code that it calls for. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.passed : exitCodes.usage;
  if (error instanceof UsageError || error instanceof ConfigError || error instanceof TargetError) {
    for (const message of error instanceof ConfigError ? error.messages : [error.message]) {
      process.stderr.write(`pupitre: ${printable(message)}\n`);
    }
    return exitCodes.usage;
  }
  const debug = process.env['PUPITRE_DEBUG'] !== undefined && error instanceof Error;
  const text = debug ? (error.stack ?? error.message) : error instanceof Error ? error.message : String(error);
  process.stderr.write(`pupitre: this is a bug: ${text}\n`);
  if (!debug) process.stderr.write('pupitre: with PUPITRE_DEBUG=1 in the environment it says where.\n');
  return exitCodes.usage;
}

/** `pupitre list | head` is no error, nor is a terminal that was closed; a full disk is one. */
function surviveLostOutput(): void {
  let told = false;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || error.code === 'EIO') return;
      process.exitCode = exitCodes.usage;
      if (!told) process.stderr.write(`pupitre: cannot write the output: ${reasonOf(error)}\n`);
      told = true;
    });
  }
}
