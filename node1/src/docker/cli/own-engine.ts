import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import type { Flags } from '../../cli-kit/flags.ts';
import type { Invocation } from '../../program.ts';

const levels = ['debug', 'info', 'warn', 'error', 'fatal', 'trace', 'panic', 'warning'];
const ownSocket = /^unix:\/\/(\/var)?\/run\/docker\.sock$/;

/** Throws ExitError where a command is for another engine than this one, in docker's words where there is none. */
export async function requireOwnEngine(flags: Flags, { env, signal }: Invocation, command: string): Promise<void> {
  const level = flags.value('log-level');
  if (level !== undefined && !levels.includes(level)) throw new ExitError(`Unable to parse logging level: ${level}`);
  for (const name of ['tls', 'tlsverify', 'tlscacert', 'tlscert', 'tlskey']) {
    if (flags.given(name)) throw new ExitError(notSimulated(`docker --${name}`).text, 125);
  }
  const hosts = flags.list('host');
  const typed = flags.value('context');
  if (typed !== undefined && hosts.length > 0) {
    throw new ExitError('Conflicting options: either specify --host or --context, not both');
  }
  const host = hosts.at(-1) ?? (typed === undefined ? env['DOCKER_HOST'] : undefined) ?? '';
  const context = typed ?? (host === '' ? env['DOCKER_CONTEXT'] : undefined) ?? '';
  if (!['', 'default'].includes(context)) {
    throw new ExitError(`unable to resolve docker endpoint: context ${JSON.stringify(context)} does not exist`);
  }
  if (hosts.length > 1) throw new ExitError('Please specify only one -H');
  if (host === '' || ownSocket.test(host)) return;
  const url = fullHost(host);
  if (['version', 'info', 'inspect', 'help'].includes(command) || !(await isNowhere(url, signal))) {
    throw new ExitError(notSimulated(hosts.length > 0 ? `docker -H ${host}` : `DOCKER_HOST=${host}`).text, 125);
  }
  const problem = `Cannot connect to the Docker daemon at ${url}. Is the docker daemon running?`;
  throw command === 'run'
    ? new ExitError(`docker: ${problem}.\nSee 'docker run --help'.`, 125)
    : new ExitError(problem);
}

/** `localhost` is `tcp://localhost:2375`. */
function fullHost(host: string): string {
  if (host.startsWith('/')) return `unix://${host}`;
  if (/^(unix|ssh|fd|npipe|http|https):/.test(host)) return host;
  const rest = host.replace(/^tcp:\/\//, '');
  return `tcp://${/:\d+$/.test(rest) ? rest : `${rest.replace(/:$/, '')}:2375`}`;
}

/** Whether this machine answers that nothing is there. */
async function isNowhere(url: string, signal: AbortSignal): Promise<boolean> {
  if (url.startsWith('unix://')) return !existsSync(url.slice('unix://'.length));
  const [, host = '', port] = /^tcp:\/\/(localhost|127\.\d+\.\d+\.\d+):(\d+)$/.exec(url) ?? [];
  if (port === undefined) return false;
  return new Promise((resolve) => {
    const tried = connect({ host, port: Number(port), signal, timeout: 1000 });
    const end = (isRefused: boolean) => {
      tried.destroy();
      resolve(isRefused);
    };
    tried.on('connect', () => {
      end(false);
    });
    tried.on('timeout', () => {
      end(false);
    });
    tried.on('error', (error: NodeJS.ErrnoException) => {
      end(error.code === 'ECONNREFUSED');
    });
  });
}
