import { isIP } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { ContainerSpec } from '../../workload.ts';
import { type Applet, type AppletCall, refuse } from './applet.ts';
import { readOptions } from './getopt.ts';
import { write } from './inputs.ts';
import { failureOf, resolveName } from './network.ts';
import { socketApplets } from './sockets.ts';

/** Where packets of this network go: containers, pods, services and the machine itself. */
function isKnown(run: AppletCall, address: string): boolean {
  return address === run.place.spec.address || /^(?:127\.|10\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.)/.test(address);
}

/** Whether a container has no network by which to get there. */
async function isCutOff(run: AppletCall, address: string): Promise<boolean> {
  try {
    (await run.place.network.connect(address, 7)).destroy();
    return false;
  } catch (error) {
    return failureOf(run, address, error) === 'Network is unreachable';
  }
}

async function ping(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: '46c:s:i:t:W:w:qA', absent: 'Ip', least: 1 });
  const [host = ''] = options.operands;
  const address = resolveName(run, host);
  if (address === undefined) {
    run.io.stderr(`ping: bad address '${host}'\n`);
    return 1;
  }
  if (!isKnown(run, address)) return refuse(run, `ping ${host}`);
  const most = Number(options.value('c') ?? Infinity);
  const size = Number(options.value('s') ?? 56);
  const pause = Number(options.value('i') ?? 1) * 1000;
  const until = Date.now() + Number(options.value('w') ?? Infinity) * 1000;
  const times: number[] = [];
  // A cluster's service has an address, and nobody who answers there.
  const isOwn = address.startsWith('127.') || address === run.place.spec.address;
  const answers = isOwn || run.place.network.has?.(address) === true;
  if (!answers && (await isCutOff(run, address))) {
    await write(run, `PING ${host} (${address}): ${size} data bytes\n`);
    run.io.stderr('ping: sendto: Network is unreachable\n');
    return 1;
  }
  // A cluster's service has an address, and nobody who answers there; of others it is not known.
  if (!answers && !address.startsWith('10.96.')) return refuse(run, `ping ${host}`);
  let sent = 0;
  const summary = (): void => {
    const lost = sent === 0 ? 0 : Math.floor(((sent - times.length) / sent) * 100);
    run.io.stdout(
      `\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${times.length} packets received, ${lost}% packet loss\n`,
    );
    const average = times.reduce((sum, time) => sum + time, 0) / times.length;
    if (times.length > 0)
      run.io.stdout(
        `round-trip min/avg/max = ${Math.min(...times).toFixed(3)}/${average.toFixed(3)}/${Math.max(...times).toFixed(3)} ms\n`,
      );
  };
  run.process.handler = (signal) => {
    if (signal !== 'SIGINT') return false;
    summary();
    return false;
  };
  await write(
    run,
    `PING ${host} (${isIP(host) === 0 && host === 'localhost' ? '127.0.0.1' : address}): ${size} data bytes\n`,
  );
  while (sent < most && Date.now() < until) {
    if (sent > 0) await wait(pause, undefined, { signal: run.signal });
    const time = 0.04 + ((sent * 37) % 60) / 1000;
    sent++;
    if (!answers) continue;
    times.push(time);
    if (!options.has('q'))
      await write(run, `${size + 8} bytes from ${address}: seq=${sent - 1} ttl=64 time=${time.toFixed(3)} ms\n`);
  }
  if (!answers) await wait(Number(options.value('W') ?? 10) * 1000, undefined, { signal: run.signal });
  summary();
  return Number(times.length === 0);
}

function hardware({ address, mac }: ContainerSpec): string {
  if (mac !== undefined) return mac;
  return `02:42:${address
    .split('.')
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join(':')}`;
}

/** What programs show of a container's network. */
function subnetFacts({ address, subnet }: ContainerSpec): {
  readonly bits: number;
  readonly network: string;
  readonly broadcast: string;
  readonly mask: string;
} {
  const bits = Number(subnet?.split('/')[1] ?? (address.startsWith('10.244.') ? 24 : 16));
  const size = 2 ** (32 - bits);
  const own = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const text = (number: number) => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
  const base = Math.floor(own / size) * size;
  return { bits, network: text(base), broadcast: text(base + size - 1), mask: text(2 ** 32 - size) };
}

