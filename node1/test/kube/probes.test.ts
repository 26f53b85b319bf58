import { expect, test } from 'vitest';
import type { Cluster } from '../../src/cluster.ts';
import { isRunning, podThat, withCluster } from '../kubectl/cluster.ts';
import { kubectl, shown } from '../kubectl/typed.ts';

function named(name: string, spec: object): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
}

/** Fulfilled when an event says so. */
function eventThat(cluster: Cluster, words: RegExp): Promise<string> {
  return new Promise((resolve) => {
    const look = (): void => {
      const found = cluster.store.list('events').find(({ message = '' }) => words.test(message))?.message;
      if (found === undefined) return;
      stop();
      resolve(found);
    };
    const stop = cluster.store.watch('events', look);
    look();
  });
}

test('probes by HTTP and TCP ask the pod, and tell why they failed', async () => {
  await withCluster(async (cluster) => {
    const nginx = (readinessProbe: object): object => ({
      containers: [{ name: 'c', image: 'nginx', readinessProbe: { periodSeconds: 1, ...readinessProbe } }],
    });
    const pods = [
      ['good', { httpGet: { path: '/', port: 80 } }],
      ['missing', { httpGet: { path: '/nosuch', port: 80 } }],
      ['closed', { tcpSocket: { port: 81 } }],
    ] as const;
    for (const [name, probe] of pods) await kubectl(cluster, 'apply -f -', { stdin: named(name, nginx(probe)) });
    await podThat(cluster, (pod) => pod.metadata.name === 'good' && isRunning(pod));
    expect(await eventThat(cluster, /statuscode/)).toBe(
      'Readiness probe failed: HTTP probe failed with statuscode: 404',
    );
    expect(await eventThat(cluster, /dial tcp/)).toMatch(
      /^Readiness probe failed: dial tcp 10\.244\.0\.\d+:81: connect: connection refused$/,
    );
    expect(await shown(cluster, 'get pods')).toMatch(
      /closed +0\/1 +Running.*\ngood +1\/1 +Running.*\nmissing +0\/1 +Running/,
    );
  });
});

test('a container begins and ends with its hooks', async () => {
  await withCluster(async (cluster) => {
    const exec = (text: string): object => ({ exec: { command: ['sh', '-c', text] } });
    const spec = {
      terminationGracePeriodSeconds: 5,
      containers: [
        {
          name: 'c',
          image: 'busybox',
          command: ['sh', '-c', 'trap "cat /stopping; exit 0" TERM; while :; do sleep 0.05; done'],
          lifecycle: { postStart: exec('echo begun > /hook'), preStop: exec('echo stopping > /stopping') },
        },
        { name: 'bad', image: 'busybox', command: ['sleep', '1000'], lifecycle: { postStart: exec('exit 3') } },
      ],
    };
    await kubectl(cluster, 'apply -f -', { stdin: named('hooks', spec) });
    expect(await eventThat(cluster, /PostStartHook|failed - error/)).toContain('exited with 3');
    await podThat(cluster, ({ status }) =>
      (status?.containerStatuses ?? []).some(({ name, state }) => name === 'c' && state?.running !== undefined),
    );
    expect(await shown(cluster, 'exec hooks -c c -- cat /hook')).toBe('begun\n');
    const container = cluster.containerOf('default', 'hooks', 'c');
    await kubectl(cluster, 'delete pod hooks');
    expect(container?.log.lines.map(({ text }) => text)).toEqual(['stopping\n']);
  });
});
