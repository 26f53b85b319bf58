import { describe, expect, test } from 'vitest';
import type { Cluster } from '../../src/cluster.ts';
import { InvalidError } from '../../src/kube/errors.ts';
import { type Change, type Kinds } from '../../src/objects.ts';
import { withCluster } from './plain-runtime.ts';
import { deployment, pod, service, until } from './until.ts';

/** What the API server answers, as kubectl shows it. */
function refusal(act: () => unknown): string {
  try {
    act();
    return 'accepted';
  } catch (error) {
    return error instanceof InvalidError ? error.printed : (error as Error).message;
  }
}

function withStore(use: (store: Cluster['store']) => void) {
  return withCluster((cluster) => {
    use(cluster.store);
    return Promise.resolve();
  });
}

describe('objects', () => {
  test('come out frozen, are changed by copies, and conflicts are told', async () => {
    await withStore((store) => {
      const first = store.create('services', service('a', 80));
      expect(Object.isFrozen(first.spec?.ports)).toBe(true);
      const copy = structuredClone(first);
      store.patch('services', 'default', 'a', ({ metadata }) => {
        metadata.labels = { x: 'y' };
      });
      expect(refusal(() => store.update('services', copy))).toBe(
        'Operation cannot be fulfilled on services "a": the object has been modified; please apply your changes to the latest version and try again',
      );
    });
  });

  test('are told to watchers in order; a change of nothing is none', async () => {
    await withCluster(async ({ store }) => {
      const seen: string[] = [];
      const note = ({ type, object }: Change<'services'>) => seen.push(`${type} ${object.metadata.name}`);
      const stop = store.watch('services', note);
      store.create('services', service('a', 80));
      store.patch('services', 'default', 'a', () => undefined);
      store.patch('services', 'default', 'a', ({ metadata }) => {
        metadata.labels = {};
      });
      store.remove('services', 'default', 'a');
      expect(seen).toEqual([]);
      await Promise.resolve();
      expect(seen).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
      stop();
      store.create('services', service('b', 80));
      await Promise.resolve();
      expect(seen).toHaveLength(3);
    });
  });

  test('are listed by namespace and selector', async () => {
    await withStore((store) => {
      store.create('namespaces', { metadata: { name: 'other' } });
      for (const [name, tier] of [
        ['a', 'web'],
        ['b', 'db'],
        ['c', ''],
      ] as const) {
        const labels: Record<string, string> = tier === '' ? { app: 'x' } : { app: 'x', tier };
        store.create('pods', { ...pod(name, 'idle:v1'), metadata: { name, labels } });
      }
      store.create('pods', {
        ...pod('a', 'idle:v1'),
        metadata: { name: 'a', namespace: 'other', labels: { app: 'x' } },
      });
      const names = (labelSelector: string) =>
        store
          .list('pods', { namespace: 'default', labelSelector })
          .map(({ metadata }) => metadata.name)
          .join('');
      expect(names('app=x')).toBe('abc');
      expect(names('app==x,tier!=db')).toBe('ac');
      expect(names('tier in (web, db)')).toBe('ab');
      expect(names('tier notin (web)')).toBe('bc');
      expect(names('tier')).toBe('ab');
      expect(names('!tier')).toBe('c');
      expect(store.list('pods', { labelSelector: 'app' })).toHaveLength(4);
      expect(refusal(() => store.list('pods', { labelSelector: 'a in b' }))).toContain('unable to parse requirement');
    });
  });
});

