import { reasonOf } from './errors.ts';
import type { Output } from './output.ts';

/** How many things are done at the same time. */
export interface Parallel<T, R> {
  readonly items: readonly T[];
  readonly run: (item: T) => Promise<R>;
  readonly nameOf: (item: T) => string;
  /** `Creating`; undefined: nothing is shown of it. */
  readonly message: string | undefined;
  /** What must be done before an item, if it is among them, and what else must hold. */
  readonly needs?: (item: T) => readonly { readonly item: T; readonly isReady?: () => Promise<void> }[];
  /** Done, but shown as failed. */
  readonly hasFailed?: (item: T) => boolean;
}

/** What came of it. */
export interface ParallelResult<R> {
  readonly results: readonly R[];
  /** By name. */
  readonly errors: ReadonlyMap<string, string>;
}

/** An item whose needs failed; it says nothing of its own. */
class UpstreamError extends Error {}

/** Does all items, each after what it needs, and shows how they come along. Throws what is no failure of docker's. */
export async function parallel<T, R>(output: Output, task: Parallel<T, R>): Promise<ParallelResult<R>> {
  const { items, run, nameOf, message, needs, hasFailed } = task;
  if (message !== undefined) await output.parallel.add(message, items.map(nameOf));
  const results: R[] = [];
  const errors = new Map<string, string>();
  let unexpected: unknown;
  const show = async (item: T, status: string, colour: 'green' | 'red') => {
    if (message !== undefined) await output.parallel.write(message, nameOf(item), status, colour);
  };
  const started = new Map<T, Promise<void>>();
  const begin = (item: T): Promise<void> => {
    const known = started.get(item);
    if (known !== undefined) return known;
    const promise = (async () => {
      for (const need of needs?.(item) ?? []) {
        if (!items.includes(need.item)) continue;
        await begin(need.item).catch(() => {
          throw new UpstreamError();
        });
        await need.isReady?.();
      }
      return run(item);
    })().then(
      async (result) => {
        results.push(result);
        if (hasFailed?.(item) === true) await show(item, 'failed', 'red');
        else await show(item, 'done', 'green');
      },
      async (error: unknown) => {
        const reason = reasonOf(error);
        if (reason !== undefined) errors.set(nameOf(item), reason);
        if (reason !== undefined || error instanceof UpstreamError) await show(item, 'error', 'red');
        // An image that is not there goes on to whoever can ask about it.
        if (reason === undefined && !(error instanceof UpstreamError)) unexpected ??= error;
        throw error;
      },
    );
    started.set(item, promise);
    return promise;
  };
  await Promise.allSettled(items.map(begin));
  for (const [name, reason] of errors) await output.raw(`\nERROR: for ${name}  ${reason}\n`);
  if (unexpected !== undefined) {
    throw unexpected as Error;
  }
  return { results, errors };
}
