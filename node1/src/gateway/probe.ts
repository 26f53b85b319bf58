import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type Invocation, type Program, signalCode } from '../program.ts';
import { addressOf, isClusterName } from './cluster-address.ts';
import type { Reach } from './reach.ts';

/** What these programs need of the node. */
export interface ProbeOptions {
  readonly reach: () => Promise<Reach>;
  /** Whether somebody has an address. */
  readonly has: (address: string) => boolean;
  /** For calls that are not done. */
  readonly refuse: Program;
}

/** Options of a call, and its other words; undefined where an option is not among those that are done. `known`: letters, with `:` after those with a value. */
function readOptions(
  args: readonly string[],
  known: string,
): { readonly values: ReadonlyMap<string, string>; readonly words: readonly string[] } | undefined {
  const values = new Map<string, string>();
  const words: string[] = [];
  const left = [...args];
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    if (!/^-./.test(arg)) {
      words.push(arg);
      continue;
    }
    for (let rest = arg.slice(1); rest !== '';) {
      const [letter = ''] = rest;
      rest = rest.slice(1);
      const at = known.indexOf(letter);
      if (at < 0 || letter === ':') return undefined;
      if (known[at + 1] !== ':') {
        values.set(letter, '');
        continue;
      }
      const value = rest === '' ? left.shift() : rest;
      if (value === undefined || !/^\d+(?:\.\d+)?$/.test(value)) return undefined;
      values.set(letter, value);
      rest = '';
    }
  }
  return { values, words };
}

/** iputils' `ping` for addresses of the cluster: pods and containers answer, services do not. */
export function ping({ has, refuse }: ProbeOptions): Program {
  return async (invocation) => {
    const { stdout, stderr, signal } = invocation;
    const asked = readOptions(invocation.args, '4c:i:nqs:w:W:');
    const [host = '', ...others] = asked?.words ?? [];
    if (isClusterName(host) && others.length === 0) {
      await stderr.write(`ping: ${host}: Name or service not known\n`);
      return 2;
    }
    const address = addressOf(host);
    const isService = address !== undefined && /^10\.(?:9[6-9]|10\d|11[01])\./.test(address);
    if (asked === undefined || others.length > 0 || address === undefined || !(isService || has(address)))
      return await refuse(invocation);
    const number = (letter: string, otherwise: number) => Number(asked.values.get(letter) ?? otherwise);
    const [most, pause, size] = [number('c', Infinity), number('i', 1) * 1000, number('s', 56)];
    const until = Date.now() + number('w', Infinity) * 1000;
    const times: number[] = [];
    const began = Date.now();
    let sent = 0;
    let last = began;
    await stdout.write(`PING ${host} (${address}) ${size}(${size + 28}) bytes of data.\n`);
    const rest = (ms: number) => delay(ms, undefined, { signal }).catch(() => undefined);
    const isOver = (): boolean => signal.aborted || Date.now() >= until;
    while (sent < most && !isOver()) {
      if (sent > 0) await rest(Math.min(pause, until - Date.now()));
      if (isOver()) break;
      last = Date.now();
      const time = 0.04 + ((sent * 37) % 60) / 1000;
      sent++;
      if (isService) continue;
      times.push(time);
      if (!asked.values.has('q'))
        await stdout.write(`${size + 8} bytes from ${address}: icmp_seq=${sent} ttl=64 time=${time.toFixed(3)} ms\n`);
    }
    if (isService && !signal.aborted) await rest(Math.min(number('W', 10) * 1000, Math.max(0, until - Date.now())));
    const lost = sent === 0 ? 0 : Math.floor(((sent - times.length) / sent) * 100);
    await stdout.write(
      `\n--- ${host} ping statistics ---\n` +
        `${sent} packets transmitted, ${times.length} received, ${lost}% packet loss, time ${last - began}ms\n` +
        roundTrips(times),
    );
    return times.length === 0 ? 1 : 0;
  };
}

function roundTrips(times: readonly number[]): string {
  if (times.length === 0) return '\n';
  const average = times.reduce((sum, time) => sum + time, 0) / times.length;
  const square = times.reduce((sum, time) => sum + (time - average) ** 2, 0) / times.length;
  const shown = [Math.min(...times), average, Math.max(...times), Math.sqrt(square)].map((time) => time.toFixed(3));
  return `rtt min/avg/max/mdev = ${shown.join('/')} ms\n`;
}

/** Ports by the names that /etc/services has for them. */
function tcpServices(): readonly (readonly [name: string, port: number])[] {
  try {
    return [...readFileSync('/etc/services', 'latin1').matchAll(/^([\w-]+)\s+(\d+)\/tcp/gm)].map(
      ([, name = '', port]) => [name, Number(port)] as const,
    );
  } catch {
    return [];
  }
}

