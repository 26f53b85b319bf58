import type { IncomingMessage } from 'node:http';
import { ipKeyGenerator } from 'express-rate-limit';
import proxyAddr from 'proxy-addr';

/** Whether an address is that of a proxy in front of the server, which says truly whom it got a request from; the one that connects to the server is hop 0. */
export type TrustedProxies = (address: string, hop: number) => boolean;

const namedRanges = ['loopback', 'linklocal', 'uniquelocal'];
const mostHops = 20;

/** What `--trust-proxy` says: how many proxies there are, or their addresses, with commas between them; undefined for anything else. */
export function trustedProxies(text: string): TrustedProxies | undefined {
  const words = text.split(',').map((word) => word.trim());
  if (/^[1-9]\d?$/.test(text) && Number(text) <= mostHops) return (_address, hop) => hop < Number(text);
  if (!words.every((word) => /[.:]/.test(word) || namedRanges.includes(word))) return undefined;
  try {
    return proxyAddr.compile(words);
  } catch {
    return undefined;
  }
}

/** Whom a request is from, for limits: the client's address, or the network of an IPv6 one. */
export function clientOf(request: IncomingMessage, trusts: TrustedProxies = () => false): string {
  // A client may be gone already, and then has none.
  const address = request.socket.remoteAddress === undefined ? '' : proxyAddr(request, trusts);
  return ipKeyGenerator(address);
}
