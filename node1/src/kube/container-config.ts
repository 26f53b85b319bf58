import type { Container as Spec, Pod } from 'kubernetes-types/core/v1.js';
import type { Image } from '../images.ts';
import type { ContainerSpec, Mount } from '../workload.ts';
import { ConfigError, expand } from './pod-environment.ts';

/** The cluster's name server. */
const clusterDns = '10.96.0.10';
/** The node's: it knows full names of the cluster's. */
const nodeDns = '172.17.0.1';

/** What a container is started with besides its image. */
export interface Given {
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
}

function userOf(pod: Pod, { securityContext: own }: Spec): string | undefined {
  const shared = pod.spec?.securityContext;
  const user = own?.runAsUser ?? shared?.runAsUser;
  const group = own?.runAsGroup ?? shared?.runAsGroup;
  if (user === undefined && group === undefined) return undefined;
  return group === undefined ? String(user) : `${user ?? 0}:${group}`;
}

/** Throws ConfigError where a container must not be root, and would be. */
export function requireNonRoot(pod: Pod, spec: Spec, image: Image): void {
  const shared = pod.spec?.securityContext;
  const must = spec.securityContext?.runAsNonRoot ?? shared?.runAsNonRoot ?? false;
  if (!must) return;
  const { name = '', namespace = '', uid = '' } = pod.metadata ?? {};
  const where = `(pod: "${name}_${namespace}(${uid})", container: ${spec.name})`;
  const user = spec.securityContext?.runAsUser ?? shared?.runAsUser;
  if (user === 0) throw new ConfigError(`container's runAsUser breaks non-root policy ${where}`);
  if (user !== undefined) return;
  const own = (image.config as { readonly user?: string }).user ?? '';
  const [named = ''] = own.split(':');
  if (named === '' || named === '0') {
    throw new ConfigError(`container has runAsNonRoot and image will run as root ${where}`);
  }
  if (!/^\d+$/.test(named)) {
    throw new ConfigError(
      `container has runAsNonRoot and image has non-numeric user (${named}), cannot verify user is non-root ${where}`,
    );
  }
}

/** The name servers of a pod that does not ask the cluster's as others do. */
function dnsOf({ spec, metadata }: Pod): ContainerSpec['dns'] {
  const policy = spec?.dnsPolicy ?? 'ClusterFirst';
  const { nameservers = [], searches = [], options = [] } = spec?.dnsConfig ?? {};
  const isOnNode = policy === 'Default' || (policy === 'ClusterFirst' && spec?.hostNetwork === true);
  if (!isOnNode && policy !== 'None' && spec?.dnsConfig === undefined && spec?.hostNetwork !== true) return undefined;
  const zone = 'svc.cluster.local';
  const isOfCluster = !isOnNode && policy !== 'None';
  const own = options.map(({ name = '', value }) => (value === undefined ? name : `${name}:${value}`));
  const kept = isOfCluster && !own.some((each) => each.startsWith('ndots')) ? ['ndots:5'] : [];
  return {
    servers: [...(isOnNode ? [nodeDns] : isOfCluster ? [clusterDns] : []), ...nameservers],
    search: [
      ...(isOfCluster ? [`${metadata?.namespace ?? 'default'}.${zone}`, zone, 'cluster.local'] : []),
      ...searches,
    ],
    options: [...kept, ...own],
  };
}

/** How the runtime is to start a container of a pod. */
export function containerSpec(
  pod: Pod,
  spec: Spec,
  image: Image,
  address: string,
  { env, mounts }: Given,
): ContainerSpec {
  const { command, args, workingDir, securityContext } = spec;
  const user = userOf(pod, spec);
  const { hostAliases = [], securityContext: shared } = pod.spec ?? {};
  const groups = [...(shared?.supplementalGroups ?? []), ...(shared?.fsGroup === undefined ? [] : [shared.fsGroup])];
  const dns = dnsOf(pod);
  return {
    ...(dns === undefined ? {} : { dns }),
    label: `${pod.metadata?.name ?? ''}/${spec.name}`,
    image,
    ...(command === undefined ? {} : { command: command.map((word) => expand(word, env)) }),
    ...(args === undefined ? {} : { args: args.map((word) => expand(word, env)) }),
    ...(workingDir === undefined ? {} : { workingDir }),
    env,
    address,
    namespace: pod.metadata?.namespace ?? 'default',
    hostname:
      pod.spec?.hostNetwork === true ? (pod.spec.nodeName ?? '') : (pod.spec?.hostname ?? pod.metadata?.name ?? ''),
    stdin: spec.stdin === true,
    tty: spec.tty === true,
    ...(mounts.length === 0 ? {} : { mounts }),
    ...(user === undefined ? {} : { user }),
    ...(groups.length === 0 ? {} : { groups }),
    ...(securityContext?.readOnlyRootFilesystem === true ? { readOnly: true } : {}),
    ...(hostAliases.length === 0
      ? {}
      : { extraHosts: hostAliases.map(({ ip = '', hostnames = [] }) => ({ address: ip, names: hostnames })) }),
  };
}
