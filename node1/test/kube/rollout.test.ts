import { expect, test } from 'vitest';
import type { Cluster } from '../../src/cluster.ts';
import { withCluster } from './plain-runtime.ts';
import { deployment, until } from './until.ts';

function get({ store }: Cluster, name: string) {
  return store.get('deployments', 'default', name);
}
function sets({ store }: Cluster) {
  return store.list('replicasets').map(({ metadata, spec }) => [metadata.name, spec?.replicas]);
}
function eventsAbout({ store }: Cluster, name: string) {
  return store
    .list('events')
    .filter(({ involvedObject }) => involvedObject.name === name)
    .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
    .map(({ reason, message }) => `${String(reason)}: ${String(message)}`);
}

function rolledOut(cluster: Cluster, name: string) {
  return until(cluster, () => {
    const { metadata, spec, status } = get(cluster, name) ?? {};
    const { observedGeneration, updatedReplicas, availableReplicas = 0, replicas } = status ?? {};
    return (
      observedGeneration === metadata?.generation &&
      updatedReplicas === spec?.replicas &&
      replicas === updatedReplicas &&
      availableReplicas === replicas
    );
  });
}

test('a first rollout: names, labels, annotations, conditions and events', async () => {
  await withCluster(async (cluster) => {
    cluster.store.create('deployments', deployment('rng', 'idle:v1'));
    await rolledOut(cluster, 'rng');
    const [set] = cluster.store.list('replicasets');
    const [pod] = cluster.store.list('pods');
    const hash = set?.metadata.labels?.['pod-template-hash'] ?? '';
    expect(hash).toMatch(/^[4-9bcdf]{5,10}$/);
    expect(set?.metadata.name).toBe(`rng-${hash}`);
    expect(set?.metadata.annotations).toEqual({
      'deployment.kubernetes.io/desired-replicas': '1',
      'deployment.kubernetes.io/max-replicas': '2',
      'deployment.kubernetes.io/revision': '1',
    });
    expect(pod?.metadata.name).toMatch(new RegExp(`^rng-${hash}-[bcdfghjklmnpqrstvwxz2456789]{5}$`));
    expect(pod?.metadata.labels).toEqual({ app: 'rng', 'pod-template-hash': hash });
    const { conditions = [], ...status } = get(cluster, 'rng')?.status ?? {};
    expect(status).toEqual({
      availableReplicas: 1,
      observedGeneration: 1,
      readyReplicas: 1,
      replicas: 1,
      updatedReplicas: 1,
    });
    expect(conditions.map(({ type, status: value, reason, message }) => [type, value, reason, message])).toEqual([
      ['Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.'],
      ['Progressing', 'True', 'NewReplicaSetAvailable', `ReplicaSet "rng-${hash}" has successfully progressed.`],
    ]);
    expect(eventsAbout(cluster, 'rng')).toEqual([`ScalingReplicaSet: Scaled up replica set rng-${hash} to 1`]);
    expect(eventsAbout(cluster, `rng-${hash}`)).toEqual([
      `SuccessfulCreate: Created pod: ${String(pod?.metadata.name)}`,
    ]);
    expect(eventsAbout(cluster, String(pod?.metadata.name))).toEqual([
      `Scheduled: Successfully assigned default/${String(pod?.metadata.name)} to node1`,
      'Pulled: Container image "idle:v1" already present on machine',
      'Created: Created container rng',
      'Started: Started container rng',
    ]);
  });
});

test('a rolling update of ten never has more than thirteen pods nor fewer than eight available', async () => {
  await withCluster(async (cluster) => {
    cluster.store.create('deployments', deployment('web', 'idle:v1', 10));
    await rolledOut(cluster, 'web');
    let most = 0;
    let least = 10;
    const stop = cluster.store.watch('replicasets', () => {
      most = Math.max(
        most,
        cluster.store.list('replicasets').reduce((sum, { spec }) => sum + (spec?.replicas ?? 0), 0),
      );
      const up = cluster.store.list('pods').filter(({ status }) => status?.phase === 'Running');
      least = Math.min(least, up.length);
    });
    cluster.store.patch('deployments', 'default', 'web', ({ spec }) => {
      for (const container of spec?.template.spec?.containers ?? []) container.image = 'idle:v2';
    });
    await rolledOut(cluster, 'web');
    stop();
    expect(most).toBe(13);
    expect(least).toBeGreaterThanOrEqual(8);
    expect(get(cluster, 'web')?.metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '2' });
    expect(
      sets(cluster)
        .map(([, size]) => size)
        .sort(),
    ).toEqual([0, 10]);
  });
});

