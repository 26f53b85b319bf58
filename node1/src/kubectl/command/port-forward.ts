import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer, isIP } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Service } from 'kubernetes-types/core/v1.js';
import { notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import type { Stored } from '../../objects.ts';
import { guard } from '../../peer.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fail, failUsage } from '../errors.ts';
import type { Found } from '../selection.ts';
import { until } from '../until.ts';
import { podOrOwner, waitForPods } from './pods.ts';

/** One forwarded port; `local` 0 for any free one. */
interface Forward {
  readonly local: number;
  readonly remote: number;
}

async function run(call: KubectlCall): Promise<number> {
  const [word, ...ports] = call.args;
  if (word === undefined || ports.length === 0)
    return failUsage('port-forward', 'TYPE/NAME and list of ports are required for port-forward');
  const owner = podOrOwner(call, word);
  const [pod] = await waitForPods(call, owner, `cannot attach to *v1.${owner.kind.kind}`, 60_000);
  const forwards = ports.map((port) => forwardOf(port, owner, pod));
  if (pod.status?.phase !== 'Running')
    fail(`unable to forward port because pod is not running. Current status=${pod.status?.phase ?? 'Unknown'}`);
  const sockets = new Set<Socket>();
  const servers: Server[] = [];
  try {
    for (const forward of forwards) servers.push(...(await listen(call, forward, pod, sockets)));
    await until({
      signal: call.invocation.signal,
      limit: undefined,
      subscribe: (check) =>
        call.cluster.store.watch('pods', ({ type, object }) => {
          if (type === 'DELETED' && object.metadata.uid === pod.metadata.uid) check();
        }),
      holds: () =>
        call.cluster.store.get('pods', pod.metadata.namespace ?? '', pod.metadata.name)?.metadata.uid !==
        pod.metadata.uid,
    });
    return fail('lost connection to pod');
  } catch (error) {
    // ^C is how a port-forward ends; kubectl calls that a success.
    if (call.invocation.signal.aborted) return 0;
    throw error;
  } finally {
    for (const socket of sockets) socket.destroy();
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

function forwardOf(text: string, { kind, object }: Found, pod: Stored<'pods'>): Forward {
  const [first = '', second] = text.split(':');
  const localText = second === undefined ? first : first || '0';
  if (/^\d+$/.test(localText)) port(localText, 'local');
  const remoteText = second ?? first;
  const named = remotePort(remoteText, pod, kind.resource === 'services' ? (object as Service) : undefined);
  const local = second === undefined && !/^\d+$/.test(first) ? named.port : port(localText, 'local');
  return { local, remote: named.target };
}

function port(text: string, side: string): number {
  const why = !/^\d+$/.test(text) ? 'invalid syntax' : Number(text) > 65535 ? 'value out of range' : undefined;
  if (why !== undefined)
    fail(`error parsing ${side} port '${text}': strconv.ParseUint: parsing ${JSON.stringify(text)}: ${why}`);
  return Number(text);
}

/** The port in the pod behind what was typed: its own number or name, or that of a service. */
function remotePort(text: string, pod: Stored<'pods'>, service: Service | undefined): { port: number; target: number } {
  const containerPort = (name: string): number | undefined =>
    (pod.spec?.containers ?? []).flatMap(({ ports = [] }) => ports).find((candidate) => candidate.name === name)
      ?.containerPort;
  if (service === undefined) {
    const number = /^\d+$/.test(text) ? port(text, 'remote') : containerPort(text);
    if (number === undefined) return fail(`Pod '${pod.metadata.name}' does not have a named port '${text}'`);
    if (number === 0) return fail('remote port must be > 0');
    return { port: number, target: number };
  }
  const name = service.metadata?.name ?? '';
  const found = service.spec?.ports?.find((candidate) => String(candidate.port) === text || candidate.name === text);
  if (found === undefined)
    return fail(
      /^\d+$/.test(text)
        ? `Service ${name} does not have a service port ${text}`
        : `Service '${name}' does not have a named port '${text}'`,
    );
  const target = found.targetPort ?? found.port;
  const number = typeof target === 'number' ? target : containerPort(target);
  if (number === undefined) return fail(`Pod '${pod.metadata.name}' does not have a named port '${target}'`);
  return { port: found.port, target: number };
}

/** An address on which kubectl would listen, and where we do: nobody outside of the node reaches the rehearsal. */
interface Bound {
  readonly shown: string;
  readonly host: string;
}

/** The addresses behind `--address`. Throws ExitError. */
function addressesOf(call: KubectlCall): readonly Bound[] {
  const given = call.flags.list('address');
  return (given.length === 0 ? ['localhost'] : given).flatMap((address): readonly Bound[] => {
    if (address === 'localhost') return ['127.0.0.1', '::1'].map((host) => ({ shown: host, host }));
    if (isIP(address) === 0) return fail(`${address} is not a valid IP`);
    if (/^127\.|^::1$/.test(address)) return [{ shown: address, host: address }];
    if (['0.0.0.0', '::', '172.17.0.1'].includes(address)) return [{ shown: address, host: '127.0.0.1' }];
    throw notSimulated(`kubectl port-forward --address=${address}`);
  });
}

/** Listens on the addresses, on the same port of each; one is enough. Throws ExitError. */
async function listen(
  call: KubectlCall,
  { local, remote }: Forward,
  pod: Stored<'pods'>,
  sockets: Set<Socket>,
): Promise<readonly Server[]> {
  const servers: Server[] = [];
  const problems: string[] = [];
  let number = local;
  for (const { shown, host } of addressesOf(call)) {
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      void forward(call, socket, number, remote, pod);
    });
    guard(server);
    const address = shown.includes(':') ? `[${shown}]` : shown;
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(number, host, resolve);
      });
    } catch (error) {
      const family = shown.includes(':') ? 'tcp6' : 'tcp4';
      problems.push(
        `unable to create listener: Error listen ${family} ${address}:${local}: bind: ${bindProblem(error)}`,
      );
      continue;
    }
    servers.push(server);
    number = (server.address() as AddressInfo).port;
    await call.out(`Forwarding from ${address}:${number} -> ${remote}\n`);
  }
  if (servers.length > 0) return servers;
  await call.err(
    `Unable to listen on port ${local}: Listeners failed to create with the following errors: [${problems.join(' ')}]\n`,
  );
  return fail(`unable to listen on any of the requested ports: [{${local} ${remote}}]`);
}

