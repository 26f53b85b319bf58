import { dirname, resolve } from 'node:path';
import type { Config } from '../../config.ts';
import { type Language, type Message, message } from '../../messages/message.ts';
import { reasonOf, systemReason } from '../../messages/message-error.ts';
import { word } from '../../messages/word.ts';
import { replayOf } from '../../plan/replay.ts';
import type { Plan, Step } from '../../plan/step.ts';
import { Masker, type Secrets } from '../../run/mask.ts';
import type { RunOptions } from '../../run/run.ts';
import type { Target } from '../../target/target.ts';
import { UsageError } from '../errors.ts';
import { RunKeeper } from './keep-run.ts';
import { notBrought } from './not-brought.ts';
import { findSnapshot, fingerprintOfPlans, fromSnapshot, restoreNode, sayRestored } from './restore-node.ts';
import { pointAfterRow, pointBefore, resumedOf, type ResumePoint } from './resume-point.ts';
import { removePacks, SnapshotKeeper } from './snapshot-keeper.ts';
import { openStateFile, readState, stateFileOf } from './state-file.ts';

export interface ResumeOptions {
  readonly resume?: true;
  /** The step to begin with. */
  readonly from?: Step | undefined;
  /** What is done is not kept. */
  readonly keeps: boolean;
}

export interface ResumeContext {
  readonly config: Config;
  readonly cwd: string;
  /** As the command line or the configuration names it. */
  readonly targetName: string;
  readonly target: Pick<Target, 'ephemeral' | 'name' | 'snapshots'>;
  readonly secrets: Secrets;
  readonly lang: Language;
}

/** One deck of a run, and where it begins. */
export interface PreparedRun extends Pick<RunOptions, 'resumed' | 'replay'> {
  readonly plan: Plan;
  readonly journal?: RunKeeper;
}

/** What is to be run of some decks, in order. */
export interface PreparedRuns {
  /** On a node that is made ready, or was; empty when all of them have passed already. */
  readonly runs: readonly PreparedRun[];
  /** Before the target is prepared: brings back the node of a snapshot, and gives what is to be run then; says what does not come back. */
  readonly restore?: () => Promise<readonly PreparedRun[]>;
}

/** What is to be run of some decks, in order. Says where it goes on. Throws UsageError. */
export async function prepareRuns(
  plans: readonly Plan[],
  options: ResumeOptions,
  context: ResumeContext,
): Promise<PreparedRuns> {
  const say = (told: Message): void => {
    process.stderr.write(`${word(told, context.lang)}\n`);
  };
  const points = plans.map((plan) => pointOf(plan, options, context, say));
  const first = options.from
    ? plans.findIndex(({ steps }) => options.from && steps.includes(options.from))
    : plans.findIndex(({ steps }, at) => (points[at]?.at ?? 0) < steps.length);
  if (first < 0) {
    const last = points.findLast((point) => point?.records.length)?.records.at(-1);
    say(message('resume/all-passed', { at: momentOf(last?.at) }));
    return { runs: [] };
  }
  const earlier = plans.slice(0, first);
  const { snapshots } = context.target;
  const found = snapshots && findSnapshot(plans, points, first, (plan) => fileOf(plan, context));
  sayWhere(plans[first], points[first], earlier, options, context, say);
  // All of the decks before it, too.
  const count = earlier.reduce((sum, { steps }) => sum + steps.length, points[first]?.at ?? 0);
  const sayReplay = (): void => {
    if (count > 0) say(message('resume/replays', { target: context.targetName, count }));
  };
  if (context.target.ephemeral === true && !found) sayReplay();
  const prepared: PreparedRun[] = [];
  try {
    for (const [at, plan] of plans.entries()) {
      const point = at <= first ? points[at] : undefined;
      if (at < first && context.target.ephemeral !== true) continue;
      const begin = at < first ? plan.steps.length : (point?.at ?? 0);
      const journal = options.keeps
        ? await keeper(plan, point, options, { ...context, before: plans.slice(0, at) }, say)
        : undefined;
      prepared.push({ ...beginning(plan, begin, point, context), ...(journal && { journal }) });
    }
  } catch (error) {
    await closeAll(prepared);
    throw error;
  }
  if (!snapshots || !found) return { runs: prepared };
  return {
    runs: prepared,
    restore: async () => {
      const came = await restoreNode(found, plans.slice(0, found.deck), snapshots);
      if ('code' in came) {
        say(message('resume/no-snapshot', { why: came }));
        sayReplay();
        return prepared;
      }
      const [deck] = plans.slice(found.deck);
      const passed = plans.slice(0, found.deck).reduce((sum, { steps }) => sum + steps.length, found.at);
      if (deck) for (const told of sayRestored(found, came, deck, context.target, count - passed)) say(told);
      const begin = found.deck < first ? (deck?.steps.length ?? 0) : (points[first]?.at ?? 0);
      return prepared.slice(found.deck).flatMap((each, index) => {
        const { journal } = each;
        if (index > 0 || !deck) return [each];
        if (found.at === deck.steps.length) return [];
        journal?.goOnWith(found.pack);
        return [{ ...fromSnapshot(deck, found, came.shells, begin), ...(journal && { journal }) }];
      });
    },
  };
}