function ifconfig({ place: { spec }, io, args }: AppletCall): number {
  const name = args.find((arg) => !arg.startsWith('-'));
  const { broadcast, mask } = subnetFacts(spec);
  if (name !== undefined && name !== 'eth0' && name !== 'lo') {
    io.stderr(`ifconfig: ${name}: error fetching interface information: Device not found\n`);
    return 1;
  }
  if (name !== 'lo')
    io.stdout(
      `eth0      Link encap:Ethernet  HWaddr ${hardware(spec).toUpperCase()}  \n          inet addr:${spec.address}  Bcast:${broadcast}  Mask:${mask}\n          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n          RX packets:3 errors:0 dropped:0 overruns:0 frame:0\n          TX packets:0 errors:0 dropped:0 overruns:0 carrier:0\n          collisions:0 txqueuelen:0 \n          RX bytes:290 (290.0 B)  TX bytes:0 (0.0 B)\n\n`,
    );
  if (name !== 'eth0')
    io.stdout(
      'lo        Link encap:Local Loopback  \n          inet addr:127.0.0.1  Mask:255.0.0.0\n          UP LOOPBACK RUNNING  MTU:65536  Metric:1\n          RX packets:0 errors:0 dropped:0 overruns:0 frame:0\n          TX packets:0 errors:0 dropped:0 overruns:0 carrier:0\n          collisions:0 txqueuelen:1000 \n          RX bytes:0 (0.0 B)  TX bytes:0 (0.0 B)\n\n',
    );
  return 0;
}

function ip(run: AppletCall): number {
  const { spec } = run.place;
  const words = run.args.filter((arg) => !arg.startsWith('-'));
  const [what = '', action = 'show'] = words;
  const { bits, broadcast, network } = subnetFacts(spec);
  const links: Readonly<Record<string, readonly [link: string, address: string]>> = {
    lo: [
      '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n',
      '    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n',
    ],
    eth0: [
      `4: eth0@if5: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue \n    link/ether ${hardware(spec)} brd ff:ff:ff:ff:ff:ff\n`,
      `    inet ${spec.address}/${bits} brd ${broadcast} scope global eth0\n       valid_lft forever preferred_lft forever\n`,
    ],
  };
  const isAddress = /^a(?:d|dd|ddr|ddress)?$/.test(what);
  if ((isAddress || /^l(?:i|in|ink)?$/.test(what)) && /^(?:s|sh|show|l|ls|list|eth0|lo|dev)$/.test(action)) {
    const name = words.slice(1).find((word) => !/^(?:s|sh|show|l|ls|list|dev)$/.test(word));
    const found = name === undefined ? Object.values(links) : [links[name]];
    for (const link of found) {
      if (link === undefined) {
        run.io.stderr(`ip: can't find device '${name ?? ''}'\n`);
        return 1;
      }
      // With -4 the line of the link's own address is left out.
      const [title = ''] = link[0].split('\n');
      run.io.stdout(`${isAddress && run.args.includes('-4') ? `${title}\n` : link[0]}${isAddress ? link[1] : ''}`);
    }
    return 0;
  }
  if (/^r(?:o|ou|out|oute)?$/.test(what) && /^(?:s|sh|show|l|ls|list)$/.test(action)) {
    const gateway = network.replace(/\d+$/, (last) => String(Number(last) + 1));
    run.io.stdout(`default via ${gateway} dev eth0 \n${network}/${bits} dev eth0 scope link  src ${spec.address} \n`);
    return 0;
  }
  return refuse(run, `ip ${run.args.join(' ')}`);
}

/** Programs that look at the network. */
export const reachApplets: readonly (readonly [string, Applet])[] = [
  ['ping', ping],
  ...socketApplets,
  ['ifconfig', ifconfig],
  ['ip', ip],
];
