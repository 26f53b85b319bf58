import { type IncomingMessage, request } from 'node:http';
import { isIP } from 'node:net';
import { posix } from 'node:path';
import type { Duplex } from 'node:stream';
import { openOutput } from '../files.ts';
import { type Applet, type AppletCall, refuse } from './applet.ts';
import { type Options, readOptions, usageOf } from './getopt.ts';
import { reasonOf } from './inputs.ts';

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

/** What the system says when nobody is reached: a container without a network has only itself. */
export function failureOf({ place }: AppletCall, address: string, error: unknown): string {
  const isOwn = address === place.spec.address || address.startsWith('127.');
  const { code } = error as { readonly code?: string };
  return code === 'ENETUNREACH' && !isOwn ? 'Network is unreachable' : 'Connection refused';
}

/** wget(1) of busybox. */
async function wget(run: AppletCall): Promise<number> {
  const { io } = run;
  const options = readOptions(run, {
    known: 'cqSO:o:P:T:U:Y:',
    absent: 'coYP',
    long: {
      ...{ spider: 'J', 'header=': 'H', 'post-data=': 'D', 'no-check-certificate': 'N', quiet: 'q' },
      ...{ 'output-document=': 'O', 'timeout=': 'T', 'user-agent=': 'U' },
    },
  });
  const [typed] = options.operands;
  if (typed === undefined || options.operands.length > 1) {
    if (typed === undefined) io.stderr(usageOf('wget'));
    return typed === undefined ? 1 : refuse(run, `wget ${run.args.join(' ')}`);
  }
  const unknown = ['c', 'o', 'P', 'Y'].find((letter) => options.has(letter));
  if (unknown !== undefined) return refuse(run, `wget -${unknown}`);
  const url = toUrl(typed);
  if (url?.protocol === 'https:') return refuse(run, `wget ${typed}`);
  if (url?.protocol !== 'http:') {
    io.stderr(`wget: not an http or ftp url: ${typed}\n`);
    return 1;
  }
  const address = resolveName(run, url.hostname);
  if (address === undefined) {
    io.stderr(`wget: bad address '${url.host}'\n`);
    return 1;
  }
  const port = Number(url.port || 80);
  const shown = url.hostname === 'localhost' ? '127.0.0.1' : address;
  const isQuiet = options.has('q');
  if (!isQuiet) io.stderr(`Connecting to ${url.host} (${shown}:${port})\n`);
  const seconds = Number(options.value('T') ?? 900);
  const signal = AbortSignal.any([run.signal, AbortSignal.timeout(seconds * 1000)]);
  let answer: IncomingMessage;
  try {
    answer = await ask({ ...run, signal }, url, address, port, requestOf(options));
  } catch (error) {
    if (run.signal.aborted) return 1;
    io.stderr(
      signal.aborted
        ? 'wget: download timed out\n'
        : `wget: can't connect to remote host (${shown}): ${failureOf(run, address, error)}\n`,
    );
    return 1;
  }
  const status = answer.statusCode ?? 0;
  if (options.has('S')) {
    const headers = answer.rawHeaders.flatMap((name, at) =>
      at % 2 === 0 ? [`  ${name}: ${answer.rawHeaders[at + 1] ?? ''}\n`] : [],
    );
    io.stderr(`  HTTP/1.1 ${status} ${answer.statusMessage ?? ''}\n${headers.join('')}`);
  }
  if (status >= 400) {
    answer.resume();
    io.stderr(`wget: server returned error: HTTP/1.1 ${status} ${answer.statusMessage}\n`);
    return 1;
  }
  if (status >= 300 && answer.headers.location !== undefined) {
    answer.resume();
    return refuse(run, `wget ${typed} (${status})`);
  }
  if (options.has('J')) {
    answer.resume();
    if (!isQuiet) io.stderr('remote file exists\n');
    return 0;
  }
  return keep(run, answer, options.value('O') ?? fileName(url), isQuiet);
}

/** Writes what came to standard output or a file. */
async function keep(run: AppletCall, answer: IncomingMessage, name: string, isQuiet: boolean): Promise<number> {
  const { io } = run;
  const isShown = name === '-';
  if (!isQuiet) io.stderr(isShown ? 'writing to stdout\n' : `saving to '${name}'\n`);
  try {
    const file = isShown ? undefined : await openOutput(run, posix.resolve(run.cwd, name), false);
    let size = 0;
    for await (const chunk of answer) {
      size += (chunk as Buffer).length;
      (file?.sink ?? io.stdout)(chunk as Buffer);
    }
    await file?.close();
    if (isQuiet) return 0;
    io.stderr(`${name.slice(0, 20).padEnd(20)} 100% |${'*'.repeat(32)}| ${String(size).padStart(5)}  0:00:00 ETA\n`);
    io.stderr(isShown ? 'written to stdout\n' : `'${name}' saved\n`);
    return 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    io.stderr(`wget: can't open '${name}': ${reasonOf(error)}\n`);
    return 1;
  }
}

function fileName(url: URL): string {
  return posix.basename(url.pathname) === '' || url.pathname.endsWith('/')
    ? 'index.html'
    : posix.basename(url.pathname);
}

/** Method, headers and body of a request. */
function requestOf(options: Options): Asked {
  const body = options.value('D');
  const given = options.values('H').map((line) => line.split(/:\s*(.*)/s));
  return {
    method: options.has('J') ? 'HEAD' : body === undefined ? 'GET' : 'POST',
    body,
    headers: {
      'User-Agent': options.value('U') ?? 'Wget',
      ...(body !== undefined && {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': String(Buffer.byteLength(body)),
      }),
      ...(Object.fromEntries(given.map(([name = '', value = '']) => [name, value])) as Record<string, string>),
    },
  };
}

/** What is asked of a server. */
interface Asked {
  readonly method: string;
  readonly body: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** Programs that use the network. */
export const networkApplets: readonly (readonly [string, Applet])[] = [
  ['nslookup', nslookup],
  ['wget', wget],
];

function toUrl(text: string): URL | undefined {
  try {
    return new URL(text.includes('://') ? text : `http://${text}`);
  } catch {
    return undefined;
  }
}

async function ask(
  { place, signal }: AppletCall,
  url: URL,
  address: string,
  port: number,
  { method, body, headers }: Asked,
): Promise<IncomingMessage> {
  const connection: Duplex = await place.network.connect(address, port);
  return new Promise((fulfil, reject) => {
    const outgoing = request({
      createConnection: () => connection,
      method,
      path: `${url.pathname}${url.search}`,
      headers: { Host: url.host, Connection: 'close', ...headers },
      signal,
    });
    outgoing.on('response', fulfil);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
