import { goStruct, type GoType } from '../../cli-kit/go-template.ts';

/** Go's types of what `docker inspect` shows (docker/docker/api/types of 20.10): fields in their order, as JSON and templates have them. */
const restartPolicy = goStruct('container.RestartPolicy', 'Name; MaximumRetryCount int');
const logConfig = goStruct('container.LogConfig', 'Type; Config map[]string');
const portBinding = goStruct('nat.PortBinding', 'HostIp/HostIP; HostPort');
const device = goStruct('container.DeviceMapping', 'PathOnHost; PathInContainer; CgroupPermissions');
const ulimit = goStruct('units.Ulimit', 'Name; Hard int64; Soft int64');
const empty = goStruct('struct {}', '');
const bindOptions = goStruct('mount.BindOptions', 'Propagation?');
const volumeOptions = goStruct('mount.VolumeOptions', 'NoCopy? bool; Labels? map[]string');
const mount = goStruct(
  'mount.Mount',
  'Type?; Source?; Target?; ReadOnly? bool; Consistency?; BindOptions? *BindOptions; VolumeOptions? *VolumeOptions',
  { BindOptions: bindOptions, VolumeOptions: volumeOptions },
);
const health = goStruct('types.HealthcheckResult', 'Start; End; ExitCode int; Output');
const healthState = goStruct('types.Health', 'Status; FailingStreak int; Log []Result', { Result: health });

const hostConfig = goStruct(
  'container.HostConfig',
  `Binds []string; ContainerIDFile; LogConfig LogConfig; NetworkMode; PortBindings map[][]PortBinding; RestartPolicy RestartPolicy;
   AutoRemove bool; VolumeDriver; VolumesFrom []string; CapAdd []string; CapDrop []string; CgroupnsMode; Dns/DNS []string;
   DnsOptions/DNSOptions []string; DnsSearch/DNSSearch []string; ExtraHosts []string; GroupAdd []string; IpcMode; Cgroup; Links []string;
   OomScoreAdj int; PidMode; Privileged bool; PublishAllPorts bool; ReadonlyRootfs bool; SecurityOpt []string; StorageOpt? map[]string;
   Tmpfs? map[]string; UTSMode; UsernsMode; ShmSize int64; Sysctls? map[]string; Runtime?; ConsoleSize []uint; Isolation;
   CpuShares/CPUShares int64; Memory int64; NanoCpus/NanoCPUs int64; CgroupParent; BlkioWeight uint16; BlkioWeightDevice []any;
   BlkioDeviceReadBps []any; BlkioDeviceWriteBps []any; BlkioDeviceReadIOps []any; BlkioDeviceWriteIOps []any;
   CpuPeriod/CPUPeriod int64; CpuQuota/CPUQuota int64; CpuRealtimePeriod/CPURealtimePeriod int64;
   CpuRealtimeRuntime/CPURealtimeRuntime int64; CpusetCpus; CpusetMems; Devices []Device; DeviceCgroupRules []string;
   DeviceRequests []any; KernelMemory int64; KernelMemoryTCP int64; MemoryReservation int64; MemorySwap int64;
   MemorySwappiness *int64; OomKillDisable *bool; PidsLimit *int64; Ulimits []*Ulimit; CpuCount/CPUCount int64;
   CpuPercent/CPUPercent int64; IOMaximumIOps uint64; IOMaximumBandwidth uint64; Mounts? []Mount; MaskedPaths []string;
   ReadonlyPaths []string; Init? *bool`,
  {
    LogConfig: logConfig,
    PortBinding: portBinding,
    RestartPolicy: restartPolicy,
    Device: device,
    Ulimit: ulimit,
    Mount: mount,
  },
);

const healthConfig = goStruct(
  'container.HealthConfig',
  'Test? []string; Interval? int64; Timeout? int64; StartPeriod? int64; Retries? int',
);

const config = goStruct(
  'container.Config',
  `Hostname; Domainname; User; AttachStdin bool; AttachStdout bool; AttachStderr bool; ExposedPorts? map[]Empty; Tty bool;
   OpenStdin bool; StdinOnce bool; Env []string; Cmd []string; Healthcheck? *HealthConfig; ArgsEscaped? bool; Image;
   Volumes map[]Empty; WorkingDir; Entrypoint []string; NetworkDisabled? bool; MacAddress?; OnBuild []string;
   Labels map[]string; StopSignal?; StopTimeout? *int; Shell? []string`,
  { Empty: empty, HealthConfig: healthConfig },
);

const ipamConfig = goStruct('network.EndpointIPAMConfig', 'IPv4Address?; IPv6Address?; LinkLocalIPs? []string');
const endpoint = goStruct(
  'network.EndpointSettings',
  `IPAMConfig *IPAM; Links []string; Aliases []string; NetworkID; EndpointID; Gateway; IPAddress; IPPrefixLen int; IPv6Gateway;
   GlobalIPv6Address; GlobalIPv6PrefixLen int; MacAddress; DriverOpts map[]string`,
  { IPAM: ipamConfig },
);
const networkSettings = goStruct(
  'types.NetworkSettings',
  `Bridge; SandboxID; HairpinMode bool; LinkLocalIPv6Address; LinkLocalIPv6PrefixLen int; Ports map[][]PortBinding; SandboxKey;
   SecondaryIPAddresses []any; SecondaryIPv6Addresses []any; EndpointID; Gateway; GlobalIPv6Address; GlobalIPv6PrefixLen int;
   IPAddress; IPPrefixLen int; IPv6Gateway; MacAddress; Networks map[]*Endpoint`,
  { PortBinding: portBinding, Endpoint: endpoint },
);

const state = goStruct(
  'types.ContainerState',
  `Status; Running bool; Paused bool; Restarting bool; OOMKilled bool; Dead bool; Pid int; ExitCode int; Error; StartedAt;
   FinishedAt; Health? *Health`,
  { Health: healthState },
);
const mountPoint = goStruct(
  'types.MountPoint',
  'Type?; Name?; Source; Destination; Driver?; Mode; RW bool; Propagation',
);
const graphDriver = goStruct('types.GraphDriverData', 'Data map[]string; Name');

/** types.ContainerJSON. */
export const containerType: GoType = goStruct(
  'types.ContainerJSON',
  `Id/ID; Created; Path; Args []string; State *State; Image; ResolvConfPath; HostnamePath; HostsPath; LogPath; Name;
   RestartCount int; Driver; Platform; MountLabel; ProcessLabel; AppArmorProfile; ExecIDs []string; HostConfig *HostConfig;
   GraphDriver GraphDriver; SizeRw? *int64; SizeRootFs? *int64; Mounts []MountPoint; Config *Config;
   NetworkSettings *NetworkSettings`,
  {
    State: state,
    HostConfig: hostConfig,
    GraphDriver: graphDriver,
    MountPoint: mountPoint,
    Config: config,
    NetworkSettings: networkSettings,
  },
);

const rootFs = goStruct('types.RootFS', 'Type; Layers? []string; BaseLayer?');
const metadata = goStruct('types.ImageMetadata', 'LastTagTime?');

/** types.ImageInspect. */
export const imageType: GoType = goStruct(
  'types.ImageInspect',
  `Id/ID; RepoTags []string; RepoDigests []string; Parent; Comment; Created; Container; ContainerConfig *Config; DockerVersion;
   Author; Config *Config; Architecture; Variant?; Os; OsVersion?; Size int64; VirtualSize int64; GraphDriver GraphDriver;
   RootFS RootFS; Metadata Metadata`,
  { Config: config, GraphDriver: graphDriver, RootFS: rootFs, Metadata: metadata },
);
