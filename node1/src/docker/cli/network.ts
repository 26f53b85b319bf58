import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { goStruct, type GoValue } from '../../cli-kit/go-template.ts';
import type { Engine } from '../engine.ts';
import { DaemonError, type DockerContainer } from '../engine/containers.ts';
import { type DockerNetwork, predefined } from '../engine/networks.ts';
import { hasAddress, macOf, subnetOf } from '../engine/subnets.ts';
import { daemonError, type DockerCall, type DockerCommand } from './command.ts';
import { hasLabel, nameFits, parseFilters, passes } from './filters.ts';
import { inspectAll } from './inspect-all.ts';
import { keyValueList } from './key-values.ts';
import { networkRows } from './rows.ts';
import { formatRows } from './template.ts';

/** The containers that are on a network now. */
export function networkUsers({ containers }: Engine, { id }: DockerNetwork): readonly DockerContainer[] {
  return containers.all().filter(({ endpoints }) => endpoints.some((each) => each.network === id && each.id !== ''));
}

const create: DockerCommand = {
  name: 'network create',
  usage: '[OPTIONS] NETWORK',
  summary: 'Create a network',
  flags: [
    flag.text('driver', 'd', 'bridge'),
    flag.list('subnet'),
    flag.list('gateway'),
    flag.list('ip-range'),
    flag.bool('internal'),
    flag.bool('attachable'),
    flag.list('label'),
    flag.list('opt', 'o'),
    flag.text('ipam-driver', undefined, 'default'),
    flag.text('scope'),
    ...flag.absent('aux-address=', 'config-from=', 'config-only', 'ingress', 'ipam-opt=', 'ipv6'),
  ],
  least: 1,
  most: 1,
  async run(call) {
    const { engine, flags, args, out } = call;
    const [name = ''] = args;
    const driver = flags.text('driver');
    if (driver === 'overlay') {
      throw daemonError(
        'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
      );
    }
    if (!['bridge', 'host', 'null', ''].includes(driver))
      throw daemonError(`plugin ${JSON.stringify(driver)} not found`);
    const { subnet, gateway, range } = addresses(call);
    const made = engine.networks.create({
      name,
      ...(driver !== '' && { driver }),
      ...(subnet !== undefined && { subnet }),
      ...(gateway !== undefined && { gateway }),
      ...(range !== undefined && { range }),
      internal: flags.on('internal'),
      attachable: flags.on('attachable'),
      labels: keyValueList(flags.list('label')),
      options: keyValueList(flags.list('opt')),
    });
    engine.events.tell({ type: 'network', action: 'create', id: made.id, attributes: { name, type: 'bridge' } });
    await out(`${made.id}\n`);
    return 0;
  },
};

function addresses({ flags }: DockerCall) {
  const [subnet] = flags.list('subnet');
  const [gateway] = flags.list('gateway');
  const [range] = flags.list('ip-range');
  if (subnet !== undefined && subnetOf(subnet) === undefined) {
    throw daemonError(`Invalid subnet ${subnet} : invalid CIDR address: ${subnet}`);
  }
  if (subnet === undefined && gateway !== undefined) throw new ExitError(`no matching subnet for gateway ${gateway}`);
  if (subnet === undefined && range !== undefined) throw new ExitError(`no matching subnet for range ${range}`);
  const parsed = subnetOf(subnet ?? '');
  if (parsed !== undefined && gateway !== undefined && !hasAddress(parsed, gateway)) {
    throw new ExitError(`no matching subnet for gateway ${gateway}`);
  }
  return { subnet, gateway, range };
}