function bindProblem(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  const problems: Readonly<Record<string, string>> = {
    EADDRINUSE: 'address already in use',
    EACCES: 'permission denied',
    EADDRNOTAVAIL: 'cannot assign requested address',
  };
  return problems[code ?? ''] ?? String(code);
}

async function forward(
  call: KubectlCall,
  socket: Socket,
  local: number,
  remote: number,
  pod: Stored<'pods'>,
): Promise<void> {
  await call.out(`Handling connection for ${local}\n`);
  try {
    const upstream = await call.cluster.network.connect(pod.status?.podIP ?? '', remote);
    await Promise.all([pipeline(socket, upstream), pipeline(upstream, socket)]);
  } catch (error) {
    // A browser that closes early is no error; a port without a listener is.
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED')
      await call.err(
        `E${new Date().toISOString().slice(5, 10).replace('-', '')} portforward.go:400] an error occurred forwarding ${local} -> ${remote}: ` +
          `error forwarding port ${remote} to pod ${pod.metadata.name}: connection refused\n`,
      );
    socket.destroy();
  }
}

/** `kubectl port-forward`. */
export const portForward: KubectlCommand = {
  name: 'port-forward',
  flags: [...flag.ignored('pod-running-timeout='), { ...flag.list('address'), commas: true }],
  run,
};
