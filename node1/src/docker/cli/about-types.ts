import { goStruct, type GoType, pointerTo } from '../../cli-kit/go-template.ts';

/** Go's types of what `docker version` and `docker info` show (docker/docker/api/types of 20.10): fields in their order. */
const platform = goStruct('struct { Name string }', 'Name');
const component = goStruct('types.ComponentVersion', 'Name; Version; Details? map[]string');
const client = goStruct(
  'system.clientVersion',
  'Platform? Platform; Version; ApiVersion/APIVersion; DefaultAPIVersion; GitCommit; GoVersion; Os; Arch; BuildTime?; Context; Experimental? bool',
  { Platform: platform },
);
const server = goStruct(
  'types.Version',
  `Platform? Platform; Components? []Component; Version; ApiVersion/APIVersion; MinAPIVersion?; GitCommit; GoVersion; Os; Arch;
   KernelVersion?; Experimental? bool; BuildTime?`,
  { Platform: platform, Component: component },
);

/** system.versionInfo. */
export const versionType: GoType = goStruct('system.versionInfo', 'Client Client; Server *Server', {
  Client: client,
  Server: server,
});

const plugins = goStruct(
  'types.PluginsInfo',
  'Volume []string; Network []string; Authorization []string; Log []string',
);
const indexInfo = goStruct('registry.IndexInfo', 'Name; Mirrors []string; Secure bool; Official bool');
const registryConfig = goStruct(
  'registry.ServiceConfig',
  `AllowNondistributableArtifactsCIDRs []string; AllowNondistributableArtifactsHostnames []string; InsecureRegistryCIDRs []string;
   IndexConfigs map[]*IndexInfo; Mirrors []string`,
  { IndexInfo: indexInfo },
);
const runtime = goStruct('types.Runtime', 'path/Path; runtimeArgs/Args? []string');
const commit = goStruct('types.Commit', 'ID; Expected');
const swarm = goStruct(
  'swarm.Info',
  'NodeID; NodeAddr; LocalNodeState; ControlAvailable bool; Error; RemoteManagers []any; Nodes? int; Managers? int; Cluster? *Commit; Warnings? []string',
  { Commit: commit },
);
const clientInfo = pointerTo(goStruct('system.clientInfo', 'Debug bool; Context; Plugins []any; Warnings []string'));

/** system.info, with the fields of types.Info that it takes over. */
export const infoType: GoType = goStruct(
  'system.info',
  `ID; Containers int; ContainersRunning int; ContainersPaused int; ContainersStopped int; Images int; Driver; DriverStatus []Pair;
   SystemStatus? []Pair; Plugins Plugins; MemoryLimit bool; SwapLimit bool; KernelMemory bool; KernelMemoryTCP bool;
   CpuCfsPeriod/CPUCfsPeriod bool; CpuCfsQuota/CPUCfsQuota bool; CPUShares bool; CPUSet bool; PidsLimit bool; IPv4Forwarding bool;
   BridgeNfIptables bool; BridgeNfIp6tables/BridgeNfIP6tables bool; Debug bool; NFd int; OomKillDisable bool; NGoroutines int;
   SystemTime; LoggingDriver; CgroupDriver; CgroupVersion?; NEventsListener int; KernelVersion; OperatingSystem; OSVersion; OSType;
   Architecture; IndexServerAddress; RegistryConfig *RegistryConfig; NCPU int; MemTotal int64; GenericResources []any;
   DockerRootDir; HttpProxy/HTTPProxy; HttpsProxy/HTTPSProxy; NoProxy; Name; Labels []string; ExperimentalBuild bool; ServerVersion;
   ClusterStore?; ClusterAdvertise?; Runtimes map[]Runtime; DefaultRuntime; Swarm Swarm; LiveRestoreEnabled bool; Isolation;
   InitBinary; ContainerdCommit Commit; RuncCommit Commit; InitCommit Commit; SecurityOptions []string; ProductLicense?;
   Warnings []string; ServerErrors? []string; ClientInfo? ClientInfo`,
  {
    Pair: { kind: 'slice', name: '[2]string', elem: { kind: 'string', name: 'string' } },
    Plugins: plugins,
    RegistryConfig: registryConfig,
    Runtime: runtime,
    Swarm: swarm,
    Commit: commit,
    ClientInfo: clientInfo,
  },
);
