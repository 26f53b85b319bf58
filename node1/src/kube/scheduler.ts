import type { Container, PodCondition } from 'kubernetes-types/core/v1.js';
import type { Store, Stored } from '../objects.ts';
import type { ControllerContext } from './controller-context.ts';
import { referenceTo } from './events.ts';
import { isTerminal } from './pod-state.ts';
import { parseQuantity } from './quantity.ts';
import { fitsNode, podAffinityObjections, tolerates, untolerated } from './scheduling.ts';
import { noTime, timestamp } from './timestamps.ts';
import { createWorkQueue } from './work-queue.ts';
import { setStatus } from './writable.ts';

type Pod = Stored<'pods'>;
type KubernetesNode = Stored<'nodes'>;
const scheduler = 'default-scheduler';

/** What a pod asks for of one resource; 0 where it does not say. */
function requested({ spec }: Pod, name: string): number {
  const of = ({ resources }: { readonly resources?: Container['resources'] }): number =>
    parseQuantity(resources?.requests?.[name] ?? 0) ?? 0;
  const sum = (spec?.containers ?? []).reduce((all, container) => all + of(container), 0);
  return Math.max(sum, ...(spec?.initContainers ?? []).map(of));
}

function isShort(name: string, pod: Pod, node: KubernetesNode, onNode: readonly Pod[]): boolean {
  const wanted = requested(pod, name);
  const used = onNode.reduce((sum, one) => sum + requested(one, name), 0);
  return wanted > 0 && used + wanted > (parseQuantity(node.status?.allocatable?.[name] ?? 0) ?? 0);
}

/** All that a pod asks for by name: `cpu`, `memory`, what a node has not at all. */
function namesOf({ spec }: Pod): readonly string[] {
  const names = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].flatMap(({ resources }) =>
    Object.keys(resources?.requests ?? {}),
  );
  return [...new Set(['cpu', 'memory', ...names])];
}

/** The ports of the node that a pod wants, as `TCP 80`. */
function hostPortsOf({ spec }: Pod): readonly string[] {
  return (spec?.containers ?? []).flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort = 0, protocol = 'TCP' }) => (hostPort > 0 ? [`${protocol} ${hostPort}`] : [])),
  );
}

/** Why a pod does not fit on a node, in the scheduler's words; nothing when it does. */
function objections(pod: Pod, node: KubernetesNode, onNode: readonly Pod[]): readonly string[] {
  const spec = pod.spec ?? { containers: [] };
  const tolerations = spec.tolerations ?? [];
  const cordoned = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
  if (node.spec?.unschedulable === true && !tolerations.some((each) => tolerates(each, cordoned))) {
    return ['node(s) were unschedulable'];
  }
  const short = [
    ...(onNode.length >= Number(node.status?.allocatable?.['pods'] ?? 110) ? ['Too many pods'] : []),
    ...namesOf(pod)
      .filter((name) => isShort(name, pod, node, onNode))
      .map((name) => `Insufficient ${name}`),
  ];
  if (short.length > 0) return short;
  const ports = hostPortsOf(pod);
  if (onNode.some((other) => hostPortsOf(other).some((port) => ports.includes(port)))) {
    return ["node(s) didn't have free ports for the requested pod ports"];
  }
  if (!fitsNode(spec, node)) return ["node(s) didn't match Pod's node affinity"];
  const taint = untolerated(tolerations, node, ['NoSchedule', 'NoExecute']);
  if (taint !== undefined) {
    return [`node(s) had taint {${taint.key}: ${taint.value ?? ''}}, that the pod didn't tolerate`];
  }
  return podAffinityObjections(pod, onNode);
}

/** Why a pod waits for its claims, in the scheduler's words. */
function missingClaim(store: Store, { metadata, spec }: Pod): string | undefined {
  const { namespace = '' } = metadata;
  for (const { persistentVolumeClaim: used } of spec?.volumes ?? []) {
    if (used === undefined) continue;
    const claim = store.get('persistentvolumeclaims', namespace, used.claimName);
    if (claim === undefined) return `persistentvolumeclaim ${JSON.stringify(used.claimName)} not found`;
    if (claim.metadata.deletionTimestamp !== undefined)
      return `persistentvolumeclaim ${JSON.stringify(used.claimName)} is being deleted`;
    if (claim.status?.phase !== 'Bound') {
      const nodes = store.list('nodes').length;
      return `0/${nodes} nodes are available: ${nodes} pod has unbound immediate PersistentVolumeClaims.`;
    }
  }
  return undefined;
}

/** Gives pods to the node, as long as it has room for them. Returns what stops it. */
export function startScheduler({ store, recorder, clock }: ControllerContext): () => void {
  const fail = (pod: Pod, message: string) => {
    const { name, namespace = '' } = pod.metadata;
    recorder.recordOnce(scheduler, referenceTo('pods', pod), 'Scheduling', {
      type: 'Warning',
      reason: 'FailedScheduling',
      message,
    });
    const before = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
    if (before?.message === message) return;
    const condition: PodCondition = {
      lastProbeTime: noTime,
      lastTransitionTime: timestamp(Date.now()),
      message,
      reason: 'Unschedulable',
      status: 'False',
      type: 'PodScheduled',
    };
    store.patch('pods', namespace, name, (copy) => {
      setStatus(copy, { ...copy.status, conditions: [condition] });
    });
  };

  const queue = createWorkQueue(clock, (namespace, name) => {
    const pod = store.get('pods', namespace, name);
    if (pod === undefined || pod.spec?.nodeName !== undefined || pod.metadata.deletionTimestamp !== undefined) return;
    if (pod.spec?.schedulerName !== undefined && pod.spec.schedulerName !== scheduler) return;
    const missing = missingClaim(store, pod);
    if (missing !== undefined) {
      fail(pod, missing);
      return;
    }
    const nodes = store.list('nodes');
    const pods = store.list('pods').filter((one) => !isTerminal(one));
    const against = new Map<string, number>();
    for (const node of nodes) {
      const why = objections(
        pod,
        node,
        pods.filter(({ spec }) => spec?.nodeName === node.metadata.name),
      );
      if (why.length === 0) {
        const bound = store.patch('pods', namespace, name, ({ spec }) => {
          if (spec !== undefined) spec.nodeName = node.metadata.name;
        });
        recorder.recordOnce(scheduler, referenceTo('pods', bound), 'Binding', {
          type: 'Normal',
          reason: 'Scheduled',
          message: `Successfully assigned ${namespace}/${name} to ${node.metadata.name}`,
        });
        return;
      }
      for (const one of why) against.set(one, (against.get(one) ?? 0) + 1);
    }
    const list = [...against]
      .map(([why, count]) => `${count} ${why}`)
      .sort()
      .join(', ');
    fail(
      pod,
      nodes.length === 0 ? 'no nodes available to schedule pods' : `0/${nodes.length} nodes are available: ${list}.`,
    );
  });

  const addPending = () => {
    for (const { metadata, spec } of store.list('pods')) {
      if (spec?.nodeName === undefined) queue.add(metadata.namespace ?? '', metadata.name);
    }
  };
  const stops = [
    store.watch('pods', ({ type, object }) => {
      // Room again: for who is still waiting.
      if (type === 'DELETED' || isTerminal(object)) addPending();
      else if (object.spec?.nodeName === undefined) queue.add(object.metadata.namespace ?? '', object.metadata.name);
    }),
    store.watch('nodes', addPending),
    store.watch('persistentvolumeclaims', addPending),
  ];
  return () => {
    queue.close();
    for (const stop of stops) stop();
  };
}
