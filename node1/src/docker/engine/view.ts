import type { Network } from '../../network.ts';

/** How a container is on one network. */
export interface Endpoint {
  /** Id of the network. */
  readonly network: string;
  readonly networkName: string;
  /** 64 hexadecimal digits, anew at each start. */
  id: string;
  /** Undefined while it is on no network: stopped, or on `host` and `none`. */
  address: string | undefined;
  /** As it was asked for. */
  readonly wanted: string | undefined;
  readonly aliases: readonly string[];
  readonly links: readonly string[];
}

/** A container, as far as others reach it. */
interface Reachable {
  readonly id: string;
  readonly name: string;
  readonly endpoints: readonly Endpoint[];
  readonly state: string;
}

/** What a container's view of the network is made of. */
export interface ViewParts {
  readonly base: Network;
  readonly all: () => readonly Reachable[];
  readonly self: () => Reachable | undefined;
  /** `name:address`. */
  readonly extraHosts: readonly string[];
  /** It has the network of the machine: each port of it is one there. */
  readonly onListen?: (port: number) => void;
  /** It has no network. */
  readonly isAlone: boolean;
}

/** A container's own view, which says where it listens. */
export interface View extends Network {
  /** It has another address from now on: what listens, listens there, too. */
  addAddress(address: string): void;
}

/** The network as one container sees it: names of its networks, and nobody of the others. */
export function createView({ base, all, self, extraHosts, onListen, isAlone }: ViewParts): View {
  const listening = new Map<number, { readonly realPort: number; readonly inside: Parameters<Network['listen']>[3] }>();
  const addresses = (): readonly string[] => self()?.endpoints.flatMap(({ address }) => address ?? []) ?? [];

  /** Whether an address is of a container that this one cannot reach. */
  const isHidden = (address: string): boolean => {
    if (isAlone) return true;
    const owner = all().find(({ endpoints }) => endpoints.some((each) => each.address === address));
    if (owner === undefined || addresses().includes(address)) return false;
    const of = owner.endpoints.find((each) => each.address === address);
    const own = self()?.endpoints ?? [];
    // Who is on no bridge has the machine's network, which reaches all of them.
    return own.some((each) => each.address !== undefined) && !own.some(({ network }) => network === of?.network);
  };
  const refused = (address: string, port: number): Error =>
    Object.assign(new Error(`connect ${isAlone ? 'ENETUNREACH' : 'EHOSTUNREACH'} ${address}:${port}`), {
      ...(isAlone ? { code: 'ENETUNREACH', errno: -101 } : { code: 'EHOSTUNREACH', errno: -113 }),
      syscall: 'connect',
      address,
      port,
    });

  return {
    ...base,
    addAddress(address) {
      for (const [port, { realPort, inside }] of listening) base.listen(address, port, realPort, inside);
    },
    listen(address, port, realPort, inside) {
      listening.set(port, { realPort, inside });
      base.listen(address, port, realPort, inside);
      for (const other of addresses()) if (other !== address) base.listen(other, port, realPort, inside);
      onListen?.(port);
    },
    unlisten(address, port) {
      listening.delete(port);
      base.unlisten(address, port);
      for (const other of addresses()) if (other !== address) base.unlisten(other, port);
    },
    resolve(name, namespace) {
      const wanted = name.toLowerCase().replace(/\.$/, '');
      const extra = extraHosts.find((line) => line.slice(0, line.indexOf(':')).toLowerCase() === wanted);
      if (extra !== undefined) return extra.slice(extra.indexOf(':') + 1);
      return namespace === 'none' ? undefined : findName(self(), all(), wanted);
    },
    has: (address) => !isHidden(address) && base.has?.(address) === true,
    locate: (address, port) => (isHidden(address) ? undefined : base.locate(address, port)),
    route: (address, port) => (isHidden(address) ? undefined : base.route(address, port)),
    connect: (address, port) =>
      isHidden(address) ? Promise.reject(refused(address, port)) : base.connect(address, port),
  };
}

/** The address of a name, as docker's own name server knows it; on the default network there are links alone. */
function findName(self: Reachable | undefined, all: readonly Reachable[], wanted: string): string | undefined {
  for (const { network, networkName, links } of self?.endpoints ?? []) {
    const others = all.filter(({ endpoints }) => endpoints.some((each) => each.network === network));
    const addressIn = (other: Reachable | undefined) =>
      other?.endpoints.find((each) => each.network === network)?.address;
    for (const link of links) {
      const [target = '', alias = target] = link.split(':');
      if (alias.toLowerCase() !== wanted && target.toLowerCase() !== wanted) continue;
      const found = addressIn(others.find(({ name, id }) => name === target || id.startsWith(target)));
      if (found !== undefined) return found;
    }
    if (networkName === 'bridge') continue;
    const named = others.find(
      ({ name, id, endpoints }) =>
        name.toLowerCase() === wanted ||
        id.slice(0, 12) === wanted ||
        endpoints.some(
          (each) => each.network === network && each.aliases.some((alias) => alias.toLowerCase() === wanted),
        ),
    );
    const address = addressIn(named);
    if (address !== undefined) return address;
  }
  return undefined;
}
