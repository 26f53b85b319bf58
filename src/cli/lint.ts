import { setImmediate } from 'node:timers/promises';
import { loadConfig } from '../config.ts';
import { isScenario } from '../deck/formats/scenario.ts';
import { fixDeck } from '../lint/fix.ts';
import { lintDeck, type LintOptions, placed } from '../lint/lint.ts';
import { keyOf, type Names } from '../lint/names/name.ts';
import { builtinRules } from '../lint/rules.ts';
import { type Language, type Message, message } from '../messages/message.ts';
import type { LintedFile } from '../report/lint-format.ts';
import { lintFormats } from '../report/lint-formats.ts';
import { complain } from './errors.ts';
import { exitCodes } from './errors.ts';
import { UsageError } from './errors.ts';
import { withExercises } from './exercises.ts';
import { language } from './language.ts';
import { chooseFiles, type LintFile, readText } from './lint-files.ts';
import { documentOptions } from './lint-options.ts';
import { severitiesOf, wrongOption } from './lint-severities.ts';
import { streamOutput } from './outputs.ts';
import { patchOf } from './patch.ts';
import { replaceFile } from './replace-file.ts';
import { onInterruption } from './signals.ts';
import { version } from './version.ts';

export interface LintCommandOptions {
  readonly fix?: true;
  readonly dryRun?: true;
  readonly watch?: true;
  readonly source?: string;
  readonly class?: string;
  readonly format: string;
  readonly rule: readonly string[];
  readonly lang?: string;
  readonly config?: string;
  readonly exercises?: string;
}

/** What is known from one time to the next, while files are watched. */
export interface LintRound {
  readonly chosen: ReturnType<typeof chooseFiles>;
  /** Absolute paths of the files to lint; undefined for all. */
  readonly only?: ReadonlySet<string>;
  /** By their absolute paths: what is there where each file ends. */
  readonly ends: Map<string, Names>;
}

/**
 * Finds in decks what would fail on stage, and mends what can be mended for certain; the exit code. With `round`, nothing is asked anew of
 * files that are not in it. Throws UsageError and ConfigError.
 */
export async function lint(names: readonly string[], options: LintCommandOptions, round?: LintRound): Promise<number> {
  const cwd = process.cwd();
  const config = withExercises(loadConfig(options.config, cwd), options.exercises);
  const format = lintFormats.get(options.format);
  if (!format)
    throw wrongOption(`--format ${options.format}`, message('cli/one-of', { names: [...lintFormats.keys()] }));
  const lang = language(options.lang, config, process.env);
  const severities = severitiesOf(config, options.rule);
  const { files, manifests } = round?.chosen ?? chooseFiles(names, options.source, config, cwd);
  const linted: LintedFile[] = (round?.only ? [] : manifests).flatMap(({ deck: { file }, messages }) => {
    // What a manifest says of its chapters they are asked themselves; the pages of a scenario are not.
    const told = isScenario(file) ? [...new Set([file, ...messages.map((each) => each.file)])] : [file];
    return told.map((name) => ({
      file: name,
      messages: messages.filter((each) => each.file === name).map(placed),
      fixed: 0,
    }));
  });
  // What a chapter includes is known only where the whole course is.
  const missing = manifests.flatMap(({ deck: { file }, messages }) =>
    messages.filter((each) => each.file !== file && each.rule === 'missing-include').map(placed),
  );
  const classes = options.class === undefined ? undefined : await outcomesOf(options.class);
  const problems: Message[] = [];
  let patches = '';
  // A file is either mended or as it was, and nothing is left beside it.
  const interruption = onInterruption(() => undefined);
  const ends = round?.ends ?? new Map<string, Names>();
  // What those before it in its manifest make is there when a chapter begins.
  const earlier = new Map<string | undefined, string>();
  for (const file of files) {
    const { path, manifest = path } = file;
    const before = earlier.get(manifest);
    earlier.set(manifest, path);
    if (round?.only?.has(path) === false) continue;
    await setImmediate();
    if (interruption.exitCode !== undefined) return interruption.exitCode;
    try {
      const lintOptions = {
        ...documentOptions(file, config),
        rules: builtinRules,
        severities,
        classes,
        earlier: before === undefined ? undefined : ends.get(before),
        onNames: (found: Names): void => {
          ends.set(path, found);
        },
      };
      const { patch, messages, ...result } = lintFile(file, lintOptions, options, lang);
      linted.push({ ...result, messages: [...messages, ...missing.filter((each) => each.file === file.name)] });
      patches += patch;
    } catch (error) {
      // One file that cannot be read or written does not hide what the others have.
      if (!(error instanceof UsageError)) throw error;
      problems.push(error.told);
    }
  }
  interruption.release();
  // What one file makes is there for the others.
  const made = new Set([...ends.values()].flatMap((end) => end.made.map(keyOf)));
  const told = linted.map((each) => ({
    ...each,
    messages: each.messages.filter(({ unless }) => unless === undefined || !made.has(unless)),
  }));
  const output = streamOutput(process.stdout, process.env);
  if (options.dryRun) output.write(patches);
  else output.write(format(told, { lang, colors: output.colors, rules: builtinRules, version: version() }));
  for (const problem of problems) complain(problem, lang);
  if (problems.length > 0) return exitCodes.usage;
  const hasError = told.some(({ messages }) => messages.some(({ severity }) => severity === 'error'));
  return hasError ? exitCodes.failed : exitCodes.passed;
}

/** How a class got on with its steps. Throws UsageError. */
async function outcomesOf(file: string): Promise<LintOptions['classes']> {
  const { readResults } = await import('./class.ts');
  const { steps } = await readResults({ file });
  return steps.map(({ step, ...outcome }) => ({ unit: step, ...outcome }));
}

function lintFile(
  { path, name }: LintFile,
  options: LintOptions,
  { fix, dryRun }: LintCommandOptions,
  lang: Language,
): LintedFile & { readonly patch: string } {
  const { text, damaged } = readText(path, name);
  if (!fix && !dryRun) return { file: name, messages: lintDeck(text, options), fixed: 0, patch: '' };
  const result = fixDeck(text, options);
  const changes = result.text !== text;
  if (dryRun) {
    const patch = changes ? patchOf(name, text, result.text, lang) : '';
    return { file: name, messages: lintDeck(text, options), fixed: 0, patch };
  }
  if (changes && damaged) {
    throw new UsageError(message('cli/bytes-lost', { file: name }));
  }
  if (changes) replaceFile(path, name, text, result.text);
  return { file: name, messages: result.messages, fixed: result.fixed.length, patch: '' };
}
