import { Command } from 'commander';
import { defaultPort } from '../limits.ts';
import type { Say } from '../messages/word.ts';
import type { CapacityOptions } from './capacity.ts';
import type { ClassOptions } from './class.ts';
import type { ExportOptions } from './export.ts';
import type { InitOptions } from './init.ts';
import type { LintCommandOptions } from './lint.ts';
import type { ListOptions } from './list.ts';
import type { LspOptions } from './lsp.ts';
import type { MergeOptions } from './report.ts';
import type { RunCommandOptions } from './run-command-options.ts';
import type { ServeOptions } from './serve.ts';

/** Not asked of `report/reporters.ts`, which would be loaded for every command. */
const reporterList = 'terminal, json, junit, github, html, tap, ctrf';

/** What the command line understands, with its help worded by `say`. The module that does a command's work is loaded when the command is called. */
export function commands(say: Say): readonly Command[] {
  return [
    runCommand(say),
    serveCommand(say),
    lintCommand(say),
    listCommand(say),
    exportCommand(say),
    capacityCommand(say),
    classCommand(say),
    reportCommand(say),
    initCommand(say),
    lspCommand(say),
    completionCommand(say),
  ];
}

/** `pupitre run`: types the steps of decks into a shell and reports what came of them. */
function runCommand(say: Say): Command {
  return new Command('run')
    .description(say('help/run'))
    .argument('[deck...]', say('help/decks'))
    .option('--target <name>', say('help/run-target'))
    .option('--only <ids>', say('help/run-only'), separated, [])
    .option('--from <id>', say('help/run-from'))
    .option('--no-replay', say('help/run-no-replay'))
    .option('--resume', say('help/run-resume'))
    .option('--no-state', say('help/run-no-state'))
    .option('--keep-going', say('help/run-keep-going'))
    .option('--strict', say('help/run-strict'))
    .option('--reporter <name[=file]>', say('help/run-reporter', { names: reporterList }), repeated, [])
    .option('--watch', say('help/run-watch'))
    .option('--changed <commit>', say('help/run-changed'))
    .option('--shard <i/n>', say('help/run-shard'))
    .option('--jobs <number>', say('help/run-jobs'))
    .option('--repeat <number>', say('help/run-repeat'))
    .option('--until-failure', say('help/run-until-failure'))
    .option('--changes', say('help/run-changes'))
    .option('--update', say('help/run-update'))
    .option('--yes', say('help/run-yes'))
    .option('--timeout <duration>', say('help/run-timeout'))
    .option('--step', say('help/run-step'))
    .option('--pause-on-failure', say('help/run-pause'))
    .option('--stay', say('help/run-stay'))
    .option('--no-stay', say('help/run-no-stay'))
    .option('--record <file>', say('help/run-record'))
    .option('--record-format <2|3>', say('help/run-record-format'))
    .option('--exercises <marks|prompts|runme>', say('help/exercises'))
    .option('--lang <en|fr>', say('help/lang'))
    .option('--config <file>', say('help/config'))
    .action(async (names: string[], options: RunCommandOptions) => {
      if (options.watch) {
        const { runWatched } = await import('./run-watched.ts');
        process.exitCode = await runWatched(names, options);
        return;
      }
      const { runDecks } = await import('./run.ts');
      process.exitCode = await runDecks(names, options);
    });
}

/** `pupitre init`: a course to begin with. */
function initCommand(say: Say): Command {
  return new Command('init')
    .description(say('help/init'))
    .argument('[folder]', say('help/init-folder'))
    .option('--lang <en|fr>', say('help/lang'))
    .action(async (folder: string | undefined, options: InitOptions) => {
      const { init } = await import('./init.ts');
      process.exitCode = init(folder, options);
    });
}

/** `pupitre lsp`: lint in an editor. */
function lspCommand(say: Say): Command {
  return new Command('lsp')
    .description(say('help/lsp'))
    .option('--lang <en|fr>', say('help/lang'))
    .option('--config <file>', say('help/config'))
    .action(async (options: LspOptions) => {
      const { serveLanguage } = await import('./lsp.ts');
      process.exitCode = await serveLanguage(options);
    });
}

/** `pupitre completion`: for the shells of people. */
function completionCommand(say: Say): Command {
  return new Command('completion')
    .description(say('help/completion'))
    .argument('<shell>', say('help/completion-shell'))
    .action(async (shell: string) => {
      const { completion } = await import('./completion.ts');
      process.exitCode = completion(shell, commands(say));
    });
}

/** `pupitre report merge`: one report of several runs. */
function reportCommand(say: Say): Command {
  const merge = new Command('merge')
    .description(say('help/report-merge'))
    .argument('<file...>', say('help/report-files'))
    .option('--reporter <name[=file]>', say('help/run-reporter', { names: reporterList }), repeated, [])
    .option('--lang <en|fr>', say('help/lang'))
    .option('--config <file>', say('help/config'))
    .action(async (files: string[], options: MergeOptions) => {
      const { mergeReports } = await import('./report.ts');
      process.exitCode = await mergeReports(files, options);
    });
  return new Command('report').description(say('help/report')).addCommand(merge);
}

