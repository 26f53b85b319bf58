import { Command, CommanderError, Help, type Option } from 'commander';
import { ConfigError } from '../config/config-error.ts';
import { type Language, message } from '../messages/message.ts';
import { MessageError } from '../messages/message-error.ts';
import { type Say, sayIn, word } from '../messages/word.ts';
import { commands } from './commands.ts';
import { commandLineError } from './errors.ts';
import { complain } from './errors.ts';
import { exitCodes } from './errors.ts';
import { errorLanguage, helpLanguage } from './language.ts';
import { reasonOf } from './outputs.ts';
import { version } from './version.ts';

/** Reads the command line, does what it says, and sets the exit code. Never prints a stack trace unless PUPITRE_DEBUG is set. */
export async function main(): Promise<void> {
  surviveLostOutput();
  // Costs a third of the start where it is not needed. Only modules that are loaded afterwards have their lines back.
  if (process.env['PUPITRE_DEBUG'] !== undefined) process.setSourceMapsEnabled(true);
  const lang = helpLanguage(process.argv, process.env);
  const say = sayIn(lang);
  const program = new Command('pupitre')
    .description(say('help/pupitre'))
    .version(version(), '-V, --version', say('help/version'))
    .helpOption('-h, --help', say('help/help'))
    .helpCommand('help [command]', say('help/help-command'))
    .configureHelp(helpIn(say))
    .configureOutput({
      outputError: (text, write) => {
        write(`${word(commandLineError(text), errorLanguageHere())}\n`);
      },
    })
    .showHelpAfterError(say('cli/see-help'))
    .exitOverride();
  for (const command of commands(say)) program.addCommand(command.copyInheritedSettings(program));
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** The parts of commander's help that are its own words. */
function helpIn(say: Say): Partial<Help> {
  const titles: Readonly<Record<string, string>> = {
    'Usage:': say('help/usage'),
    'Arguments:': say('help/arguments'),
    'Options:': say('help/options'),
    'Commands:': say('help/commands'),
  };
  return {
    styleTitle: (title) => titles[title] ?? title,
    optionDescription: (option: Option) =>
      new Help()
        .optionDescription(option)
        .replace(/\(default: (.*)\)$/, (_, value: string) => say('help/default', { value })),
  };
}

function errorLanguageHere(): Language {
  return errorLanguage(process.argv, process.cwd(), process.env);
}

/** Says what went wrong; the exit code that it calls for. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.passed : exitCodes.usage;
  const lang = errorLanguageHere();
  if (error instanceof MessageError) {
    for (const told of error instanceof ConfigError ? error.mistakes : [error.told]) complain(told, lang);
    return exitCodes.usage;
  }
  const debug = process.env['PUPITRE_DEBUG'] !== undefined && error instanceof Error;
  const text = debug ? (error.stack ?? error.message) : error instanceof Error ? error.message : String(error);
  complain(message('cli/bug', { text }), lang);
  if (!debug) complain(message('cli/bug-where'), lang);
  return exitCodes.usage;
}

/** `pupitre list | head` is no error, nor is a terminal that was closed; a full disk is one. */
function surviveLostOutput(): void {
  let told = false;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || error.code === 'EIO') return;
      process.exitCode = exitCodes.usage;
      if (!told) complain(message('cli/cannot-write-output', { reason: reasonOf(error) }), errorLanguageHere());
      told = true;
    });
  }
}
