import { appendFileSync } from 'node:fs';
import { Command } from 'commander';
import { type Config, loadConfig } from '../config.ts';
import { builtinActions } from '../engine/actions/actions.ts';
import { literalPattern } from '../engine/mask.ts';
import { run } from '../engine/run.ts';
import { Transcript } from '../engine/transcript.ts';
import { parseDuration } from '../plan/duration.ts';
import { isFailure } from '../plan/events.ts';
import type { Plan, Step } from '../plan/step.ts';
import type { StepResult } from '../plan/verdict.ts';
import { multiplex } from '../report/multiplexer.ts';
import type { Output, Reporter } from '../report/reporter.ts';
import { createReporter } from '../report/reporters.ts';
import { chooseDecks, type DeckChoice, formatMessage, loadDeck } from './decks.ts';
import { exitCodes } from './exit-codes.ts';
import { fileOutput, type FileOutput, streamOutput } from './outputs.ts';
import { onInterruption } from './signals.ts';
import { createTarget } from './targets.ts';
import { UsageError } from './usage.ts';

interface RunCommandOptions {
  readonly target?: string;
  readonly only: readonly string[];
  readonly from?: string;
  readonly keepGoing?: true;
  readonly reporter: readonly string[];
  readonly timeout?: string;
  readonly record?: string;
  readonly config?: string;
  readonly lang?: string;
}

/** `pupitre run`: types the steps of decks into a shell and reports what came of them. */
export function runCommand(): Command {
  const several = (value: string, before: readonly string[]): string[] => [...before, ...value.split(',')];
  const one = (value: string, before: readonly string[]): string[] => [...before, value];
  return new Command('run')
    .description('run the steps of decks in a real shell, and check what comes back')
    .argument('[deck...]', 'files, or names of decks in runner.config.json')
    .option('--target <name>', 'where to run: a target of runner.config.json')
    .option('--only <ids>', 'run only these steps: ids, or ids of slides (before the dot)', several, [])
    .option('--from <id>', 'start with this step')
    .option('--keep-going', 'go on after a step that did not pass')
    .option('--reporter <name[=file]>', 'terminal, json, junit, github; several are allowed', one, [])
    .option('--timeout <duration>', 'no step may take longer: 30s, 2m')
    .option('--record <file>', 'write the session as asciicast v2')
    .option('--lang <en|fr>', 'language of what is said')
    .option('--config <file>', 'configuration (default: runner.config.json, here or above)')
    .action(async (names: string[], options: RunCommandOptions) => {
      process.exitCode = await runDecks(names, options);
    });
}

const size = { cols: 120, rows: 40 };

async function runDecks(names: readonly string[], options: RunCommandOptions): Promise<number> {
  const cwd = process.cwd();
  const config = loadConfig(options.config, cwd);
  const lang = language(options.lang, config, process.env);
  const plans = chooseDecks(names, config, cwd).map((choice) => readPlan(choice, config, cwd, options));
  const files: FileOutput[] = [];
  const interruption = onInterruption(() => process.stdout.write('\x1b[?25h'));
  const target = createTarget(options.target ?? config.defaultTarget, config, process.env, lang);
  if (target.notice !== undefined) process.stderr.write(`${target.notice}\n`);
  const reporter = createReporters(options.reporter, lang, files);
  const recording = options.record === undefined ? undefined : fileOutput(options.record);
  if (recording) files.push(recording);
  const results: StepResult[] = [];
  try {
    await target.prepare(interruption.signal);
    for (const plan of plans) {
      const transcript = recording && new Transcript(recording, size);
      const events = run(plan, target, {
        actions: builtinActions,
        signal: interruption.signal,
        size,
        lang,
        secrets: secretPatterns(config, process.env),
        startMs: config.timeouts.startMs,
        keepGoing: options.keepGoing === true,
      });
      for await (const event of events) {
        reporter.onEvent(event);
        transcript?.onEvent(event);
        if (event.type === 'runEnd') results.push(...event.results);
      }
      if (interruption.signal.aborted) break;
    }
  } finally {
    await target.close();
    await reporter.onEnd?.();
    for (const file of files) file.close();
    interruption.release();
  }
  if (interruption.exitCode !== undefined) return interruption.exitCode;
  return results.some(({ verdict }) => isFailure(verdict.status)) ? exitCodes.failed : exitCodes.passed;
}