describe('refusals, in the words of Kubernetes 1.20.2', () => {
  const create =
    <R extends keyof Kinds>(resource: R, object: Kinds[R]) =>
    async () => {
      let said = '';
      await withStore((store) => {
        said = refusal(() => store.create(resource, object));
      });
      return said;
    };
  const spec = (change: object): Kinds['services'] => ({ metadata: { name: 'p1' }, spec: change });

  test.for([
    [
      'NodePort outside',
      spec({ type: 'NodePort', ports: [{ port: 80, nodePort: 100 }] }),
      'The Service "p1" is invalid: spec.ports[0].nodePort: Invalid value: 100: provided port is not in the valid range. The range of valid ports is 30000-32767',
    ],
    ['no ports', spec({}), 'The Service "p1" is invalid: spec.ports: Required value'],
    [
      'port 0',
      spec({ ports: [{ port: 0 }] }),
      'The Service "p1" is invalid: \n* spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive\n* spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive',
    ],
    [
      'two without names',
      spec({ ports: [{ port: 80 }, { port: 81 }] }),
      'The Service "p1" is invalid: \n* spec.ports[0].name: Required value\n* spec.ports[1].name: Required value',
    ],
    [
      'type',
      spec({ type: 'Foo', ports: [{ port: 80 }] }),
      'The Service "p1" is invalid: spec.type: Unsupported value: "Foo": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
    ],
    [
      'nodePort of a ClusterIP',
      spec({ ports: [{ port: 80, nodePort: 31000 }] }),
      'The Service "p1" is invalid: spec.ports[0].nodePort: Forbidden: may not be used when `type` is \'ClusterIP\'',
    ],
    [
      'protocol',
      spec({ ports: [{ port: 80, protocol: 'FOO' }] }),
      'The Service "p1" is invalid: spec.ports[0].protocol: Unsupported value: "FOO": supported values: "SCTP", "TCP", "UDP"',
    ],
    [
      'targetPort',
      spec({ ports: [{ port: 80, targetPort: 99999 }] }),
      'The Service "p1" is invalid: spec.ports[0].targetPort: Invalid value: 99999: must be between 1 and 65535, inclusive',
    ],
    [
      'address outside',
      spec({ clusterIP: '11.0.0.1', ports: [{ port: 80 }] }),
      'The Service "p1" is invalid: spec.clusterIPs: Invalid value: []string{"11.0.0.1"}: failed to allocated ip:11.0.0.1 with error:provided IP is not in the valid range. The range of valid IPs is 10.96.0.0/12',
    ],
    [
      'address taken',
      spec({ clusterIP: '10.96.0.1', ports: [{ port: 80 }] }),
      'The Service "p1" is invalid: spec.clusterIPs: Invalid value: []string{"10.96.0.1"}: failed to allocated ip:10.96.0.1 with error:provided IP is already allocated',
    ],
    [
      'name',
      { metadata: { name: '1p' }, spec: { ports: [{ port: 80 }] } },
      "The Service \"1p\" is invalid: metadata.name: Invalid value: \"1p\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
    ],
  ] as const)('service: %s', async ([, object, expected]) => {
    expect(await create('services', object as Kinds['services'])()).toBe(expected);
  });

  test('pods and deployments', async () => {
    const said = await create('pods', {
      metadata: { name: 'P1' },
      spec: { containers: [{ name: 'A_b', image: 'x' }], restartPolicy: 'Foo' },
    })();
    expect(said.split('\n').map((line) => line.slice(0, 60))).toEqual(
      [
        'The Pod "P1" is invalid: ',
        '* metadata.name: Invalid value: "P1": a lowercase RFC 1123 su',
        '* spec.containers[0].name: Invalid value: "A_b": a lowercase ',
        '* spec.restartPolicy: Unsupported value: "Foo": supported val',
      ].map((line) => line.slice(0, 60)),
    );
    const other = deployment('rng', 'idle:v1');
    if (other.spec !== undefined) other.spec.selector = { matchLabels: { app: 'x' } };
    expect(await create('deployments', other)()).toBe(
      'The Deployment "rng" is invalid: spec.template.metadata.labels: Invalid value: map[string]string{"app":"rng"}: `selector` does not match template `labels`',
    );
    expect(await create('deployments', deployment('rng', ''))()).toBe(
      'The Deployment "rng" is invalid: spec.template.spec.containers[0].image: Required value',
    );
    expect(await create('pods', { ...pod('x', 'y'), metadata: { name: 'x', namespace: 'nope' } })()).toBe(
      'namespaces "nope" not found',
    );
  });

  test('two services on one NodePort, and again when the first has gone', async () => {
    await withStore((store) => {
      const first = store.create('services', service('a', 80, 'NodePort'));
      const nodePort = first.spec?.ports?.[0]?.nodePort ?? 0;
      const second = service('b', 80, 'NodePort');
      for (const port of second.spec?.ports ?? []) port.nodePort = nodePort;
      expect(refusal(() => store.create('services', second))).toBe(
        `The Service "b" is invalid: spec.ports[0].nodePort: Invalid value: ${nodePort}: provided port is already allocated`,
      );
      store.remove('services', 'default', 'a');
      expect(store.create('services', second).spec?.ports?.[0]?.nodePort).toBe(nodePort);
    });
  });

  test('things that are not there, that are there, and that may not go', async () => {
    await withStore((store) => {
      expect(
        refusal(() => {
          store.remove('deployments', 'default', 'x');
        }),
      ).toBe('deployments.apps "x" not found');
      store.create('services', service('a', 80));
      expect(refusal(() => store.create('services', service('a', 80)))).toBe('services "a" already exists');
      expect(
        refusal(() => {
          store.remove('namespaces', '', 'default');
        }),
      ).toBe('namespaces "default" is forbidden: this namespace may not be deleted');
      const probed = pod('x', 'y');
      for (const container of probed.spec?.containers ?? []) container.securityContext = { privileged: true };
      expect(refusal(() => store.create('pods', probed))).toBe(
        'rehearsal: "privileged" of a container is not simulated; use a real cluster',
      );
    });
  });
});

test('a namespace goes when everything in it has', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    store.create('namespaces', { metadata: { name: 'blue' } });
    const inside = deployment('web', 'idle:v1', 2);
    store.create('deployments', { ...inside, metadata: { ...inside.metadata, namespace: 'blue' } });
    await until(cluster, () => store.get('deployments', 'blue', 'web')?.status?.readyReplicas === 2);
    store.remove('namespaces', '', 'blue');
    expect(store.get('namespaces', '', 'blue')?.status?.phase).toBe('Terminating');
    const late = service('late', 80);
    expect(
      refusal(() => store.create('services', { ...late, metadata: { ...late.metadata, namespace: 'blue' } })),
    ).toBe(
      'services "late" is forbidden: unable to create new content in namespace blue because it is being terminated',
    );
    await until(cluster, () => store.get('namespaces', '', 'blue') === undefined);
    expect(store.list('pods', { namespace: 'blue' })).toEqual([]);
  });
});
