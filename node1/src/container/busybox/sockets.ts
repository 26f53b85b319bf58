import { once } from 'node:events';
import { createServer, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { isDebianBusybox } from '../image-kind.ts';
import { serve } from '../listener.ts';
import { type Applet, type AppletCall, refuse } from './applet.ts';
import { programName, readOptions, usageOf } from './getopt.ts';
import { write } from './inputs.ts';
import { failureOf, resolveName } from './network.ts';

/** What is typed goes to a connection, and what comes is shown, until it is closed. */
async function talk(run: AppletCall, socket: Duplex): Promise<void> {
  const end = (): void => {
    socket.destroy();
  };
  run.signal.addEventListener('abort', end);
  void (async () => {
    for await (const chunk of run.io.stdin) socket.write(chunk);
    socket.end();
  })().catch(() => undefined);
  try {
    for await (const chunk of socket as AsyncIterable<Uint8Array>) await write(run, chunk);
  } finally {
    run.signal.removeEventListener('abort', end);
  }
}

/** Connects as nc and telnet do; undefined, and said, where nobody answers. */
async function connectTo(run: AppletCall, host: string, port: string): Promise<Duplex | undefined> {
  const program = programName(run);
  const address = resolveName(run, host);
  if (address === undefined) {
    run.io.stderr(`${program}: bad address '${host}'\n`);
    return undefined;
  }
  try {
    return await run.place.network.connect(address, Number(port));
  } catch (error) {
    const shown = isIP(host) === 0 && host === 'localhost' ? '127.0.0.1' : address;
    run.io.stderr(
      `${program}: can't connect to remote host${program === 'nc' && !isDebianBusybox(run.place) ? '' : ` (${shown})`}: ${failureOf(run, address, error)}\n`,
    );
    return undefined;
  }
}

async function netcat(run: AppletCall): Promise<number> {
  const hasChecks = !isDebianBusybox(run.place);
  const options = readOptions(run, { known: `lp:w:i:n${hasChecks ? 'vz' : ''}`, absent: 'fe' });
  if (options.has('l')) return listen(run, Number(options.value('p') ?? options.operands.at(-1) ?? 0));
  const [host = '', port = ''] = options.operands;
  if (host === '' || !/^\d+$/.test(port)) {
    run.io.stderr(usageOf('nc'));
    return 1;
  }
  const socket = await connectTo(run, host, port);
  if (socket === undefined) return 1;
  if (options.has('z')) {
    socket.destroy();
    if (options.has('v')) run.io.stderr(`${host} (${resolveName(run, host) ?? host}:${port}) open\n`);
    return 0;
  }
  await talk(run, socket);
  return 0;
}

/** Takes one connection. */
async function listen(run: AppletCall, port: number): Promise<number> {
  if (!(port > 0 && port < 65_536)) return refuse(run, `nc ${run.args.join(' ')}`);
  const over = new AbortController();
  const server = createServer();
  const connected = once(server, 'connection', { signal: run.signal });
  connected.catch(() => undefined);
  try {
    await serve(server, run.place, port, AbortSignal.any([run.signal, over.signal]));
    const [socket] = (await connected) as [Duplex];
    run.place.network.unlisten(run.place.spec.address, port);
    await talk(run, socket);
    return 0;
  } finally {
    over.abort();
  }
}

async function telnet(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'al:', least: 1 });
  const [host = '', port = '23'] = options.operands;
  const socket = await connectTo(run, host, port);
  if (socket === undefined) return 1;
  run.io.stdout(`Connected to ${host}\n`);
  await talk(run, socket);
  run.io.stderr('Connection closed by foreign host\r\n');
  return 1;
}

function netstat(run: AppletCall): number {
  const options = readOptions(run, { known: `raltuwxen${isDebianBusybox(run.place) ? '' : 'pW'}` });
  if (options.has('r')) return showRoutes(run, options.has('n'));
  const [listens, all] = [options.has('l'), options.has('a')];
  if (!listens && !all) {
    run.io.stdout('Active Internet connections (w/o servers)\n');
  } else run.io.stdout(`Active Internet connections (${listens ? 'only servers' : 'servers and established'})\n`);
  const program = options.has('p') ? 'PID/Program name    ' : '';
  run.io.stdout(`Proto Recv-Q Send-Q Local Address           Foreign Address         State       ${program}\n`);
  const { network, spec, processes } = run.place;
  const first = processes.list()[0];
  const owner = options.has('p') ? `${first?.pid ?? 1}/${first?.command[0]?.split('/').at(-1) ?? '-'}` : '';
  const isDual = spec.image.runtime === 'node' || first?.command[0] === 'nc';
  for (const port of listens || all ? (network.ports?.(spec.address) ?? []) : [])
    run.io.stdout(
      `tcp        0      0 ${`${isDual ? '::' : '0.0.0.0'}:${port}`.padEnd(23)} ${(isDual ? ':::*' : '0.0.0.0:*').padEnd(23)} LISTEN      ${owner}\n`,
    );
  const isWhole = !['t', 'u', 'w', 'x'].some((letter) => options.has(letter));
  if (isWhole) {
    const which = listens ? 'only servers' : all ? 'servers and established' : 'w/o servers';
    run.io.stdout(
      `Active UNIX domain sockets (${which})\nProto RefCnt Flags       Type       State         I-Node ${options.has('p') ? 'PID/Program name    ' : ''}Path\n`,
    );
  }
  return 0;
}

function showRoutes({ place: { spec }, io }: AppletCall, asNumbers: boolean): number {
  const isPod = spec.address.startsWith('10.244.');
  const network = spec.address
    .split('.')
    .slice(0, isPod ? 3 : 2)
    .join('.');
  const [gateway, base, mask] = isPod
    ? [`${network}.1`, `${network}.0`, '255.255.255.0']
    : [`${network}.0.1`, `${network}.0.0`, '255.255.0.0'];
  const row = (to: string, by: string, of: string, flags: string): string =>
    `${to.padEnd(15)} ${by.padEnd(15)} ${of.padEnd(15)} ${flags.padEnd(5)} 0      0        0 eth0\n`;
  io.stdout(
    `Kernel IP routing table\nDestination     Gateway         Genmask         Flags Metric Ref    Use Iface\n${row(asNumbers ? '0.0.0.0' : 'default', gateway, '0.0.0.0', 'UG')}${row(base, asNumbers ? '0.0.0.0' : '*', mask, 'U')}`,
  );
  return 0;
}

function route(run: AppletCall): number {
  const options = readOptions(run, { known: 'ne' });
  if (options.operands.length > 0) {
    run.io.stderr('route: SIOCADDRT: Operation not permitted\n');
    return 1;
  }
  return showRoutes(run, options.has('n'));
}

function arp({ place: { spec }, io, args }: AppletCall): number {
  if (args.some((arg) => !/^-[an]+$/.test(arg))) {
    io.stderr('arp: SIOCDARP(dontpub): Operation not permitted\n');
    return 1;
  }
  const isPod = spec.address.startsWith('10.');
  const gateway = `${spec.address
    .split('.')
    .slice(0, isPod ? 3 : 2)
    .join('.')}${isPod ? '.1' : '.0.1'}`;
  io.stdout(`? (${gateway}) at 02:42:ac:11:00:01 [ether]  on eth0\n`);
  return 0;
}

/** Programs that connect, listen, and show what does. */
export const socketApplets: readonly (readonly [string, Applet])[] = [
  ['nc', netcat],
  ['telnet', telnet],
  ['netstat', netstat],
  ['route', route],
  ['arp', arp],
];
