/** An address or name that is of the cluster, as somebody typed it. */
export interface ClusterAddress {
  readonly typed: string;
  /** In four numbers, however it was written; undefined for a name. */
  readonly address: string | undefined;
}

/** Networks that exist within a node1 only: of services, of pods, of docker's bridge. Each by its first bits. */
const networks: readonly (readonly [network: number, bits: number])[] = [
  [numberOf('10.96.0.0'), 12],
  [numberOf('10.244.0.0'), 16],
  [numberOf('172.17.0.0'), 16],
];

/** Whether an address in four numbers is of the cluster; `knows` tells of those in networks of docker's that users made. */
export function isClusterAddress(address: string, knows: (address: string) => boolean = () => false): boolean {
  const number = numberOf(address);
  return networks.some(([network, bits]) => (number ^ network) >>> (32 - bits) === 0) || knows(address);
}

/** Whether a host is this machine itself, and so the node. */
export function isThisMachine(host: string): boolean {
  return (
    /^(?:localhost|(?:.*\.)?127(?:\.\d+){3}\.nip\.io|(?:.*\.)?localhost|node1)$/i.test(host) ||
    addressOf(host)?.startsWith('127.') === true
  );
}

/** Whether only the resolver of the cluster knows such a name. */
export function isClusterName(name: string): boolean {
  return /(?:^|\.)cluster\.local\.?$/i.test(name);
}

/**
 * The first address or name of the cluster in the words of a command, wherever it stands in them: alone, with a port or a path, in a URL, after
 * `user@`, `key=` or among others with commas, in any spelling that inet_aton(3) takes. undefined where there is none.
 */
export function clusterAddressIn(
  words: readonly string[],
  knows?: (address: string) => boolean,
): ClusterAddress | undefined {
  for (const word of words) {
    // IPv6 that holds IPv4 first: its colons are no ports.
    for (const typed of word.replaceAll(/::ffff:(?=\d+\.)/gi, ' ').split(/[\s/,;=@'"[\](){}<>|?#&:]+/)) {
      if (isClusterName(typed)) return { typed, address: undefined };
      const address = addressOf(typed);
      if (address !== undefined && isClusterAddress(address, knows)) return { typed, address };
    }
  }
  return undefined;
}

/** The four numbers of an address, also one of fewer, of one, octal or hexadecimal; undefined for anything else. */
export function addressOf(typed: string): string | undefined {
  if (!/^(?:0x[\da-f]*|\d+)(?:\.(?:0x[\da-f]*|\d+)){0,3}\.?$/i.test(typed)) return undefined;
  try {
    // As browsers and inet_aton read it.
    return new URL(`http://${typed}`).hostname;
  } catch {
    return undefined;
  }
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0) >>> 0;
}
