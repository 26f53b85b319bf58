import { createHash } from 'node:crypto';
import type { GoValue } from '../../cli-kit/go-template.ts';
import type { Engine } from '../engine.ts';
import { type DockerContainer, isUp } from '../engine/container.ts';
import { requestsOf } from '../engine/endpoints.ts';
import { type Health, mergedHealthcheck } from '../engine/health.ts';
import { listContainers, type ListedContainer } from '../engine/listing.ts';
import { macOf, subnetOf } from '../engine/subnets.ts';
import type { Endpoint } from '../engine/view.ts';
import { dockerRoot } from '../engine/volumes.ts';
import { hostConfigOf } from './inspect-host.ts';
import { configOf, graphDriver } from './inspect-image.ts';
import { containerType } from './inspect-types.ts';

const never = '0001-01-01T00:00:00Z';

/** A moment with nanoseconds, as Go writes it. */
function time(at: number | undefined): string {
  return at === undefined ? never : new Date(at).toISOString().replace('Z', '000000Z');
}

/** A container as `docker container inspect` has it: docker's own, and those of pods as far as docker knows them. */
export function containerValue(engine: Engine, name: string, withSize = false): GoValue | undefined {
  const own = engine.containers.find(name);
  if (own !== undefined) return { type: containerType, value: ownValue(engine, own, withSize) };
  const listed = listContainers(engine).find(
    (each) => each.name === name || (name.length >= 2 && each.id.startsWith(name)),
  );
  return listed && { type: containerType, value: podValue(listed) };
}

function paths(id: string) {
  const folder = `${dockerRoot}/containers/${id}`;
  return {
    ResolvConfPath: `${folder}/resolv.conf`,
    HostnamePath: `${folder}/hostname`,
    HostsPath: `${folder}/hosts`,
    LogPath: `${folder}/${id}-json.log`,
  };
}

function ownValue(engine: Engine, container: DockerContainer, withSize: boolean): object {
  const { id, command, image, process, restartCount } = container;
  const [path = '', ...args] = command;
  const up = isUp(container);
  const layer = createHash('sha256').update(id).digest('hex');
  return {
    ID: id,
    Created: time(container.created),
    Path: path,
    Args: args,
    State: {
      Status: container.state,
      Running: up || container.state === 'restarting',
      Paused: container.state === 'paused',
      Restarting: container.state === 'restarting',
      Pid: up ? (process?.pid ?? 0) : 0,
      ExitCode: container.exitCode,
      Error: container.error,
      StartedAt: time(container.started),
      FinishedAt: time(container.finished),
      ...(container.health && { Health: healthValue(container.health) }),
    },
    Image: image.id,
    ...paths(id),
    Name: `/${container.name}`,
    RestartCount: restartCount,
    Driver: 'overlay2',
    Platform: 'linux',
    ExecIDs: null,
    HostConfig: hostConfigOf(container),
    GraphDriver: graphDriver(image, layer),
    ...(withSize && { SizeRw: 0, SizeRootFs: image.size }),
    Mounts: container.mounts
      .filter(({ isHidden }) => isHidden !== true)
      .map(({ type, name = '', source = '', target, mode, writable }) => ({
        Type: type,
        Name: name,
        Source: type === 'volume' ? engine.volumes.mountpoint(name) : source,
        Destination: target,
        Driver: type === 'volume' ? 'local' : '',
        Mode: mode,
        RW: writable,
        Propagation: type === 'bind' ? 'rprivate' : '',
      })),
    Config: configFor(container),
    NetworkSettings: networkSettings(engine, container),
  };
}

function healthValue({ status, failures, log }: Health): object {
  return {
    Status: status,
    FailingStreak: failures,
    Log: log.map(({ start, end, exitCode, output }) => ({
      Start: time(start),
      End: time(end),
      ExitCode: exitCode,
      Output: output,
    })),
  };
}

function configFor({ id, image, imageName, options }: DockerContainer): object {
  const healthcheck = mergedHealthcheck(options.healthcheck, image.json.config.Healthcheck);
  const ofImage = configOf(image);
  const { attached, entrypoint, args, stopTimeout } = options;
  const imageEnv = (ofImage['Env'] as readonly string[] | null) ?? [];
  const env = Object.entries(options.env).map(([key, value]) => `${key}=${value}`);
  const names = new Set(Object.keys(options.env));
  const ports = [
    ...options.ports.map(({ containerPort }) => `${containerPort}/tcp`),
    ...(options.exposed ?? []),
    ...image.config.exposedPorts,
  ].sort();
  const anonymous = (options.mounts ?? []).filter(({ type, source }) => type === 'volume' && source === undefined);
  const volumes = {
    ...(ofImage['Volumes'] as object | undefined),
    ...(Object.fromEntries(anonymous.map(({ target }) => [target, {}])) as object),
  };
  return {
    ...ofImage,
    ...(healthcheck && { Healthcheck: healthcheck }),
    Hostname: options.network === 'host' ? 'node1' : (options.hostname ?? id.slice(0, 12)),
    Domainname: options.domainname ?? '',
    User: options.user ?? ofImage['User'] ?? '',
    AttachStdin: attached?.stdin ?? false,
    AttachStdout: attached?.stdout ?? false,
    AttachStderr: attached?.stderr ?? false,
    ExposedPorts: Object.fromEntries(ports.map((port) => [port, {}])) as object,
    Tty: options.tty,
    OpenStdin: options.stdin,
    StdinOnce: options.stdin && attached?.stdin === true,
    Env: [...env, ...imageEnv.filter((line) => !names.has(line.split('=')[0] ?? ''))],
    Cmd: args ?? (entrypoint === undefined ? ofImage['Cmd'] : null),
    Image: imageName,
    Volumes: Object.keys(volumes).length > 0 ? volumes : null,
    WorkingDir: options.workingDir ?? ofImage['WorkingDir'],
    Entrypoint: entrypoint ?? ofImage['Entrypoint'],
    Labels: { ...(ofImage['Labels'] as object | null), ...options.labels },
    ...(options.stopSignal !== undefined && { StopSignal: options.stopSignal }),
    ...(options.mac !== undefined && { MacAddress: options.mac }),
    ...(stopTimeout !== undefined && { StopTimeout: stopTimeout }),
  };
}

