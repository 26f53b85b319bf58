import type { Container, Node, Pod } from 'kubernetes-types/core/v1.js';
import { formatQuantity, formOf, parseQuantity } from '../../kube/quantity.ts';
import { nodeRoles } from '../print/columns.ts';
import { age, longDate } from '../print/dates.ts';
import type { Lines } from './lines.ts';
import { addAnnotations, addLabels, addList } from './metadata.ts';

/** A node with the pods on it, without its events. */
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
  const allocatable = status?.allocatable ?? {};
  addPods(out, pods, allocatable, now);
  addAllocated(out, pods, allocatable);
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

function addPods(out: Lines, pods: readonly Pod[], allocatable: Amounts, now: number): void {
  out.add(0, `Non-terminated Pods:\t(${pods.length} in total)`);
  out.add(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAGE');
  out.add(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  for (const pod of pods) {
    const { metadata } = pod;
    const asked = [
      ...(['requests', 'limits'] as const).map((part) => share(askedOf(pod, part, 'cpu'), allocatable['cpu'])),
      ...(['requests', 'limits'] as const).map((part) => share(askedOf(pod, part, 'memory'), allocatable['memory'])),
    ];
    const name = `${metadata?.namespace ?? ''}\t${metadata?.name ?? ''}\t`;
    out.add(1, [name, ...asked, age(metadata?.creationTimestamp, now)].join('\t'));
  }
}

type Amounts = Readonly<Record<string, string>>;

/** What is asked for in all, and how it was written first. */
interface Sum {
  readonly value: number;
  readonly form: 'decimal' | 'binary';
}
const nothing: Sum = { value: 0, form: 'decimal' };

function add(sum: Sum, more: Sum): Sum {
  return { value: sum.value + more.value, form: sum.value === 0 ? more.form : sum.form };
}

/** What a pod asks for: all of its containers together, or one that comes before them if that is more. */
function askedOf({ spec }: Pod, part: 'requests' | 'limits', name: string): Sum {
  const of = ({ resources }: Container): Sum => {
    const text = resources?.[part]?.[name];
    return text === undefined ? nothing : { value: parseQuantity(text) ?? 0, form: formOf(text) };
  };
  const all = (spec?.containers ?? []).map(of).reduce(add, nothing);
  return (spec?.initContainers ?? []).map(of).reduce((most, each) => (each.value > most.value ? each : most), all);
}

/** `200m (10%)`. */
function share({ value, form }: Sum, of: string | undefined): string {
  const whole = parseQuantity(of ?? 0) ?? 0;
  return `${formatQuantity(value, form)} (${whole === 0 ? 0 : Math.trunc((value / whole) * 100)}%)`;
}

function addAllocated(out: Lines, pods: readonly Pod[], allocatable: Amounts): void {
  out.add(0, 'Allocated resources:');
  out.add(1, '(Total limits may be over 100 percent, i.e., overcommitted.)');
  out.add(1, 'Resource\tRequests\tLimits');
  out.add(1, '--------\t--------\t------');
  const huge = Object.keys(allocatable).filter((name) => name.startsWith('hugepages-'));
  for (const name of ['cpu', 'memory', 'ephemeral-storage', ...huge.sort()]) {
    const sums = (['requests', 'limits'] as const).map((part) =>
      share(pods.map((pod) => askedOf(pod, part, name)).reduce(add, nothing), allocatable[name]),
    );
    out.add(1, [name, ...sums].join('\t'));
  }
}
