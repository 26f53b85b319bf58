import type { PodCondition } from 'kubernetes-types/core/v1.js';
import type { Stored } from '../objects.ts';
import type { ControllerContext } from './controller-context.ts';
import { referenceTo } from './events.ts';
import { isTerminal } from './pod-state.ts';
import { parseQuantity } from './quantity.ts';
import { noTime, timestamp } from './timestamps.ts';
import { createWorkQueue } from './work-queue.ts';
import { setStatus } from './writable.ts';

type Pod = Stored<'pods'>;
type KubernetesNode = Stored<'nodes'>;
const scheduler = 'default-scheduler';

/** What a pod asks for of one resource; 0 where it does not say. */
function requested({ spec }: Pod, name: string): number {
  return (spec?.containers ?? []).reduce(
    (sum, { resources }) => sum + (parseQuantity(resources?.requests?.[name] ?? 0) ?? 0),
    0,
  );
}

function isShort(name: string, pod: Pod, node: KubernetesNode, onNode: readonly Pod[]): boolean {
  const wanted = requested(pod, name);
  const used = onNode.reduce((sum, one) => sum + requested(one, name), 0);
  return wanted > 0 && used + wanted > (parseQuantity(node.status?.allocatable?.[name] ?? 0) ?? 0);
}

/** Why a pod does not fit on a node, in the scheduler's words; nothing when it does. */
function objections(pod: Pod, node: KubernetesNode, onNode: readonly Pod[]): readonly string[] {
  if (node.spec?.unschedulable === true) return ['node(s) were unschedulable'];
  const selector = Object.entries(pod.spec?.nodeSelector ?? {});
  if (!selector.every(([key, value]) => node.metadata.labels?.[key] === value)) {
    return ["node(s) didn't match Pod's node affinity"];
  }
  return [
    ...(onNode.length >= Number(node.status?.allocatable?.['pods'] ?? 110) ? ['Too many pods'] : []),
    ...['cpu', 'memory'].filter((name) => isShort(name, pod, node, onNode)).map((name) => `Insufficient ${name}`),
  ];
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
    const list = [...against].map(([why, count]) => `${count} ${why}`).join(', ');
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
  ];
  return () => {
    queue.close();
    for (const stop of stops) stop();
  };
}