/** Lets go of the state files. */
export async function closeAll(runs: readonly PreparedRun[]): Promise<void> {
  for (const { journal } of runs) await journal?.close();
}

function pointOf(plan: Plan, { resume, from }: ResumeOptions, context: ResumeContext, say: (told: Message) => void) {
  const wanted = from ? plan.steps.indexOf(from) : -1;
  if (resume !== true && wanted < 0) return undefined;
  const state = readState(fileOf(plan, context));
  if (state?.problem) say(state.problem);
  const records = state?.records ?? [];
  return wanted < 0 ? pointAfterRow(plan.steps, records) : pointBefore(plan.steps, records, wanted);
}

/** A deck from a point on: on a node that is still there, as it was, only what is left; on a new one all, what was done as a replay. */
function beginning(plan: Plan, begin: number, point: ResumePoint | undefined, { target }: ResumeContext): PreparedRun {
  if (begin === 0) return { plan };
  const [before, after] = [plan.steps.slice(0, begin), plan.steps.slice(begin)];
  if (target.ephemeral === true) return { plan, replay: replayOf(before, after) };
  return { plan: { ...plan, steps: after }, ...(point && { resumed: resumedOf(point, plan.steps) }) };
}

async function keeper(
  plan: Plan,
  point: ResumePoint | undefined,
  { resume }: ResumeOptions,
  context: ResumeContext & { readonly before: readonly Plan[] },
  say: (told: Message) => void,
): Promise<RunKeeper | undefined> {
  const path = fileOf(plan, context);
  const records = point?.records ?? [];
  try {
    const file = await openStateFile(path, { deck: plan.file, target: context.targetName, records });
    if ('heldBy' in file) {
      const told = message('resume/in-use', { file: path, pid: file.heldBy });
      if (resume === true) throw new UsageError(told);
      say(message('resume/not-saved', { why: told }));
      return undefined;
    }
    const known = new Set(records.map(({ id }) => id));
    const masker = new Masker(context.secrets);
    const { snapshots } = context.target;
    if (records.length === 0) removePacks(path);
    const after = fingerprintOfPlans(context.before);
    return new RunKeeper({
      ...{ plan, file, masker, known, say },
      snapshots: snapshots && new SnapshotKeeper({ snapshots, stateFile: path, after, masker }),
    });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    say(message('resume/cannot-save', { reason: systemReason(error) ?? reasonOf(error) }));
    return undefined;
  }
}

function sayWhere(
  plan: Plan | undefined,
  point: ResumePoint | undefined,
  earlier: readonly Plan[],
  { resume, from }: ResumeOptions,
  { target, targetName }: ResumeContext,
  say: (told: Message) => void,
): void {
  if (!plan || !point) return;
  for (const told of point.told) say(told);
  const next = plan.steps[point.at];
  const last = point.records.at(-1);
  const count = earlier.reduce((sum, { steps }) => sum + steps.length, point.at);
  if (resume === true && count === 0) say(message('resume/nothing', { deck: plan.file, target: targetName }));
  else if (resume === true && next) {
    const data = { id: next.id, number: point.at + 1, count: plan.steps.length, at: momentOf(last?.at) };
    say(message('resume/goes-on', data));
  }
  if (count === 0 || target.ephemeral === true) return;
  if (point.shells) for (const told of notBrought(point.shells)) say(told);
  else if (from && point.at > 0) say(message('resume/no-shell', { id: from.id }));
}

function fileOf({ file }: Plan, { config, cwd, targetName }: ResumeContext): string {
  return stateFileOf(
    resolve(cwd, file),
    targetName,
    config.file === undefined ? cwd : dirname(resolve(cwd, config.file)),
  );
}

/** A moment as people read it: `2026-11-30 14:05 UTC`. */
function momentOf(at = ''): string {
  return at.replace('T', ' ').replace(/:\d\d(?:\.\d+)?Z$/, ' UTC');
}
