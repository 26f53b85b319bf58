import fc from 'fast-check';
import { expect, test } from 'vitest';
import { schemaErrors } from '../../src/kube/schema.ts';
import { ApiError, type Kinds } from '../../src/objects.ts';
import { withCluster } from './plain-runtime.ts';

const meta = { name: 'p1' };
function pod(spec: unknown) {
  return { metadata: meta, spec };
}

// What kubectl 1.20.2 said of each.
test.for([
  [
    'pods',
    pod({ containers: { name: 'a' } }),
    [
      'ValidationError(Pod.spec.containers): invalid type for io.k8s.api.core.v1.PodSpec.containers: got "map", expected "array"',
    ],
  ],
  [
    'pods',
    pod('x'),
    ['ValidationError(Pod.spec): invalid type for io.k8s.api.core.v1.PodSpec: got "string", expected "map"'],
  ],
  [
    'pods',
    { metadata: 'x', spec: { contaners: [] } },
    [
      'ValidationError(Pod.metadata): invalid type for io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta: got "string", expected "map"',
      'ValidationError(Pod.spec): unknown field "contaners" in io.k8s.api.core.v1.PodSpec',
      'ValidationError(Pod.spec): missing required field "containers" in io.k8s.api.core.v1.PodSpec',
    ],
  ],
  [
    'pods',
    { metadata: { name: 5 }, spec: { containers: [{ name: 'a', imgae: 'x', ports: [{ containerPort: '80' }] }] } },
    [
      'ValidationError(Pod.spec.containers[0]): unknown field "imgae" in io.k8s.api.core.v1.Container',
      'ValidationError(Pod.spec.containers[0].ports[0].containerPort): invalid type for io.k8s.api.core.v1.ContainerPort.containerPort: got "string", expected "integer"',
    ],
  ],
  [
    'deployments',
    {
      metadata: meta,
      spec: { replicas: 3.5, selector: { matchLabels: ['a'] }, template: { spec: { containers: [null, 'x'] } } },
    },
    [
      'ValidationError(Deployment.spec.selector.matchLabels): invalid type for io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector.matchLabels: got "array", expected "map"',
      'ValidationError(Deployment.spec.template.spec.containers): unknown object type "nil" in Deployment.spec.template.spec.containers[0]',
      'ValidationError(Deployment.spec.template.spec.containers[1]): invalid type for io.k8s.api.core.v1.Container: got "string", expected "map"',
    ],
  ],
  [
    'deployments',
    { metadata: meta, spec: {} },
    [
      'ValidationError(Deployment.spec): missing required field "selector" in io.k8s.api.apps.v1.DeploymentSpec',
      'ValidationError(Deployment.spec): missing required field "template" in io.k8s.api.apps.v1.DeploymentSpec',
    ],
  ],
  [
    'services',
    { metadata: meta, spec: { ports: [{ port: '80', targetPort: true }], selector: 'x', type: null } },
    [
      'ValidationError(Service.spec.ports[0].port): invalid type for io.k8s.api.core.v1.ServicePort.port: got "string", expected "integer"',
      'ValidationError(Service.spec.selector): invalid type for io.k8s.api.core.v1.ServiceSpec.selector: got "string", expected "map"',
    ],
  ],
  [
    'services',
    { metadata: null, spec: { ports: [80] } },
    [
      'ValidationError(Service.spec.ports[0]): invalid type for io.k8s.api.core.v1.ServicePort: got "integer", expected "map"',
    ],
  ],
  ['services', { metadata: meta, spec: null }, []],
  [
    'pods',
    pod({ containers: [{ name: 'a', image: 'x', command: 'sh', tty: 'yes' }] }),
    [
      'ValidationError(Pod.spec.containers[0].command): invalid type for io.k8s.api.core.v1.Container.command: got "string", expected "array"',
      'ValidationError(Pod.spec.containers[0].tty): invalid type for io.k8s.api.core.v1.Container.tty: got "string", expected "boolean"',
    ],
  ],
] as const)('%s %j', ([resource, manifest, expected]) => {
  expect(schemaErrors(resource, manifest)).toEqual(expected);
});

test('a number where a text belongs is the server’s to refuse', async () => {
  const manifest = pod({ containers: [{ name: 'a', image: 'x', env: [{ name: 'A', value: 80 }] }] });
  expect(schemaErrors('pods', manifest)).toEqual([]);
  await withCluster(async ({ store }) => {
    expect(() => store.create('pods', manifest as unknown as Kinds['pods'])).toThrow(
      'Pod in version "v1" cannot be handled as a Pod: v1.Pod.Spec: v1.PodSpec.Containers: []v1.Container: v1.Container.Name: Image: Env: []v1.EnvVar: v1.EnvVar.Value: ReadString: expects " or n, but found 8, error found in #10 byte of ...|,"value":80}],"image|...',
    );
    await Promise.resolve();
  });
});

test('whatever somebody writes, the store takes it or says no', async () => {
  const names = [
    'metadata',
    'spec',
    'name',
    'labels',
    'containers',
    'template',
    'selector',
    'matchLabels',
    'ports',
    'port',
    'image',
    'replicas',
    'env',
    'clusterIP',
    'type',
    'strategy',
    'resources',
    'requests',
    'volumes',
    'tolerations',
  ];
  const leaf = fc.oneof(fc.constantFrom(null, true, 0, -1, 1.5, '', 'a', 'A b', '80', 'NodePort', 'None'), fc.string());
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'medium' },
      leaf,
      fc.array(tie('tree'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom(...names), tie('tree'), { maxKeys: 5 }),
    ),
  }));
  await withCluster(async ({ store }) => {
    const manifest = fc.dictionary(fc.constantFrom('metadata', 'spec', 'status'), tree);
    fc.assert(
      fc.property(
        fc.constantFrom('pods', 'services', 'deployments', 'namespaces', 'endpoints'),
        manifest,
        (resource, object) => {
          try {
            const { metadata } = store.create(resource, object);
            store.remove(resource, metadata.namespace ?? '', metadata.name, { graceSeconds: 0 });
          } catch (error) {
            if (!(error instanceof ApiError)) throw error;
          }
        },
      ),
      { numRuns: 3000 },
    );
    await Promise.resolve();
  });
});
