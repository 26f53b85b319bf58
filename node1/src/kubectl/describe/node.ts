import type { Node, Pod } from 'kubernetes-types/core/v1.js';
import { nodeRoles } from '../print/columns.ts';
import { age, longDate } from '../print/dates.ts';
import type { Lines } from './lines.ts';
import { addAnnotations, addLabels, addList } from './metadata.ts';

/** A node with the pods on it, without its events. No pod of a rehearsal reserves anything, so requests and limits are 0. */
export function describeNode(out: Lines, { metadata, spec, status }: Node, pods: readonly Pod[], now: number): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `Roles:\t${nodeRoles({ ...(metadata === undefined ? {} : { metadata }) }).join(',') || '<none>'}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  out.add(0, `CreationTimestamp:\t${longDate(metadata?.creationTimestamp)}`);
  addList(
    out,
    'Taints',
    (spec?.taints ?? []).map(({ key, value, effect }) => `${key}${value === undefined ? '' : `=${value}`}:${effect}`),
  );
  out.add(0, `Unschedulable:\t${String(spec?.unschedulable ?? false)}`);
  out.add(0, 'Lease:');
  out.add(1, `HolderIdentity:\t${metadata?.name ?? ''}`);
  out.add(1, 'AcquireTime:\t<unset>');
  out.add(1, `RenewTime:\t${longDate(new Date(now).toISOString())}`);
  addConditions(out, status?.conditions ?? []);
  out.add(0, 'Addresses:');
  for (const { type, address } of status?.addresses ?? []) out.add(1, `${type}:\t${address}`);
  addQuantities(out, 'Capacity', status?.capacity);
  addQuantities(out, 'Allocatable', status?.allocatable);
  addSystem(out, status?.nodeInfo);
  if (spec?.podCIDR) out.add(0, `PodCIDR:\t${spec.podCIDR}`);
  if ((spec?.podCIDRs ?? []).length > 0) out.add(0, `PodCIDRs:\t${(spec?.podCIDRs ?? []).join(',')}`);
  addPods(out, pods, now);
  addAllocated(out, status?.allocatable);
}

function addConditions(out: Lines, conditions: NonNullable<NonNullable<Node['status']>['conditions']>): void {
  if (conditions.length === 0) return;
  out.add(0, 'Conditions:');
  out.add(1, 'Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage');
  out.add(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const { type, status, lastHeartbeatTime, lastTransitionTime, reason = '', message = '' } of conditions)
    out.add(
      1,
      [type, status, longDate(lastHeartbeatTime), longDate(lastTransitionTime), reason].join(' \t') + ` \t${message}`,
    );
}

function addQuantities(out: Lines, title: string, quantities: Readonly<Record<string, string>> = {}): void {
  out.add(0, `${title}:`);
  for (const name of Object.keys(quantities).sort()) out.add(1, `${name}:\t${quantities[name] ?? ''}`);
}

function addSystem(out: Lines, info: NonNullable<Node['status']>['nodeInfo']): void {
  out.add(0, 'System Info:');
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Machine ID', info?.machineID],
    ['System UUID', info?.systemUUID],
    ['Boot ID', info?.bootID],
    ['Kernel Version', info?.kernelVersion],
    ['OS Image', info?.osImage],
    ['Operating System', info?.operatingSystem],
    ['Architecture', info?.architecture],
    ['Container Runtime Version', info?.containerRuntimeVersion],
    ['Kubelet Version', info?.kubeletVersion],
    ['Kube-Proxy Version', info?.kubeProxyVersion],
  ];
  for (const [title, value] of rows) out.add(1, `${title}:\t${value ?? ''}`);
}

function addPods(out: Lines, pods: readonly Pod[], now: number): void {
  out.add(0, `Non-terminated Pods:\t(${pods.length} in total)`);
  out.add(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAGE');
  out.add(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  for (const { metadata } of pods) {
    const none = Array<string>(4).fill('0 (0%)').join('\t');
    out.add(
      1,
      `${metadata?.namespace ?? ''}\t${metadata?.name ?? ''}\t\t${none}\t${age(metadata?.creationTimestamp, now)}`,
    );
  }
}

function addAllocated(out: Lines, allocatable: Readonly<Record<string, string>> = {}): void {
  out.add(0, 'Allocated resources:');
  out.add(1, '(Total limits may be over 100 percent, i.e., overcommitted.)');
  out.add(1, 'Resource\tRequests\tLimits');
  out.add(1, '--------\t--------\t------');
  const huge = Object.keys(allocatable).filter((name) => name.startsWith('hugepages-'));
  for (const name of ['cpu', 'memory', 'ephemeral-storage', ...huge.sort()]) out.add(1, `${name}\t0 (0%)\t0 (0%)`);
}
