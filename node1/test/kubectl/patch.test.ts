import { expect, test } from 'vitest';
import { withCluster } from './cluster.ts';
import { shown } from './typed.ts';

test('patch: strategic, merge and JSON', () =>
  withCluster(async (cluster) => {
    await shown(cluster, 'create deployment w --image=busybox -- sleep 300');
    const lines: readonly (readonly [string, string])[] = [
      [`patch deploy w -p '{"spec":{"replicas":2}}'`, 'deployment.apps/w patched\n'],
      [`patch deploy w -p '{"spec":{"replicas":2}}'`, 'deployment.apps/w patched (no change)\n'],
      ['patch deploy w', 'error: must specify --patch or --patch-file containing the contents of the patch\nexit 1\n'],
      ['patch deploy nosuch -p {}', 'Error from server (NotFound): deployments.apps "nosuch" not found\nexit 1\n'],
      ['patch deploy w --type=x -p {}', 'error: --type must be one of [json merge strategic], not "x"\nexit 1\n'],
      [
        `patch deploy/w --type=json -p '[{"op":"replace","path":"/spec/replicas","value":1}]'`,
        'deployment.apps/w patched\n',
      ],
      [
        `patch deploy w --type=merge -p '{"metadata":{"labels":{"a":"b","app":null}}}' -o jsonpath={.metadata.labels}`,
        '{"a":"b"}',
      ],
      [`patch deploy w -p 'spec: {replicas: 1}' -o name`, 'deployment.apps/w\n'],
      [
        `patch deploy w -p '{"spec":{"template":{"spec":{"containers":[{"name":"busybox","env":[{"name":"A","value":"b"}]}]}}}}'`,
        'deployment.apps/w patched\n',
      ],
      [
        'get deploy w -o jsonpath={.spec.template.spec.containers[*].image}{.spec.template.spec.containers[*].env[0].value}',
        'busyboxb',
      ],
    ];
    for (const [line, wanted] of lines) expect(await shown(cluster, line), line).toBe(wanted);
  }));

test('--field-selector', () =>
  withCluster(async (cluster) => {
    await shown(cluster, 'create deployment a --image=busybox');
    await shown(cluster, 'create deployment b --image=busybox');
    expect(await shown(cluster, 'get deploy -o name --field-selector=metadata.name=a')).toBe('deployment.apps/a\n');
    expect(await shown(cluster, 'get deploy -o name --field-selector metadata.name!=a')).toBe('deployment.apps/b\n');
    expect(await shown(cluster, 'get pods --field-selector=status.phase=Nosuch')).toBe(
      'No resources found in default namespace.\n',
    );
    expect(await shown(cluster, 'get pods --field-selector=nosuch=1')).toBe(
      'Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector "", field selector "nosuch=1": field label not supported: nosuch\nexit 1\n',
    );
    expect(await shown(cluster, 'get deploy --field-selector=spec.replicas=1')).toContain(
      '"spec.replicas" is not a known field selector: only "metadata.name", "metadata.namespace"',
    );
  }));
