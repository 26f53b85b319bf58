import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Auth } from '../http/auth.ts';
import { clientOf, type TrustedProxies } from '../http/client-address.ts';
import { TokenBuckets } from '../token-bucket.ts';
import type { Hub } from './hub.ts';

/** Attempts at a WebSocket, of one identity or of all strangers at one address. A page that lost its server tries every few seconds. */
const rate = { perSecond: 5, burst: 60 } as const;
const mostRemembered = 5_000;

/**
 * Decides about requests for a WebSocket. Who is not known gets one that is closed at once with `closeCodes.unauthorised`:
 * a browser tells its page nothing about a plain refusal, and the page would ask again for ever.
 */
export function createUpgrades(auth: Auth, hub: Hub, trusts?: TrustedProxies) {
  const attempts = new TokenBuckets(rate, mostRemembered);
  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // The HTTP server does not listen for them any more, and one without a listener ends the program.
    socket.on('error', () => socket.destroy());
    const authorized = auth.authorizeUpgrade(request);
    const isKnown = 'person' in authorized;
    if (!attempts.take(isKnown ? authorized.id : clientOf(request, trusts))) refuse(socket, 429);
    else if (request.url !== '/socket') refuse(socket, 404);
    else if (isKnown) hub.upgrade(request, socket, head, authorized);
    else if (authorized.status === 401) hub.rejectUpgrade(request, socket, head);
    else refuse(socket, authorized.status);
  };
}

/** Half-closed, it would hold its place for as long as the other side likes. */
function refuse(socket: Duplex, status: number): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
