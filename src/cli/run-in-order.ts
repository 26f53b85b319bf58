import { message } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import { isFailure, type RunEvent } from '../plan/events.ts';
import type { Plan } from '../plan/step.ts';
import type { StepResult } from '../plan/verdict.ts';
import { run, type RunOptions } from '../run/run.ts';
import { openSession } from '../run/terminal/open-session.ts';
import type { Session } from '../run/terminal/session.ts';
import type { Target } from '../target/target.ts';
import type { LoadedDeck } from './decks.ts';
import { interactive, type OpenShell, StayingTerminals } from './interactive.ts';
import { closeAll, type PreparedRun, type PreparedRuns } from './resume/prepare-runs.ts';
import { toMend } from './step/step-run.ts';
import type { StepView } from './step/view.ts';

export interface InOrderOptions {
  readonly target: Target;
  readonly runs: readonly PreparedRun[];
  readonly restore?: PreparedRuns['restore'];
  readonly decks: readonly LoadedDeck[];
  readonly run: Omit<RunOptions, 'size' | 'startMs'> & Required<Pick<RunOptions, 'size' | 'startMs'>>;
  /** Run no further deck after one that did not pass. */
  readonly stops: boolean;
  /** The person gets the shell afterwards. */
  readonly stays: boolean;
  /** Of a run that a person drives. */
  readonly view: StepView | undefined;
  /** The person wants the shell whatever they have said in the view. */
  readonly keepsShell: boolean;
  readonly lang: 'en' | 'fr';
  readonly onEvent: (event: RunEvent, deck: string) => void;
  readonly take: (event: RunEvent) => Promise<void>;
  /** Everything is told; the target is still there. */
  readonly onDone: () => Promise<void>;
  readonly close: (target: Target) => Promise<void>;
}

/** Runs decks one after the other on one node; what came of each. Throws TargetError. */
export async function runInOrder(options: InOrderOptions): Promise<ReadonlyMap<Plan, readonly StepResult[]>> {
  const { target, decks, stops, stays, view, lang, take } = options;
  const { signal, size, startMs } = options.run;
  const results = new Map<Plan, readonly StepResult[]>();
  const opener =
    (each: PreparedRun | undefined) =>
    ({ name, ...given }: OpenShell): Promise<Session> =>
      openSession(target, {
        ...{ watched: each?.plan.watchedVariables ?? [], startMs, ...given },
        ...{
          saves: each?.journal !== undefined || options.run.changes !== undefined,
          part: each?.resumed?.parts.get(name),
        },
      });
  try {
    const runs = (await options.restore?.()) ?? options.runs;
    await target.prepare(signal);
    let failed: string | undefined;
    const last = runs.at(-1);
    // Of the last deck.
    const terminals = new StayingTerminals((given) => opener(last)({ size, ...given }));
    for (const each of runs) {
      const { plan, ...beginning } = each;
      const slides = decks.find(({ deck }) => deck.file === plan.file)?.deck.slides ?? [];
      const driven = await view?.begin({ plan, slides, begin: firstOf(each), open: opener(each) });
      const events = run(plan, target, {
        ...options.run,
        ...beginning,
        ...(stays && each === last ? { terminals } : {}),
        ...(failed === undefined ? {} : { notRunBecause: message('run/not-run-after', { id: failed }) }),
        ...driven,
      });
      for await (const event of events) {
        view?.onEvent(event);
        options.onEvent(event, plan.file);
        await take(event);
        if (event.type === 'runEnd') results.set(plan, event.results);
      }
      if (stops && !view) failed ??= results.get(plan)?.find(({ verdict }) => isFailure(verdict.status))?.stepId;
    }
    view?.close();
    if (view) for (const line of toMend(view, lang)) process.stdout.write(`${line}\n`);
    const shell = view ? view.shellToKeep(options.keepsShell) : terminals.current;
    if ((stays || view) && shell && !signal.aborted) await interactive(shell, lang, signal);
  } finally {
    view?.close();
    await options.onDone();
    await closeAll(options.runs);
    await options.close(target);
  }
  return results;
}

/** The place of the first step that is not only replayed. */
function firstOf({ plan: { steps }, replay }: PreparedRun): number {
  const at = steps.findIndex((step) => replay?.has(step) !== true);
  return at < 0 ? steps.length : at;
}

/** Says what those who start a run on a target must know. */
export function sayNotice({ notice }: Target, lang: 'en' | 'fr'): void {
  if (notice !== undefined) process.stderr.write(`${word(notice, lang)}\n`);
}
