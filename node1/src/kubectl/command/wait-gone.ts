import type { KubectlCall } from '../command.ts';
import { groupResource } from '../kinds.ts';
import type { Found } from '../selection.ts';
import { until } from '../until.ts';

/**
 * Waits until objects are gone (or replaced by others of their name). Returns what is still there after `limit` milliseconds
 * (`pods/web`), or undefined. Rejects when the command is interrupted.
 */
export async function waitUntilGone(
  call: KubectlCall,
  objects: readonly Found[],
  limit: number | undefined,
): Promise<string | undefined> {
  const { store } = call.cluster;
  const remaining = new Set(
    objects.filter(({ kind, object: { metadata } }) => {
      const now = store.get(kind.resource, metadata.namespace ?? '', metadata.name);
      return now !== undefined && now.metadata.uid === metadata.uid;
    }),
  );
  const kinds = [...new Set([...remaining].map(({ kind }) => kind.resource))];
  const done = await until({
    signal: call.invocation.signal,
    limit,
    subscribe: (check) => {
      const stops = kinds.map((resource) =>
        store.watch(resource, ({ type, object }) => {
          if (type !== 'DELETED') return;
          for (const each of remaining) if (each.object.metadata.uid === object.metadata.uid) remaining.delete(each);
          check();
        }),
      );
      return () => {
        for (const stop of stops) stop();
      };
    },
    holds: () => remaining.size === 0,
  });
  const [left] = remaining;
  return done || left === undefined ? undefined : `${groupResource(left.kind)}/${left.object.metadata.name}`;
}
