import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cluster } from '../../src/cluster.ts';
import { createRuntime } from '../../src/container/runtime.ts';
import { createImages } from '../../src/docker/images.ts';
import { createCluster } from '../../src/kube/cluster.ts';
import type { Stored } from '../../src/objects.ts';

/** A whole cluster with its own images and workloads, twenty times as fast as a real one; gone when `use` has ended. */
export async function withCluster(use: (cluster: Cluster) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'pupitre-kubectl-'));
  const images = await createImages({ folder });
  const runtimeFor = (network: Parameters<Parameters<typeof createCluster>[0]['runtimeFor']>[0]) =>
    createRuntime({ folder, network });
  const cluster = await createCluster({ folder, images, runtimeFor, speed: 20 });
  try {
    await use(cluster);
  } finally {
    await cluster.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Fulfilled when a pod fits, which is asked after every change of one. */
export function podThat(cluster: Cluster, fits: (pod: Stored<'pods'>) => boolean): Promise<Stored<'pods'>> {
  return new Promise((resolve) => {
    const look = (): void => {
      const pod = cluster.store.list('pods').find(fits);
      if (pod === undefined) return;
      stop();
      resolve(pod);
    };
    const stop = cluster.store.watch('pods', look);
    look();
  });
}

/** Whether a pod runs, all its containers ready. */
export function isRunning(pod: Stored<'pods'>): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}
