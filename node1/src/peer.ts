import { readFileSync } from 'node:fs';
import { isIPv6, type Server, Socket } from 'node:net';

/** Whether this process answers its own user and root alone. */
let guarded = false;

/**
 * From now on, ports of this process answer nobody but its own user and root: all users of a machine share its loopback
 * addresses, and only the kernel knows who is at the other end.
 */
export function guardPorts(): void {
  guarded = process.platform === 'linux';
}

/** Whether `guardPorts` was called. */
export function arePortsGuarded(): boolean {
  return guarded;
}

/** Has `server` hang up on strangers, where ports are guarded. */
export function guard(server: Server): void {
  if (!guarded) return;
  // First of all listeners: for the others it is a connection that is closed at once.
  server.prependListener('connection', (socket: unknown) => {
    // Within this process.
    if (!(socket instanceof Socket)) return;
    const owner = peerOwner(socket);
    if (owner !== 0 && owner !== process.getuid?.()) socket.destroy();
  });
}

/** The user at the other end of a connection within this machine; undefined where there is nobody any more. */
export function peerOwner(socket: Socket): number | undefined {
  const { localAddress, localPort, remoteAddress, remotePort } = socket;
  if (localAddress === undefined || remoteAddress === undefined) return undefined;
  const near = `${hexOf(localAddress)}:${hexPort(localPort)}`;
  const far = `${hexOf(remoteAddress)}:${hexPort(remotePort)}`;
  if (near.length > 13) return ownerIn('/proc/net/tcp6', far, near);
  const mapped = '0000000000000000FFFF0000';
  return ownerIn('/proc/net/tcp', far, near) ?? ownerIn('/proc/net/tcp6', `${mapped}${far}`, `${mapped}${near}`);
}

/** Whose the row of these two ends is, from the side of the first. */
function ownerIn(table: string, local: string, remote: string): number | undefined {
  const text = readFileSync(table, 'latin1');
  const at = text.indexOf(` ${local} ${remote} `);
  if (at < 0) return undefined;
  // After the two ends: state, queues, timer, retransmissions, user, timeout, inode.
  const [, , , , uid, , inode] = text
    .slice(at + local.length + remote.length + 3, at + 300)
    .trim()
    .split(/\s+/);
  // A connection that its process has closed has no inode, and seems to be root's.
  return inode === '0' ? undefined : Number(uid);
}

/** As the kernel writes an address: 32 bits at a time, the lowest byte first. `::1` is the only one of IPv6 that is listened on. */
function hexOf(address: string): string {
  const plain = address.replace(/^::ffff:/i, '');
  if (isIPv6(plain)) return plain === '::1' ? '00000000000000000000000001000000' : plain;
  return plain
    .split('.')
    .reverse()
    .map((byte) => Number(byte).toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}

function hexPort(port = 0): string {
  return port.toString(16).toUpperCase().padStart(4, '0');
}
