import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import type { Flags } from '../../cli-kit/flags.ts';
import type { RestartPolicy, RunOptions } from '../engine/options.ts';
import { signalOf } from '../engine/signals.ts';
import type { StoredImage } from '../image/store.ts';
import type { DockerCall } from './command.ts';
import { keyValues } from './env-file.ts';
import { healthFlags } from './health-flags.ts';
import { limitsOf } from './limits.ts';
import { mountFlag, tmpfsFlag, volumeFlag } from './mount-flags.ts';
import { OptionError } from './option-error.ts';
import { parsePublished } from './publish.ts';

/** The restart policy of `--restart`. Throws OptionError. */
export function restartPolicy(text: string): RestartPolicy {
  const [name = '', count, ...rest] = text.split(':');
  if (rest.length > 0) throw new OptionError('invalid restart policy format');
  if (count !== undefined && !/^-?\d+$/.test(count)) throw new OptionError('maximum retry count must be an integer');
  return { name: name as RestartPolicy['name'], most: Number(count ?? 0) };
}

/** What the daemon says of a policy; undefined: it is one. */
export function restartProblem({ name, most }: RestartPolicy): string | undefined {
  if (!['', 'no', 'always', 'unless-stopped', 'on-failure'].includes(name)) return `invalid restart policy '${name}'`;
  if (most !== 0 && name !== 'on-failure') return `maximum retry count cannot be used with restart policy '${name}'`;
  return most < 0 ? 'maximum retry count cannot be negative' : undefined;
}

