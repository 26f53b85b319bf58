import { expect, test } from 'vitest';
import { createKubectl } from '../../src/kubectl/cli.ts';
import { withCluster } from './cluster.ts';
import { shown } from './typed.ts';

test("the context's namespace lasts from one command to the next", () =>
  withCluster(async (cluster) => {
    const program = createKubectl(cluster);
    const type = (line: string) => shown(cluster, line, { program });
    await type('create namespace dev');
    await type('create deployment w --image=busybox -n dev');
    expect(await type('config set-context --current --namespace=dev')).toBe(
      'Context "kubernetes-admin@kubernetes" modified.\n',
    );
    expect(await type('get deploy -o name')).toBe('deployment.apps/w\n');
    expect(await type('get deploy -n default')).toBe('No resources found in default namespace.\n');
    expect(await type('config view --minify -o jsonpath={..namespace}')).toBe('dev');
    expect(await type('config use-context nosuch')).toBe('error: no context exists with the name: "nosuch"\nexit 1\n');
    expect(await type('config set-context other --user=u')).toBe('Context "other" created.\n');
    expect(await type('get pods --context other')).toBe(
      'The connection to the server localhost:8080 was refused - did you specify the right host or port?\nexit 1\n',
    );
    expect(await type('config get-contexts -o name')).toBe('kubernetes-admin@kubernetes\nother\n');
  }));
