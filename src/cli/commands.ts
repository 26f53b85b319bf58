import { Command } from 'commander';
import { defaultPort } from '../limits.ts';
import type { LintCommandOptions } from './lint.ts';
import type { ListOptions } from './list.ts';
import type { RunCommandOptions } from './run.ts';
import type { ServeOptions } from './serve.ts';

/** What the command line understands. The module that does a command's work is loaded when the command is called. */
export function commands(): readonly Command[] {
  return [runCommand(), serveCommand(), lintCommand(), listCommand()];
}

/** `pupitre run`: types the steps of decks into a shell and reports what came of them. */
function runCommand(): Command {
  return new Command('run')
    .description('run the steps of decks in a real shell, and check what comes back')
    .argument('[deck...]', 'files, or names of decks in runner.config.json')
    .option('--target <name>', 'where to run: a target of runner.config.json')
    .option('--only <ids>', 'run only these steps: ids, or ids of slides (before the dot)', separated, [])
    .option('--from <id>', 'start with this step')
    .option('--keep-going', 'go on after a step that did not pass')
    .option('--reporter <name[=file]>', 'terminal, json, junit, github; several are allowed', repeated, [])
    .option('--timeout <duration>', 'no step may take longer: 30s, 2m')
    .option('--stay', 'afterwards, hand over the shell (default with the rehearsal on a terminal)')
    .option('--no-stay', 'end when the steps have run')
    .option('--record <file>', 'write the session as asciicast v2')
    .option('--lang <en|fr>', 'language of what is said')
    .option('--config <file>', 'configuration (default: runner.config.json, here or above)')
    .action(async (names: string[], options: RunCommandOptions) => {
      const { runDecks } = await import('./run.ts');
      process.exitCode = await runDecks(names, options);
    });
}

/** `pupitre serve`: a page with the slides of a deck beside a live terminal. */
function serveCommand(): Command {
  return new Command('serve')
    .description('show the slides of a deck beside a live terminal, in a browser')
    .argument('[deck]', 'a file, or the name of a deck in runner.config.json')
    .option('--target <name>', 'where the terminal is: a target of runner.config.json')
    .option('--port <number>', `port to listen on; 0: any free one (default: ${defaultPort}, or one of the next)`)
    .option('--host <address>', 'address to listen on (default: 127.0.0.1); others need a password')
    .option('--name <host>', 'a further name by which browsers reach this machine; several are allowed', repeated, [])
    .option('--password-file <file>', 'whoever knows the password in it gets a node of their own (or PUPITRE_PASSWORD)')
    .option('--max-desks <number>', 'most nodes at a time', '8')
    .option('--open', 'open the page in a browser')
    .option('--lang <en|fr>', 'language of the page')
    .option('--config <file>', 'configuration (default: runner.config.json, here or above)')
    .action(async (deck: string | undefined, options: ServeOptions) => {
      const { serve } = await import('./serve.ts');
      process.exitCode = await serve(deck, options);
    });
}

/** `pupitre lint`: finds in decks what would fail on stage, and mends what can be mended for certain. */
function lintCommand(): Command {
  return new Command('lint')
    .description('find what would fail on stage, without running anything')
    .argument('[file...]', 'files, folders, or names of decks in runner.config.json')
    .option('--fix', 'mend what can be mended for certain')
    .option('--dry-run', 'show what --fix would change, and change nothing')
    .option('--source <original>', 'the original of a translation, or the folder with the originals')
    .option('--format <name>', 'stylish, json, github, sarif', 'stylish')
    .option('--rule <id=off|warn|error>', 'how severe what a rule finds is; several are allowed', separated, [])
    .option('--lang <en|fr>', 'language of what is said')
    .option('--config <file>', 'configuration (default: runner.config.json, here or above)')
    .action(async (names: string[], options: LintCommandOptions) => {
      const { lint } = await import('./lint.ts');
      // The output may have failed already.
      const exitCode = await lint(names, options);
      process.exitCode ??= exitCode;
    });
}

/** `pupitre list`: what is in a deck, and what a run would do, without running anything. */
function listCommand(): Command {
  return new Command('list')
    .description('show the slides, exercises and steps of decks')
    .argument('[deck...]', 'files, or names of decks in runner.config.json')
    .option('--json', 'as JSON: every snippet with its place, and every message')
    .option('--plan', 'what a run would do with each step, and why')
    .option('--lang <en|fr>', 'language of what is said')
    .option('--config <file>', 'configuration (default: runner.config.json, here or above)')
    .action(async (names: string[], options: ListOptions) => {
      const { list } = await import('./list.ts');
      // The output may have failed already.
      process.exitCode ??= list(names, options);
    });
}

/** Values of an option that takes several, between commas or one each time. */
function separated(value: string, before: readonly string[]): string[] {
  return [...before, ...value.split(',')];
}

/** Values of an option that takes one each time. */
function repeated(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
