import { expect, test } from 'vitest';
import { until } from '../kube/until.ts';
import { withCluster } from './cluster.ts';
import { shown } from './typed.ts';

test('a field that the kind does not have changes nothing when it is patched', () =>
  withCluster(async (cluster) => {
    await shown(cluster, 'create deployment web --image=nginx');
    const patch = (text: string): Promise<string> => shown(cluster, `patch deploy web -p ${text}`);
    expect(await patch('{"spec":{"nosuch":1}}')).toBe('deployment.apps/web patched (no change)\n');
    expect(await patch('{"spec":{"nosuch":1,"replicas":0}}')).toBe('deployment.apps/web patched\n');
  }));

test('delete --cascade=orphan leaves what was owned, other values are told or refused', () =>
  withCluster(async (cluster) => {
    await shown(cluster, 'create deployment web --image=nginx');
    await until(cluster, () => cluster.store.list('replicasets').length === 1);
    expect(await shown(cluster, 'delete deploy web --cascade=no')).toBe(
      'error: invalid cascade value (no). Must be "background", "foreground", or "orphan"\nexit 1\n',
    );
    expect(await shown(cluster, 'delete deploy web --cascade=foreground')).toContain('is not simulated');
    expect(await shown(cluster, 'delete deploy web --cascade=false')).toBe(
      'deployment.apps "web" deleted\n' +
        'warning: --cascade=false is deprecated (boolean value) and can be replaced with --cascade=orphan.\n',
    );
    expect(cluster.store.list('replicasets').map(({ metadata }) => metadata.ownerReferences)).toEqual([undefined]);
  }));

test('delete --field-selector deletes what fits; who may not delete is told so first', () =>
  withCluster(async (cluster) => {
    for (const name of ['a', 'b']) await shown(cluster, `create configmap ${name}`);
    expect(await shown(cluster, 'delete cm --field-selector=metadata.name=a')).toBe('configmap "a" deleted\n');
    expect(await shown(cluster, 'delete cm --all --field-selector=metadata.name=b')).toBe(
      'error: cannot set --all and --field-selector at the same time\nexit 1\n',
    );
    await shown(cluster, 'create rolebinding r --clusterrole=view --user=jo');
    expect(await shown(cluster, 'delete cm nosuch --as=jo')).toBe(
      'Error from server (Forbidden): configmaps "nosuch" is forbidden: User "jo" cannot delete resource "configmaps" in API group "" in the namespace "default"\nexit 1\n',
    );
    expect(await shown(cluster, 'delete cm nosuch')).toBe(
      'Error from server (NotFound): configmaps "nosuch" not found\nexit 1\n',
    );
  }));

test.each([
  'apply -f x --overwrite=false',
  'expose deploy web --port=80 --overrides={}',
  'rollout history deploy web -o yaml',
])('%s is refused by name', (line) =>
  withCluster(async (cluster) => {
    expect(await shown(cluster, line)).toMatch(/is not simulated.*\n(?:.*\n)?exit 1\n$/);
  }),
);

test('rollout status --revision is about the running revision alone', () =>
  withCluster(async (cluster) => {
    await shown(cluster, 'create deployment web --image=nginx --replicas=0');
    await until(cluster, () => cluster.store.get('deployments', 'default', 'web')?.metadata.annotations !== undefined);
    expect(await shown(cluster, 'rollout status deploy web --revision=3')).toBe(
      'error: desired revision (3) is different from the running revision (1)\nexit 1\n',
    );
  }));

test('minReadySeconds: pods are available when they have been ready for so long', () =>
  withCluster(async (cluster) => {
    const { store } = cluster;
    await shown(cluster, 'create deployment web --image=nginx --replicas=0');
    await shown(cluster, `patch deploy web -p {"spec":{"minReadySeconds":2,"replicas":1}}`);
    const status = () => store.get('deployments', 'default', 'web')?.status ?? {};
    await until(cluster, () => status().readyReplicas === 1);
    expect(status().availableReplicas).toBeUndefined();
    await until(cluster, () => status().availableReplicas === 1);
  }));

test.each([
  ['{"spec":{"replicas":"many"}}', 'map[spec:map[replicas:many]]', 'int32'],
  ['{"spec":{"paused":"x"}}', 'map[spec:map[paused:x]]', 'bool'],
  [
    '{"spec":{"template":{"spec":{"terminationGracePeriodSeconds":"x"}}}}',
    'map[spec:map[template:map[spec:map[terminationGracePeriodSeconds:x]]]]',
    'int64',
  ],
])('a patch with a value of another type (%s)', (patch, shownAs, type) =>
  withCluster(async (cluster) => {
    await shown(cluster, 'create deployment web --image=nginx');
    expect(await shown(cluster, `patch deploy web -p ${patch}`)).toBe(
      `The request is invalid: patch: Invalid value: "${shownAs}": unrecognized type: ${type}\nexit 1\n`,
    );
  }),
);

test('help of what is no command, and a verbosity that is no number', () =>
  withCluster(async (cluster) => {
    expect(await shown(cluster, 'help nosuch')).toMatch(
      /^Unknown help topic \[`nosuch`\]\n\n\nBasic Commands \(Beginner\):\n/,
    );
    expect(await shown(cluster, 'help get')).toMatch(/^Display one or many resources\n/);
    expect(await shown(cluster, 'get pod --v=x')).toContain(
      'Error: invalid argument "x" for "-v, --v" flag: strconv.ParseInt: parsing "x": invalid syntax\n',
    );
  }));

test('get --raw tells whether the API server is well, and refuses other paths', () =>
  withCluster(async (cluster) => {
    expect(await shown(cluster, 'get --raw /healthz')).toBe('ok');
    expect(await shown(cluster, 'get --raw /metrics')).toContain('is not simulated');
  }));