/** How a container is to be made. Throws OptionError, ExitError for what docker refuses while it reads its flags, and refusals. */
export async function runOptions(
  call: DockerCall,
  image: StoredImage,
  imageName: string,
  words: readonly string[],
  isDetached: boolean,
): Promise<RunOptions> {
  const { flags, invocation } = call;
  const entrypoint = flags.value('entrypoint');
  const networks = [...flags.list('network'), ...flags.list('net')];
  const [network = 'default', ...more] = networks;
  if (more.length > 0) throw notSimulated('docker run with several --network');
  requireNetwork(network, flags.list('link').length > 0);
  const exposed = exposedPorts(flags.list('expose'));
  requireNoConflict(flags, network);
  const all = flags.on('publish-all') ? [...new Set([...image.config.exposedPorts, ...exposed])] : [];
  const env = await keyValues(call, flags.list('env-file'), flags.list('env'), invocation.env);
  const labels = await keyValues(call, flags.list('label-file'), flags.list('label'), undefined);
  const attached = flags.list('attach').map((name) => name.toLowerCase());
  if (isDetached && attached.length > 0) throw new ExitError('Conflicting options: -a and -d');
  const wrong = attached.find((name) => !['stdin', 'stdout', 'stderr'].includes(name));
  if (wrong !== undefined) {
    throw new ExitError(
      `invalid argument "${wrong}" for "-a, --attach" flag: valid streams are STDIN, STDOUT and STDERR\nSee 'docker run --help'.`,
      125,
    );
  }
  const to = (name: string) => !isDetached && (attached.length === 0 ? name !== 'stdin' : attached.includes(name));
  const driver = flags.value('log-driver') ?? '';
  if (otherDrivers.includes(driver)) throw notSimulated(`docker run --log-driver ${driver}`);
  if (!['', 'json-file', 'none', 'local'].includes(driver)) {
    throw new OptionError(
      `Error response from daemon: error looking up logging plugin ${driver}: plugin ${JSON.stringify(driver)} not found`,
    );
  }
  for (const link of flags.list('link')) {
    const [name = ''] = link.split(':');
    if (call.engine.containers.find(name) === undefined) {
      throw new OptionError(
        `Error response from daemon: could not get container for ${name}: No such container: ${name}`,
      );
    }
  }
  const signal = flags.value('stop-signal');
  if (signal !== undefined) requireSignal(signal);
  requireAbsolute(flags.value('workdir'));
  requireMac(flags.value('mac-address'));
  const mounts = [
    ...flags.list('volume').map((text) => volumeFlag(text)),
    ...flags.list('mount').map((text) => mountFlag(text)),
    ...flags.list('tmpfs').map((text) => tmpfsFlag(text)),
  ];
  const restart = restartPolicy(flags.text('restart'));
  const policy: RestartPolicy = restart.name === '' ? { ...restart, name: 'no' } : restart;
  const value = <K extends string>(key: K, name: string): Partial<Record<K, string>> =>
    flags.given(name) ? ({ [key]: flags.text(name) } as Record<K, string>) : {};
  const host = limitsOf(call);
  const healthcheck = healthFlags(flags);
  if (flags.on('rm') && policy.name !== 'no') throw new OptionError('Conflicting options: --restart and --rm');
  return {
    // An empty one is none.
    name: flags.value('name') === '' ? undefined : flags.value('name'),
    image,
    imageName,
    ...(entrypoint !== undefined && { entrypoint: entrypoint === '' ? [] : [entrypoint] }),
    ...(words.length > 0 && { args: words }),
    env,
    ...value('workingDir', 'workdir'),
    ...value('hostname', 'hostname'),
    ...value('domainname', 'domainname'),
    ...value('user', 'user'),
    ...(signal !== undefined && { stopSignal: signal }),
    ...(healthcheck && { healthcheck }),
    ...value('address', 'ip'),
    ...value('mac', 'mac-address'),
    ...(flags.given('stop-timeout') && { stopTimeout: flags.number('stop-timeout') }),
    ports: [
      ...flags.list('publish').flatMap((text) => parsePublished(text)),
      ...all.map((port) => ({ hostPort: 0, containerPort: Number(port.split('/')[0]) })),
    ],
    exposed,
    ...(flags.on('publish-all') && { publishAll: true }),
    labels,
    stdin: flags.on('interactive'),
    tty: flags.on('tty'),
    autoRemove: flags.on('rm'),
    network: network === 'bridge' ? 'bridge' : network,
    aliases: [...flags.list('network-alias'), ...flags.list('net-alias')],
    links: flags.list('link'),
    extraHosts: flags.list('add-host').map(requireHost),
    dns: flags.list('dns').map(requireAddress),
    dnsSearch: flags.list('dns-search'),
    dnsOptions: [...flags.list('dns-option'), ...flags.list('dns-opt')],
    mounts,
    volumesFrom: flags.list('volumes-from'),
    restart: policy,
    groups: flags.list('group-add'),
    readOnly: flags.on('read-only'),
    ...(flags.given('init') && { init: flags.on('init') }),
    attached: {
      stdin: flags.on('interactive') && !isDetached ? true : to('stdin'),
      stdout: to('stdout'),
      stderr: to('stderr'),
    },
    isMute: driver === 'none',
    host: {
      ...host,
      LogConfig: { Type: driver === '' ? 'json-file' : driver, Config: logOptions(driver, flags.list('log-opt')) },
    },
  };
}

const otherDrivers = ['awslogs', 'fluentd', 'gcplogs', 'gelf', 'journald', 'logentries', 'splunk', 'syslog'];

function requireMac(mac: string | undefined): void {
  if (mac === undefined || /^([0-9a-fA-F]{2}([:-])([0-9a-fA-F]{2}\2){4}[0-9a-fA-F]{2})$/.test(mac)) return;
  throw new OptionError(`${mac} is not a valid mac address`);
}

function requireAbsolute(path = ''): void {
  if (path === '' || path.startsWith('/')) return;
  throw new OptionError(
    `Error response from daemon: the working directory '${path}' is invalid, it needs to be an absolute path`,
  );
}

function requireSignal(signal: string): void {
  try {
    signalOf(signal);
  } catch {
    throw new OptionError(`Error response from daemon: Invalid signal: ${signal}`);
  }
}

