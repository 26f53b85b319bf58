import { readFileSync } from 'node:fs';
import type { Verdict } from './compare.ts';
import { type Part, parts } from './record.ts';

/** How many commands of a part came out in which way. */
type Counts = Readonly<Record<Verdict, number>>;

/** The outcome of one run of the conformance test. */
export interface Score {
  readonly parts: Readonly<Record<Part, Counts>>;
  /** The verdicts of those commands that were not identical, by id. */
  readonly commands: Readonly<Record<string, Verdict>>;
}

/** The verdict about one command of a part. */
export interface Judged {
  readonly part: Part;
  readonly id: string;
  readonly verdict: Verdict;
}

/** A command about which two runs have different verdicts. */
export interface ScoreChange {
  readonly id: string;
  readonly before: Verdict;
  readonly after: Verdict;
}

/** The score of the last run that was kept (`UPDATE=1`). */
export const scoreFile = new URL('score.json', import.meta.url);

export function readScore(): Score {
  return JSON.parse(readFileSync(scoreFile, 'utf8')) as Score;
}

/** Adds verdicts up. */
export function scoreOf(judged: readonly Judged[]): Score {
  const counts = (part: Part): Counts => {
    const count = (verdict: Verdict) => judged.filter((each) => each.part === part && each.verdict === verdict).length;
    return { identical: count('identical'), differs: count('differs'), 'not simulated': count('not simulated') };
  };
  return {
    parts: Object.fromEntries(parts.map((part) => [part, counts(part)])) as Record<Part, Counts>,
    commands: Object.fromEntries(
      judged.filter(({ verdict }) => verdict !== 'identical').map(({ id, verdict }) => [id, verdict]),
    ),
  };
}

/** The best first: a refusal is more honest than a wrong answer, and both are worse than the right one. */
const order: readonly Verdict[] = ['identical', 'not simulated', 'differs'];

/** Which commands got better or worse from one score to the next. */
export function compareScores(
  before: Score,
  after: Score,
): { readonly better: readonly ScoreChange[]; readonly worse: readonly ScoreChange[] } {
  const ids = [...new Set([...Object.keys(before.commands), ...Object.keys(after.commands)])];
  const changes = ids.map((id) => ({
    id,
    before: before.commands[id] ?? 'identical',
    after: after.commands[id] ?? 'identical',
  }));
  const step = (change: ScoreChange) => order.indexOf(change.after) - order.indexOf(change.before);
  return { better: changes.filter((each) => step(each) < 0), worse: changes.filter((each) => step(each) > 0) };
}
