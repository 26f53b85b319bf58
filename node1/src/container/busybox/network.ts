import { type IncomingMessage, request } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Applet, type AppletCall, refuse } from './applet.ts';

const search = ['svc.cluster.local', 'cluster.local'];
const nameServer = '10.96.0.10';

/** An address as programs of this container find it. */
export function resolveName({ place }: AppletCall, name: string): string | undefined {
  if (isIP(name) !== 0) return name;
  if (name === 'localhost' || name === place.spec.hostname) return place.spec.address;
  return place.network.resolve(name, place.spec.namespace);
}

/** busybox 1.35 asks for every search domain, for IPv4 and then for IPv6, and fails when one of them is unknown. */
function nslookup(run: AppletCall): number {
  const { args, io, place } = run;
  const [name] = args;
  if (name === undefined) {
    io.stderr('Usage: nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]\n');
    return 1;
  }
  const isBare = !name.includes('.');
  const names = isBare
    ? [`${place.spec.namespace}.svc.cluster.local`, ...search].map((domain) => `${name}.${domain}`)
    : [name];
  const found = resolveName(run, name);
  const answers = names.map((full, index) =>
    found !== undefined && index === 0 ? `Name:\t${full}\nAddress: ${found}\n` : unknown(full),
  );
  const second = names.map((full, index) =>
    found !== undefined && index === 0 ? 'Non-authoritative answer:\n' : unknown(full),
  );
  io.stdout(
    `Server:\t\t${nameServer}\nAddress:\t${nameServer}:53\n\n${[...answers, ...second].map((text) => `${text}\n`).join('')}`,
  );
  return found !== undefined && !isBare ? 0 : 1;
}

function unknown(name: string): string {
  return `** server can't find ${name}: NXDOMAIN\n`;
}

async function wget(run: AppletCall): Promise<number> {
  const { io, args } = run;
  const asked = parseWget(args);
  if (asked.refused !== undefined) {
    return refuse(run, `wget ${asked.refused}`);
  }
  const url = toUrl(asked.url);
  if (url?.protocol !== 'http:') {
    io.stderr(`wget: not an http or ftp url: ${asked.url}\n`);
    return 1;
  }
  const address = resolveName(run, url.hostname);
  if (address === undefined) {
    io.stderr(`wget: bad address '${url.host}'\n`);
    return 1;
  }
  const port = Number(url.port || 80);
  if (!asked.isQuiet) io.stderr(`Connecting to ${url.host} (${address}:${port})\n`);
  try {
    const answer = await ask(run, url, address, port);
    if ((answer.statusCode ?? 0) >= 400) {
      answer.resume();
      io.stderr(`wget: server returned error: HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\n`);
      return 1;
    }
    if (!asked.isQuiet) io.stderr('writing to stdout\n');
    for await (const chunk of answer) io.stdout(chunk as Buffer);
    if (!asked.isQuiet) io.stderr('written to stdout\n');
    return 0;
  } catch {
    if (!run.signal.aborted) io.stderr(`wget: can't connect to remote host (${address}): Connection refused\n`);
    return 1;
  }
}

/** Programs that use the network. */
export const networkApplets: readonly (readonly [string, Applet])[] = [
  ['nslookup', nslookup],
  ['wget', wget],
];

function parseWget(args: readonly string[]): { url: string; isQuiet: boolean; refused?: string } {
  const rest: string[] = [];
  let isQuiet = false;
  let output: string | undefined;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (!arg.startsWith('-')) rest.push(arg);
    else {
      const flags = arg.slice(1);
      const outputAt = flags.indexOf('O');
      isQuiet ||= (outputAt < 0 ? flags : flags.slice(0, outputAt)).includes('q');
      if (outputAt >= 0) output = flags.slice(outputAt + 1) || args[++index];
      else if (flags === 'T') index++;
      else if (flags !== 'q') return { url: '', isQuiet, refused: arg };
    }
  }
  const [url = ''] = rest;
  return output === '-' ? { url, isQuiet } : { url, isQuiet, refused: 'without -O-' };
}

function toUrl(text: string): URL | undefined {
  try {
    return new URL(text.includes('://') ? text : `http://${text}`);
  } catch {
    return undefined;
  }
}

async function ask({ place, signal }: AppletCall, url: URL, address: string, port: number): Promise<IncomingMessage> {
  const connection: Duplex = await place.network.connect(address, port);
  return new Promise((fulfil, reject) => {
    const outgoing = request({
      createConnection: () => connection,
      method: 'GET',
      path: `${url.pathname}${url.search}`,
      headers: { Host: url.host, 'User-Agent': 'Wget', Connection: 'close' },
      signal,
    });
    outgoing.on('response', fulfil);
    outgoing.on('error', reject);
    outgoing.end();
  });
}