const logOptionNames = 'compress env env-regex labels labels-regex max-buffer-size max-file max-size mode tag'.split(
  ' ',
);

function logOptions(driver: string, lines: readonly string[]): Readonly<Record<string, string>> {
  const unknown = lines.map((line) => line.split('=')[0] ?? '').find((name) => !logOptionNames.includes(name));
  if (driver !== 'none' && unknown !== undefined) {
    const shown = driver === '' ? 'json-file' : driver;
    throw new OptionError(`Error response from daemon: unknown log opt '${unknown}' for ${shown} log driver`);
  }
  if (driver === 'none' && lines.length > 0) throw new OptionError(`invalid logging opts for driver ${driver}`);
  return Object.fromEntries(lines.map((line) => [line.split('=')[0] ?? '', line.split(/=(.*)/s)[1] ?? '']));
}

/** What cannot be asked for where the network is another container's, or the machine's. Throws OptionError. */
function requireNoConflict(flags: Flags, network: string): void {
  const isShared = network.startsWith('container:');
  const has = (...names: readonly string[]) => names.some((name) => flags.given(name));
  const problem =
    isShared && has('hostname')
      ? 'hostname and the network mode'
      : flags.value('uts') === 'host' && has('hostname')
        ? 'hostname and the UTS mode'
        : isShared && has('link')
          ? "container type network can't be used with links. This would result in undefined behavior"
          : isShared && has('dns')
            ? 'dns and the network mode'
            : isShared && has('add-host')
              ? 'custom host-to-IP mapping and the network mode'
              : (isShared || network === 'host') && has('mac-address')
                ? 'mac-address and the network mode'
                : isShared && (has('publish') || flags.on('publish-all'))
                  ? 'port publishing and the container type network mode'
                  : isShared && has('expose')
                    ? 'port exposing and the container type network mode'
                    : undefined;
  if (problem !== undefined) throw new OptionError(`Error response from daemon: conflicting options: ${problem}`);
}

function requireNetwork(network: string, hasLinks: boolean): void {
  if (network === '') throw new OptionError('no name set for network');
  if (network.includes('=')) throw notSimulated('docker run --network with options');
  if (hasLinks && (network === 'host' || network.startsWith('container:'))) {
    throw new OptionError(
      "Error response from daemon: conflicting options: host type networking can't be used with links. This would result in undefined behavior",
    );
  }
}

function exposedPorts(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => {
    if (text.includes(':')) throw new OptionError(`invalid port format for --expose: ${text}`);
    const [range = '', protocol = 'tcp'] = text.split('/');
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
    if (from === undefined) {
      const problem =
        range === ''
          ? 'empty string specified for ports.'
          : `strconv.ParseUint: parsing ${JSON.stringify(range)}: invalid syntax`;
      throw new OptionError(`invalid range format for --expose: ${text}, error: ${problem}`);
    }
    const count = Math.min(Number(to) - Number(from) + 1, 65_535);
    return Array.from({ length: count }, (_, at) => `${Number(from) + at}/${protocol}`);
  });
}

function requireHost(text: string): string {
  const [name = '', ...address] = text.split(':');
  const problem =
    name === '' || address.length === 0
      ? `bad format for add-host: ${JSON.stringify(text)}`
      : isAddress(address.join(':'))
        ? undefined
        : `invalid IP address in add-host: ${JSON.stringify(address.join(':'))}`;
  if (problem === undefined) return text;
  throw new ExitError(
    `invalid argument ${JSON.stringify(text)} for "--add-host" flag: ${problem}\nSee 'docker run --help'.`,
    125,
  );
}

function requireAddress(text: string): string {
  if (isAddress(text)) return text;
  throw new ExitError(
    `invalid argument ${JSON.stringify(text)} for "--dns" flag: ${text} is not an ip address\nSee 'docker run --help'.`,
    125,
  );
}

function isAddress(text: string): boolean {
  return (
    text === 'host-gateway' ||
    text.includes(':') ||
    (/^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) < 256))
  );
}