/** `pupitre serve`: a page with the slides of a deck beside a live terminal. */
function serveCommand(say: Say): Command {
  return new Command('serve')
    .description(say('help/serve'))
    .argument('[deck]', say('help/serve-deck'))
    .option('--target <name>', say('help/serve-target'))
    .option('--port <number>', say('help/serve-port', { port: defaultPort }))
    .option('--host <address>', say('help/serve-host'))
    .option('--name <host>', say('help/serve-name'), repeated, [])
    .option('--public-url <url>', say('help/serve-public-url'), repeated, [])
    .option('--trust-proxy <number|addresses>', say('help/serve-trust-proxy'))
    .option('--page-ports <first-last>', say('help/serve-page-ports'))
    .option('--page-hosts <*.domain>', say('help/serve-page-hosts'))
    .option('--password-file <file>', say('help/serve-password-file'))
    .option('--class', say('help/serve-class'))
    .option('--lobby', say('help/serve-lobby'))
    .option('--class-file <file>', say('help/serve-class-file'))
    .option('--class-store <file>', say('help/serve-class-store'))
    .option('--class-name <name>', say('help/serve-class-name'))
    .option('--replica-address <host>', say('help/serve-replica-address'))
    .option('--max-places <number>', say('help/serve-max-places'))
    .option('--shared-user', say('help/serve-shared-user'))
    .option('--watch', say('help/serve-watch'))
    .option('--open', say('help/serve-open'))
    .option('--exercises <marks|prompts|runme>', say('help/exercises'))
    .option('--lang <en|fr>', say('help/serve-lang'))
    .option('--config <file>', say('help/config'))
    .action(async (deck: string | undefined, options: ServeOptions) => {
      const { serve } = await import('./serve.ts');
      process.exitCode = await serve(deck, options);
    });
}

/** `pupitre lint`: finds in decks what would fail on stage, and mends what can be mended for certain. */
function lintCommand(say: Say): Command {
  return new Command('lint')
    .description(say('help/lint'))
    .argument('[file...]', say('help/lint-files'))
    .option('--fix', say('help/lint-fix'))
    .option('--watch', say('help/lint-watch'))
    .option('--dry-run', say('help/lint-dry-run'))
    .option('--source <original>', say('help/lint-source'))
    .option('--class <file>', say('help/lint-class'))
    .option('--format <name>', 'stylish, json, github, sarif', 'stylish')
    .option('--rule <id=off|warn|error>', say('help/lint-rule'), separated, [])
    .option('--exercises <marks|prompts|runme>', say('help/exercises'))
    .option('--lang <en|fr>', say('help/lang'))
    .option('--config <file>', say('help/config'))
    .action(async (names: string[], options: LintCommandOptions) => {
      if (options.watch) {
        const { lintWatched } = await import('./lint-watched.ts');
        process.exitCode = await lintWatched(names, options);
        return;
      }
      const { lint } = await import('./lint.ts');
      // The output may have failed already.
      const exitCode = await lint(names, options);
      process.exitCode ??= exitCode;
    });
}

/** `pupitre list`: what is in a deck, and what a run would do, without running anything. */
function listCommand(say: Say): Command {
  return new Command('list')
    .description(say('help/list'))
    .argument('[deck...]', say('help/decks'))
    .option('--json', say('help/list-json'))
    .option('--plan', say('help/list-plan'))
    .option('--exercises <marks|prompts|runme>', say('help/exercises'))
    .option('--lang <en|fr>', say('help/lang'))
    .option('--config <file>', say('help/config'))
    .action(async (names: string[], options: ListOptions) => {
      const { list } = await import('./list.ts');
      // The output may have failed already.
      process.exitCode ??= list(names, options);
    });
}

/** `pupitre export`: a deck as a site that needs no server. */
function exportCommand(say: Say): Command {
  return new Command('export')
    .description(say('help/export'))
    .argument('<folder>', say('help/export-folder'))
    .argument('[deck]', say('help/serve-deck'))
    .option('--from <file>', say('help/export-from'))
    .option('--exercises <marks|prompts|runme>', say('help/exercises'))
    .option('--lang <en|fr>', say('help/lang'))
    .option('--config <file>', say('help/config'))
    .action(async (folder: string, deck: string | undefined, options: ExportOptions) => {
      const { exportDeck } = await import('./export.ts');
      process.exitCode ??= await exportDeck(folder, deck, options);
    });
}

/** `pupitre class`: what came of a class. */
function classCommand(say: Say): Command {
  return new Command('class')
    .description(say('help/class'))
    .argument('[file]', say('help/class-file'))
    .option('--class-store <file>', say('help/serve-class-store'))
    .option('--class-name <name>', say('help/serve-class-name'))
    .option('--format <name>', 'csv, json', 'csv')
    .option('--by <name>', say('help/class-by'), 'student')
    .option('--output <file>', say('help/class-output'))
    .option('--lang <en|fr>', say('help/lang'))
    .action(async (file: string | undefined, options: ClassOptions) => {
      const { classResults } = await import('./class.ts');
      await classResults(file, options);
      // The output may have failed already.
      process.exitCode ??= 0;
    });
}

/** `pupitre capacity`: what a class needs on this machine. */
function capacityCommand(say: Say): Command {
  return new Command('capacity')
    .description(say('help/capacity'))
    .argument('[deck]', say('help/serve-deck'))
    .option('--students <number>', say('help/capacity-students'), '30')
    .option('--target <name>', say('help/serve-target'))
    .option('--json', say('help/capacity-json'))
    .option('--lang <en|fr>', say('help/lang'))
    .option('--config <file>', say('help/config'))
    .action(async (deck: string | undefined, options: CapacityOptions) => {
      const { capacity } = await import('./capacity.ts');
      process.exitCode = capacity(deck, options);
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