/** Reads a deck and its plan; says what its author should know. Throws UsageError when it cannot be run. */
function readPlan(choice: DeckChoice, config: Config, cwd: string, options: RunCommandOptions): Plan {
  const { deck, plan, messages } = loadDeck(choice, config, cwd);
  for (const message of messages) process.stderr.write(`${formatMessage(message)}\n`);
  const errors = messages.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) throw new UsageError(`${deck.file} cannot be run: ${errors} ${errors === 1 ? 'error' : 'errors'}`);
  if (plan.steps.length === 0) {
    const classes = config.exerciseClasses.map((name) => `.${name}[ ... ]`).join(' or ');
    throw new UsageError(`${deck.file} has nothing to run: no ${classes} in it`);
  }
  return { ...plan, steps: selectSteps(plan, options).map((step) => limited(step, options.timeout)) };
}

function limited(step: Step, timeout: string | undefined): Step {
  if (timeout === undefined) return step;
  const limit = parseDuration(timeout);
  if (limit === undefined) throw new UsageError(`--timeout ${timeout}: a duration is meant, such as 30s or 2m`);
  return { ...step, limits: { ...step.limits, timeoutMs: Math.min(step.limits.timeoutMs, limit) } };
}

/** The steps that `--only` and `--from` leave. Throws UsageError for an id that no step has. */
function selectSteps(plan: Plan, { only, from }: RunCommandOptions): readonly Step[] {
  const find = (wanted: string): readonly Step[] => {
    const found = plan.steps.filter(({ id }) => id === wanted || id.replace(/\.\d+$/, '') === wanted);
    if (found.length > 0) return found;
    throw new UsageError(`no step is called ${wanted}; pupitre list ${plan.file} shows their ids`);
  };
  const selected = new Set(only.length > 0 ? only.flatMap(find) : plan.steps);
  const [first] = from === undefined ? [] : find(from);
  const start = first === undefined ? 0 : plan.steps.indexOf(first);
  return plan.steps.slice(start).filter((step) => selected.has(step));
}

/** Reporters as `--reporter` names them; `terminal` besides, unless one of them has the standard output. */
function createReporters(wanted: readonly string[], lang: 'en' | 'fr', files: FileOutput[]): Reporter {
  const names = wanted.map((each) => {
    const [name = '', ...file] = each.split('=');
    return { name, file: file.length > 0 ? file.join('=') : undefined };
  });
  if (names.every(({ file, name }) => file !== undefined || name === 'github'))
    names.unshift({ name: 'terminal', file: undefined });
  const standard = streamOutput(process.stdout, process.env);
  const reporters = names.map(({ name, file }) => {
    const output: Output = file === undefined ? standard : fileOutput(file);
    if (file !== undefined) files.push(output as FileOutput);
    try {
      return createReporter(name, { output, lang, command: commandLine(), writeSummary });
    } catch (error) {
      throw new UsageError(error instanceof Error ? error.message : String(error));
    }
  });
  return multiplex(reporters, (name, error) => {
    process.stderr.write(`pupitre: the ${name} reporter failed, the run goes on: ${String(error)}\n`);
  });
}

/** Adds to the step summary of GitHub Actions, where there is one. */
function writeSummary(markdown: string): void {
  const path = process.env['GITHUB_STEP_SUMMARY'];
  if (path) appendFileSync(path, markdown);
}

/** What the user typed, without the steps that were selected: the beginning of a hint. */
function commandLine(): string {
  const words = process.argv.slice(2);
  const kept = words.filter(
    (word, index) => !/^--(?:only|from)(?:=|$)/.test(word) && !/^--(?:only|from)$/.test(words[index - 1] ?? ''),
  );
  return ['pupitre', ...kept].join(' ');
}

function language(wanted: string | undefined, config: Config, env: NodeJS.ProcessEnv): 'en' | 'fr' {
  const name = wanted ?? config.lang ?? env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? 'en';
  if (wanted !== undefined && wanted !== 'en' && wanted !== 'fr') {
    throw new UsageError(`--lang ${wanted}: en or fr`);
  }
  return name.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

/** What to take out of everything that is reported: the values of the secret variables, and the patterns. */
function secretPatterns({ secrets }: Config, env: NodeJS.ProcessEnv): RegExp[] {
  const values = secrets.variables.map((name) => env[name] ?? '').filter((value) => value !== '');
  // The longest first: one secret may be the beginning of another.
  return [...values.sort((a, b) => b.length - a.length).map(literalPattern), ...secrets.patterns];
}
