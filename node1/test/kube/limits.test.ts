import { expect, test } from 'vitest';
import { podThat, withCluster } from '../kubectl/cluster.ts';
import { kubectl, shown } from '../kubectl/typed.ts';

test('quotas count, limit ranges fill in, and the node tells what is asked of it', async () => {
  await withCluster(async (cluster) => {
    const pod = (name: string, more: object): string =>
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name },
        spec: { containers: [{ name: 'c', image: 'busybox', command: ['sleep', '1000'], ...more }] },
      });
    const limits = {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'range' },
      spec: { limits: [{ type: 'Container', default: { cpu: '200m' }, max: { cpu: '500m' } }] },
    };
    await kubectl(cluster, 'apply -f -', { stdin: JSON.stringify(limits) });
    await kubectl(cluster, 'create quota q --hard=pods=1,limits.cpu=1');
    const greedy = pod('greedy', { resources: { limits: { cpu: '1' } } });
    expect(await shown(cluster, 'apply -f -', { stdin: greedy })).toBe(
      'Error from server (Forbidden): error when creating "STDIN": pods "greedy" is forbidden: maximum cpu usage per Container is 500m, but limit is 1\nexit 1\n',
    );
    expect(await shown(cluster, 'apply -f -', { stdin: pod('a', {}) })).toBe('pod/a created\n');
    const { spec } = cluster.store.get('pods', 'default', 'a') ?? {};
    expect(spec?.containers[0]?.resources).toEqual({ limits: { cpu: '200m' }, requests: { cpu: '200m' } });
    expect(await shown(cluster, 'apply -f -', { stdin: pod('b', {}) })).toBe(
      'Error from server (Forbidden): error when creating "STDIN": pods "b" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1\nexit 1\n',
    );
    await podThat(cluster, ({ metadata, spec: now }) => metadata.name === 'a' && now?.nodeName !== undefined);
    expect(await shown(cluster, 'describe quota q')).toMatch(/limits\.cpu +200m +1\npods +1 +1\n/);
    expect(await shown(cluster, 'describe node node1')).toMatch(/\n {2}cpu +200m \(\d+%\) +200m \(\d+%\)\n/);
  });
});

test('what a quota forbids controllers is tried again, and there once the quota has room', async () => {
  await withCluster(async (cluster) => {
    await kubectl(cluster, 'create quota q --hard=pods=1');
    await kubectl(cluster, 'create deployment web --image=busybox -- sleep 1000');
    await podThat(cluster, ({ metadata, spec }) => metadata.name.startsWith('web-') && spec?.nodeName !== undefined);
    await kubectl(cluster, 'create deployment more --image=busybox -- sleep 1000');
    await kubectl(cluster, 'create job once --image=busybox -- echo done');
    await kubectl(cluster, 'delete quota q');
    for (const name of ['more-', 'once-']) await podThat(cluster, ({ metadata }) => metadata.name.startsWith(name));
  });
});
