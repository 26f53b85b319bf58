import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import type { Listening } from '../../network.ts';
import { guard } from '../../peer.ts';
import type { ContainerContext } from '../container-context.ts';
import { connectionRefused, nameNotFound } from '../shim/errors.ts';
import { sourceOf } from '../shim/net.ts';
import { type Answer, type Answered, ask, failed } from './exchange.ts';
import { type Life, outside, within } from './life.ts';
import { PipeEnd } from './pipe.ts';

/** Bytes that may come on one connection: what a guest keeps of them is in the memory of the node. */
const mostBytes = 64 * 1024 * 1024;

/** The network as a guest has it. */
export interface GuestNetwork {
  /** Who listens there; throws the error that Node has where nobody does. */
  readonly locate: (host: string, port: number) => Listening;
  /** `net.connect`. */
  readonly connect: (options: { readonly host: string; readonly port: number }) => PipeEnd;
  /** `http.createServer`. */
  readonly createServer: (listener: RequestListener) => Server;
}

/** The part of the virtual network on which the container of a guest is. `onFlood`: it was sent more than a guest may keep. */
export function guestNetwork(place: ContainerContext, life: Life, onFlood: () => void): GuestNetwork {
  const { network, spec, env } = place;
  const open = new Set<Duplex>();
  life.closers.add(() => {
    for (const each of open) each.destroy();
  });
  const keep = <T extends Duplex>(connection: T): T => {
    open.add(connection);
    connection.once('close', () => open.delete(connection));
    return connection;
  };

  const locate = (host: string, port: number): Listening => {
    // Guests do not call themselves.
    const address = host === env['HOSTNAME'] ? '127.0.0.1' : network.resolve(host, spec.namespace);
    if (address === undefined) throw nameNotFound(host, true);
    const found = network.locate(address, port);
    if (found === undefined) throw connectionRefused(address, port);
    return found;
  };

  const reach = (near: PipeEnd, far: PipeEnd, host: string, port: number): void => {
    if (near.destroyed) return;
    try {
      const { accept, realPort } = locate(host, port);
      if (accept === undefined) throughKernel(near, far, realPort, spec.address);
      else {
        accept(far);
        near.opened();
      }
    } catch (error) {
      near.fail(error as Error);
    }
  };

  return {
    locate,
    connect({ host, port }) {
      let came = 0;
      const onBytes = (bytes: number) => {
        came += bytes;
        if (came > mostBytes) onFlood();
      };
      const near = keep(new PipeEnd({ onBytes }));
      const far = outside(() => new PipeEnd({ allowHalfOpen: true }));
      PipeEnd.join(near, far);
      if (life.isOver) near.destroy();
      // As with a lookup of Node's own: not before the caller has listeners.
      else outside(() => setImmediate(reach, near, far, host, port));
      return near;
    },
    createServer: (listener) => listenVirtually(createServer(listener).on('connection', keep), listener, place, life),
  };
}

/** To a program that is a process, which sees the address of the caller. */
function throughKernel(near: PipeEnd, far: PipeEnd, port: number, address: string): void {
  const socket = connectTcp({ ...sourceOf(address), port, host: '127.0.0.1', noDelay: true });
  socket.once('connect', () => {
    near.opened();
  });
  pipeline(far, socket, far, (error) => {
    if (error) near.fail(error);
  });
}

/** Has a server listen at the address of its container: for guests without connections, for all others on a free port. */
function listenVirtually(server: Server, listener: RequestListener, place: ContainerContext, life: Life): Server {
  const { network, spec } = place;
  const realAddress = server.address.bind(server);
  const realListen = server.listen.bind(server);
  let address: AddressInfo | null = null;
  guard(server);
  life.closers.add(() => server.close());
  const answer: Answer = (asked) =>
    new Promise((resolve) => {
      const close = () => {
        resolve(failed(new Error('other side closed')));
      };
      life.closers.add(close);
      const done = (answered: Answered) => {
        life.closers.delete(close);
        resolve(answered);
      };
      within(life, () => {
        ask(listener, asked, done);
      });
    });
  return Object.assign(server, {
    address: () => address,
    listen(port: number, host: string, callback: () => void) {
      server.prependOnceListener('listening', () => {
        const realPort = (realAddress() as AddressInfo).port;
        address = { address: host, family: 'IPv4', port };
        outside(() => {
          network.listen(spec.address, port, realPort, { answer });
        });
        life.closers.add(() => {
          network.unlisten(spec.address, port);
        });
      });
      return realListen({ port: 0, host: '127.0.0.1' }, callback);
    },
  });
}
