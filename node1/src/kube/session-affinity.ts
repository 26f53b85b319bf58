import { randomInt } from 'node:crypto';
import type { Stored } from '../objects.ts';

/** Which endpoint of a service answers a client. */
export interface Balance {
  /** One of `places`, which are not none: by chance, or for `sessionAffinity: ClientIP` the one that this client had last. */
  choose<P extends { readonly address: string; readonly port: number }>(
    service: Stored<'services'> | undefined,
    from: string,
    places: readonly P[],
  ): P | undefined;
}

/** Most clients whose endpoints are remembered. */
const most = 1000;
const defaultSeconds = 10_800;

/** A balance that remembers nobody yet. */
export function createBalance(): Balance {
  /** By service and client, oldest first. */
  const last = new Map<string, { readonly place: string; readonly at: number }>();
  return {
    choose(service, from, places) {
      // By chance, as kube-proxy's iptables rules choose: turns would fall into step with a client that makes the same calls in a circle.
      const byChance = places.length < 2 ? places[0] : places[randomInt(places.length)];
      const { sessionAffinity, sessionAffinityConfig } = service?.spec ?? {};
      if (sessionAffinity !== 'ClientIP') return byChance;
      const key = `${service?.metadata.uid ?? ''} ${from}`;
      const before = last.get(key);
      const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds ?? defaultSeconds;
      const isRecent = before !== undefined && Date.now() - before.at < seconds * 1000;
      const again = isRecent ? places.find(({ address, port }) => `${address}:${port}` === before.place) : undefined;
      const chosen = again ?? byChance;
      last.delete(key);
      const oldest = last.size < most ? undefined : last.keys().next().value;
      if (oldest !== undefined) last.delete(oldest);
      if (chosen !== undefined) last.set(key, { place: `${chosen.address}:${chosen.port}`, at: Date.now() });
      return chosen;
    },
  };
}
