import { expect, test } from 'vitest';
import type { Cluster } from '../../src/cluster.ts';
import { withCluster } from './plain-runtime.ts';
import { pod, service, until } from './until.ts';

function statusOf({ store }: Cluster, name: string) {
  return store.get('pods', 'default', name)?.status?.containerStatuses?.[0];
}

test('a pod is created, runs, and says so as a real one does', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    const seen: string[] = [];
    store.watch('pods', ({ object: { spec, status } }) => {
      const state = status?.containerStatuses?.[0]?.state;
      const word = state?.waiting?.reason ?? (state?.running === undefined ? 'none' : 'running');
      const line = `${spec?.nodeName ?? 'nowhere'} ${String(status?.phase)} ${word}`;
      if (seen.at(-1) !== line) seen.push(line);
    });
    const created = store.create('pods', pod('one', 'web'));
    expect(created.spec).toMatchObject({
      containers: [
        { imagePullPolicy: 'Always', volumeMounts: [{ mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }] },
      ],
      serviceAccountName: 'default',
      tolerations: [{ key: 'node.kubernetes.io/not-ready' }, { key: 'node.kubernetes.io/unreachable' }],
    });
    await until(cluster, () => statusOf(cluster, 'one')?.ready === true);
    expect(seen).toEqual([
      'nowhere Pending none',
      'node1 Pending none',
      'node1 Pending ContainerCreating',
      'node1 Running running',
    ]);
    const { status } = store.get('pods', 'default', 'one') ?? {};
    expect(status).toMatchObject({ hostIP: '172.17.0.1', podIP: '10.244.0.2', qosClass: 'BestEffort' });
    expect(status?.conditions?.map((condition) => `${condition.type}=${condition.status}`)).toEqual([
      'Initialized=True',
      'Ready=True',
      'ContainersReady=True',
      'PodScheduled=True',
    ]);
    expect(status?.containerStatuses?.[0]).toMatchObject({
      containerID: expect.stringMatching(/^docker:\/\/[0-9a-f]{64}$/) as string,
      image: 'web:latest',
      imageID: `docker-pullable://web@sha256:${'1'.repeat(64)}`,
      restartCount: 0,
    });
  });
});

test('a container that crashes is restarted at once, then after 10 s, 20 s and so on', async () => {
  await withCluster(async (cluster) => {
    cluster.store.create('pods', pod('bad', 'crash:v1'));
    const pauses: string[] = [];
    cluster.store.watch('pods', ({ object }) => {
      const message = object.status?.containerStatuses?.[0]?.state?.waiting?.message;
      if (message !== undefined && pauses.at(-1) !== message) pauses.push(message);
    });
    await until(cluster, () => (statusOf(cluster, 'bad')?.restartCount ?? 0) === 3);
    const { uid } = cluster.store.get('pods', 'default', 'bad')?.metadata ?? {};
    expect(pauses).toEqual([
      `back-off 10s restarting failed container=bad pod=bad_default(${String(uid)})`,
      `back-off 20s restarting failed container=bad pod=bad_default(${String(uid)})`,
    ]);
    expect(statusOf(cluster, 'bad')?.lastState?.terminated).toMatchObject({ exitCode: 3, reason: 'Error' });
    expect(cluster.store.list('events').find(({ reason }) => reason === 'BackOff')?.message).toBe(
      'Back-off restarting failed container',
    );
    expect(cluster.containerOf('default', 'bad', undefined, true)?.log.lines.map(({ text }) => text)).toEqual(['no\n']);
  });
});

test.for([
  ['echo:v1', 'Never', 'Succeeded', 'Completed'],
  ['crash:v1', 'Never', 'Failed', 'Error'],
  ['echo:v1', 'OnFailure', 'Succeeded', 'Completed'],
] as const)('%s with restartPolicy %s ends as %s', async ([image, policy, phase, reason]) => {
  await withCluster(async (cluster) => {
    cluster.store.create('pods', pod('job', image, policy));
    await until(cluster, () => cluster.store.get('pods', 'default', 'job')?.status?.phase === phase);
    expect(statusOf(cluster, 'job')).toMatchObject({
      ready: false,
      restartCount: 0,
      state: { terminated: { reason } },
    });
    expect(cluster.containerOf('default', 'job')?.log.lines).toHaveLength(1);
    cluster.store.remove('pods', 'default', 'job');
    expect(cluster.store.get('pods', 'default', 'job')).toBeUndefined();
  });
});

test('what cannot be started, pulled or named says why', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    const never = pod('never', 'nosuch:v1');
    for (const container of never.spec?.containers ?? []) container.imagePullPolicy = 'Never';
    const command = pod('command', 'idle:v1');
    for (const container of command.spec?.containers ?? []) container.command = ['nosuch'];
    store.create('pods', never);
    store.create('pods', command);
    store.create('pods', pod('named', 'Bad'));
    const waiting = (name: string) => statusOf(cluster, name)?.state?.waiting;
    await until(cluster, () => waiting('never')?.reason === 'ErrImageNeverPull');
    await until(cluster, () => waiting('named')?.reason === 'InvalidImageName');
    await until(cluster, () => waiting('command')?.reason === 'RunContainerError');
    expect(waiting('never')?.message).toBe('Container image "nosuch:v1" is not present with pull policy of Never');
    expect(waiting('command')?.message).toContain('executable file not found in $PATH');
    await until(cluster, () => waiting('command')?.reason === 'CrashLoopBackOff');
    expect(statusOf(cluster, 'command')?.lastState?.terminated).toMatchObject({
      exitCode: 127,
      reason: 'ContainerCannotRun',
    });
  });
});

