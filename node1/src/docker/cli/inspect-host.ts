import type { DockerContainer } from '../engine/container.ts';

const maskedPaths = [
  ...['/proc/asound', '/proc/acpi', '/proc/kcore', '/proc/keys', '/proc/latency_stats', '/proc/timer_list'],
  ...['/proc/timer_stats', '/proc/sched_debug', '/proc/scsi', '/sys/firmware'],
];
const readonlyPaths = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

/** HostConfig of a container: what was asked for, and docker's defaults. */
export function hostConfigOf({ options }: DockerContainer): Readonly<Record<string, unknown>> {
  const { host = {}, restart, ports, volumesFrom = [] } = options;
  const requests = options.mounts ?? [];
  const binds = requests
    .filter(({ isStrict, type, source }) => isStrict !== true && type !== 'tmpfs' && source !== undefined)
    .map(({ source = '', target, mode = '' }) => `${source}:${target}${mode === '' || mode === 'z' ? '' : `:${mode}`}`);
  const strict = requests
    .filter(({ isStrict }) => isStrict === true)
    .map(({ type, source = '', target, readOnly = false, labels }) => ({
      Type: type,
      Source: source,
      Target: target,
      ReadOnly: readOnly,
      ...(labels && { VolumeOptions: { Labels: labels } }),
    }));
  const tmpfs = requests.filter(({ isStrict, type }) => isStrict !== true && type === 'tmpfs');
  const listed = (list: readonly string[] | undefined) => (list === undefined || list.length === 0 ? null : list);
  const isPrivileged = host['Privileged'] === true;
  return {
    Binds: binds.length > 0 ? binds : null,
    LogConfig: { Type: 'json-file', Config: {} },
    NetworkMode: options.network,
    PortBindings: bindingsOf(ports),
    RestartPolicy: {
      Name: restart === undefined || restart.name === '' ? 'no' : restart.name,
      MaximumRetryCount: restart?.most ?? 0,
    },
    AutoRemove: options.autoRemove,
    VolumesFrom: listed(volumesFrom),
    CgroupnsMode: 'host',
    DNS: options.dns ?? [],
    DNSOptions: options.dnsOptions ?? [],
    DNSSearch: options.dnsSearch ?? [],
    ExtraHosts: listed(options.extraHosts),
    GroupAdd: listed(options.groups),
    IpcMode: 'private',
    Links: null,
    ReadonlyRootfs: options.readOnly === true,
    PublishAllPorts: options.publishAll === true,
    ...(tmpfs.length > 0 && {
      Tmpfs: Object.fromEntries(tmpfs.map(({ target, mode = '' }) => [target, mode])),
    }),
    ShmSize: 67_108_864,
    Runtime: 'runc',
    ConsoleSize: [0, 0],
    BlkioWeightDevice: [],
    Devices: [],
    OomKillDisable: false,
    ...(strict.length > 0 && { Mounts: strict }),
    MaskedPaths: isPrivileged ? null : maskedPaths,
    ReadonlyPaths: isPrivileged ? null : readonlyPaths,
    ...(options.init !== undefined && { Init: options.init }),
    ...host,
  };
}

function portText(first: number, last: number | undefined): string {
  if (first === 0) return '';
  return last === undefined ? String(first) : `${first}-${last}`;
}

function bindingsOf(ports: DockerContainer['options']['ports']): object {
  const bindings: Record<string, object[]> = {};
  for (const { hostPort, containerPort, hostAddress = '', lastHostPort } of ports) {
    const key = `${containerPort}/tcp`;
    (bindings[key] ??= []).push({ HostIP: hostAddress, HostPort: portText(hostPort, lastHostPort) });
  }
  return bindings;
}
