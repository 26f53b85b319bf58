import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cluster } from '../../src/cluster.ts';
import { withCluster } from './cluster.ts';
import { shown } from './typed.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pupitre-verbs-'));
});
afterAll(() => rm(folder, { recursive: true }));

function service(name: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {ports: [{port: 80}]}\n`;
}

/** Types lines one after the other, each with what the real kubectl said. */
async function says(cluster: Cluster, lines: readonly (readonly [line: string, text: string])[]): Promise<void> {
  for (const [line, text] of lines) expect(await shown(cluster, line, { cwd: folder }), line).toBe(text);
}

test('apply goes on after a kind that nobody knows and an object that is invalid (N12)', () =>
  withCluster(async (cluster) => {
    const many = [service('s1'), service('s1').replace('Service', 'Foo'), service('S_2'), service('s3')].join('---\n');
    await writeFile(join(folder, 'multi.yaml'), many);
    const said = await shown(cluster, 'apply -f multi.yaml', { cwd: folder });
    expect(said).toMatch(
      /^service\/s1 created\nservice\/s3 created\nunable to recognize "multi.yaml": no matches for kind "Foo" in version "v1"\nError from server \(Invalid\): error when creating "multi.yaml": Service "S_2" is invalid: .*\nexit 1\n$/,
    );
  }));

test.each([
  ['a: [b\n', "line 1: did not find expected ',' or ']'"],
  ['a: 1\n b: 2\n', 'mapping values are not allowed in this context'],
  ['a:\n\tb: 1\n', 'line 2: found character that cannot start any token'],
  ['a: "b\n', 'line 2: found unexpected end of stream'],
  ['a: b: c\n', 'mapping values are not allowed in this context'],
  ['a: *x\n', "unknown anchor 'x' referenced"],
  ['a: 1\nb\nc: 2\n', "line 3: could not find expected ':'"],
])('a mistake in YAML is told as Go tells it: %j (N16)', (text, why) =>
  withCluster(async (cluster) => {
    expect(await shown(cluster, 'apply -f -', { stdin: text })).toContain(
      `error: error parsing STDIN: error converting YAML to JSON: yaml: ${why.startsWith('line') ? why : ''}`,
    );
    expect(await shown(cluster, 'apply -f -', { stdin: text })).toContain(why);
  }),
);

test('of two keys of one name, the last one counts (N16)', () =>
  withCluster(async (cluster) => {
    const stdin = service('s6').replace('\nspec', '\nmetadata: {name: s7}\nspec');
    expect(await shown(cluster, 'apply -f -', { stdin })).toBe('service/s7 created\n');
  }));

test('replace needs the address of a service, patch may take its node port away, run takes what is deprecated (N12)', () =>
  withCluster(async (cluster) => {
    const type = (line: string, stdin = ''): Promise<string> => shown(cluster, line, { stdin });
    await type('create service nodeport s1 --tcp=80');
    expect(await type('replace -f -', service('s1'))).toBe(
      'The Service "s1" is invalid: spec.clusterIPs[0]: Invalid value: []string(nil): primary clusterIP can not be unset\nexit 1\n',
    );
    expect(await type(`patch svc s1 -p '{"spec":{"type":"ClusterIP"}}'`)).toBe('service/s1 patched\n');
    expect(await type('get svc s1 s1 -o name')).toBe('service/s1\nservice/s1\n');
    expect(await type("run x --image=busybox --replicas=2 --schedule='* * * * *' --dry-run=client")).toBe(
      'pod/x created (dry run)\n' +
        'Flag --replicas has been deprecated, has no effect and will be removed in the future.\n' +
        'Flag --schedule has been deprecated, has no effect and will be removed in the future.\n',
    );
  }));

test('an undo takes the annotations of the old replica set (N8)', () =>
  withCluster(async (cluster) => {
    await shown(cluster, 'create deployment w --image=nginx');
    await shown(cluster, 'rollout status deploy/w');
    await shown(cluster, 'set image deploy/w nginx=nginx:nosuch --record');
    await shown(cluster, 'rollout status deploy/w --timeout=100ms');
    expect(cluster.store.get('deployments', 'default', 'w')?.metadata.annotations).toHaveProperty([
      'kubernetes.io/change-cause',
    ]);
    await shown(cluster, 'rollout undo deploy/w');
    expect(cluster.store.get('deployments', 'default', 'w')?.metadata.annotations).not.toHaveProperty([
      'kubernetes.io/change-cause',
    ]);
  }));

test('help is that of the real kubectl, and what it tells is not called a typo (N10, N15)', () =>
  withCluster(async (cluster) => {
    expect(await shown(cluster, 'get --help')).toContain('--all-namespaces=false: If present, list the requested');
    expect(await shown(cluster, 'proxy --www=x')).toMatch(/^rehearsal: /);
    expect(await shown(cluster, 'get pods --profile=cpu')).toMatch(/^rehearsal: /);
  }));

test('explain: objects, fields, lists, all of it', () =>
  withCluster(async (cluster) => {
    await says(cluster, [
      [
        'explain pod.spec.nodeName',
        'KIND:     Pod\nVERSION:  v1\n\nFIELD:    nodeName <string>\n\nDESCRIPTION:\n' +
          '     NodeName is a request to schedule this pod onto a specific node. If it is\n' +
          '     non-empty, the scheduler simply schedules this pod onto that node, assuming\n     that it fits resource requirements.\n',
      ],
      ['explain pod.nosuch', 'error: field "nosuch" does not exist\nexit 1\n'],
      ['explain foo', 'the server doesn\'t have a resource type "foo"\nexit 1\n'],
      ['explain deploy --api-version=v1', 'error: couldn\'t find resource for "/v1, Kind=Deployment"\nexit 1\n'],
    ]);
    const ports = await shown(cluster, 'explain pod.spec.containers.ports');
    expect(ports).toContain('RESOURCE: ports <[]Object>\n');
    expect(ports).toContain('   containerPort\t<integer> -required-\n');
    expect(await shown(cluster, 'explain svc --recursive')).toContain(
      '\n      ports\t<[]Object>\n         appProtocol\t<string>\n',
    );
  }));

test('set, taint, cordon, dry runs', () =>
  withCluster(async (cluster) => {
    await shown(cluster, 'create deployment d --image=busybox -- sleep 300');
    await says(cluster, [
      ['set env deploy/d A=b C=', 'deployment.apps/d env updated\n'],
      ['set env deploy/d --list', '# Deployment d, container busybox\nA=b\nC=\n'],
      ['set env deploy/d A-', 'deployment.apps/d env updated\n'],
      ['set resources deploy/d --limits=cpu=200m', 'deployment.apps/d resource requirements updated\n'],
      ['set image deploy/d nosuch=x', 'error: unable to find container named "nosuch"\nexit 1\n'],
      ['label deploy/d x=y --dry-run=server', 'deployment.apps/d labeled\n'],
      ['get deploy -l x=y -o name', ''],
      ['taint nodes node1 a=b:PreferNoSchedule', 'node/node1 tainted\n'],
      [
        'taint nodes node1 a=c:PreferNoSchedule',
        'error: node node1 already has a taint(s) with same effect(s) and --overwrite is false\nexit 1\n',
      ],
      ['taint nodes node1 a-', 'node/node1 untainted\n'],
      ['cordon node1', 'node/node1 cordoned\n'],
      ['cordon node1', 'node/node1 already cordoned\n'],
      ['uncordon node1', 'node/node1 uncordoned\n'],
    ]);
  }));

test('who may do what', () =>
  withCluster(async (cluster) => {
    await says(cluster, [
      ['auth can-i create pods', 'yes\n'],
      ['auth can-i create pods --as bob', 'no\nexit 1\n'],
      [
        'get pods --as bob',
        'Error from server (Forbidden): pods is forbidden: User "bob" cannot list resource "pods" in API group "" in the namespace "default"\nexit 1\n',
      ],
      [
        'create clusterrolebinding b --clusterrole=view --user=bob',
        'clusterrolebinding.rbac.authorization.k8s.io/b created\n',
      ],
      ['get pods --as bob', 'No resources found in default namespace.\n'],
      ['get pods --token=foo', 'error: You must be logged in to the server (Unauthorized)\nexit 1\n'],
    ]);
  }));

test('edit: a change, none, an invalid one that is opened again, no editor', () =>
  withCluster(async (cluster) => {
    await shown(cluster, 'create service clusterip s --tcp=80');
    const editor = join(folder, 'editor');
    const edit = async (script: string): Promise<string> => {
      await writeFile(editor, `#!/bin/sh\n${script}\n`);
      await chmod(editor, 0o755);
      return shown(cluster, 'edit svc s', { env: { EDITOR: editor, TMPDIR: folder } });
    };
    expect(await edit('true')).toBe('Edit cancelled, no changes made.\n');
    expect(await edit(`sed -i 's/port: 80/port: 81/' "$1"`)).toBe('service/s edited\n');
    expect(cluster.store.get('services', 'default', 's')?.spec?.ports?.[0]?.port).toBe(81);
    expect(await edit(`sed -i 's/port: 81/port: 99999/' "$1"`)).toMatch(
      /^error: services "s" is invalid\nA copy of your changes has been stored to ".*kubectl-edit-\w{5}.yaml"\nerror: Edit cancelled, no valid changes were saved.\nexit 1\n$/,
    );
    expect(await shown(cluster, 'edit svc s', { env: { EDITOR: 'nosuch-editor', TMPDIR: folder } })).toBe(
      'error: unable to launch the editor "nosuch-editor"\nexit 1\n',
    );
  }));

test('templates: Go and jsonpath, and their mistakes', () =>
  withCluster(async (cluster) => {
    await says(cluster, [
      ["get svc kubernetes -o go-template='{{.metadata.name}}'", 'kubernetes'],
      ["get svc kubernetes --template='{{.metadata.foo}}'", '<no value>'],
      [
        "get svc kubernetes -o go-template='{{foo}}'",
        'error: error parsing template {{foo}}, template: output:1: function "foo" not defined\nexit 1\n',
      ],
      [
        'get svc kubernetes -o jsonpath-file=/nosuch',
        'error: error reading --template /nosuch, open /nosuch: no such file or directory\nexit 1\n',
      ],
      ['get svc kubernetes -o custom-columns=A:.metadata.labels', 'A\nmap[component:apiserver provider:kubernetes]\n'],
    ]);
  }));
