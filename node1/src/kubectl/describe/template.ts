import type { PodTemplateSpec, Volume, VolumeProjection } from 'kubernetes-types/core/v1.js';
import { addContainers } from './containers.ts';
import type { Lines } from './lines.ts';
import { addAnnotations, addLabels } from './metadata.ts';
import { addHostPath } from './storage.ts';

/** `Pod Template:` of a deployment, replica set or revision. */
export function describeTemplate(out: Lines, { metadata, spec }: PodTemplateSpec): void {
  out.add(0, 'Pod Template:');
  addLabels(out, '  Labels', metadata?.labels);
  if (Object.keys(metadata?.annotations ?? {}).length > 0) addAnnotations(out, '  Annotations', metadata?.annotations);
  if (spec?.serviceAccountName) out.add(1, `Service Account:\t${spec.serviceAccountName}`);
  if ((spec?.initContainers ?? []).length > 0)
    addContainers(out, 'Init Containers', spec?.initContainers ?? [], [], '  ');
  addContainers(out, 'Containers', spec?.containers ?? [], [], '  ');
  addVolumes(out, spec?.volumes ?? [], '  ');
  if (spec?.priorityClassName) out.add(1, `Priority Class Name:\t${spec.priorityClassName}`);
}

/** The volumes of a pod or template. */
export function addVolumes(out: Lines, volumes: readonly Volume[], space: string): void {
  if (volumes.length === 0) {
    out.add(0, `${space}Volumes:\t<none>`);
    return;
  }
  out.add(0, `${space}Volumes:`);
  for (const volume of volumes) {
    out.add(1, `${space === '' ? '' : ' '}${volume.name}:`);
    addSource(out, volume);
  }
}

function addSource(out: Lines, volume: Volume): void {
  const { secret, configMap, emptyDir, hostPath, persistentVolumeClaim: claim, downwardAPI, projected } = volume;
  if (hostPath !== undefined) addHostPath(out, hostPath);
  else if (emptyDir !== undefined) {
    out.add(2, "Type:\tEmptyDir (a temporary directory that shares a pod's lifetime)");
    out.add(2, `Medium:\t${emptyDir.medium ?? ''}`);
    out.add(2, `SizeLimit:\t${emptyDir.sizeLimit ?? '<unset>'}`);
  } else if (secret !== undefined) {
    out.add(2, 'Type:\tSecret (a volume populated by a Secret)');
    out.add(2, `SecretName:\t${secret.secretName ?? ''}`);
    out.add(2, `Optional:\t${String(secret.optional ?? false)}`);
  } else if (configMap !== undefined) {
    out.add(2, 'Type:\tConfigMap (a volume populated by a ConfigMap)');
    out.add(2, `Name:\t${configMap.name ?? ''}`);
    out.add(2, `Optional:\t${String(configMap.optional ?? false)}`);
  } else if (claim !== undefined) {
    out.add(2, 'Type:\tPersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)');
    out.add(2, `ClaimName:\t${claim.claimName}`);
    out.add(2, `ReadOnly:\t${String(claim.readOnly ?? false)}`);
  } else if (downwardAPI !== undefined) {
    out.add(2, 'Type:\tDownwardAPI (a volume populated by information about the pod)');
    out.add(2, 'Items:');
    for (const { fieldRef, resourceFieldRef, path } of downwardAPI.items ?? [])
      out.add(3, `${fieldRef?.fieldPath ?? resourceFieldRef?.resource ?? ''} -> ${path}`);
  } else if (projected !== undefined) {
    out.add(2, 'Type:\tProjected (a volume that contains injected data from multiple sources)');
    for (const source of projected.sources ?? []) addProjection(out, source);
  } else out.add(1, '<unknown>');
}

function addProjection(out: Lines, source: VolumeProjection): void {
  const { secret, configMap, downwardAPI, serviceAccountToken: token } = source;
  // Go prints where a truth value is, not what it says.
  const optional = (value: boolean | undefined): string => (value === undefined ? '<nil>' : '0xc000000000');
  if (secret !== undefined) {
    out.add(2, `SecretName:\t${secret.name ?? ''}`);
    out.add(2, `SecretOptionalName:\t${optional(secret.optional)}`);
  } else if (downwardAPI !== undefined) out.add(2, 'DownwardAPI:\ttrue');
  else if (configMap !== undefined) {
    out.add(2, `ConfigMapName:\t${configMap.name ?? ''}`);
    out.add(2, `ConfigMapOptional:\t${optional(configMap.optional)}`);
  } else if (token !== undefined) out.add(2, `TokenExpirationSeconds:\t${token.expirationSeconds ?? 3600}`);
}
