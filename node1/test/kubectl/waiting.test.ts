import { expect, test } from 'vitest';
import { createKubectl } from '../../src/kubectl/cli.ts';
import { isRunning, podThat, withCluster } from './cluster.ts';
import { kubectl, shown } from './typed.ts';

test('logs -f of more pods than it may follow opens none (N16)', () =>
  withCluster(async (cluster) => {
    await shown(cluster, 'create deployment web --image=nginx --replicas=8');
    await shown(cluster, 'rollout status deployment web');
    const follow = (flags: string): Promise<string> => shown(cluster, `logs -l app=web -f ${flags}`);
    expect(await follow('')).toBe(
      'error: you are attempting to follow 8 log streams, but maximum allowed concurrency is 5, use --max-log-requests to increase the limit\nexit 1\n',
    );
    expect(await follow('--max-log-requests=7')).toContain('maximum allowed concurrency is 7');
  }));

test('--request-timeout ends what would wait for ever (N4)', () =>
  withCluster(async (cluster) => {
    await shown(cluster, 'create deployment web --image=nginx');
    const began = Date.now();
    expect(await kubectl(cluster, 'get deployment web -w --request-timeout=200ms')).toMatchObject({ code: 0 });
    expect(Date.now() - began).toBeLessThan(3_000);
    expect(await shown(cluster, 'get deployment web --request-timeout=x')).toMatch(/^error: .*\nexit 1\n$/);
  }));

test('run -it --rm of a program that ends at once, and wait for what is not there (N12, N16)', () =>
  withCluster(async (cluster) => {
    expect(await shown(cluster, 'run one -it --rm --image=busybox --restart=Never -- true')).toContain(
      'pod "one" deleted\n',
    );
    expect(cluster.store.list('pods')).toEqual([]);
    expect(await shown(cluster, 'run two -i --rm --quiet --image=busybox --restart=Never -- echo out')).toBe('out\n');
    expect(await shown(cluster, 'wait --for=delete pod/nosuch')).toBe('error: no matching resources found\nexit 1\n');
  }));

test('a newer kubectl has other words for the container that it chose', () =>
  withCluster(async (cluster) => {
    const pod = {
      metadata: { name: 'two' },
      spec: ['main', 'side'].map((name) => ({ name, image: 'busybox', command: ['sleep', '1000'] })),
    };
    const init = [{ name: 'first', image: 'busybox', command: ['true'] }];
    cluster.store.create('pods', { ...pod, spec: { containers: pod.spec, initContainers: init } });
    await podThat(cluster, isRunning);
    const line = 'exec two -- echo hi';
    expect((await kubectl(cluster, line)).err).toBe(
      "Defaulting container name to main.\nUse 'kubectl describe pod/two -n default' to see all of the containers in this pod.\n",
    );
    expect((await kubectl(cluster, line, { program: createKubectl(cluster, '1.28') })).err).toBe(
      'Defaulted container "main" out of: main, side, first (init)\n',
    );
  }));

test('rollouts of daemon sets and stateful sets, logs of a job', () =>
  withCluster(async (cluster) => {
    const template = (image: string) => ({
      metadata: { labels: { app: 'a' } },
      spec: { containers: [{ name: 'c', image, command: ['sleep', '1000'] }] },
    });
    const selector = { matchLabels: { app: 'a' } };
    cluster.store.create('daemonsets', { metadata: { name: 'd' }, spec: { selector, template: template('busybox') } });
    const type = (line: string): Promise<string> => shown(cluster, line);
    expect(await type('rollout status ds d')).toMatch(/daemon set "d" successfully rolled out\n$/);
    expect(await type('set image ds/d c=busybox:1.36')).toBe('daemonset.apps/d image updated\n');
    await type('rollout status ds/d');
    expect(await type('rollout history ds d')).toBe(
      'daemonset.apps/d \nREVISION  CHANGE-CAUSE\n1         <none>\n2         <none>\n\n',
    );
    expect(await type('rollout undo ds d')).toBe('daemonset.apps/d rolled back\n');
    expect(await type('get ds d -o jsonpath={.spec.template.spec.containers[0].image}')).toBe('busybox');
    expect(await type('rollout pause ds d')).toBe('error: daemonsets.apps "d" pausing is not supported\nexit 1\n');
    await type('create job j --image=busybox -- echo done');
    await type('wait --for=condition=complete job/j');
    expect(await type('logs job/j')).toBe('done\n');
  }));
