import { release, totalmem } from 'node:os';
import { flag } from '../../cli-kit/flags.ts';
import type { Engine } from '../engine.ts';
import { listContainers } from '../engine/listing.ts';
import { dockerRoot } from '../engine/volumes.ts';
import { infoType } from './about-types.ts';
import type { DockerCommand } from './command.ts';
import { fillAbout } from './template.ts';
import { binarySize } from './units.ts';
import { dockerVersion } from './version.ts';

/** `docker info`. */
export const info: DockerCommand = {
  name: 'info',
  usage: '[OPTIONS]',
  summary: 'Display system-wide information',
  flags: [flag.text('format', 'f')],
  least: 0,
  most: 0,
  async run({ engine, flags, out }) {
    const facts = factsOf(engine);
    const format = flags.value('format') ?? '';
    if (format === '') await out(textOf(facts));
    else await fillAbout(format, '', { type: infoType, value: facts }, out);
    return 0;
  },
};

const networks = ['bridge', 'host', 'ipvlan', 'macvlan', 'null', 'overlay'];
const logs = 'awslogs fluentd gcplogs gelf journald json-file local logentries splunk syslog'.split(' ');
function commit(id: string) {
  return { ID: id, Expected: id };
}

function factsOf(engine: Engine) {
  const containers = listContainers(engine);
  const running = containers.filter(({ isRunning }) => isRunning).length;
  const paused = containers.filter(({ own }) => own?.state === 'paused').length;
  return {
    ID: 'RHRS:NDE1:2010:KUBE:0120:BASH:DCKR:CMPS:2934:MINI:CLST:REHE',
    Containers: containers.length,
    ContainersRunning: running - paused,
    ContainersPaused: paused,
    ContainersStopped: containers.length - running,
    Images: engine.images.all().length,
    Driver: 'overlay2',
    DriverStatus: [
      ['Backing Filesystem', 'extfs'],
      ['Supports d_type', 'true'],
      ['Native Overlay Diff', 'true'],
      ['userxattr', 'false'],
    ],
    Plugins: { Volume: ['local'], Network: networks, Authorization: null, Log: logs },
    ...Object.fromEntries(
      [
        ...['MemoryLimit', 'SwapLimit', 'KernelMemory', 'KernelMemoryTCP', 'CPUCfsPeriod', 'CPUCfsQuota', 'CPUShares'],
        ...['CPUSet', 'PidsLimit', 'IPv4Forwarding', 'BridgeNfIptables', 'BridgeNfIP6tables', 'OomKillDisable'],
      ].map((name) => [name, true]),
    ),
    Debug: false,
    NFd: 31,
    NGoroutines: 44,
    SystemTime: new Date().toISOString().replace('Z', '000000Z'),
    LoggingDriver: 'json-file',
    CgroupDriver: 'cgroupfs',
    CgroupVersion: '1',
    KernelVersion: release(),
    OperatingSystem: 'rehearsal (not a real Docker)',
    OSVersion: '',
    OSType: 'linux',
    Architecture: 'x86_64',
    IndexServerAddress: 'https://index.docker.io/v1/',
    RegistryConfig: {
      AllowNondistributableArtifactsCIDRs: [],
      AllowNondistributableArtifactsHostnames: [],
      InsecureRegistryCIDRs: ['127.0.0.0/8'],
      IndexConfigs: { 'docker.io': { Name: 'docker.io', Mirrors: [], Secure: true, Official: true } },
      Mirrors: [],
    },
    NCPU: 2,
    MemTotal: totalmem(),
    DockerRootDir: dockerRoot,
    Name: 'node1',
    Labels: [],
    ServerVersion: dockerVersion,
    Runtimes: {
      'io.containerd.runc.v2': { Path: 'runc' },
      'io.containerd.runtime.v1.linux': { Path: 'runc' },
      runc: { Path: 'runc' },
    },
    DefaultRuntime: 'runc',
    Swarm: { LocalNodeState: 'inactive' },
    InitBinary: 'docker-init',
    ContainerdCommit: commit('1.6.20~ds1-1+deb12u3'),
    RuncCommit: commit('1.1.5+ds1-1+deb12u1'),
    InitCommit: commit(''),
    SecurityOptions: ['name=seccomp,profile=default'],
    Warnings: null,
    ClientInfo: { Debug: false, Context: 'default', Plugins: [], Warnings: null },
  };
}

function textOf(facts: ReturnType<typeof factsOf>): string {
  return `Client:
 Context:    default
 Debug Mode: false

Server:
 Containers: ${facts.Containers}
  Running: ${facts.ContainersRunning}
  Paused: ${facts.ContainersPaused}
  Stopped: ${facts.ContainersStopped}
 Images: ${facts.Images}
 Server Version: ${facts.ServerVersion}
 Storage Driver: ${facts.Driver}
${facts.DriverStatus.map(([name = '', value = '']) => `  ${name}: ${value}\n`).join('')} Logging Driver: ${facts.LoggingDriver}
 Cgroup Driver: ${facts.CgroupDriver}
 Cgroup Version: ${facts.CgroupVersion}
 Plugins:
  Volume: ${facts.Plugins.Volume.join(' ')}
  Network: ${facts.Plugins.Network.join(' ')}
  Log: ${facts.Plugins.Log.join(' ')}
 Swarm: ${facts.Swarm.LocalNodeState}
 Runtimes: ${Object.keys(facts.Runtimes).join(' ')}
 Default Runtime: ${facts.DefaultRuntime}
 Init Binary: ${facts.InitBinary}
 containerd version: ${facts.ContainerdCommit.ID}
 runc version: ${facts.RuncCommit.ID}
 init version: ${facts.InitCommit.ID}
 Security Options:
  seccomp
   Profile: default
 Kernel Version: ${facts.KernelVersion}
 Operating System: ${facts.OperatingSystem}
 OSType: ${facts.OSType}
 Architecture: ${facts.Architecture}
 CPUs: ${facts.NCPU}
 Total Memory: ${binarySize(facts.MemTotal)}
 Name: ${facts.Name}
 ID: ${facts.ID}
 Docker Root Dir: ${facts.DockerRootDir}
 Debug Mode: ${facts.Debug}
 Registry: ${facts.IndexServerAddress}
 Labels:
 Experimental: false
 Insecure Registries:
  127.0.0.0/8
 Live Restore Enabled: false

`;
}
