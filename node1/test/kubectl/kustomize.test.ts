import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withCluster } from './cluster.ts';
import { shown } from './typed.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pupitre-kustomize-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function put(name: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, name, file), text);
}

test('kustomize: generators with the hash that the real one gives, bases, names that follow', () =>
  withCluster(async (cluster) => {
    const type = (line: string): Promise<string> => shown(cluster, line, { cwd: folder });
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n';
    await put('base', {
      'page.txt': 'hello\n',
      'pod.yaml': `${pod}  - {name: c, image: 'nginx:1.19', envFrom: [{configMapRef: {name: conf}}]}\n`,
      'kustomization.yaml':
        'resources: [pod.yaml]\nconfigMapGenerator:\n- name: conf\n  literals: [a=1, b=two words]\n  files: [page.txt]\n',
    });
    await put('over', {
      'kustomization.yaml':
        'bases: [../base]\nnamePrefix: p-\nnameSuffix: -v2\nimages: [{name: nginx, newTag: "1.21"}]\ncommonLabels: {env: prod}\n',
    });
    expect(await type('kustomize base')).toContain('  name: conf-459657dm8k\n');
    const text = await type('kustomize over');
    expect(text).toContain('  name: p-conf-v2-hthbbb6mt9\n---\n');
    expect(text).toContain('        name: p-conf-v2-hthbbb6mt9\n    image: nginx:1.21\n');
    expect(await type('apply -k over')).toBe('configmap/p-conf-v2-hthbbb6mt9 created\npod/p-p-v2 created\n');
    expect(await type('get -k over -o name')).toBe('configmap/p-conf-v2-hthbbb6mt9\npod/p-p-v2\n');
    await put('bad', { 'kustomization.yaml': 'replicas: []\n' });
    await put('later', { 'kustomization.yaml': 'vars: []\n' });
    expect(await type('kustomize bad')).toBe('Error: json: unknown field "replicas"\nexit 1\n');
    expect(await type('kustomize later')).toMatch(/^rehearsal: kustomization: vars is not simulated/);
    expect(await type('apply -k nosuch')).toContain("error: absolute path error in 'nosuch' : evalsymlink failure");
  }));
