import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, isIP } from 'node:net';
import { posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { message } from '../../messages/message.ts';
import { refuse } from '../busybox/applet.ts';
import type { ContainerContext } from '../container-context.ts';
import { aborted, serve } from '../listener.ts';
import { inside } from '../rootfs.ts';
import type { Main } from '../task.ts';

interface Server {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

interface Section {
  readonly name: string;
  readonly line: number;
  readonly ports: number[];
  readonly servers: { readonly name: string; readonly target: string; readonly line: number }[];
  backend: string;
  balance: string;
}

/** What needs no doing here: how long is waited, what is logged, who it runs as. */
const silent = new Set([
  'daemon',
  'log',
  'maxconn',
  'timeout',
  'user',
  'group',
  'chroot',
  'retries',
  'stats',
  'nbthread',
]);
const quietOptions = new Set(['httplog', 'tcplog', 'dontlognull', 'redispatch', 'forwardfor', 'http-server-close']);

/** The sections of a configuration; a text: the first line that is not done. */
function parse(text: string): ReadonlyMap<string, Section> | string {
  const sections = new Map<string, Section>();
  let current: Section | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const [word = '', ...rest] = raw.replace(/#.*/, '').trim().split(/\s+/);
    const [first = '', second = ''] = rest;
    if (word === '') continue;
    if (word === 'global' || word === 'defaults') current = undefined;
    else if (['listen', 'frontend', 'backend'].includes(word)) {
      current = { name: first, line: index + 1, ports: [], servers: [], backend: '', balance: 'roundrobin' };
      sections.set(first, current);
      if (second !== '') return raw;
    } else if (silent.has(word) || (word === 'option' && quietOptions.has(first))) continue;
    else if (word === 'mode' && ['tcp', 'http'].includes(first)) continue;
    else if (word === 'bind' && /^\S*:\d+$/.test(first) && second === '' && current) {
      current.ports.push(Number(first.split(':').at(-1)));
    } else if (word === 'server' && current && rest.slice(2).every((each) => each === 'check')) {
      current.servers.push({ name: first, target: second, line: index + 1 });
    } else if (word === 'default_backend' && current) current.backend = first;
    else if (word === 'balance' && current && ['roundrobin', 'random'].includes(first)) current.balance = first;
    else return raw;
  }
  return sections;
}

/** `haproxy`: what a plain configuration says: ports in front of servers that have turns. All else of one is refused. */
export const haproxyMain: Main = async (place, io, signal) => {
  const args = place.spec.args ?? place.spec.image.config.cmd.slice(1);
  const file = posix.resolve(place.workingDir, args[args.indexOf('-f') + 1] ?? '');
  const text = await readFile(inside(place.root, file), 'utf8').catch(() => undefined);
  const complain = (what: string): void => {
    const now = new Date();
    const day = String(Math.floor((now.getTime() - Date.UTC(now.getUTCFullYear(), 0, 1)) / 86_400_000)).padStart(
      3,
      '0',
    );
    io.stderr(`[ALERT] ${day}/${now.toISOString().slice(11, 19).replaceAll(':', '')} (1) : ${what}\n`);
  };
  if (text === undefined) {
    complain(`Cannot open configuration file/directory ${file} : No such file or directory`);
    return 1;
  }
  const sections = parse(text);
  if (typeof sections === 'string') {
    return refuse({ io, place }, message('subject/in-container', { program: `haproxy: ${sections.trim()}` }));
  }
  const known = new Map<string, Server>();
  for (const { servers } of sections.values()) {
    for (const { name, target, line } of servers) {
      const [host = '', port = '80'] = target.split(':');
      const address = isIP(host) === 0 ? place.network.resolve(host, place.spec.namespace) : host;
      if (address === undefined) {
        complain(`parsing [${file}:${line}] : 'server ${name}' : could not resolve address '${host}'.`);
        complain('Failed to initialize server(s) addr.');
        return 1;
      }
      known.set(`${line}`, { name, address, port: Number(port) });
    }
  }
  for (const section of sections.values()) {
    const behind = section.backend === '' ? section : sections.get(section.backend);
    const servers = (behind?.servers ?? []).flatMap(({ line }) => known.get(`${line}`) ?? []);
    for (const port of section.ports) await listen(place, port, signal, servers, behind?.balance === 'random');
  }
  await aborted(signal);
  return 0;
};

async function listen(
  place: ContainerContext,
  port: number,
  signal: AbortSignal,
  servers: readonly Server[],
  isRandom: boolean,
): Promise<void> {
  let turn = 0;
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    // One that does not answer is passed over.
    const attempt = async (tries: number): Promise<void> => {
      const next = servers[isRandom ? randomInt(servers.length) : turn++ % servers.length];
      if (next === undefined || tries === 0) {
        socket.destroy();
        return;
      }
      try {
        const inner = await place.network.connect(next.address, next.port);
        await pipeline(socket, inner, socket);
      } catch {
        if (socket.bytesRead === 0) await attempt(tries - 1);
        else socket.destroy();
      }
    };
    void (servers.length === 0 ? socket.destroy() : attempt(servers.length));
  });
  await serve(server, place, port, signal);
}
