import { isDeepStrictEqual } from 'node:util';
import { message } from '../messages/message.ts';
import type { Resource } from '../objects.ts';
import { RefusedError } from './errors.ts';
import { resources } from './resources.ts';
import { type FieldType, structs } from './schema-types.ts';

/**
 * Fields of the API, by struct, that the rehearsal does not do: a manifest that sets one is refused. What stands neither here nor in
 * `inert` is done.
 */
export const refused: Readonly<Record<string, string>> = {
  Container: 'volumeDevices',
  ContainerPort: 'hostIP',
  PodSpec:
    'activeDeadlineSeconds ephemeralContainers hostIPC hostPID overhead readinessGates ' +
    'runtimeClassName setHostnameAsFQDN shareProcessNamespace topologySpreadConstraints',
  SecurityContext: 'privileged',
  VolumeMount: 'mountPropagation subPathExpr',
  Volume:
    'awsElasticBlockStore azureDisk azureFile cephfs cinder csi ephemeral fc flexVolume flocker gcePersistentDisk ' +
    'gitRepo glusterfs iscsi nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume',
  PersistentVolumeSpec:
    'awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker gcePersistentDisk ' +
    'glusterfs iscsi nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume',
  PersistentVolumeClaimSpec: 'dataSource',
  ServiceSpec: 'externalIPs topologyKeys',
};

/** Fields that are taken and have no effect here, on purpose: what they ask for is so already, or nobody can tell. */
export const inert: Readonly<Record<string, string>> = {
  // Nobody reads a container's last words here, and every image comes without a password.
  Container: 'terminationMessagePath terminationMessagePolicy stdinOnce',
  PodSpec: 'imagePullSecrets preemptionPolicy',
  // Programs of a rehearsal have no rights of the kernel that could be added or dropped.
  SecurityContext: 'allowPrivilegeEscalation capabilities procMount seLinuxOptions seccompProfile windowsOptions',
  PodSecurityContext: 'fsGroupChangePolicy seLinuxOptions seccompProfile sysctls windowsOptions',
  // One node, one address.
  ServiceSpec:
    'allocateLoadBalancerNodePorts externalTrafficPolicy healthCheckNodePort ipFamilies ipFamilyPolicy ' +
    'loadBalancerIP loadBalancerSourceRanges',
  // One node: there is nothing to prefer.
  NodeAffinity: 'preferredDuringSchedulingIgnoredDuringExecution',
  PodAffinity: 'preferredDuringSchedulingIgnoredDuringExecution',
  PodAntiAffinity: 'preferredDuringSchedulingIgnoredDuringExecution',
  // It counts for scheduler, quotas and `describe`; programs here take little, and nothing stops one that takes more.
  ResourceRequirements: 'limits',
  PersistentVolumeSpec: 'mountOptions nodeAffinity volumeMode',
};

function listOf(texts: Readonly<Record<string, string>>, struct: string): readonly string[] {
  return (texts[struct] ?? '').split(' ');
}

function isSet(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== false && value !== '';
}

function look(type: FieldType, value: unknown): void {
  if (typeof type === 'string' || typeof value !== 'object' || value === null) return;
  if ('list' in type) {
    for (const each of value as readonly unknown[]) look(type.list, each);
    return;
  }
  if ('map' in type) {
    for (const each of Object.values(value)) look(type.map, each);
    return;
  }
  const struct = structs().get(type.struct);
  if (struct === undefined) return;
  const absent = listOf(refused, type.struct);
  for (const [field, each] of Object.entries(value)) {
    const known = struct.fields[field];
    if (known === undefined || !isSet(each)) continue;
    if (absent.includes(field)) throw new RefusedError(subject(type.struct, field));
    look(known, each);
  }
}

function subject(struct: string, field: string) {
  if (struct === 'Volume') return message('subject/volume', { type: field });
  if (struct === 'PersistentVolumeSpec') return message('subject/volume', { type: field });
  if (struct === 'PodSpec') return message('subject/field', { field, of: 'pod' });
  if (struct === 'ServiceSpec') return message('subject/field', { field, of: 'service' });
  return message('subject/field', { field, of: 'container' });
}

/** Throws for what an object asks that the rehearsal does not do; to ignore it would be a lie. */
export function refuseUnsimulated(resource: Resource, object: object, old: object | undefined): void {
  // Controllers write status, and nobody changes what a pod asks for.
  if (old !== undefined && isDeepStrictEqual(specOf(object), specOf(old))) return;
  const { kind } = resources[resource];
  const spec = structs().get(kind)?.fields['spec'];
  if (spec !== undefined) look(spec, specOf(object));
}

function specOf(object: object): unknown {
  return (object as { readonly spec?: unknown }).spec;
}
