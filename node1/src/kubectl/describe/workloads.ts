import { isDeepStrictEqual } from 'node:util';
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { labelText, selectorText } from '../print/columns.ts';
import { longDate } from '../print/dates.ts';
import type { Lines } from './lines.ts';
import { addAnnotations, addController, addLabels } from './metadata.ts';
import { plainTemplate } from './plain-template.ts';
import { describeTemplate } from './template.ts';

/** A deployment with the replica sets that it owns, without its events. */
export function describeDeployment(
  out: Lines,
  { metadata, spec, status }: Deployment,
  sets: readonly ReplicaSet[],
): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `Namespace:\t${metadata?.namespace ?? ''}`);
  out.add(0, `CreationTimestamp:\t${longDate(metadata?.creationTimestamp)}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  out.add(0, `Selector:\t${selectorText(spec?.selector)}`);
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, unavailableReplicas = 0 } = status ?? {};
  out.add(
    0,
    `Replicas:\t${spec?.replicas ?? 1} desired | ${updatedReplicas} updated | ${replicas} total | ` +
      `${availableReplicas} available | ${unavailableReplicas} unavailable`,
  );
  out.add(0, `StrategyType:\t${spec?.strategy?.type ?? ''}`);
  out.add(0, `MinReadySeconds:\t${spec?.minReadySeconds ?? 0}`);
  const rolling = spec?.strategy?.rollingUpdate;
  if (rolling !== undefined)
    out.add(
      0,
      `RollingUpdateStrategy:\t${rolling.maxUnavailable ?? ''} max unavailable, ${rolling.maxSurge ?? ''} max surge`,
    );
  describeTemplate(out, spec?.template ?? {});
  addConditions(out, status?.conditions ?? []);
  const wanted = plainTemplate(spec?.template);
  const isNew = (set: ReplicaSet): boolean => isDeepStrictEqual(plainTemplate(set.spec?.template), wanted);
  out.add(0, `OldReplicaSets:\t${setsText(sets.filter((set) => !isNew(set) && (set.spec?.replicas ?? 0) > 0))}`);
  out.add(0, `NewReplicaSet:\t${setsText(sets.filter(isNew))}`);
}

function setsText(sets: readonly ReplicaSet[]): string {
  const texts = sets.map(
    ({ metadata, spec, status }) =>
      `${metadata?.name ?? ''} (${status?.replicas ?? 0}/${spec?.replicas ?? 0} replicas created)`,
  );
  return texts.join(', ') || '<none>';
}

/** A replica set with its pods, without its events. */
export function describeReplicaSet(out: Lines, { metadata, spec, status }: ReplicaSet, pods: readonly Pod[]): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `Namespace:\t${metadata?.namespace ?? ''}`);
  out.add(0, `Selector:\t${selectorText(spec?.selector)}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  addController(out, metadata);
  out.add(0, `Replicas:\t${status?.replicas ?? 0} current / ${spec?.replicas ?? 1} desired`);
  addPodCounts(out, pods);
  describeTemplate(out, spec?.template ?? {});
  addConditions(out, status?.conditions ?? []);
}

function addPodCounts(out: Lines, pods: readonly Pod[]): void {
  const count = (phase: string): number => pods.filter((pod) => pod.status?.phase === phase).length;
  out.add(
    0,
    `Pods Status:\t${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`,
  );
}

/** A daemon set with its pods, without its events. */
export function describeDaemonSet(out: Lines, { metadata, spec, status }: DaemonSet, pods: readonly Pod[]): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `Selector:\t${selectorText(spec?.selector)}`);
  out.add(0, `Node-Selector:\t${labelText(spec?.template.spec?.nodeSelector)}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  out.add(0, `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}`);
  out.add(0, `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}`);
  out.add(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}`);
  out.add(0, `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}`);
  out.add(0, `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}`);
  addPodCounts(out, pods);
  describeTemplate(out, spec?.template ?? {});
}

/** A stateful set with its pods, without its events. */
export function describeStatefulSet(out: Lines, { metadata, spec, status }: StatefulSet, pods: readonly Pod[]): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `Namespace:\t${metadata?.namespace ?? ''}`);
  out.add(0, `CreationTimestamp:\t${longDate(metadata?.creationTimestamp)}`);
  out.add(0, `Selector:\t${selectorText(spec?.selector)}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  out.add(0, `Replicas:\t${spec?.replicas ?? 1} desired | ${status?.replicas ?? 0} total`);
  out.add(0, `Update Strategy:\t${spec?.updateStrategy?.type ?? ''}`);
  const partition = spec?.updateStrategy?.rollingUpdate?.partition;
  if (partition !== undefined) out.add(1, `Partition:\t${partition}`);
  addPodCounts(out, pods);
  describeTemplate(out, spec?.template ?? {});
  const claims = spec?.volumeClaimTemplates ?? [];
  if (claims.length === 0) {
    out.add(0, 'Volume Claims:\t<none>');
    return;
  }
  out.add(0, 'Volume Claims:');
  for (const claim of claims) {
    out.add(1, `Name:\t${claim.metadata?.name ?? ''}`);
    out.add(1, `StorageClass:\t${claim.spec?.storageClassName ?? ''}`);
    addLabels(out, '  Labels', claim.metadata?.labels);
    addAnnotations(out, '  Annotations', claim.metadata?.annotations);
    out.add(1, `Capacity:\t${claim.spec?.resources?.requests?.['storage'] ?? '<default>'}`);
    out.add(1, `Access Modes:\t[${(claim.spec?.accessModes ?? []).join(' ')}]`);
  }
}

function addConditions(out: Lines, conditions: readonly { type: string; status: string; reason?: string }[]): void {
  if (conditions.length === 0) return;
  out.add(0, 'Conditions:');
  out.add(1, 'Type\tStatus\tReason');
  out.add(1, '----\t------\t------');
  for (const { type, status, reason = '' } of conditions) out.add(1, `${type} \t${status}\t${reason}`);
}
