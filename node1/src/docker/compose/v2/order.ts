/** Does something for all items, each after those that it needs; ends when all have ended, with the first error. */
export async function inOrder<T>(
  items: readonly T[],
  needs: (item: T) => readonly T[],
  run: (item: T) => Promise<void>,
): Promise<void> {
  const started = new Map<T, Promise<void>>();
  const begin = (item: T): Promise<void> => {
    const known = started.get(item);
    if (known !== undefined) return known;
    const promise = (async () => {
      await Promise.all(
        needs(item)
          .filter((each) => items.includes(each))
          .map(begin),
      );
      await run(item);
    })();
    started.set(item, promise);
    return promise;
  };
  const ends = await Promise.allSettled(items.map(begin));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason as Error;
}
