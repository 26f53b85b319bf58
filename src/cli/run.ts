import { type Config, loadConfig } from '../config.ts';
import { type Language, type Message, message } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import { isFailure, type RunEvent } from '../plan/events.ts';
import type { Plan, Step } from '../plan/step.ts';
import type { StepResult } from '../plan/verdict.ts';
import { placeText } from '../report/failure.ts';
import { createActions } from '../run/actions/actions.ts';
import type { Target } from '../target/target.ts';
import { type Batch, batchOf } from './batch-options.ts';
import { changedSince } from './changed.ts';
import { chooseDecks, type DeckChoice, type LoadedDeck } from './decks.ts';
import { complain, exitCodes, UsageError } from './errors.ts';
import { withExercises } from './exercises.ts';
import { language } from './language.ts';
import { reasonOf } from './outputs.ts';
import { readDeck, warnOfOverrides } from './read-decks.ts';
import { prepareRuns } from './resume/prepare-runs.ts';
import { Rounds } from './rounds.ts';
import { runAtOnce } from './run-at-once.ts';
import type { RunCommandOptions } from './run-command-options.ts';
import { runInOrder, sayNotice } from './run-in-order.ts';
import { limitedFindLast } from './search.ts';
import { secretsOf } from './secrets.ts';
import { findSteps, selectSteps } from './select-steps.ts';
import { inShard } from './shard.ts';
import { onInterruption } from './signals.ts';
import { openSinks } from './sinks.ts';
import { checkStepOptions, stepView } from './step/step-run.ts';
import { chooseSharing, createTarget, withFiles } from './targets.ts';
import { differsOnly, Findings } from './update/findings.ts';
import { updateOutputs } from './update/update.ts';

const size = { cols: 120, rows: 40 };
/** Exit code of a program that nobody reads any more: 128 + SIGPIPE. */
const brokenPipe = 141;

/** Types the steps of decks into a shell and reports what came of them; the exit code. Throws UsageError and ConfigError. */
export async function runDecks(names: readonly string[], options: RunCommandOptions): Promise<number> {
  const cwd = process.cwd();
  const config = withExercises(loadConfig(options.config, cwd), options.exercises);
  const lang = language(options.lang, config, process.env);
  checkStepOptions(options);
  const batch = batchOf(options);
  const choices = chooseDecks(names, config, cwd);
  const decks = choices.map((choice) => readDeck(choice, config, cwd, lang));
  warnOfOverrides(
    decks.map(({ plan }) => plan),
    config,
    lang,
  );
  const { plans, from } = await planned(choices, decks, { options, batch, config, cwd, lang });
  if (plans.length === 0) return exitCodes.passed;
  const secrets = secretsOf(config, process.env, lang);
  const name = options.target ?? config.defaultTarget;
  const sharing = chooseSharing(name, config);
  const placed = decks.flatMap((deck) => deck.placed);
  const newTarget = (): Target => createTarget(name, withFiles(config, placed), { env: process.env, lang, sharing });
  const isPlain = batch.jobs === 1 && batch.rounds === 1;
  const keeps =
    isPlain &&
    options.state !== false &&
    options.only.length === 0 &&
    (options.from === undefined || from !== undefined);
  const begin = async () => {
    const target = newTarget();
    const context = { config, cwd, targetName: name, target, secrets, lang };
    const { resume } = options;
    return { target, ...(await prepareRuns(plans, { keeps, from, ...(resume && { resume }) }, context)) };
  };
  const first = batch.jobs === 1 ? await begin() : undefined;
  if (first?.runs.length === 0) return exitCodes.passed;
  const stays = isPlain && wantsToStay(options, first?.target ?? newTarget());
  sayNotice(first?.target ?? newTarget(), lang);
  const sinks = openSinks(options, lang, size);
  const interruption = onInterruption(() => {
    view?.close();
    process.stdout.write('\x1b[?25h');
  });
  const { signal } = interruption;
  const view = stepView(options, lang, interruption, sinks.reporter);
  const outputLost = ({ code }: NodeJS.ErrnoException): void => {
    // A full disk is told (`main.ts`), a reader that has gone is not.
    interruption.interrupt(code === 'EPIPE' || code === 'EIO' ? brokenPipe : exitCodes.usage);
  };
  process.stdout.on('error', outputLost);
  const findings = options.update ? new Findings() : undefined;
  const close = (target: Target): Promise<void> =>
    target.close().catch((error: unknown) => {
      complain(message('cli/cannot-clean-up', { target: target.name, reason: reasonOf(error) }), lang);
    });
  const stops = options.keepGoing !== true && !findings;
  const common = {
    ...{ close, stops },
    run: {
      actions: createActions({ findLast: limitedFindLast }),
      ...{ signal, size, secrets, startMs: config.timeouts.startMs },
      changes: options.changes && ('step' as const),
      keepGoing: options.keepGoing === true || (findings !== undefined && differsOnly),
    },
    onEvent: (event: RunEvent, deck: string) => findings?.onEvent(event, deck),
    take: async (event: RunEvent): Promise<void> => {
      sinks.reporter.onEvent(event);
      await sinks.ready(signal);
    },
  };
  const rounds = new Rounds();
  const results: [Plan, StepResult][] = [];
  let told: Promise<void> | undefined;
  const tell = (): Promise<void> => (told ??= sinks.close());
  try {
    for (let round = 1; round <= batch.rounds && !signal.aborted; round++) {
      const isLast = round === batch.rounds;
      const came =
        batch.jobs > 1
          ? await runAtOnce(plans, { ...common, jobs: batch.jobs, newTarget })
          : await runInOrder({
              ...{ ...common, ...(round === 1 && first ? first : await begin()), decks, stays, view, lang },
              keepsShell: options.stay === true,
              onDone: isLast ? tell : () => Promise.resolve(),
            });
      for (const [plan, each] of came) results.push(...each.map((result): [Plan, StepResult] => [plan, result]));
      rounds.add([...came.values()].flat());
      if (batch.untilFailure && rounds.failed) break;
    }
  } finally {
    view?.close();
    await tell();
    process.stdout.off('error', outputLost);
    interruption.release();
  }
  if (options.repeat !== undefined) for (const line of rounds.summary(lang)) process.stdout.write(`${line}\n`);
  if (interruption.exitCode !== undefined) return interruption.exitCode;
  const updated =
    findings && (await updateOutputs(choices, findings.all, { config, cwd, lang, yes: options.yes === true }));
  const leftOut = (options.strict ?? config.strict) ? results.flatMap(([plan, result]) => leftOutBy(plan, result)) : [];
  for (const each of leftOut) complain(each, lang);
  if (sinks.failed) return exitCodes.usage;
  const isBad = ([{ file }, { stepId, verdict }]: [Plan, StepResult]): boolean =>
    isFailure(verdict.status) && updated?.has(file, stepId) !== true;
  if (leftOut.length > 0 || results.some(isBad)) return exitCodes.failed;
  return view?.hasQuit === true ? exitCodes.interrupted : exitCodes.passed;
}

