import { type IncomingMessage, request as send, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { message } from '../../messages/message.ts';
import { refuse } from '../busybox/applet.ts';
import type { ContainerContext } from '../container-context.ts';
import type { Io } from '../io.ts';
import { commonLogTime } from '../registry.ts';
import type { Main } from '../task.ts';
import { clientOf, serveHttp } from './web.ts';

/** What traefik is told to be, by its arguments. */
interface Options {
  /** Whether ingresses are looked at. */
  kubernetes: boolean;
  /** Ports of entry points for HTTP, and of those for TLS. */
  readonly web: Set<number>;
  readonly secure: Set<number>;
  /** 0: no API. */
  api: number;
  accessLog: boolean;
}

/** Options that need no doing here: how much is logged, what nobody asks for before it is asked for. */
const silent =
  /^(?:log|log\.level|loglevel|metrics(?:\..*)?|ping|global\..*|providers\.kubernetesingress\.(?:allow.*)|entrypoints\..*\.http\.tls.*)$/;

/** The options of both generations; the first word that is none of those done, for a refusal. */
function parse(args: readonly string[], isNew: boolean): Options | string {
  const options: Options = { kubernetes: false, web: new Set(), secure: new Set(), api: 0, accessLog: false };
  for (const arg of args) {
    const [, name = '', value = 'true'] = /^--([^=]+)(?:=([^]*))?$/.exec(arg) ?? [];
    const key = name.toLowerCase();
    const [, entry, port] = /^entrypoints\.([^.]+)\.address$/.exec(key)
      ? [key, key.split('.')[1], /:(\d+)$/.exec(value)?.[1]]
      : [];
    if (key === 'api.insecure' || (key === 'api' && !isNew)) options.api = value === 'true' ? 8080 : 0;
    else if (key === 'kubernetes' || key === 'providers.kubernetesingress') options.kubernetes = value === 'true';
    else if (key === 'accesslog') options.accessLog = value === 'true';
    else if (entry !== undefined && port !== undefined) options.web.add(Number(port));
    else if (key !== 'api' && key !== 'api.dashboard' && !silent.test(key)) return arg;
  }
  for (const arg of args) {
    const [, entry] = /^--entrypoints\.([^.]+)\.http\.tls/i.exec(arg) ?? [];
    const port = args
      .map((each) => /^--entrypoints\.([^.]+)\.address=.*:(\d+)$/i.exec(each))
      .find((found) => found?.[1] === entry)?.[2];
    if (entry === undefined || port === undefined) continue;
    options.web.delete(Number(port));
    options.secure.add(Number(port));
  }
  if (options.web.size + options.secure.size === 0) options.web.add(80);
  return options;
}

/** `traefik`, 1.7 and 2: an ingress controller, which leads requests to the services of the cluster's ingresses. */
export const traefikMain: Main = async (place, io, signal) => {
  const isNew = place.spec.image.config.entrypoint[0] !== '/traefik';
  const args = place.spec.args ?? place.spec.image.config.cmd.slice(1);
  const options = parse(
    args.filter((arg) => arg !== 'traefik'),
    isNew,
  );
  if (typeof options === 'string')
    return refuse({ io, place }, message('subject/in-container', { program: `traefik ${options}` }));
  const log = (text: string): void => {
    if (place.past === undefined || place.past.isAgain !== undefined)
      io.stderr(`time="${new Date().toISOString().replace(/\.\d+/, '')}" level=info msg="${text}"\n`);
  };
  if (isNew) log('Configuration loaded from flags.');
  const turns = new Map<string, number>();
  let count = 0;
  await Promise.all([
    ...[...options.web].map((port) =>
      serveHttp(place, port, signal, async (request, response) => {
        const started = performance.now();
        await lead(place, { isNew, kubernetes: options.kubernetes, turns }, request, response);
        count += 1;
        if (!options.accessLog) return;
        const { method = '', url = '', httpVersion } = request;
        const size = String(response.getHeader('content-length') ?? 0);
        io.stdout(
          `${clientOf(place)} - - [${commonLogTime()}] "${method} ${url} HTTP/${httpVersion}" ${response.statusCode} ${size} "-" "-" ${count} "-" "-" ${Math.round(performance.now() - started)}ms\n`,
        );
      }),
    ),
    ...(options.api > 0
      ? [
          serveHttp(place, options.api, signal, (request, response) => {
            refuseIn(place, io, request, response);
          }),
        ]
      : []),
  ]);
  return 0;
};

/** Its own pages, and what it tells of itself. */
function refuseIn(place: ContainerContext, io: Io, { url = '' }: IncomingMessage, response: ServerResponse): void {
  // What it has none of either is not asked of it by people.
  if (!/^\/(?:$|(?:dashboard|api|health|ping|metrics|debug)(?:[/?]|$))/.test(url)) {
    answer(response, 404, '404 page not found\n');
    return;
  }
  refuse({ io, place }, message('subject/in-container', { program: `traefik ${url}` }));
  response.writeHead(501).end();
}

interface Leading {
  readonly isNew: boolean;
  readonly kubernetes: boolean;
  /** How often a host and path were asked for: the endpoints have turns. */
  readonly turns: Map<string, number>;
}

/** Most names whose turns are kept. */
const mostTurns = 1000;

async function lead(
  place: ContainerContext,
  { isNew, kubernetes, turns }: Leading,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { url = '/', method = '', headers } = request;
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  const path = url.split('?')[0] ?? '/';
  const asked = { host, path, controller: 'traefik.io/ingress-controller', className: 'traefik' };
  const places = kubernetes ? place.network.ingress?.(asked) : undefined;
  // The newer one leaves out what has no endpoints.
  if (places === undefined || (isNew && places.length === 0)) {
    answer(response, 404, '404 page not found\n');
    return;
  }
  const key = places.join(' ');
  if (turns.size > mostTurns) turns.clear();
  const turn = turns.get(key) ?? 0;
  turns.set(key, turn + 1);
  const [address = '', port = 0] = places[turn % Math.max(places.length, 1)] ?? [];
  if (places.length === 0) {
    answer(response, 503, 'Service Unavailable');
    return;
  }
  try {
    const connection = await place.network.connect(address, port);
    const forwarded = {
      ...{ 'X-Forwarded-For': clientOf(place), 'X-Forwarded-Host': headers.host, 'X-Forwarded-Port': '80' },
      ...{ 'X-Forwarded-Proto': 'http', 'X-Forwarded-Server': place.spec.hostname, 'X-Real-Ip': clientOf(place) },
    };
    const outgoing = send({
      method,
      path: url,
      headers: { ...headers, ...forwarded, connection: 'close' },
      createConnection: () => connection,
    });
    const answered = new Promise<IncomingMessage>((fulfil, reject) => {
      outgoing.once('response', fulfil);
      outgoing.once('error', reject);
    });
    response.once('close', () => outgoing.destroy());
    await Promise.all([pipeline(request, outgoing), answered]);
    const incoming = await answered;
    const ofConnection = ['connection', 'keep-alive', 'transfer-encoding'];
    const kept = Object.entries(incoming.headers).filter(([name]) => !ofConnection.includes(name));
    response.writeHead(incoming.statusCode ?? 502, Object.fromEntries(kept));
    await pipeline(incoming, response);
  } catch {
    if (!response.headersSent) answer(response, 502, 'Bad Gateway');
    else response.destroy();
  }
}

function answer(response: ServerResponse, status: number, text: string): void {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' };
  response.writeHead(status, { ...(status === 404 ? headers : {}), 'Content-Length': text.length }).end(text);
}
