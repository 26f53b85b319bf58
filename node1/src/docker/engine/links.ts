import type { ContainerSpec } from '../../workload.ts';
import type { DockerContainer } from './container.ts';

/** What links on the default network give a container: variables, and lines of /etc/hosts. */
interface Linked {
  readonly env: Readonly<Record<string, string>>;
  readonly hosts: NonNullable<ContainerSpec['extraHosts']>;
}

/** The links of a container, as they are when it starts. */
export function linked({ name, options, endpoints }: DockerContainer, all: readonly DockerContainer[]): Linked {
  const env: Record<string, string> = {};
  const hosts: Linked['hosts'][number][] = [];
  if (!endpoints.some(({ networkName }) => networkName === 'bridge')) return { env, hosts };
  for (const link of options.links ?? []) {
    const [target = '', alias = target] = link.split(':');
    const other = all.find((each) => each.name === target || each.id.startsWith(target));
    const address = other?.endpoints.find(({ networkName }) => networkName === 'bridge')?.address;
    if (other === undefined || address === undefined) continue;
    hosts.push({ address, names: [[...new Set([alias, other.id.slice(0, 12), other.name])].join(' ')] });
    Object.assign(env, variablesOf(other, address, alias, name));
  }
  return { env, hosts };
}

function variablesOf(other: DockerContainer, address: string, alias: string, name: string): Record<string, string> {
  const prefix = alias.toUpperCase().replaceAll('-', '_');
  const env: Record<string, string> = {};
  const exposed = [
    ...other.image.config.exposedPorts,
    ...(other.options.exposed ?? []),
    ...other.options.ports.map(({ containerPort }) => `${containerPort}/tcp`),
  ];
  const ports = [...new Set(exposed)].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  for (const [at, text] of ports.entries()) {
    const [port = '', protocol = 'tcp'] = text.split('/');
    const url = `${protocol}://${address}:${port}`;
    const key = `${prefix}_PORT_${port}_${protocol.toUpperCase()}`;
    if (at === 0) env[`${prefix}_PORT`] = url;
    Object.assign(env, {
      [key]: url,
      [`${key}_ADDR`]: address,
      [`${key}_PORT`]: port,
      [`${key}_PROTO`]: protocol,
    });
  }
  env[`${prefix}_NAME`] = `/${name}/${alias}`;
  const lines = [...other.image.config.env, ...Object.entries(other.options.env).map((pair) => pair.join('='))];
  for (const line of lines) {
    const [key = '', value = ''] = line.split(/=(.*)/s);
    if (key !== 'PATH' && key !== 'HOME') env[`${prefix}_ENV_${key}`] = value;
  }
  return env;
}
