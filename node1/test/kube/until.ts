import { expect } from 'vitest';
import type { Cluster } from '../../src/cluster.ts';
import { resourceNames } from '../../src/kube/resources.ts';
import type { Kinds } from '../../src/objects.ts';

/** Fulfilled when `holds` does, which is asked after every change of the cluster. */
export function until(cluster: Cluster, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!holds()) return;
      for (const stop of stops) stop();
      resolve();
    };
    const stops = resourceNames.map((resource) => cluster.store.watch(resource, look));
    look();
  });
}

/** A deployment as `kubectl create deployment` sends it. */
export function deployment(name: string, image: string, replicas = 1): Kinds['deployments'] {
  return {
    metadata: { name, labels: { app: name } },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name, image }] } },
    },
  };
}

/** A service as `kubectl expose` sends it. */
export function service(name: string, port: number, type: 'ClusterIP' | 'NodePort' = 'ClusterIP'): Kinds['services'] {
  return {
    metadata: { name, labels: { app: name } },
    spec: { ports: [{ port, protocol: 'TCP', targetPort: port }], selector: { app: name }, type },
  };
}

/** A pod as `kubectl run` sends it. */
export function pod(name: string, image: string, restartPolicy = 'Always'): Kinds['pods'] {
  return {
    metadata: { name, labels: { run: name } },
    spec: { containers: [{ name, image }], restartPolicy },
  };
}

/** Asks again until it is so; for what no change of the cluster tells of. */
export function eventually<T>(ask: () => T) {
  return expect.poll(ask, { timeout: 20_000, interval: 20 });
}