/** `80`, `80-82`, `http`; undefined for anything else. */
function portsOf(text: string): readonly number[] | undefined {
  const [, first, end = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const from = first === undefined ? tcpServices().find(([name]) => name === text)?.[1] : Number(first);
  const to = end === undefined ? from : Number(end);
  if (from === undefined || to === undefined || from < 1 || to < from || to > 65_535) return undefined;
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** What the system says of an attempt that failed; undefined where it is no failure of a connection. */
function reasonOf(error: unknown): string | undefined {
  const { code } = error as { readonly code?: string };
  if (code === 'ECONNREFUSED') return 'Connection refused';
  return code === 'EHOSTUNREACH' ? 'No route to host' : undefined;
}

/** OpenBSD's `nc`, as Debian has it, as a client of TCP. */
export function netcat({ reach, refuse }: ProbeOptions): Program {
  return async (invocation) => {
    const { stderr } = invocation;
    const asked = readOptions(invocation.args, '4nNq:tvw:z');
    const [host = '', port = '', ...others] = asked?.words ?? [];
    const ports = portsOf(port);
    if (asked === undefined || ports === undefined || others.length > 0) return await refuse(invocation);
    const isLoud = asked.values.has('v');
    if (isClusterName(host)) {
      await stderr.write(`nc: getaddrinfo for host "${host}" port ${port}: Name or service not known\n`);
      return 1;
    }
    const connect = await reach();
    let code = 1;
    for (const one of ports) {
      let connection: Duplex | undefined;
      try {
        connection = await connect(host, one);
      } catch (error) {
        const reason = reasonOf(error);
        if (reason === undefined) throw error;
        if (isLoud) await stderr.write(`nc: connect to ${host} port ${one} (tcp) failed: ${reason}\n`);
        continue;
      }
      if (connection === undefined) return await refuse(invocation);
      code = 0;
      if (isLoud) {
        const service = asked.values.has('n') ? undefined : tcpServices().find(([, number]) => number === one)?.[0];
        await stderr.write(`Connection to ${host} ${one} port [tcp/${service ?? '*'}] succeeded!\n`);
      }
      if (asked.values.has('z')) {
        connection.destroy();
        continue;
      }
      return await converse(invocation, connection, {
        ends: asked.values.has('N'),
        lingerMs: asked.values.has('q') ? Number(asked.values.get('q')) * 1000 : undefined,
        idleMs: asked.values.has('w') ? Number(asked.values.get('w')) * 1000 : undefined,
      });
    }
    return code;
  };
}

/** `telnet`, as netkit's, of which the escape character is not done. */
export function telnet({ reach, refuse }: ProbeOptions): Program {
  return async (invocation) => {
    const { args, stdout, stderr } = invocation;
    const [host = '', port = '23', ...others] = args;
    const [number, ...more] = portsOf(port) ?? [];
    if (host.startsWith('-') || number === undefined || others.length + more.length > 0)
      return await refuse(invocation);
    if (isClusterName(host)) {
      await stdout.write(`Server lookup failure:  ${host}:${port}, Name or service not known\n`);
      return 1;
    }
    const connect = await reach();
    let connection: Duplex | undefined;
    const address = addressOf(host) ?? host;
    try {
      connection = await connect(host, number);
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === undefined) throw error;
      await stdout.write(`Trying ${address}...\n`);
      await stderr.write(`telnet: Unable to connect to remote host: ${reason}\n`);
      return 1;
    }
    if (connection === undefined) return await refuse(invocation);
    await stdout.write(`Trying ${address}...\nConnected to ${address}.\nEscape character is '^]'.\n`);
    const code = await converse(invocation, connection, { ends: false, lingerMs: 0, idleMs: undefined });
    if (code === 0) await stderr.write('Connection closed by foreign host.\n');
    return code;
  };
}

interface Conversation {
  /** The end of the input is told to the other side. */
  readonly ends: boolean;
  /** How long to listen after the end of the input; undefined: until the other side ends. */
  readonly lingerMs: number | undefined;
  /** How long both may be silent; undefined: for ever. */
  readonly idleMs: number | undefined;
}

/** What is typed goes to the other side, what comes from there is printed, until it ends. */
async function converse(
  { stdin, stdout, signal }: Invocation,
  connection: Duplex,
  { ends, lingerMs, idleMs }: Conversation,
): Promise<number> {
  const over = new AbortController();
  let idle: NodeJS.Timeout | undefined;
  const end = (): void => {
    over.abort();
    connection.destroy();
  };
  const awake = (): void => {
    clearTimeout(idle);
    if (idleMs !== undefined) idle = setTimeout(end, idleMs);
  };
  signal.addEventListener('abort', end);
  connection.on('error', end);
  awake();
  const send = async (): Promise<void> => {
    for await (const bytes of stdin) {
      awake();
      if (!connection.writable) return;
      if (!connection.write(bytes)) await once(connection, 'drain', { signal: over.signal });
    }
    if (ends) connection.end();
    if (lingerMs !== undefined) setTimeout(end, lingerMs).unref();
  };
  send().catch(() => undefined);
  try {
    for await (const bytes of connection) {
      awake();
      await stdout.write(bytes as Uint8Array);
    }
  } catch {
    // Reset, or ended by us.
  } finally {
    clearTimeout(idle);
    end();
    signal.removeEventListener('abort', end);
  }
  return signal.aborted ? signalCode(signal) : 0;
}
