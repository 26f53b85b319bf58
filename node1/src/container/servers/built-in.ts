import type { Image } from '../../images.ts';
import { message } from '../../messages/message.ts';
import { refuse } from '../busybox/applet.ts';
import { nginxMain } from '../nginx.ts';
import { redisMain } from '../redis/server.ts';
import { registryMain } from '../registry.ts';
import type { Main } from '../task.ts';
import { apacheMain } from './apache.ts';
import { colorMain } from './color.ts';
import { hasherMain, rngMain, webuiMain } from './dockercoins.ts';
import { workerMain } from './dockercoins-worker.ts';
import { haproxyMain } from './haproxy.ts';
import { helloMain } from './hello.ts';
import { httpenvMain } from './httpenv.ts';
import { traefikMain } from './traefik.ts';

/** A server of ours that stands for an image's own program. */
export interface BuiltIn {
  readonly main: Main;
  /** Exit code after SIGTERM; undefined: as process 1, it does not notice it. */
  readonly onTerminate: number | undefined;
  /** The first words of its command: only they mean the server. */
  readonly programs: readonly string[];
}

/** By what an image runs. */
export const builtInMains: Readonly<Partial<Record<Image['runtime'], BuiltIn>>> = {
  registry: { main: registryMain, onTerminate: 2, programs: ['/entrypoint.sh', 'registry', '/bin/registry'] },
  redis: { main: redisMain, onTerminate: 0, programs: ['docker-entrypoint.sh', 'redis-server'] },
  nginx: { main: nginxMain, onTerminate: 0, programs: ['/docker-entrypoint.sh', 'nginx'] },
  httpd: { main: apacheMain, onTerminate: 0, programs: ['httpd-foreground'] },
  hello: { main: helloMain, onTerminate: 0, programs: ['/hello'] },
  httpenv: { main: httpenvMain, onTerminate: 2, programs: ['/httpenv'] },
  color: { main: colorMain, onTerminate: 2, programs: ['/webcolor'] },
  haproxy: {
    main: haproxyMain,
    onTerminate: 0,
    programs: ['/docker-entrypoint.sh', 'docker-entrypoint.sh', 'haproxy'],
  },
  traefik: { main: traefikMain, onTerminate: 0, programs: ['/entrypoint.sh', '/traefik', 'traefik'] },
  rng: { main: rngMain, onTerminate: undefined, programs: ['python'] },
  hasher: { main: hasherMain, onTerminate: 0, programs: ['ruby'] },
  worker: { main: workerMain, onTerminate: undefined, programs: ['python'] },
  webui: { main: webuiMain, onTerminate: undefined, programs: ['node'] },
};

/** What runs: scripts before a server run what they are given, unless it is the server, its options or its configuration. */
export function afterEntrypoint(builtIn: BuiltIn | undefined, command: readonly string[]): readonly string[] {
  const [script = '', first] = command;
  const isScript = /(^|\/)(docker-)?entrypoint\.sh$/.test(script) && builtIn?.programs.includes(script) === true;
  if (!isScript || first === undefined || builtIn.programs.includes(first)) return command;
  return /^-|\.(conf|cfg|ya?ml)$|^(serve|garbage-collect|help)$/.test(first) ? command : command.slice(1);
}

/** Options of redis that change nothing that a workshop sees. */
const quietRedis = new Set(
  'appendonly bind daemonize databases dir loglevel maxmemory maxmemory-policy protected-mode save tcp-keepalive timeout'.split(
    ' ',
  ),
);

/** What runs instead of a server that is called with options of its own: its version, or a refusal; undefined: the server does. */
export function insteadOf(runtime: Image['runtime'], builtIn: BuiltIn, command: readonly string[]): Main | undefined {
  const words = command.filter((word, at) => at > 1 || !builtIn.programs.includes(word));
  const [first] = words;
  if (first === undefined || (runtime !== 'nginx' && runtime !== 'redis')) return undefined;
  if (runtime === 'nginx' && first === '-v' && words.length === 1) {
    return (place, io) => {
      io.stderr(`nginx version: nginx/${place.env['NGINX_VERSION'] ?? ''}\n`);
      return Promise.resolve(0);
    };
  }
  const isKnown =
    runtime === 'nginx'
      ? words.join(' ') === '-g daemon off;'
      : words.every((word) => !word.startsWith('-') || quietRedis.has(word.slice(2))) && !first.endsWith('.conf');
  if (isKnown) return undefined;
  const program = [runtime === 'redis' ? 'redis-server' : runtime, ...words].join(' ');
  return (place, io) => Promise.resolve(refuse({ io, place }, message('subject/in-container', { program })));
}
