import dgram from 'node:dgram';
import net, { type AddressInfo, type Socket } from 'node:net';
import type { Language } from '../../messages/codes.ts';
import { guard } from '../../peer.ts';
import { type Lookup, notSimulated } from './dns.ts';
import { addressInUse, connectionRefused } from './errors.ts';
import type { Parent } from './parent.ts';

interface Options {
  readonly host?: string;
  /** Node takes a port as text, too. */
  readonly port?: number | string;
  readonly path?: string | null;
  readonly fd?: number | null;
  readonly backlog?: number;
  readonly signal?: AbortSignal;
}
interface ConnectArguments {
  readonly options: Options;
  readonly callback: (() => void) | undefined;
}

/** Ports on which this container itself listens, and the real ones behind them. */
type LocalPorts = Map<number, number>;

/** Puts every TCP connection and listener of this process on the virtual network, where its address is `own`. */
export function patchNet(parent: Parent, lookup: Lookup, own: string, lang: Language): void {
  const ports: LocalPorts = new Map();
  patchConnect(parent, lookup, ports, sourceOf(own));
  patchListen(parent, ports, own);
  dgram.Socket.prototype.send = () => notSimulated('UDP', lang);
  dgram.Socket.prototype.bind = () => notSimulated('UDP', lang);
}

function patchConnect(parent: Parent, lookup: Lookup, ports: LocalPorts, source: object): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the socket as `this` below
  const original = net.Socket.prototype.connect as (this: net.Socket, ...args: unknown[]) => net.Socket;

  async function locate({ host = 'localhost', port = 0 }: Options): Promise<number> {
    const address = await lookup(host, true);
    const wanted = Number(port);
    const isLocal = address.startsWith('127.') || address === '::1' || address === '0.0.0.0';
    const real = isLocal ? ports.get(wanted) : await parent.route(address, wanted);
    if (real === undefined) throw connectionRefused(address, wanted);
    return real;
  }

  function connect(this: net.Socket, ...args: unknown[]): net.Socket {
    const { options, callback } = normalise(args);
    if (isElsewhere(options)) return original.apply(this, args);
    if (callback !== undefined) this.once('connect', callback);
    // As during a lookup of Node's own: what is written meanwhile waits.
    Object.assign(this, { connecting: true });
    locate(options).then(
      (port) => {
        if (this.destroyed) return;
        original.call(this, { ...options, ...source, host: '127.0.0.1', port, family: 4, autoSelectFamily: false });
      },
      (error: unknown) => this.destroy(error as Error),
    );
    return this;
  }
  net.Socket.prototype.connect = connect;
}

function patchListen(parent: Parent, ports: LocalPorts, own: string): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the server as `this` below
  const { listen: originalListen, address: originalAddress } = net.Server.prototype;
  const addresses = new WeakMap<net.Server, AddressInfo>();

  function listen(this: net.Server, ...args: unknown[]): net.Server {
    const { options, callback } = normalise(args);
    if (isElsewhere(options)) return originalListen.apply(this, args as [object]);
    const wanted = Number(options.port ?? 0);
    const address = options.host ?? '::';
    if (ports.has(wanted)) {
      process.nextTick(() => this.emit('error', addressInUse(address, wanted)));
      return this;
    }
    if (callback !== undefined) this.once('listening', callback);
    this.prependListener('connection', (socket: net.Socket) => {
      showVirtualPeer(socket, own, address.includes(':'));
    });
    guard(this);
    this.prependOnceListener('listening', () => {
      const realPort = (originalAddress.call(this) as AddressInfo).port;
      const port = wanted === 0 ? realPort : wanted;
      addresses.set(this, { address, family: address.includes(':') ? 'IPv6' : 'IPv4', port });
      ports.set(port, realPort);
      const isReachable = !address.startsWith('127.') && address !== 'localhost' && address !== '::1';
      if (isReachable) parent.tell({ type: 'listen', port, realPort });
      this.once('close', () => {
        ports.delete(port);
        addresses.delete(this);
        parent.tell({ type: 'unlisten', port });
      });
    });
    const { backlog, signal } = options;
    return originalListen.call(this, {
      host: '127.0.0.1',
      port: 0,
      ...(backlog !== undefined && { backlog }),
      ...(signal !== undefined && { signal }),
    });
  }
  net.Server.prototype.listen = listen as typeof net.Server.prototype.listen;
  net.Server.prototype.address = function address(this: net.Server) {
    return addresses.get(this) ?? originalAddress.call(this);
  };
}

/** Not on the network at all: a socket in the file system, or one that is open already. http gives a path of null for neither. */
function isElsewhere({ path, fd }: Options): boolean {
  return (path ?? '') !== '' || (fd ?? -1) >= 0;
}

/** The forms of connect's and listen's arguments as one. net.connect hands over what it has normalised already: an array. */
function normalise(args: readonly unknown[]): ConnectArguments {
  const [first] = args;
  if (Array.isArray(first)) return normalise(first);
  const last = args.at(-1);
  const callback = typeof last === 'function' ? (last as () => void) : undefined;
  if (typeof first === 'object' && first !== null) return { options: first, callback };
  if (typeof first === 'string' && !/^\d+$/.test(first)) return { options: { path: first }, callback };
  if (typeof first !== 'number' && typeof first !== 'string') return { options: {}, callback };
  const host = typeof args[1] === 'string' ? { host: args[1] } : {};
  return { options: { port: Number(first), ...host }, callback };
}

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
function showVirtualPeer(socket: Socket, own: string, isDualStack: boolean): void {
  const [, second = '', rest = ''] = /^127\.(\d+)(\..+)$/.exec(socket.remoteAddress ?? '') ?? [];
  const first = networks.get(second);
  // The node itself has the first address of its bridge.
  const peer = first === undefined ? own.replace(/\d+$/, '1') : `${first}.${second}${rest}`;
  Object.defineProperty(socket, 'remoteAddress', { value: isDualStack ? `::ffff:${peer}` : peer });
}
