import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { flag } from '../../cli-kit/flags.ts';
import { administrator } from '../../kube/authorize.ts';
import { apiListener } from '../../kube-api/listener.ts';
import { guard } from '../../peer.ts';
import { signalCode } from '../../program.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fail } from '../errors.ts';

/** kubectl's own lists of what its proxy lets through. */
const acceptedHosts = '^localhost$,^127\\.0\\.0\\.1$,^\\[::1\\]$';
const rejectedPaths = '^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach';

async function run(call: KubectlCall): Promise<number> {
  const { flags, cluster, invocation } = call;
  const server = createServer(
    filtered(
      call,
      apiListener(cluster, () => administrator),
    ),
  );
  guard(server);
  const typed = flags.text('address');
  const port = flags.number('port');
  if (port < 0 || port > 65_535) fail(`listen tcp: address ${port}: invalid port`);
  const isEverywhere = typed === '0.0.0.0' || typed === '::';
  try {
    // Whoever reaches the node from outside it does not reach the rehearsal.
    server.listen(port, isEverywhere ? '127.0.0.1' : typed);
    await once(server, 'listening');
  } catch (error) {
    return fail(`listen tcp ${typed}:${port}: bind: ${bindProblem(error)}`);
  }
  try {
    const { address, port: bound } = server.address() as AddressInfo;
    const shown = isEverywhere ? '[::]' : address.includes(':') ? `[${address}]` : address;
    await call.out(`Starting to serve on ${shown}:${bound}\n`);
    if (!invocation.signal.aborted) await once(invocation.signal, 'abort');
    return signalCode(invocation.signal);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function bindProblem(error: unknown): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  const problems: Readonly<Record<string, string>> = {
    EADDRINUSE: 'address already in use',
    EACCES: 'permission denied',
    EADDRNOTAVAIL: 'cannot assign requested address',
  };
  return problems[code] ?? String(error);
}

/** Lets through what the flags let through, without the prefix that they ask for. */
function filtered({ flags }: KubectlCall, listener: RequestListener): RequestListener {
  const patterns = (name: string): readonly RegExp[] =>
    flags
      .text(name)
      .split(',')
      .filter((text) => text !== '')
      .map((text) => pattern(name, text));
  const [hosts, paths] = [patterns('accept-hosts'), patterns('accept-paths')];
  const [badPaths, badMethods] = [patterns('reject-paths'), patterns('reject-methods')];
  const some = (list: readonly RegExp[], text: string): boolean => list.some((each) => each.test(text));
  const typed = flags.text('api-prefix');
  const prefix = `${typed.startsWith('/') ? '' : '/'}${typed}${typed.endsWith('/') ? '' : '/'}`;
  return (request, response) => {
    const url = request.url ?? '/';
    // kubectl leaves a prefix like /api where it is.
    if (!prefix.startsWith('/api')) request.url = url.slice(prefix.length - 1);
    const path = (request.url ?? '/').replace(/\?.*$/s, '');
    const isLet =
      some(hosts, hostOf(request)) &&
      some(paths, path) &&
      !some(badPaths, path) &&
      !some(badMethods, request.method ?? '');
    if (!url.startsWith(prefix) || !isLet) {
      const [status, text] = url.startsWith(prefix) ? [403, 'Forbidden\n'] : [404, '404 page not found\n'];
      response.removeHeader('connection');
      response
        .writeHead(status, {
          'Content-Type': 'text/plain; charset=utf-8',
          'X-Content-Type-Options': 'nosniff',
          Date: new Date().toUTCString(),
          'Content-Length': Buffer.byteLength(text),
        })
        .end(text);
      return;
    }
    listener(request, response);
  };
}

function hostOf({ headers }: IncomingMessage): string {
  return (headers.host ?? '').replace(/:\d+$/, '');
}

function pattern(name: string, text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    return fail(`invalid value for --${name}: ${text}`);
  }
}

/** `kubectl proxy`. */
export const proxy: KubectlCommand = {
  name: 'proxy',
  flags: [
    flag.number('port', '8001', 'p'),
    { ...flag.text('address'), initial: '127.0.0.1' },
    { ...flag.text('api-prefix'), initial: '/' },
    { ...flag.text('accept-hosts'), initial: acceptedHosts },
    { ...flag.text('accept-paths'), initial: '^.*' },
    { ...flag.text('reject-paths'), initial: rejectedPaths },
    { ...flag.text('reject-methods'), initial: '^$' },
    // A connection of this machine does not go away.
    ...flag.ignored('keepalive='),
    ...flag.absent('w:www=', 'P:www-prefix=', 'u:unix-socket=', 'disable-filter'),
  ],
  run,
};
