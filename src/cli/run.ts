import { type Config, loadConfig } from '../config.ts';
import { type Language, type Message, message } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import { parseDuration } from '../plan/duration.ts';
import { isFailure } from '../plan/events.ts';
import { nearest } from '../plan/nearest.ts';
import type { Plan, Step } from '../plan/step.ts';
import type { StepResult } from '../plan/verdict.ts';
import { placeText } from '../report/failure.ts';
import { createActions } from '../run/actions/actions.ts';
import { run } from '../run/run.ts';
import { openSession } from '../run/terminal/open-session.ts';
import type { Target } from '../target/target.ts';
import { chooseDecks, type DeckChoice, fatalErrors, formatMessage, loadDeck } from './decks.ts';
import { complain, exitCodes, UsageError } from './errors.ts';
import { interactive, StayingTerminals } from './interactive.ts';
import { language } from './language.ts';
import { reasonOf } from './outputs.ts';
import { closeAll, prepareRuns } from './resume/prepare-runs.ts';
import { limitedFindLast } from './search.ts';
import { secretsOf } from './secrets.ts';
import { onInterruption } from './signals.ts';
import { openSinks } from './sinks.ts';
import { chooseSharing, createTarget } from './targets.ts';

export interface RunCommandOptions {
  readonly target?: string;
  readonly only: readonly string[];
  readonly from?: string;
  readonly replay?: boolean;
  readonly resume?: true;
  readonly state?: boolean;
  readonly keepGoing?: true;
  readonly strict?: true;
  readonly reporter: readonly string[];
  readonly timeout?: string;
  readonly record?: string;
  readonly config?: string;
  readonly lang?: string;
  readonly stay?: boolean;
}

const size = { cols: 120, rows: 40 };
/** Exit code of a program that nobody reads any more: 128 + SIGPIPE. */
const brokenPipe = 141;

/** Types the steps of decks into a shell and reports what came of them; the exit code. Throws UsageError and ConfigError. */
export async function runDecks(names: readonly string[], options: RunCommandOptions): Promise<number> {
  const cwd = process.cwd();
  const config = loadConfig(options.config, cwd);
  const lang = language(options.lang, config, process.env);
  const decks = chooseDecks(names, config, cwd).map((choice) => readDeck(choice, config, cwd, lang));
  warnOfOverrides(decks, config, lang);
  const secrets = secretsOf(config, process.env, lang);
  const { only, resume, state } = options;
  if (resume && (only.length > 0 || options.from !== undefined || state === false)) {
    throw new UsageError(message('resume/conflict'));
  }
  const begins = options.replay !== false && only.length === 0 ? options.from : undefined;
  const plans = selectSteps(decks, { ...options, ...(begins !== undefined && { from: undefined }) });
  const name = options.target ?? config.defaultTarget;
  const target = createTarget(name, config, { env: process.env, lang, sharing: chooseSharing(name, config) });
  const [from] =
    begins === undefined
      ? []
      : findSteps(
          begins,
          plans.flatMap(({ steps }) => steps),
        );
  const keeps = state !== false && only.length === 0 && (options.from === undefined || from !== undefined);
  const runs = await prepareRuns(
    plans,
    { keeps, from, ...(resume && { resume }) },
    { config, cwd, targetName: name, target, secrets, lang },
  );
  if (runs.length === 0) return exitCodes.passed;
  if (target.notice !== undefined) process.stderr.write(`${word(target.notice, lang)}\n`);
  const sinks = openSinks(options, lang, size);
  const interruption = onInterruption(() => process.stdout.write('\x1b[?25h'));
  const outputLost = ({ code }: NodeJS.ErrnoException): void => {
    // A full disk is told (`main.ts`), a reader that has gone is not.
    interruption.interrupt(code === 'EPIPE' || code === 'EIO' ? brokenPipe : exitCodes.usage);
  };
  process.stdout.on('error', outputLost);
  const results: StepResult[] = [];
  const leftOut: Message[] = [];
  const strict = options.strict ?? config.strict;
  const stays = wantsToStay(options, target);
  const actions = createActions({ findLast: limitedFindLast });
  try {
    await target.prepare(interruption.signal);
    let failed: string | undefined;
    // Of the last deck.
    const last = runs.at(-1);
    const terminals = new StayingTerminals((memory, signal, name) =>
      openSession(target, {
        watched: last?.plan.watchedVariables ?? [],
        startMs: config.timeouts.startMs,
        ...{ size, memory, signal, saves: last?.journal !== undefined, part: last?.resumed?.parts.get(name) },
      }),
    );
    for (const { plan, ...beginning } of runs) {
      const events = run(plan, target, {
        actions,
        signal: interruption.signal,
        size,
        secrets,
        startMs: config.timeouts.startMs,
        keepGoing: options.keepGoing === true,
        ...beginning,
        ...(stays && plan === last?.plan ? { terminals } : {}),
        ...(failed === undefined ? {} : { notRunBecause: message('run/not-run-after', { id: failed }) }),
      });
      for await (const event of events) {
        sinks.reporter.onEvent(event);
        if (strict && event.type === 'stepEnd') leftOut.push(...leftOutBy(event.step, event.result));
        await sinks.ready(interruption.signal);
        if (event.type === 'runEnd') results.push(...event.results);
      }
      if (options.keepGoing !== true) failed ??= results.find(({ verdict }) => isFailure(verdict.status))?.stepId;
    }
    const shell = terminals.current;
    if (stays && shell && !interruption.signal.aborted) await interactive(shell, lang, interruption.signal);
  } finally {
    await sinks.close();
    await closeAll(runs);
    process.stdout.off('error', outputLost);
    await target.close().catch((error: unknown) => {
      complain(message('cli/cannot-clean-up', { target: target.name, reason: reasonOf(error) }), lang);
    });
    interruption.release();
  }
  if (interruption.exitCode !== undefined) return interruption.exitCode;
  for (const each of leftOut) complain(each, lang);
  if (sinks.failed) return exitCodes.usage;
  const failed = leftOut.length > 0 || results.some(({ verdict }) => isFailure(verdict.status));
  return failed ? exitCodes.failed : exitCodes.passed;
}

