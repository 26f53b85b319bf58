import type { PodTemplateSpec, Volume } from 'kubernetes-types/core/v1.js';
import { addContainers } from './containers.ts';
import type { Lines } from './lines.ts';
import { addAnnotations, addLabels } from './metadata.ts';

/** `Pod Template:` of a deployment, replica set or revision. */
export function describeTemplate(out: Lines, { metadata, spec }: PodTemplateSpec): void {
  out.add(0, 'Pod Template:');
  addLabels(out, '  Labels', metadata?.labels);
  if (Object.keys(metadata?.annotations ?? {}).length > 0) addAnnotations(out, '  Annotations', metadata?.annotations);
  if (spec?.serviceAccountName) out.add(1, `Service Account:\t${spec.serviceAccountName}`);
  addContainers(out, 'Containers', spec?.containers ?? [], [], '  ');
  addVolumes(out, spec?.volumes ?? [], '  ');
}

/** The volumes of a pod or template. */
export function addVolumes(out: Lines, volumes: readonly Volume[], space: string): void {
  if (volumes.length === 0) {
    out.add(0, `${space}Volumes:\t<none>`);
    return;
  }
  out.add(0, `${space}Volumes:`);
  for (const { name, secret, emptyDir, hostPath } of volumes) {
    out.add(1, `${space === '' ? '' : ' '}${name}:`);
    if (secret !== undefined) {
      out.add(2, 'Type:\tSecret (a volume populated by a Secret)');
      out.add(2, `SecretName:\t${secret.secretName ?? ''}`);
      out.add(2, `Optional:\t${String(secret.optional ?? false)}`);
    } else if (emptyDir !== undefined) {
      out.add(2, "Type:\tEmptyDir (a temporary directory that shares a pod's lifetime)");
      out.add(2, `Medium:\t${emptyDir.medium ?? ''}`);
      out.add(2, `SizeLimit:\t${emptyDir.sizeLimit ?? '<unset>'}`);
    } else if (hostPath !== undefined) {
      out.add(2, 'Type:\tHostPath (bare host directory volume)');
      out.add(2, `Path:\t${hostPath.path}`);
      out.add(2, `HostPathType:\t${hostPath.type ?? ''}`);
    } else out.add(2, '<unknown>');
  }
}