test('an image that is not there leaves the old pod alone; undoing it takes the new one away', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    const setImage = (image: string) => {
      store.patch('deployments', 'default', 'rng', ({ spec }) => {
        for (const container of spec?.template.spec?.containers ?? []) container.image = image;
      });
    };
    store.create('deployments', deployment('rng', 'idle:v1'));
    await rolledOut(cluster, 'rng');
    setImage('nosuch:v9');
    const stuck = () => store.list('pods').find(({ spec }) => spec?.containers[0]?.image === 'nosuch:v9');
    const waiting = () => stuck()?.status?.containerStatuses?.[0]?.state?.waiting?.reason;
    await until(cluster, () => waiting() === 'ErrImagePull');
    await until(cluster, () => waiting() === 'ImagePullBackOff');
    const name = String(stuck()?.metadata.name);
    expect(eventsAbout(cluster, name).slice(1)).toEqual([
      'Pulling: Pulling image "nosuch:v9"',
      'Failed: Failed to pull image "nosuch:v9": rpc error: code = Unknown desc = Error response from daemon: manifest for nosuch:v9 not found: manifest unknown: manifest unknown',
      'Failed: Error: ErrImagePull',
      'BackOff: Back-off pulling image "nosuch:v9"',
      'Failed: Error: ImagePullBackOff',
    ]);
    expect(get(cluster, 'rng')?.status).toMatchObject({ availableReplicas: 1, replicas: 2, unavailableReplicas: 1 });
    setImage('idle:v1');
    await rolledOut(cluster, 'rng');
    await until(cluster, () => store.get('pods', 'default', name) === undefined);
    expect(store.list('pods')).toHaveLength(1);
    expect(get(cluster, 'rng')?.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3');
    const revisions = store
      .list('replicasets')
      .map(({ metadata }) => metadata.annotations?.['deployment.kubernetes.io/revision']);
    expect(revisions.sort()).toEqual(['2', '3']);
  });
});

test('a pod that is deleted is replaced at once, one that loses its label is let go', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    store.create('deployments', deployment('web', 'idle:v1', 1));
    await rolledOut(cluster, 'web');
    const [first] = store.list('pods');
    store.remove('pods', 'default', String(first?.metadata.name));
    await until(cluster, () => store.list('pods').some(({ metadata }) => metadata.uid !== first?.metadata.uid));
    await until(cluster, () => store.list('pods').every(({ metadata }) => metadata.uid !== first?.metadata.uid));
    const [second] = store.list('pods');
    store.patch('pods', 'default', String(second?.metadata.name), ({ metadata }) => {
      metadata.labels = { ...metadata.labels, app: 'other' };
    });
    await until(cluster, () => store.list('pods').length === 2);
    expect(store.get('pods', 'default', String(second?.metadata.name))?.metadata.ownerReferences).toBeUndefined();
  });
});

test('deleting a deployment takes its replica sets and pods with it, also in the middle of a rollout', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    store.create('deployments', deployment('web', 'idle:v1', 4));
    await rolledOut(cluster, 'web');
    store.patch('deployments', 'default', 'web', ({ spec }) => {
      for (const container of spec?.template.spec?.containers ?? []) container.image = 'idle:v2';
    });
    await until(cluster, () => store.list('replicasets').length === 2);
    store.remove('deployments', 'default', 'web');
    expect(store.list('replicasets')).toHaveLength(0);
    await until(cluster, () => store.list('pods').length === 0);
  });
});

test('who watches sees what a real cluster shows: a rollout of one, then a pod that is deleted', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    store.create('deployments', deployment('rng', 'idle:v1'));
    await rolledOut(cluster, 'rng');
    const rows: string[] = [];
    const stop = store.watch('deployments', ({ object: { spec, status } }) => {
      const { readyReplicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status ?? {};
      rows.push(`${readyReplicas}/${String(spec?.replicas)} ${updatedReplicas} ${availableReplicas}`);
    });
    store.patch('deployments', 'default', 'rng', ({ spec }) => {
      for (const container of spec?.template.spec?.containers ?? []) container.image = 'idle:v2';
    });
    await rolledOut(cluster, 'rng');
    stop();
    expect(rows).toEqual(['1/1 1 1', '1/1 1 1', '1/1 0 1', '1/1 1 1', '2/1 1 2', '1/1 1 1']);
    await until(cluster, () => store.list('pods').length === 1);
    const [old] = store.list('pods');
    const seen: string[] = [];
    store.watch('pods', ({ object: { metadata, status } }) => {
      const state = status?.containerStatuses?.[0];
      const going = metadata.deletionTimestamp === undefined ? undefined : 'Terminating';
      const word = going ?? state?.state?.waiting?.reason ?? status?.phase;
      seen.push(
        `${metadata.uid === old?.metadata.uid ? 'old' : 'new'} ${state?.ready === true ? 1 : 0}/1 ${String(word)}`,
      );
    });
    store.remove('pods', 'default', String(old?.metadata.name));
    await until(cluster, () => store.get('pods', 'default', String(old?.metadata.name)) === undefined);
    await rolledOut(cluster, 'rng');
    const of = (which: string) => seen.filter((line) => line.startsWith(which)).map((line) => line.slice(4));
    expect(of('old')).toEqual(['1/1 Terminating', '0/1 Terminating', '0/1 Terminating', '0/1 Terminating']);
    expect(of('new')).toEqual(['0/1 Pending', '0/1 Pending', '0/1 ContainerCreating', '1/1 Running']);
  });
});
