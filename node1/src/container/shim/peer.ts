import type { Socket } from 'node:net';

// On Linux all of 127.0.0.0/8 is this machine, so that the source address of a connection can tell who calls:
// 127.244.0.7 stands for the pod 10.244.0.7, 127.17.0.3 for docker's container 172.17.0.3. Elsewhere everybody is seen as the node.
const networks = new Map([
  ['244', '10'],
  ['17', '172'],
]);

/** With what the container of this address connects. */
export function sourceOf(address: string): { readonly localAddress?: string } {
  return process.platform === 'linux' && address !== '' ? { localAddress: address.replace(/^\d+/, '127') } : {};
}

/** Makes a socket that the container of address `own` accepted tell the caller's address; a dual-stack listener sees a mapped one. */
export function showVirtualPeer(socket: Socket, own: string, isDualStack: boolean): void {
  const [, second = '', rest = ''] = /^127\.(\d+)(\..+)$/.exec(socket.remoteAddress ?? '') ?? [];
  const first = networks.get(second);
  // The node itself has the first address of its bridge.
  const peer = first === undefined ? own.replace(/\d+$/, '1') : `${first}.${second}${rest}`;
  Object.defineProperty(socket, 'remoteAddress', { value: isDualStack ? `::ffff:${peer}` : peer });
}
