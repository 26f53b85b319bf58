import { expect, test } from 'vitest';
import { withCluster } from './plain-runtime.ts';
import { until } from './until.ts';

test('a claim gets the smallest volume that fits, and gives it back', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    const claim = () => store.get('persistentvolumeclaims', 'default', 'c');
    const volume = (name: string, storage: string) =>
      store.create('persistentvolumes', {
        metadata: { name },
        spec: { accessModes: ['ReadWriteOnce'], capacity: { storage }, hostPath: { path: `/data/${name}` } },
      });
    store.create('persistentvolumeclaims', {
      metadata: { name: 'c' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    });
    await until(cluster, () => store.list('events').some(({ reason }) => reason === 'FailedBinding'));
    volume('large', '5Gi');
    await until(cluster, () => claim()?.status?.phase === 'Bound');
    expect(claim()?.spec?.volumeName).toBe('large');
    expect(claim()?.status?.capacity).toEqual({ storage: '5Gi' });
    volume('small', '1Gi');
    await until(cluster, () => store.get('persistentvolumes', '', 'small')?.status?.phase === 'Available');
    store.remove('persistentvolumeclaims', 'default', 'c');
    await until(cluster, () => claim() === undefined);
    await until(cluster, () => store.get('persistentvolumes', '', 'large')?.status?.phase === 'Released');
  });
});

test('an autoscaler says that it has no metrics, and a budget counts', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    store.create('deployments', {
      metadata: { name: 'd' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'd' } },
        template: { metadata: { labels: { app: 'd' } }, spec: { containers: [{ name: 'c', image: 'web' }] } },
      },
    });
    store.create('horizontalpodautoscalers', {
      metadata: { name: 'd' },
      spec: { maxReplicas: 3, scaleTargetRef: { kind: 'Deployment', name: 'd', apiVersion: 'apps/v1' } },
    });
    store.create('poddisruptionbudgets', {
      metadata: { name: 'd' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'd' } } },
    });
    await until(cluster, () => store.get('poddisruptionbudgets', 'default', 'd')?.status?.disruptionsAllowed === 1);
    await until(cluster, () => store.list('events').some(({ reason }) => reason === 'FailedComputeMetricsReplicas'));
    expect(store.get('horizontalpodautoscalers', 'default', 'd')?.status).toEqual({
      currentReplicas: 2,
      desiredReplicas: 0,
    });
  });
});