interface Wanted {
  readonly options: RunCommandOptions;
  readonly batch: Batch;
  readonly config: Config;
  readonly cwd: string;
  readonly lang: Language;
}

/** What is to be run, and the step to begin with after what was made before it; no plan when that is nothing, which is said. Throws UsageError. */
async function planned(
  choices: readonly DeckChoice[],
  decks: readonly LoadedDeck[],
  { options, batch, config, cwd, lang }: Wanted,
): Promise<{ readonly plans: readonly Plan[]; readonly from: Step | undefined }> {
  const { only, resume, state, changed } = options;
  if (resume && (only.length > 0 || options.from !== undefined || state === false)) {
    throw new UsageError(message('resume/conflict'));
  }
  const nothing = (why: Message) => {
    process.stdout.write(`${word(why, lang)}\n`);
    return { plans: [], from: undefined };
  };
  let wanted = decks.map(({ plan }) => plan);
  if (changed !== undefined) {
    for (const [at, choice] of choices.entries()) {
      const deck = decks[at];
      if (!deck) continue;
      const steps = await changedSince(changed, choice, deck, { config, cwd, lang });
      wanted[at] = { ...deck.plan, steps: deck.plan.steps.filter((step) => steps.has(step)) };
    }
    wanted = wanted.filter(({ steps }) => steps.length > 0);
    if (wanted.length === 0) return nothing(message('batch/nothing-changed', { since: changed }));
  }
  const { shard } = batch;
  if (shard) wanted = [...inShard(wanted, shard, ({ steps }) => steps.length)];
  if (wanted.length === 0) return nothing(message('batch/empty-shard', { shard: options.shard ?? '' }));
  const begins = options.replay !== false && only.length === 0 ? options.from : undefined;
  const plans = selectSteps(wanted, { ...options, ...(begins !== undefined && { from: undefined }) });
  const all = plans.flatMap(({ steps }) => steps);
  return { plans, from: begins === undefined ? undefined : findSteps(begins, all)[0] };
}

/** What strictness says of a step that was left out. */
function leftOutBy({ steps }: Plan, { stepId, verdict }: StepResult): readonly Message[] {
  const step = steps.find(({ id }) => id === stepId);
  if (!step || (verdict.status !== 'skipped' && verdict.status !== 'manual')) return [];
  if (verdict.reason.code === 'run/replayed') return [];
  return [message('cli/left-out', { place: placeText(step.place), id: stepId, reason: verdict.reason })];
}

/** Somebody sits at the terminal, and the node would be gone when they want to look at it. */
function wantsToStay({ stay, reporter }: RunCommandOptions, target: Target): boolean {
  const person = process.stdin.isTTY && process.stdout.isTTY;
  if (stay === true && !person) throw new UsageError(message('cli/stay-needs-terminal'));
  const toldElsewhere = reporter.some((each) => !each.includes('=') && each !== 'terminal');
  return stay ?? (person && target.ephemeral === true && !process.env['CI'] && !toldElsewhere);
}
