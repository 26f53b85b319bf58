import { existsSync } from 'node:fs';
import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import type { DockerCall } from './command.ts';
import { OptionError } from './option-error.ts';

const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
  p: 1024 ** 5,
};

/** Bytes of `64m`, `1g`, `512k`, as docker/go-units RAMInBytes; undefined where it is none. */
export function ramInBytes(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?) ?([kmgtp]?)(?:i?b)?$/i.exec(text) ?? [];
  return number === undefined ? undefined : Math.floor(Number(number) * (units[unit.toLowerCase()] ?? 1));
}

/** The fields of HostConfig that flags of limits and the like set. Throws ExitError, OptionError, and refusals. */
export function limitsOf({ engine, flags }: DockerCall): Readonly<Record<string, unknown>> {
  const bytes = (name: string): number => {
    const text = flags.value(name);
    if (text === undefined) return 0;
    if (name === 'memory-swap' && text === '-1') return -1;
    const found = ramInBytes(text);
    if (found !== undefined) return found;
    const shown = name === 'memory' ? '-m, --memory' : `--${name}`;
    throw new ExitError(
      `invalid argument ${JSON.stringify(text)} for "${shown}" flag: invalid size: '${text}'\nSee 'docker run --help'.`,
      125,
    );
  };
  const cpus = flags.value('cpus');
  if (cpus !== undefined && !/^-?\d+(\.\d+)?$/.test(cpus)) {
    throw new ExitError(
      `invalid argument ${JSON.stringify(cpus)} for "--cpus" flag: failed to parse ${cpus} as a rational number\nSee 'docker run --help'.`,
      125,
    );
  }
  const [memory, reservation, swap] = [bytes('memory'), bytes('memory-reservation'), bytes('memory-swap')];
  requireLimits(memory, reservation, swap, Number(cpus ?? 0));
  const swappiness = flags.number('memory-swappiness');
  if (swappiness !== -1 && (swappiness < 0 || swappiness > 100)) {
    throw new OptionError(`invalid value: ${swappiness}. Valid memory swappiness range is 0-100`);
  }
  requireCpus(flags.value('cpuset-cpus') ?? '');
  const pid = flags.value('pid') ?? '';
  if (!['', 'host'].includes(pid) && !pid.startsWith('container:')) throw new OptionError('--pid: invalid PID mode');
  for (const mode of [pid, flags.value('ipc') ?? '']) {
    const name = mode.startsWith('container:') ? mode.slice('container:'.length) : undefined;
    if (name !== undefined && engine.containers.find(name) === undefined) {
      throw new OptionError(`Error response from daemon: No such container: ${name}`);
    }
  }
  if (pid !== '') throw notSimulated(`docker run --pid ${pid}`);
  for (const [name, mode] of [
    ['uts', 'UTS'],
    ['userns', 'USER'],
  ] as const) {
    if (!['', 'host'].includes(flags.value(name) ?? '')) throw new OptionError(`--${name}: invalid ${mode} mode`);
  }
  if (!['', 'host', 'private'].includes(flags.value('cgroupns') ?? ''))
    throw new OptionError('--cgroupns: invalid CGROUP mode');
  return {
    Memory: memory,
    MemoryReservation: reservation,
    MemorySwap: swap !== 0 ? swap : memory > 0 ? memory * 2 : 0,
    ...(swappiness !== -1 && { MemorySwappiness: swappiness }),
    KernelMemory: bytes('kernel-memory'),
    ShmSize: flags.given('shm-size') ? bytes('shm-size') : 67_108_864,
    NanoCPUs: Math.round(Number(cpus ?? 0) * 1e9),
    CPUShares: flags.number('cpu-shares'),
    CPUPeriod: flags.number('cpu-period'),
    CPUQuota: flags.number('cpu-quota'),
    CpusetCpus: flags.value('cpuset-cpus') ?? '',
    CpusetMems: flags.value('cpuset-mems') ?? '',
    BlkioWeight: flags.number('blkio-weight'),
    OomScoreAdj: flags.number('oom-score-adj'),
    OomKillDisable: flags.on('oom-kill-disable'),
    ...(flags.given('pids-limit') && flags.number('pids-limit') !== 0 && { PidsLimit: flags.number('pids-limit') }),
    ...(flags.list('ulimit').length > 0 && { Ulimits: flags.list('ulimit').map(ulimit) }),
    ...lists(flags),
    Privileged: flags.on('privileged'),
    IpcMode: flags.value('ipc') ?? 'private',
    UTSMode: flags.value('uts') ?? '',
    UsernsMode: flags.value('userns') ?? '',
    CgroupnsMode: flags.value('cgroupns') ?? 'host',
    ContainerIDFile: flags.value('cidfile') ?? '',
  };
}

/** There are two. Throws OptionError. */
function requireCpus(text: string): void {
  const numbers = text
    .split(',')
    .filter((part) => part !== '')
    .flatMap((part) => part.split('-').map(Number));
  if (numbers.some(Number.isNaN)) {
    throw new OptionError(`Error response from daemon: Invalid value ${text} for cpuset cpus`);
  }
  if (numbers.every((number) => number < 2)) return;
  throw new OptionError(
    `Error response from daemon: Requested CPUs are not available - requested ${text}, available: 0-1`,
  );
}