const list: DockerCommand = {
  name: 'network ls',
  usage: '[OPTIONS]',
  summary: 'List networks',
  flags: [flag.list('filter', 'f'), flag.text('format'), flag.bool('quiet', 'q'), flag.bool('no-trunc')],
  least: 0,
  most: 0,
  async run({ engine, flags, out }) {
    const known = ['dangling', 'driver', 'id', 'label', 'name', 'scope', 'type'];
    const filters = parseFilters('network ls', flags.list('filter'), known, []);
    const wrong = filters.find(({ name, value }) => name === 'type' && !['builtin', 'custom'].includes(value));
    if (wrong !== undefined) throw daemonError(`invalid filter: 'type'='${wrong.value}'`);
    const networks = engine.networks.all().filter((network) =>
      passes(filters, {
        dangling: (value) =>
          /^(true|1)$/.test(value) ===
          (!predefined.includes(network.name) && networkUsers(engine, network).length === 0),
        driver: (value) => network.driver === value,
        id: (value) => network.id.startsWith(value),
        label: (value) => hasLabel(network.labels, value),
        name: (value) => nameFits(network.name, value),
        scope: (value) => value === 'local',
        type: (value) => (value === 'builtin') === predefined.includes(network.name),
      }),
    );
    const format = flags.value('format') ?? '';
    const isPlain = format === '' || format === 'table';
    const shortId = (id: string) => (flags.on('no-trunc') ? id : id.slice(0, 12));
    if (flags.on('quiet') && isPlain) await out(networks.map(({ id }) => `${shortId(id)}\n`).join(''));
    else {
      const rows = networks.map((network) => ({
        labels: network.labels,
        fields: {
          CreatedAt: new Date(network.created).toISOString().replace('T', ' ').replace('Z', '000000 +0000 UTC'),
          Driver: network.driver,
          ID: shortId(network.id),
          IPv6: 'false',
          Internal: String(network.internal),
          Labels: Object.entries(network.labels)
            .map(([key, value]) => `${key}=${value}`)
            .join(','),
          Name: network.name,
          Scope: 'local',
        },
      }));
      await out(formatRows(networkRows, isPlain ? 'table' : format, rows));
    }
    return 0;
  },
};

const ipamConfig = goStruct(
  'network.IPAMConfig',
  'Subnet?; IPRange?; Gateway?; AuxiliaryAddresses/AuxAddress? map[]string',
);
const ipam = goStruct('network.IPAM', 'Driver; Options map[]string; Config []IPAMConfig', { IPAMConfig: ipamConfig });
const resource = goStruct('types.EndpointResource', 'Name; EndpointID; MacAddress; IPv4Address; IPv6Address');
const configReference = goStruct('network.ConfigReference', 'Network');
const networkType = goStruct(
  'types.NetworkResource',
  'Name; Id/ID; Created; Scope; Driver; EnableIPv6 bool; IPAM IPAM; Internal bool; Attachable bool; Ingress bool; ConfigFrom ConfigReference; ConfigOnly bool; Containers map[]EndpointResource; Options map[]string; Labels map[]string',
  { IPAM: ipam, EndpointResource: resource, ConfigReference: configReference },
);

/** A network as `docker network inspect` has it. */
export function networkValue(engine: Engine, name: string): GoValue | undefined {
  const network = engine.networks.find(name);
  if (network === undefined) return undefined;
  const { subnet, gateway, range } = network;
  const bits = subnetOf(subnet ?? '')?.bits ?? 16;
  const containers = networkUsers(engine, network).map(({ id, name: called, endpoints }) => {
    const endpoint = endpoints.find((each) => each.network === network.id);
    const address = endpoint?.address;
    return [
      id,
      {
        Name: called,
        EndpointID: endpoint?.id ?? '',
        MacAddress: address === undefined ? '' : macOf(address),
        IPv4Address: address === undefined ? '' : `${address}/${bits}`,
        IPv6Address: '',
      },
    ];
  });
  const shown = network.isGatewayHidden === true ? undefined : gateway;
  const config = subnet === undefined ? [] : [{ Subnet: subnet, IPRange: range ?? '', Gateway: shown ?? '' }];
  return {
    type: networkType,
    value: {
      Name: network.name,
      ID: network.id,
      Created: new Date(network.created).toISOString().replace('Z', '000000Z'),
      Scope: 'local',
      Driver: network.driver,
      IPAM: { Driver: 'default', Options: predefined.includes(network.name) ? null : {}, Config: config },
      Internal: network.internal,
      Attachable: network.attachable,
      ConfigFrom: { Network: '' },
      Containers: Object.fromEntries(containers) as object,
      Options: network.options,
      Labels: network.labels,
    },
  };
}