function endpointValue({ networks }: Engine, { id, endpoints, options }: DockerContainer, endpoint: Endpoint): object {
  const mac = endpoints[0] === endpoint ? options.mac : undefined;
  const network = networks.find(endpoint.network);
  const { address, wanted, links } = endpoint;
  const isUser =
    endpoint.networkName !== 'bridge' && endpoint.networkName !== 'host' && endpoint.networkName !== 'none';
  const bits = subnetOf(network?.subnet ?? '')?.bits ?? 0;
  return {
    IPAMConfig:
      wanted !== undefined
        ? { IPv4Address: wanted }
        : isUser && address !== undefined && endpoint.aliases.length > 0
          ? {}
          : undefined,
    Links: links.length > 0 && isUser ? links : null,
    Aliases: isUser
      ? [...new Set([...endpoint.aliases, id.slice(0, 12), ...(options.hostname ?? '').split(' ').filter(Boolean)])]
      : null,
    NetworkID: endpoint.network,
    EndpointID: endpoint.id,
    Gateway: address === undefined ? '' : (network?.gateway ?? ''),
    IPAddress: address ?? '',
    IPPrefixLen: address === undefined ? 0 : bits,
    MacAddress: address === undefined ? '' : (mac ?? macOf(address)),
    DriverOpts: null,
  };
}

function networkSettings(engine: Engine, container: DockerContainer): object {
  const { endpoints, ports, options, image, id } = container;
  const up = isUp(container);
  const all =
    endpoints.length > 0
      ? endpoints.map((each) => [each.networkName, endpointValue(engine, container, each)])
      : requestsOf(options).map(({ network }) => [network, {}]);
  const bridge = endpoints.find(({ networkName }) => networkName === 'bridge');
  const top =
    bridge === undefined ? {} : (endpointValue(engine, container, bridge) as Readonly<Record<string, unknown>>);
  const sandbox = createHash('sha256')
    .update(`sandbox ${id} ${container.started ?? 0}`)
    .digest('hex');
  const exposed = [
    ...image.config.exposedPorts,
    ...(options.exposed ?? []),
    ...options.ports.map(({ containerPort }) => `${containerPort}/tcp`),
  ];
  const bindings = [...new Set(exposed)].sort().map((port) => {
    const found = ports.filter(({ containerPort }) => `${containerPort}/tcp` === port);
    const each = found.flatMap(({ hostPort, hostAddress }) =>
      (hostAddress === undefined ? ['0.0.0.0', '::'] : [hostAddress]).map((HostIP) => ({
        HostIP,
        HostPort: String(hostPort),
      })),
    );
    return [port, each.length > 0 ? each : null];
  });
  return {
    Bridge: '',
    SandboxID: up ? sandbox : container.started === undefined ? '' : sandbox,
    Ports: up ? (Object.fromEntries(bindings) as object) : {},
    SandboxKey:
      container.started === undefined
        ? ''
        : `/var/run/docker/netns/${options.network === 'host' ? 'default' : sandbox.slice(0, 12)}`,
    EndpointID: top['EndpointID'],
    Gateway: top['Gateway'],
    IPAddress: top['IPAddress'],
    IPPrefixLen: top['IPPrefixLen'],
    MacAddress: top['MacAddress'],
    Networks: Object.fromEntries(all) as object,
  };
}

/** What docker knows of a pod's container. */
function podValue(listed: ListedContainer): object {
  const [path = '', ...args] = listed.command;
  return {
    ID: listed.id,
    Created: time(listed.created),
    Path: path,
    Args: args,
    State: {
      Status: listed.isRunning ? 'running' : 'exited',
      Running: listed.isRunning,
      StartedAt: time(listed.created),
      FinishedAt: never,
    },
    Image: listed.imageId ?? '',
    ...paths(listed.id),
    Name: `/${listed.name}`,
    Driver: 'overlay2',
    Platform: 'linux',
    HostConfig: { NetworkMode: 'none', RestartPolicy: { Name: 'no', MaximumRetryCount: 0 } },
    GraphDriver: { Data: {}, Name: 'overlay2' },
    Mounts: [],
    Config: { Image: listed.image, Cmd: args, Labels: listed.labels },
    NetworkSettings: { Networks: {} },
  };
}
