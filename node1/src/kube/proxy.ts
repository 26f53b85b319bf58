import { createServer, type Server, type Socket } from 'node:net';
import type { Language } from '../messages/codes.ts';
import { message, word } from '../messages/message.ts';
import { guard } from '../peer.ts';
import type { ControllerContext } from './controller-context.ts';
import { type EventOrigin, referenceTo } from './events.ts';
import { type ClusterNetwork, nodeAddress } from './network.ts';

/**
 * kube-proxy: NodePorts that really listen on 127.0.0.1 while their service has somebody to answer; and so do ports of the node that pods
 * have, where this machine lets us have them.
 */
export interface Proxy {
  /** NodePorts that answer. */
  ports(): readonly number[];
  /** Whether a port is the node's, and this machine did not let us have it. */
  isHidden(port: number): boolean;
  /** Opens those of some NodePorts that somebody would answer, without waiting as for new rules. */
  open(ports: readonly number[]): Promise<void>;
  /** Fulfilled when every port is closed. */
  close(): Promise<void>;
}

/** Seconds between endpoints and rules, as kube-proxy takes: the real one was refused for 0.3 to 1.1 s after an `expose`. */
const delay = 1;

interface PortListener {
  /** Fulfilled when it listens, or cannot. */
  readonly ready: Promise<void>;
  readonly close: () => Promise<void>;
}

function listen(nodePort: number, open: () => ReturnType<ClusterNetwork['connect']>, onGone: () => void): PortListener {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ noDelay: true }, (client) => {
    sockets.add(client);
    client.once('close', () => sockets.delete(client));
    client.on('error', () => {
      client.destroy();
    });
    open().then(
      (upstream) => {
        upstream.on('error', () => {
          client.destroy();
        });
        upstream.once('close', () => {
          client.destroySoon();
        });
        client.once('close', () => upstream.destroy());
        if (client.destroyed) upstream.destroy();
        else client.pipe(upstream).pipe(client);
      },
      // Its endpoint died this moment: what a real connection would be told.
      () => {
        client.resetAndDestroy();
      },
    );
  });
  const ready = new Promise<void>((resolve) => {
    server.once('listening', resolve);
    server.once('error', () => {
      resolve();
    });
  });
  server.on('error', onGone);
  guard(server);
  server.listen(nodePort, '127.0.0.1');
  return {
    ready,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Proxies every NodePort of the services in `store`. */
export function createProxy(
  context: ControllerContext,
  network: ClusterNetwork,
  source: EventOrigin,
  lang: Language,
): Proxy {
  const { store, recorder, clock } = context;
  /** By node port; a listener, or what cancels one that is about to come. */
  const opened = new Map<number, PortListener>();
  const pending = new Map<number, () => void>();
  const closing = new Set<Promise<void>>();
  /** Ports of pods that are another program's on this machine, or not for our user. */
  const denied = new Set<number>();
  let closed = false;

  /** Address and port of the service behind every node port that somebody would answer now. */
  const wanted = () => {
    const found = new Map<number, () => ReturnType<ClusterNetwork['connect']>>();
    for (const port of network.nodePorts()) {
      if (network.answers(nodeAddress, port)) found.set(port, () => network.connect(nodeAddress, port));
    }
    for (const { spec: { clusterIP = '', ports = [] } = {} } of store.list('services')) {
      for (const { nodePort = 0, port, protocol } of ports) {
        if (nodePort === 0 || protocol !== 'TCP' || !network.answers(clusterIP, port)) continue;
        found.set(nodePort, () => network.connect(clusterIP, port));
      }
    }
    return found;
  };

  const drop = (nodePort: number) => {
    pending.get(nodePort)?.();
    pending.delete(nodePort);
    const gone = opened.get(nodePort)?.close();
    opened.delete(nodePort);
    if (gone === undefined) return;
    closing.add(gone);
    void gone.then(() => closing.delete(gone));
  };

  const tellTaken = (nodePort: number) => {
    const has = ({ nodePort: own }: { nodePort?: number }) => own === nodePort;
    const service = store.list('services').find(({ spec }) => spec?.ports?.some(has));
    if (service === undefined) return;
    recorder.record(source, referenceTo('services', service), {
      type: 'Warning',
      reason: 'PortInUse',
      message: word(message('notice/port-in-use', { port: nodePort }), lang),
    });
  };

  const startLater = (nodePort: number) => {
    pending.set(
      nodePort,
      clock.after(delay, () => {
        start(nodePort);
      }),
    );
  };

  const start = (nodePort: number) => {
    pending.delete(nodePort);
    // Looked up for every connection: the port may have gone to another service meanwhile.
    const target = () => wanted().get(nodePort)?.() ?? Promise.reject(new Error('nobody to answer'));
    const listener = listen(nodePort, target, () => {
      if (opened.get(nodePort) !== listener) return;
      if (network.nodePorts().includes(nodePort)) {
        opened.delete(nodePort);
        denied.add(nodePort);
        return;
      }
      // Another program has the port: tried again until it is gone.
      tellTaken(nodePort);
      opened.delete(nodePort);
      startLater(nodePort);
    });
    opened.set(nodePort, listener);
  };

  let due: NodeJS.Immediate | undefined;
  const sync = () => {
    due = undefined;
    const ports = wanted();
    for (const nodePort of denied) if (!ports.has(nodePort)) denied.delete(nodePort);
    for (const nodePort of [...opened.keys(), ...pending.keys()]) if (!ports.has(nodePort)) drop(nodePort);
    for (const nodePort of ports.keys()) {
      if (opened.has(nodePort) || pending.has(nodePort) || denied.has(nodePort)) continue;
      if (network.nodePorts().includes(nodePort)) start(nodePort);
      else startLater(nodePort);
    }
  };
  const schedule = () => {
    if (!closed) due ??= setImmediate(sync);
  };
  const stops = [store.watch('services', schedule), store.watch('endpoints', schedule), network.onChange(schedule)];

  return {
    ports: () => [...opened.keys()],
    isHidden: (port) => denied.has(port),
    async open(nodePorts) {
      const ports = wanted();
      const answered = nodePorts.filter((nodePort) => ports.has(nodePort) && !opened.has(nodePort));
      for (const nodePort of answered) {
        pending.get(nodePort)?.();
        start(nodePort);
      }
      for (const nodePort of answered) await opened.get(nodePort)?.ready;
    },
    async close() {
      closed = true;
      clearImmediate(due);
      for (const stop of stops) stop();
      for (const nodePort of new Set([...opened.keys(), ...pending.keys()])) drop(nodePort);
      await Promise.all(closing);
    },
  };
}
