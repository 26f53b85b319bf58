import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mergeThreeWay } from '../../src/kubectl/command/merge.ts';
import { withCluster } from './cluster.ts';
import { shown } from './typed.ts';

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: nginx, ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
`;

test('apply creates, leaves alone, and changes; delete -f takes it all back', async () => {
  await withCluster(async (cluster) => {
    const type = (line: string, stdin: string): Promise<string> => shown(cluster, line, { stdin });
    expect(await type('apply -f -', deployment)).toBe('deployment.apps/web created\nservice/web created\n');
    expect(await type('apply -f -', deployment)).toBe('deployment.apps/web unchanged\nservice/web unchanged\n');
    expect(await type('apply -f -', deployment.replace('replicas: 2', 'replicas: 1'))).toBe(
      'deployment.apps/web configured\nservice/web unchanged\n',
    );
    expect(cluster.store.get('deployments', 'default', 'web')?.spec?.replicas).toBe(1);
    expect(await type('create -f -', deployment)).toBe(
      'Error from server (AlreadyExists): error when creating "STDIN": deployments.apps "web" already exists\n' +
        'Error from server (AlreadyExists): error when creating "STDIN": services "web" already exists\nexit 1\n',
    );
    expect(await type('delete -f -', deployment)).toBe('deployment.apps "web" deleted\nservice "web" deleted\n');
  });
});

test('a folder is read in order; mistakes in files name them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pupitre-apply-'));
  const type = async (text: string, name = 'x.yaml'): Promise<string> => {
    await writeFile(join(folder, name), text);
    let said = '';
    await withCluster(async (cluster) => {
      said = await shown(cluster, `apply -f ${name}`, { cwd: folder });
    });
    return said;
  };
  try {
    expect(await type('a: b\n')).toBe(
      'error: error validating "x.yaml": error validating data: [apiVersion not set, kind not set]; if you choose to ignore these errors, turn validation off with --validate=false\nexit 1\n',
    );
    expect(await type('a: [b\n')).toMatch(
      /^error: error parsing x.yaml: error converting YAML to JSON: yaml: line \d+: /,
    );
    expect(await type('{"apiVersion":"v1",', 'x.json')).toBe('error: error parsing x.json: unexpected EOF\nexit 1\n');
    expect(await type('')).toBe('error: no objects passed to apply\nexit 1\n');
    expect(await type('apiVersion: v1\nkind: Bogus\nmetadata: {name: x}\n')).toBe(
      'error: unable to recognize "x.yaml": no matches for kind "Bogus" in version "v1"\nexit 1\n',
    );
    expect(await type('apiVersion: apps/v1\nkind: deployment\nmetadata: {name: x}\n')).toBe(
      'Error from server (BadRequest): error when creating "x.yaml": deployment in version "v1" cannot be handled as a Deployment: no kind "deployment" is registered for version "apps/v1" in scheme "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"\nexit 1\n',
    );
    expect(await type('apiVersion: v1\nkind: PodTemplate\nmetadata: {name: x}\n')).toMatch(
      /^rehearsal: the kind PodTemplate \(v1\) is not simulated; use a real cluster\n/,
    );
    expect(await type('just text\n')).toMatch(/^error: error validating "x.yaml"/);
    await writeFile(join(folder, 'a.yml'), deployment);
    await writeFile(join(folder, 'x.yaml'), 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n');
    await rm(join(folder, 'x.json'));
    await withCluster(async (cluster) => {
      expect(await shown(cluster, 'create -f .', { cwd: folder })).toBe(
        'deployment.apps/web created\nservice/web created\nnamespace/shop created\n',
      );
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('what the schema does not know is refused before it is sent, unless it is not asked', async () => {
  await withCluster(async (cluster) => {
    const stdin = deployment.replace('replicas: 2', 'replica: 2');
    const refusal =
      'error: error validating "STDIN": error validating data: ValidationError(Deployment.spec): unknown field "replica" in ' +
      'io.k8s.api.apps.v1.DeploymentSpec; if you choose to ignore these errors, turn validation off with --validate=false\nexit 1\n';
    expect(await shown(cluster, 'apply -f -', { stdin })).toBe(refusal);
    expect(await shown(cluster, 'create -f - --validate=false', { stdin })).toBe(
      'deployment.apps/web created\nservice/web created\n',
    );
    expect(await shown(cluster, 'delete -f -', { stdin })).toBe(
      'deployment.apps "web" deleted\nservice "web" deleted\n',
    );
  });
});

test('a text of aliases within aliases is refused, not expanded', async () => {
  const layers = Array.from(
    { length: 12 },
    (_, at) => `l${at + 1}: &l${at + 1} [${Array(9).fill(`*l${at}`).join(', ')}]`,
  );
  const bomb = `apiVersion: v1\nkind: Pod\nl0: &l0 x\n${layers.join('\n')}\n`;
  await withCluster(async (cluster) => {
    expect(await shown(cluster, 'create -f -', { stdin: bomb })).toMatch(/^error: [^]*exit 1\n$/);
  });
});

test('a merge keeps defaults, drops what is no longer written, and knows containers by name', () => {
  const before = { a: 1, containers: [{ name: 'x', image: 'i', env: [{ name: 'A', value: '1' }] }] };
  const now = { b: 2, containers: [{ name: 'x', image: 'j' }] };
  const live = {
    a: 1,
    d: 'default',
    containers: [{ name: 'x', image: 'i', pull: 'Always', env: [{ name: 'A', value: '1' }] }, { name: 'sidecar' }],
  };
  expect(mergeThreeWay(before, now, live)).toEqual({
    b: 2,
    d: 'default',
    containers: [{ name: 'x', image: 'j', pull: 'Always' }, { name: 'sidecar' }],
  });
});
