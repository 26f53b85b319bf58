import { expect, test } from 'vitest';
import type { Cluster } from '../../src/cluster.ts';
import { isRunning, podThat, withCluster } from './cluster.ts';
import { shown } from './typed.ts';

async function apply(cluster: Cluster, text: string): Promise<string> {
  return await shown(cluster, 'apply -f -', { stdin: text });
}

const settings = `
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {color: blue, app.conf: "port=80\\n"}
---
apiVersion: v1
kind: Secret
metadata: {name: login}
stringData: {password: hunter2}
`;

test('config maps and secrets reach containers as variables and as files, which follow them', async () => {
  await withCluster(async (cluster) => {
    expect(await apply(cluster, settings)).toBe('configmap/settings created\nsecret/login created\n');
    await apply(
      cluster,
      `
apiVersion: v1
kind: Pod
metadata: {name: p, labels: {app: p}}
spec:
  containers:
  - name: c
    image: busybox
    command: [sleep, "1000"]
    env:
    - {name: COLOR, valueFrom: {configMapKeyRef: {name: settings, key: color}}}
    - {name: NONE, valueFrom: {configMapKeyRef: {name: nope, key: x, optional: true}}}
    - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1m}}}
    - {name: ME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
    envFrom:
    - secretRef: {name: login}
      prefix: X_
    resources: {limits: {cpu: 200m, memory: 64Mi}}
    volumeMounts:
    - {name: conf, mountPath: /etc/conf}
    - {name: one, mountPath: /one}
    - {name: info, mountPath: /info}
  volumes:
  - name: conf
    configMap: {name: settings}
  - name: one
    secret: {secretName: login, items: [{key: password, path: deep/pw}]}
  - name: info
    downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}
`,
    );
    await podThat(cluster, isRunning);
    const say = (command: string) => shown(cluster, `exec p -- sh -c '${command}'`);
    expect(await say('echo $COLOR $NONE $CPU $ME $X_password')).toBe('blue 200 p hunter2\n');
    expect(await say('cat /etc/conf/app.conf /one/deep/pw; echo; cat /info/labels')).toBe('port=80\nhunter2\napp="p"');
    expect(await say('cat /var/run/secrets/kubernetes.io/serviceaccount/namespace')).toBe('default');
    await shown(cluster, 'patch cm settings -p {"data":{"color":"red"}}');
    await expect.poll(() => say('cat /etc/conf/color'), { timeout: 10_000 }).toBe('red');
    expect(await shown(cluster, 'describe pod p')).toContain(
      "      COLOR:  <set to the key 'color' of config map 'settings'>  Optional: false\n",
    );
  });
});

test('init containers come first, and share what they make', async () => {
  await withCluster(async (cluster) => {
    await apply(
      cluster,
      `
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  initContainers:
  - {name: i, image: busybox, command: [sh, -c, "echo made > /work/x"], volumeMounts: [{name: work, mountPath: /work}]}
  containers:
  - {name: c, image: busybox, command: [sleep, "1000"], volumeMounts: [{name: work, mountPath: /data}]}
  volumes: [{name: work, emptyDir: {}}]
`,
    );
    const seen = new Set<string>();
    cluster.store.watch('pods', ({ object }) => {
      const conditions = object.status?.conditions ?? [];
      const initialized = conditions.find(({ type }) => type === 'Initialized');
      if (initialized?.message !== undefined) seen.add(initialized.message);
    });
    await podThat(cluster, isRunning);
    expect(await shown(cluster, 'exec p -- cat /data/x')).toBe('made\n');
    expect([...seen]).toEqual(['containers with incomplete status: [i]']);
    expect(await shown(cluster, 'get pod p')).toMatch(/p +1\/1 +Running +0 /);
  });
});

test('a container that fails its probe is not ready, or is started again', async () => {
  await withCluster(async (cluster) => {
    await apply(
      cluster,
      `
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  terminationGracePeriodSeconds: 0
  containers:
  - name: c
    image: busybox
    command: [sh, -c, "touch /ok; sleep 1000"]
    readinessProbe: {exec: {command: [cat, /ready]}, periodSeconds: 2}
    livenessProbe: {exec: {command: [cat, /ok]}, periodSeconds: 2, failureThreshold: 2}
`,
    );
    const started = await podThat(
      cluster,
      ({ status }) => status?.containerStatuses?.[0]?.state?.running !== undefined,
    );
    expect(started.status?.containerStatuses?.[0]?.ready).toBe(false);
    const failures = () =>
      cluster.store
        .list('events')
        .filter(({ message }) => message?.startsWith('Readiness probe failed: cat: ') === true);
    await expect.poll(failures, { timeout: 10_000 }).toHaveLength(1);
    await shown(cluster, 'exec p -- touch /ready');
    await podThat(cluster, isRunning);
    await shown(cluster, 'exec p -- rm /ok');
    await podThat(cluster, ({ status }) => status?.containerStatuses?.[0]?.restartCount === 1);
    const said = cluster.store.list('events').map(({ message = '' }) => message.trim());
    expect(said).toContain('Container c failed liveness probe, will be restarted');
  });
});

test("what a pod is to be given and is not there keeps it waiting, in kubelet's words", async () => {
  await withCluster(async (cluster) => {
    await shown(cluster, 'run p --image=busybox --dry-run=client -o yaml');
    await apply(
      cluster,
      `
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
  - name: c
    image: busybox
    command: [sleep, "1000"]
    env: [{name: A, valueFrom: {configMapKeyRef: {name: nope, key: x}}}]
`,
    );
    await podThat(
      cluster,
      ({ status }) => status?.containerStatuses?.[0]?.state?.waiting?.reason === 'CreateContainerConfigError',
    );
    expect(await shown(cluster, 'create configmap nope --from-literal=x=1')).toBe('configmap/nope created\n');
    await podThat(cluster, isRunning);
    const said = cluster.store.list('events').map(({ message }) => message);
    expect(said).toContain('Error: configmap "nope" not found');
  });
});