test('a deleted pod says it is terminating, ends its process, and goes', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    store.create('pods', pod('one', 'idle:v1'));
    await until(cluster, () => statusOf(cluster, 'one')?.ready === true);
    const pid = cluster.containerOf('default', 'one')?.pid ?? 0;
    expect(process.kill(pid, 0)).toBe(true);
    store.remove('pods', 'default', 'one');
    expect(store.get('pods', 'default', 'one')?.metadata).toMatchObject({ deletionGracePeriodSeconds: 30 });
    await until(cluster, () => store.get('pods', 'default', 'one') === undefined);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(store.list('events').find(({ reason }) => reason === 'Killing')?.message).toBe('Stopping container one');
  });
});

test('a pod finds the services that are there in its environment', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    const { spec } = store.create('services', service('my-rng', 80));
    const asking = pod('ask', 'idle:v1', 'Never');
    for (const container of asking.spec?.containers ?? []) {
      container.command = [
        'node',
        '-e',
        'console.log(process.env.MY_RNG_PORT, process.env.KUBERNETES_SERVICE_PORT_HTTPS, process.env.ME)',
      ];
      container.env = [{ name: 'ME', value: '$(MY_RNG_SERVICE_PORT)-$$(X)-$(NOT)' }];
    }
    store.create('pods', asking);
    await until(cluster, () => store.get('pods', 'default', 'ask')?.status?.phase === 'Succeeded');
    expect(cluster.containerOf('default', 'ask')?.log.lines.map(({ text }) => text)).toEqual([
      `tcp://${String(spec?.clusterIP)}:80 443 80-$(X)-$(NOT)\n`,
    ]);
  });
});

test('the 111th pod waits for room', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    const ended = pod('x', 'nosuch:v1');
    for (let number = 100; number <= 210; number += 1)
      store.create('pods', { ...ended, metadata: { name: `p${number}` } });
    await until(cluster, () => store.list('pods').filter(({ spec }) => spec?.nodeName !== undefined).length === 110);
    const left = () => store.list('pods').find(({ spec }) => spec?.nodeName === undefined);
    await until(
      cluster,
      () => left()?.status?.conditions?.[0]?.message === '0/1 nodes are available: 1 Too many pods.',
    );
    store.remove('pods', 'default', 'p100');
    await until(cluster, () => left() === undefined);
  });
});

test('a pod that asks for more than the node has waits, and says for what', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    const big = pod('big', 'idle:v1');
    for (const container of big.spec?.containers ?? []) {
      container.resources = { requests: { cpu: '1000' }, limits: { cpu: '1000', memory: '64Ti' } };
    }
    store.create('pods', big);
    const status = () => store.get('pods', 'default', 'big')?.status;
    await until(cluster, () => status()?.conditions?.[0]?.reason === 'Unschedulable');
    expect(status()?.conditions?.[0]?.message).toBe(
      '0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory.',
    );
    expect(status()?.qosClass).toBe('Guaranteed');
    expect(store.list('events').find(({ reason }) => reason === 'FailedScheduling')).toMatchObject({ type: 'Warning' });
    const wrong = pod('wrong', 'idle:v1');
    for (const container of wrong.spec?.containers ?? []) container.resources = { requests: { cpu: 'much' } };
    expect(() => store.create('pods', wrong)).toThrow(/Requests: unmarshalerDecoder: quantities must match/);
  });
});

test('a pod whose image is corrected runs it at once, one that runs is restarted with it', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    const setImage = (image: string) => {
      store.patch('pods', 'default', 'one', ({ spec }) => {
        for (const container of spec?.containers ?? []) container.image = image;
      });
    };
    store.create('pods', pod('one', 'nosuch:v1'));
    await until(cluster, () => statusOf(cluster, 'one')?.state?.waiting?.reason === 'ErrImagePull');
    setImage('idle:v1');
    await until(cluster, () => statusOf(cluster, 'one')?.ready === true);
    expect(statusOf(cluster, 'one')).toMatchObject({ image: 'idle:v1', restartCount: 0 });
    setImage('web:v2');
    await until(cluster, () => statusOf(cluster, 'one')?.image === 'web:v2');
    expect(statusOf(cluster, 'one')).toMatchObject({ ready: true, restartCount: 1 });
    expect(store.list('events').map(({ message }) => message)).toContain(
      'Container one definition changed, will be restarted',
    );
  });
});

test('an image that comes later is pulled at the next try', async () => {
  await withCluster(async (cluster) => {
    cluster.store.create('pods', pod('late', 'late-idle:v1'));
    await until(cluster, () => statusOf(cluster, 'late')?.ready === true);
    const pulled = cluster.store.list('events').find(({ reason }) => reason === 'Pulled');
    expect(pulled?.message).toMatch(/^Successfully pulled image "late-idle:v1" in [\d.]+(ms|µs)$/);
  });
});
