import { message } from '../../messages/message.ts';
import { type Received, singleHeader } from './headers.ts';

/** Why a request is refused. */
export interface DoorRefusal {
  readonly status: 400 | 403;
  readonly reason: ReturnType<typeof message>;
}

/** Where browsers reach the server: what Host and Origin may say, and what is encrypted. */
export interface Doors {
  /** Some browsers come by https. */
  readonly hasHttps: boolean;
  /** Why Host is not one of ours (DNS rebinding), or undefined. */
  checkHost(request: Received): DoorRefusal | undefined;
  /** Why Origin is not ours, or undefined; it may be absent only where it is not `required`. */
  checkOrigin(request: Received, required: boolean): DoorRefusal | undefined;
  /** The origin of the page that asks, as its Origin says, or its Host; only for what was checked. */
  originOf(request: Received): string;
  /** Whether the browser came by https. */
  isSecure(request: Received): boolean;
}

export interface DoorsOptions {
  /** What Host says where the server is reached by itself, with the port where it is not 80. */
  readonly hosts: readonly string[];
  /** Where it is reached by a proxy. */
  readonly publicUrls?: readonly URL[];
}

/** The doors of a server. */
export function createDoors({ hosts, publicUrls = [] }: DoorsOptions): Doors {
  const own = new Map<string, Set<string>>(hosts.map((host) => [host.toLowerCase(), new Set()]));
  const outside = new Map<string, Set<string>>();
  for (const { origin, hostname, host, port, protocol } of publicUrls) {
    // A proxy may say the name without the port, or with the one that goes without saying.
    for (const name of [host, hostname, `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`]) {
      outside.set(name, (outside.get(name) ?? new Set()).add(origin));
    }
  }
  for (const [host, origins] of own) origins.add(`http://${host}`);
  const all = new Set([...own.values(), ...outside.values()].flatMap((origins) => [...origins]));
  const hasHttps = publicUrls.some(({ protocol }) => protocol === 'https:');

  const hostOf = (request: Received): string => (singleHeader(request, 'host') ?? '').toLowerCase();
  /** A proxy may name this machine as Host: then only Origin says by which door the browser came. */
  function originsFor(host: string): ReadonlySet<string> {
    return own.has(host) ? all : (outside.get(host) ?? new Set());
  }

  function originOf(request: Received): string {
    const origin = singleHeader(request, 'origin');
    if (origin) return origin;
    const host = hostOf(request);
    const [known = `http://${host}`] = own.has(host) ? [] : originsFor(host);
    return known;
  }

  return {
    hasHttps,
    originOf,
    isSecure: (request) => originOf(request).startsWith('https://'),

    checkHost(request) {
      const host = hostOf(request);
      if (host === '') return { status: 400, reason: message('server/not-one-host') };
      return originsFor(host).size > 0 ? undefined : { status: 403, reason: message('server/unknown-host') };
    },

    checkOrigin(request, required) {
      const origin = singleHeader(request, 'origin');
      if (origin === null) return { status: 400, reason: message('server/not-one-origin') };
      if (origin === undefined) return required ? { status: 403, reason: message('server/no-origin') } : undefined;
      const isOurs = originsFor(hostOf(request)).has(origin);
      return isOurs ? undefined : { status: 403, reason: message('server/other-origin') };
    },
  };
}
