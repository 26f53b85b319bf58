import { expect } from 'vitest';
import type { Cluster } from '../../src/cluster.ts';
import { RESOURCE_NAMES } from '../../src/kube/resources.ts';
import type { Kinds } from '../../src/objects.ts';

/** Fulfilled when `holds` does, which is asked after every change of the cluster. */
export const until = (cluster: Cluster, holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = () => {
      if (!holds()) return;
      for (const stop of stops) stop();
      resolve();
    };
    const stops = RESOURCE_NAMES.map((resource) => cluster.store.watch(resource, look));
    look();
  });

/** A deployment as `kubectl create deployment` sends it. */
export const deployment = (name: string, image: string, replicas = 1): Kinds['deployments'] => ({
  metadata: { name, labels: { app: name } },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name, image }] } },
  },
});

/** A service as `kubectl expose` sends it. */
export const service = (
  name: string,
  port: number,
  type: 'ClusterIP' | 'NodePort' = 'ClusterIP',
): Kinds['services'] => ({
  metadata: { name, labels: { app: name } },
  spec: { ports: [{ port, protocol: 'TCP', targetPort: port }], selector: { app: name }, type },
});

/** A pod as `kubectl run` sends it. */
export const pod = (name: string, image: string, restartPolicy = 'Always'): Kinds['pods'] => ({
  metadata: { name, labels: { run: name } },
  spec: { containers: [{ name, image }], restartPolicy },
});

/** Asks again until it is so; for what no change of the cluster tells of. */
export const eventually = <T>(ask: () => T) => expect.poll(ask, { timeout: 20_000, interval: 20 });
