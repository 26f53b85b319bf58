import type { Stored, Store } from '../../objects.ts';

/** Milliseconds after which kubelet clears away the dead containers of pods that are gone. */
const keptMs = 60_000;

/** The pods of the last minute that are gone from the API, as they were last: docker still has their containers. */
export function watchGonePods(store: Store): () => readonly Stored<'pods'>[] {
  let gone: readonly { readonly pod: Stored<'pods'>; readonly at: number }[] = [];
  const kept = () => gone.filter(({ at }) => Date.now() - at < keptMs);
  store.watch('pods', ({ type, object }) => {
    if (type === 'DELETED') gone = [...kept(), { pod: object, at: Date.now() }];
  });
  return () => kept().map(({ pod }) => pod);
}