/** What strictness says of a step that was left out. */
function leftOutBy({ place, id }: Step, { verdict }: StepResult): Message[] {
  if (verdict.status !== 'skipped' && verdict.status !== 'manual') return [];
  if (verdict.reason.code === 'run/replayed') return [];
  return [message('cli/left-out', { place: placeText(place), id, reason: verdict.reason })];
}

/** Somebody sits at the terminal, and the node would be gone when they want to look at it. */
function wantsToStay({ stay, reporter }: RunCommandOptions, target: Target): boolean {
  const person = process.stdin.isTTY && process.stdout.isTTY;
  if (stay === true && !person) throw new UsageError(message('cli/stay-needs-terminal'));
  const toldElsewhere = reporter.some((each) => !each.includes('=') && each !== 'terminal');
  return stay ?? (person && target.ephemeral === true && !process.env['CI'] && !toldElsewhere);
}

/** Reads a deck; says what its author should know. Throws UsageError when it cannot be run. */
function readDeck(choice: DeckChoice, config: Config, cwd: string, lang: Language): Plan {
  const { deck, plan, messages } = loadDeck(choice, config, cwd, lang);
  for (const message of messages) process.stderr.write(`${formatMessage(message, lang)}\n`);
  const count = fatalErrors(deck).length;
  if (count > 0) throw new UsageError(message('cli/deck-has-errors', { file: deck.file, count }));
  if (plan.steps.some(({ action }) => action !== 'none')) return plan;
  throw new UsageError(message('cli/nothing-to-run', { file: deck.file, classes: config.exerciseClasses }));
}

/** An override for an id that no step has does nothing, which nobody means. */
function warnOfOverrides(plans: readonly Plan[], config: Config, lang: Language): void {
  // With several decks it may be about one that is not run now.
  if (plans.length < config.decks.size) return;
  const ids = plans.flatMap(({ steps }) => steps.map(({ id }) => id));
  for (const id of config.overrides.keys()) {
    if (ids.includes(id)) continue;
    const warning = message('cli/override-without-step', { id, meant: nearest(id, ids) });
    process.stderr.write(`${word(warning, lang)}\n`);
  }
}

/** Which steps of a run are wanted, as the command line says it. */
interface Selection {
  readonly only: readonly string[];
  readonly from?: string | undefined;
  /** Longest that a step may take, as a duration. */
  readonly timeout?: string;
}

/** The plans with the steps that `--only` and `--from` leave, and their limits. Throws UsageError for an unknown id. */
function selectSteps(plans: readonly Plan[], { only, from, timeout }: Selection): readonly Plan[] {
  const all = plans.flatMap(({ steps }) => steps);
  const wanted = new Set(only.length > 0 ? only.flatMap((id) => findSteps(id, all)) : all);
  const [first] = from === undefined ? [] : findSteps(from, all);
  const rest = new Set(all.slice(first === undefined ? 0 : all.indexOf(first)));
  const limit = timeout === undefined ? Infinity : parseDuration(timeout);
  if (limit === undefined) {
    const option = `--timeout ${timeout ?? ''}`;
    throw new UsageError(message('cli/in-option', { option, mistake: message('cli/duration-form') }));
  }
  const selected = plans.map((plan) => ({
    ...plan,
    steps: plan.steps
      .filter((step) => wanted.has(step) && rest.has(step))
      .map((step) => ({ ...step, limits: { ...step.limits, timeoutMs: Math.min(step.limits.timeoutMs, limit) } })),
  }));
  const left = selected.filter(({ steps }) => steps.length > 0);
  if (left.length === 0) throw new UsageError(message('cli/no-step-left'));
  return left;
}

/** The step of that id, or all of the slide of that id. */
function findSteps(wanted: string, all: readonly Step[]): readonly Step[] {
  const found = all.filter(({ id }) => id === wanted || id.replace(/\.\d+$/, '') === wanted);
  if (found.length > 0) return found;
  const meant = nearest(
    wanted,
    all.map(({ id }) => id),
  );
  throw new UsageError(message('cli/unknown-step', { id: wanted, meant }));
}
