import { notSimulated } from '../cli-kit/exit-error.ts';
import { message, word } from '../messages/message.ts';
import { refusals } from '../messages/refusals.ts';
import type { Program } from '../program.ts';
import { clusterAddressIn, isThisMachine } from './cluster-address.ts';
import { parseCurl } from './curl/options.ts';
import { hostLookup } from './host-lookup.ts';
import type { ProbeOptions } from './probe.ts';
import type { Reach } from './reach.ts';
import { inPath } from './shims.ts';
import { wget } from './wget.ts';

/** Programs of the machine to which people give addresses. */
const talking = [
  ...[
    'curl',
    'wget',
    'http',
    'https',
    'httping',
    'ab',
    'hey',
    'siege',
    'wrk',
    'lynx',
    'w3m',
    'links',
    'elinks',
    'aria2c',
  ],
  ...[
    'ping',
    'ping4',
    'fping',
    'nc',
    'ncat',
    'netcat',
    'telnet',
    'socat',
    'openssl',
    'nmap',
    'traceroute',
    'tracepath',
    'mtr',
  ],
  ...[
    'ssh',
    'scp',
    'sftp',
    'ftp',
    'rsync',
    'redis-cli',
    'psql',
    'pg_isready',
    'mysql',
    'mysqladmin',
    'mongo',
    'mongosh',
  ],
  ...['dig', 'host', 'nslookup'],
] as const;

/** Exit codes of these programs for what they cannot do; 1 for the others. */
const codes: Readonly<Record<string, number>> = {
  ssh: 255,
  scp: 255,
  sftp: 255,
  ping: 2,
  psql: 2,
  pg_isready: 2,
  dig: 10,
};

/** Programs that the machine has, each behind a command of the node, which sees to it that nothing for the cluster leaves the machine. */
export interface Outside {
  /** The file of the program that is to do a call; undefined where the node does it: it is for the cluster, or the machine has no such program. */
  readonly programOf: (name: string, args: readonly string[]) => string | undefined;
  readonly programs: ReadonlyMap<string, Program>;
}

interface OutsideOptions {
  /** Whether the node has given an address to something. */
  readonly knows: (address: string) => boolean;
  /** Whether something has an address now. */
  readonly has: (address: string) => boolean;
  /** Whether a port of the node is a pod's, and does not really listen. */
  readonly isHidden: (port: number) => boolean;
  /** The address of a full name of the cluster. */
  readonly resolve: () => Promise<(name: string) => string | undefined>;
  /** The way to addresses of the cluster. */
  readonly reach: () => Promise<Reach>;
}

/** The programs to which `path`, as in the variable PATH, leads; `curl` and `host` in any case, since the node has them. */
export function outsidePrograms(path: string, { knows, has, isHidden, resolve, reach }: OutsideOptions): Outside {
  const files = new Map<string, string>();
  for (const name of talking) {
    const file = inPath(name, path);
    if (file !== undefined) files.set(name, file);
  }
  const curl: Program = async (invocation) => (await import('./curl/curl.ts')).curl(invocation, await reach());
  const own: Readonly<Record<string, Program>> = { curl, host: hostLookup(resolve) };
  return {
    programOf: (name, args) => {
      const file = files.get(name);
      if (file === undefined || hiddenIn(args, isHidden) !== undefined || isForCluster(name, args, knows))
        return undefined;
      return file;
    },
    programs: new Map(
      [...new Set([...Object.keys(own), ...files.keys()])].map((name) => {
        const refuse = refusing(name, knows, isHidden);
        return [name, own[name] ?? ofCluster(name, { reach, has, refuse })];
      }),
    ),
  };
}

/** What a program of the machine does for addresses of the cluster; loaded when it is called. */
function ofCluster(name: string, options: ProbeOptions): Program {
  const { reach, refuse } = options;
  if (name === 'wget') return wget(reach, refuse);
  if (name === 'ping') return async (invocation) => (await import('./probe.ts')).ping(options)(invocation);
  if (name === 'telnet') return async (invocation) => (await import('./probe.ts')).telnet(options)(invocation);
  if (name === 'nc') return async (invocation) => (await import('./probe.ts')).netcat(options)(invocation);
  return refuse;
}

/** The first word that leads to a port of this machine that only the node knows: `localhost`, `http://127.0.0.1:8080/`. */
function hiddenIn(args: readonly string[], isHidden: OutsideOptions['isHidden']): string | undefined {
  return args.find((arg) => {
    const [, scheme = 'http', host = '', port] =
      /^(?:(\w+):\/\/)?(?:[^@/]*@)?([\w.-]+)(?::(\d+))?(?:[/?#].*)?$/.exec(arg) ?? [];
    return isThisMachine(host) && isHidden(port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port));
  });
}

function isForCluster(name: string, args: readonly string[], knows: OutsideOptions['knows']): boolean {
  if (clusterAddressIn(args, knows)) return true;
  // What listens on this machine may lead on to an address of the cluster.
  return name === 'curl' && isFollowing(args);
}

/** A call of curl that goes where servers of this machine lead it, and that the node's own can do. */
function isFollowing(args: readonly string[]): boolean {
  try {
    // Nothing is refused: the machine's curl does what the node's cannot.
    const { location, urls } = refusals.run(
      () => undefined,
      () => parseCurl(args),
    );
    return location && urls.every((url) => /^(?:http:\/\/)?(?:127\.\d+\.\d+\.\d+|localhost)(?:[:/]|$)/i.test(url));
  } catch {
    return false;
  }
}

/** A program that would have to reach the cluster, and cannot. */
function refusing(name: string, knows: OutsideOptions['knows'], isHidden: OutsideOptions['isHidden']): Program {
  return async ({ args, stderr, lang }) => {
    const { typed = hiddenIn(args, isHidden) ?? '' } = clusterAddressIn(args, knows) ?? {};
    const { text } = notSimulated(message('subject/outside', { program: name, address: typed }));
    await stderr.write(`${word(text, lang)}\n`);
    return codes[name] ?? 1;
  };
}
