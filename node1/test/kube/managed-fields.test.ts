import { expect, test } from 'vitest';
import type { Kinds } from '../../src/objects.ts';
import { withCluster } from './plain-runtime.ts';
import { deployment, service, until } from './until.ts';

function by<T extends Kinds[keyof Kinds]>(manager: string, object: T): T {
  return {
    ...object,
    metadata: { ...object.metadata, managedFields: [{ manager }] },
  };
}

const port = 'k:{"port":5000,"protocol":"TCP"}';

test('a service shows its creator as a real one does, and not what the server chose', async () => {
  await withCluster(async ({ store }) => {
    const { metadata } = store.create('services', by('kubectl-expose', service('registry', 5000, 'NodePort')));
    expect(metadata.managedFields).toEqual([
      {
        apiVersion: 'v1',
        fieldsType: 'FieldsV1',
        fieldsV1: {
          'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
          'f:spec': {
            'f:externalTrafficPolicy': {},
            'f:ports': { '.': {}, [port]: { '.': {}, 'f:port': {}, 'f:protocol': {}, 'f:targetPort': {} } },
            'f:selector': { '.': {}, 'f:app': {} },
            'f:sessionAffinity': {},
            'f:type': {},
          },
        },
        manager: 'kubectl-expose',
        operation: 'Update',
        time: metadata.creationTimestamp,
      },
    ]);
    await Promise.resolve();
  });
});

test('who changes a field owns it; the controllers own what they write', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    store.create('deployments', by('kubectl-create', deployment('rng', 'idle:v1')));
    await until(cluster, () => store.get('deployments', 'default', 'rng')?.status?.readyReplicas === 1);
    store.patch('deployments', 'default', 'rng', (copy) => {
      copy.metadata.managedFields = [{ manager: 'kubectl-set' }];
      for (const container of copy.spec?.template.spec?.containers ?? []) container.image = 'idle:v2';
    });
    const entries = store.get('deployments', 'default', 'rng')?.metadata.managedFields ?? [];
    // By their times, which are whole seconds, then by their names.
    const managers = ['kubectl-create', 'kube-controller-manager', 'kubectl-set'];
    expect(entries.map(({ manager }) => manager).sort()).toEqual([...managers].sort());
    const [created, controlled, set] = managers.map((name) =>
      JSON.stringify(entries.find(({ manager }) => manager === name)?.fieldsV1),
    );
    expect(set).toBe(
      '{"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\\"name\\":\\"rng\\"}":{"f:image":{}}}}}}}',
    );
    expect(created).toContain('"f:rollingUpdate":{".":{},"f:maxSurge":{},"f:maxUnavailable":{}}');
    expect(created).not.toContain('f:image"');
    expect(controlled).toContain('"f:annotations":{".":{},"f:deployment.kubernetes.io/revision":{}}');
    expect(controlled).toContain('"f:conditions":{".":{},"k:{\\"type\\":\\"Available\\"}":{".":{}');
    const [pod] = store.list('pods');
    expect(pod?.metadata.managedFields?.map(({ manager }) => manager)).toEqual(['kube-controller-manager', 'kubelet']);
  });
});