const inspect: DockerCommand = {
  name: 'network inspect',
  usage: '[OPTIONS] NETWORK [NETWORK...]',
  summary: 'Display detailed information on one or more networks',
  flags: [flag.text('format', 'f'), flag.bool('verbose', 'v')],
  least: 1,
  most: Infinity,
  run: (call) => inspectAll(call, (name) => networkValue(call.engine, name), 'network'),
};

/** Takes a network away. Throws DaemonError where somebody is on it. */
export function removeNetwork(engine: Engine, network: DockerNetwork): void {
  if (predefined.includes(network.name)) {
    throw new DaemonError(`${network.name} is a pre-defined network and cannot be removed`);
  }
  if (networkUsers(engine, network).length > 0) {
    throw new DaemonError(
      `error while removing network: network ${network.name} id ${network.id} has active endpoints`,
    );
  }
  engine.networks.remove(network);
  engine.events.tell({
    type: 'network',
    action: 'destroy',
    id: network.id,
    attributes: { name: network.name, type: 'bridge' },
  });
}

const remove: DockerCommand = {
  name: 'network rm',
  usage: 'NETWORK [NETWORK...]',
  summary: 'Remove one or more networks',
  flags: [],
  least: 1,
  most: Infinity,
  async run({ engine, args, out, err }) {
    let code = 0;
    for (const name of args) {
      try {
        const found = engine.networks.find(name);
        if (found === undefined) {
          await err(`Error: No such network: ${name}\n`);
          code = 1;
          continue;
        }
        removeNetwork(engine, found);
        await out(`${name}\n`);
      } catch (error) {
        if (!(error instanceof DaemonError)) throw error;
        await err(`Error response from daemon: ${error.message}\n`);
        code = 1;
      }
    }
    return code;
  },
};

function pair({ engine, args: [network = '', container = ''] }: DockerCall) {
  const found = engine.containers.find(container);
  if (found === undefined) throw daemonError(`No such container: ${container}`);
  const known = engine.networks.find(network);
  if (known === undefined) throw daemonError(`network ${network} not found`);
  return { container: found, network: known };
}

const connect: DockerCommand = {
  name: 'network connect',
  usage: '[OPTIONS] NETWORK CONTAINER',
  summary: 'Connect a container to a network',
  flags: [
    flag.list('alias'),
    flag.text('ip'),
    flag.list('link'),
    ...flag.absent('ip6=', 'link-local-ip=', 'driver-opt='),
  ],
  least: 2,
  most: 2,
  run(call) {
    const { engine, flags } = call;
    const { container, network } = pair(call);
    const address = flags.value('ip');
    engine.containers.connect(container, {
      network: network.id,
      aliases: flags.list('alias'),
      links: flags.list('link'),
      ...(address !== undefined && { address }),
    });
    return Promise.resolve(0);
  },
};

const disconnect: DockerCommand = {
  name: 'network disconnect',
  usage: '[OPTIONS] NETWORK CONTAINER',
  summary: 'Disconnect a container from a network',
  flags: [flag.bool('force', 'f')],
  least: 2,
  most: 2,
  run(call) {
    if (call.flags.on('force') && call.engine.containers.find(call.args[1] ?? '') === undefined) {
      throw daemonError(`endpoint ${call.args[1] ?? ''} not found`);
    }
    const { container, network } = pair(call);
    call.engine.containers.disconnect(container, network.id);
    return Promise.resolve(0);
  },
};

/** The commands about networks; `network prune` is among the prunes. */
export const networkCommands: readonly DockerCommand[] = [create, list, inspect, remove, connect, disconnect];