/** Those that each container has for itself. */
export const namespacedSysctls =
  /^(net\.|fs\.mqueue\.|kernel\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)$)/;

/** Throws ExitError for what is no sysctl of a container. */
function requireSysctl(text: string): void {
  const [name = '', value] = text.split(/=(.*)/s);
  if (value !== undefined && namespacedSysctls.test(name)) return;
  throw new ExitError(
    `invalid argument ${JSON.stringify(text)} for "--sysctl" flag: sysctl '${text}' is not whitelisted\nSee 'docker run --help'.`,
    125,
  );
}

/** Throws OptionError for what is no option, and refusals. */
function requireSecurity(text: string): void {
  if (text === 'no-new-privileges' || /[:=]/.test(text)) {
    const profile = /^seccomp[:=](.*)$/.exec(text)?.[1];
    if (profile !== undefined && profile !== 'unconfined') throw notSimulated(`docker run --security-opt ${text}`);
    return;
  }
  throw new OptionError(`Invalid --security-opt: ${JSON.stringify(text)}`);
}

/** Devices that every container has; others are refused, or are not there. */
const ownDevices = new Set(['null', 'zero', 'full', 'random', 'urandom', 'tty'].map((name) => `/dev/${name}`));

function lists(flags: DockerCall['flags']): Readonly<Record<string, unknown>> {
  flags.list('security-opt').forEach(requireSecurity);
  flags.list('sysctl').forEach(requireSysctl);
  const security = flags.on('privileged') ? ['label=disable'] : flags.list('security-opt');
  const sysctls = flags.list('sysctl').map((line) => [line.split('=')[0] ?? '', line.split(/=(.*)/s)[1] ?? '']);
  const devices = flags.list('device').map((text) => {
    const [from = '', to = from, mode = 'rwm'] = text.split(':');
    if (!to.startsWith('/')) throw new OptionError(`${to} is not an absolute path`);
    if (existsSync(from) && !(ownDevices.has(from) && to === from)) throw notSimulated(`docker run --device ${text}`);
    return { PathOnHost: from, PathInContainer: to, CgroupPermissions: mode };
  });
  return {
    ...(flags.list('cap-add').length > 0 && { CapAdd: capabilityList('CapAdd', flags.list('cap-add')) }),
    ...(flags.list('cap-drop').length > 0 && { CapDrop: capabilityList('CapDrop', flags.list('cap-drop')) }),
    ...(security.length > 0 && { SecurityOpt: security }),
    ...(sysctls.length > 0 && { Sysctls: Object.fromEntries(sysctls) as Record<string, string> }),
    Devices: devices,
  };
}

const capabilities = new Set(
  (
    'AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID ' +
    'IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW ' +
    'PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE ' +
    'SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM'
  ).split(' '),
);

/** Capabilities as they were typed. Throws OptionError for one that there is not. */
function capabilityList(field: string, names: readonly string[]): readonly string[] {
  const problem = capabilityProblem(field, names);
  if (problem !== undefined) throw new OptionError(`Error response from daemon: ${problem}`);
  return names;
}

/** What the engine says of capabilities that there are not; `field` is that of HostConfig. */
export function capabilityProblem(field: string, names: readonly string[]): string | undefined {
  const plain = names.map((text) => text.toUpperCase().replace(/^CAP_/, ''));
  const unknown = plain.find((name) => name !== 'ALL' && !capabilities.has(name));
  return unknown === undefined ? undefined : `invalid ${field}: unknown capability: "CAP_${unknown}"`;
}

const ulimitNames = new Set(
  'core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack'.split(' '),
);

function ulimit(text: string): object {
  const [name = '', values = ''] = text.split('=');
  const [soft = 0, hard = soft] = values.split(':').map(Number);
  const wrong = values.split(':').find((value) => !/^-?\d+$/.test(value));
  const problem = !text.includes('=')
    ? `invalid ulimit argument: ${text}`
    : !ulimitNames.has(name)
      ? `invalid ulimit type: ${name}`
      : wrong !== undefined
        ? `strconv.ParseInt: parsing ${JSON.stringify(wrong)}: invalid syntax`
        : hard !== -1 && soft > hard
          ? `ulimit soft limit must be less than or equal to hard limit: ${soft} > ${hard}`
          : undefined;
  if (problem !== undefined) {
    throw new ExitError(
      `invalid argument ${JSON.stringify(text)} for "--ulimit" flag: ${problem}\nSee 'docker run --help'.`,
      125,
    );
  }
  return { Name: name, Hard: hard, Soft: soft };
}

const minimum = 6 * 1024 * 1024;

function requireLimits(memory: number, reservation: number, swap: number, cpus: number): void {
  const daemon = (problem: string) => new OptionError(`Error response from daemon: ${problem}`);
  if (memory > 0 && memory < minimum) throw daemon('Minimum memory limit allowed is 6MB');
  if (memory === 0 && swap > 0)
    throw daemon('You should always set the Memory limit when using Memoryswap limit, see usage');
  if (memory > 0 && swap > 0 && swap < memory)
    throw daemon('Minimum memoryswap limit should be larger than memory limit, see usage');
  if (memory > 0 && reservation > memory)
    throw daemon('Minimum memory limit can not be less than memory reservation limit, see usage');
  if (cpus > 2 || cpus < 0) throw daemon('Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available');
}
