import type { Message } from '../messages/message.ts';
import type { ContainerEngine } from './container/engine.ts';
import type { ClusterOptions } from './kubernetes/cluster.ts';

export type KubernetesOptions = ClusterOptions;

/**
 * Pods as nodes: one for each. The client of Kubernetes is loaded when the first is wanted; what is wrong with the kubeconfig is told
 * then (TargetError).
 */
export function kubernetesEngine(options: KubernetesOptions): ContainerEngine {
  let opened: Promise<ContainerEngine> | undefined;
  const open = () => (opened ??= load(options));
  return {
    name: 'kubernetes',
    create: async (signal) => (await open()).create(signal),
    find: async (name, signal) => (await open()).find(name, signal),
    list: async (signal) => (await open()).list(signal),
    remove: async (name) => (await open()).remove(name),
  };
}

async function load(options: KubernetesOptions): Promise<ContainerEngine> {
  const [{ engineOf }, { Cluster }] = await Promise.all([
    import('./kubernetes/engine.ts'),
    import('./kubernetes/cluster.ts'),
  ]);
  return engineOf(new Cluster(options));
}

/** Whether students reach each other's pods, found out by trying: for those who start a class. */
export async function probeKubernetesNetwork(options: KubernetesOptions, signal: AbortSignal): Promise<Message> {
  const { probeNetwork } = await import('./kubernetes/network-probe.ts');
  return probeNetwork(options, signal);
}
