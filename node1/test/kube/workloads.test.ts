import { expect, test } from 'vitest';
import type { Cluster } from '../../src/cluster.ts';
import { withCluster } from './plain-runtime.ts';
import { until } from './until.ts';

function template(image: string, restartPolicy = 'Always') {
  return { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'c', image }], restartPolicy } };
}
const selector = { matchLabels: { app: 'x' } };

function names(cluster: Cluster): readonly string[] {
  return cluster.store.list('pods', { namespace: 'default' }).map(({ metadata }) => metadata.name);
}
function ready(cluster: Cluster): number {
  return cluster.store
    .list('pods')
    .filter(({ status }) => status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True'))
    .length;
}
function reasons(cluster: Cluster, kind: string): readonly string[] {
  return cluster.store
    .list('events')
    .flatMap(({ involvedObject, reason = '' }) => (involvedObject.kind === kind ? [reason] : []));
}

test('a daemon set has one pod on the node, and a new one for a new template', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    store.create('daemonsets', { metadata: { name: 'd' }, spec: { selector, template: template('web') } });
    await until(cluster, () => store.get('daemonsets', 'default', 'd')?.status?.numberReady === 1);
    const [first = ''] = names(cluster);
    expect(first).toMatch(/^d-[a-z0-9]{5}$/);
    const set = store.get('daemonsets', 'default', 'd');
    expect(set?.status).toMatchObject({ desiredNumberScheduled: 1, numberAvailable: 1, updatedNumberScheduled: 1 });
    expect(set?.metadata.annotations).toEqual({ 'deprecated.daemonset.template.generation': '1' });
    store.patch('daemonsets', 'default', 'd', ({ spec }) => {
      if (spec !== undefined) spec.template = template('web:v2');
    });
    await until(cluster, () => names(cluster).length === 1 && names(cluster)[0] !== first && ready(cluster) === 1);
    expect(store.list('controllerrevisions')).toHaveLength(2);
    expect(reasons(cluster, 'DaemonSet')).toContain('SuccessfulDelete');
    store.remove('daemonsets', 'default', 'd');
    await until(cluster, () => names(cluster).length === 0);
    expect(store.list('controllerrevisions')).toEqual([]);
  });
});

test('a job runs its pods to the end, and gives up after too many failures', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    store.create('jobs', {
      metadata: { name: 'j' },
      spec: { completions: 3, parallelism: 2, template: template('echo', 'Never') },
    });
    store.create('jobs', {
      metadata: { name: 'bad' },
      spec: { backoffLimit: 1, template: template('crash', 'Never') },
    });
    const job = (name: string) => store.get('jobs', 'default', name);
    await until(cluster, () => job('j')?.status?.conditions?.[0]?.type === 'Complete');
    expect(job('j')?.status).toMatchObject({ succeeded: 3 });
    expect(job('j')?.spec?.selector?.matchLabels).toEqual({ 'controller-uid': job('j')?.metadata.uid });
    await until(cluster, () => job('bad')?.status?.conditions?.[0]?.type === 'Failed');
    expect(job('bad')?.status?.conditions?.[0]?.reason).toBe('BackoffLimitExceeded');
    expect(job('bad')?.status?.failed).toBe(2);
    expect(reasons(cluster, 'Job').filter((reason) => reason === 'Completed')).toHaveLength(1);
  });
});

test('a stateful set makes its pods in order, and takes the last one first', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    const set = { serviceName: 's', replicas: 3, selector, template: template('web') };
    store.create('statefulsets', { metadata: { name: 's' }, spec: set });
    const seen: string[] = [];
    store.watch('pods', ({ type, object }) => {
      if (type !== 'MODIFIED') seen.push(`${type} ${object.metadata.name}`);
    });
    await until(cluster, () => store.get('statefulsets', 'default', 's')?.status?.readyReplicas === 3);
    expect(seen).toEqual(['ADDED s-0', 'ADDED s-1', 'ADDED s-2']);
    expect(store.get('pods', 'default', 's-1')?.spec).toMatchObject({ hostname: 's-1', subdomain: 's' });
    store.patch('statefulsets', 'default', 's', ({ spec }) => {
      if (spec !== undefined) spec.replicas = 1;
    });
    await until(cluster, () => names(cluster).length === 1);
    expect(seen.slice(3)).toEqual(['DELETED s-2', 'DELETED s-1']);
  });
});

test('a cron job whose time has come makes a job', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    const jobTemplate = { spec: { template: template('echo', 'Never') } };
    store.create('cronjobs', { metadata: { name: 'c' }, spec: { schedule: '@every 1s', jobTemplate } });
    await until(cluster, () => reasons(cluster, 'CronJob').includes('SawCompletedJob'));
    const [job] = store.list('jobs');
    expect(job?.metadata.name).toMatch(/^c-\d{10}$/);
    expect(store.get('cronjobs', 'default', 'c')?.status?.lastScheduleTime).toBeDefined();
  });
});
