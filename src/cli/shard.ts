import { message } from '../messages/message.ts';
import { UsageError } from './errors.ts';

/** One of several parts of a course, each run by a machine of its own. */
export interface Shard {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

const most = 1_000;

/** The shard that `--shard` names, such as `2/3`. Throws UsageError. */
export function shardOf(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined;
  const [, number = 0, of = 0] = (/^([1-9]\d*)\/([1-9]\d*)$/.exec(text) ?? []).map(Number);
  if (number >= 1 && number <= of && of <= most) return { number, of };
  throw new UsageError(message('cli/in-option', { option: `--shard ${text}`, mistake: message('batch/shard-form') }));
}

/**
 * The items of a shard: neighbours, so that the shards one after the other are all of them in their order, and about as much in each.
 * `weightOf`: how much an item is.
 */
export function inShard<T>(items: readonly T[], { number, of }: Shard, weightOf: (item: T) => number): readonly T[] {
  const weights = items.map((item) => Math.max(1, weightOf(item)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  return items.filter((_, at) => {
    // The shard in which the middle of an item lies.
    const middle = before + (weights[at] ?? 0) / 2;
    before += weights[at] ?? 0;
    return Math.floor((middle / total) * of) === number - 1;
  });
}
