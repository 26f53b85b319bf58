import { expect, test } from 'vitest';
import { withCluster } from '../kubectl/cluster.ts';
import { shown } from '../kubectl/typed.ts';

/** Fields of a pod, of its container, and what the API server of 1.20 says of them; recorded on a real one. */
const pods: readonly (readonly [pod: object, container: object, cause: string])[] = [
  [
    {},
    { ports: [{ containerPort: 80, hostPort: 70_000 }] },
    'spec.containers[0].ports[0].hostPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
  ],
  [
    {},
    {
      ports: [
        { containerPort: 80, hostPort: 80 },
        { containerPort: 81, hostPort: 80 },
      ],
    },
    'spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//80"',
  ],
  [
    {},
    { ports: [{ containerPort: 80, name: 'averyverylongnamehere' }] },
    'spec.containers[0].ports[0].name: Invalid value: "averyverylongnamehere": must be no more than 15 characters',
  ],
  [
    {},
    { livenessProbe: { successThreshold: 2, exec: { command: ['a'] } } },
    'spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1',
  ],
  [
    {},
    { lifecycle: { postStart: {} } },
    'spec.containers[0].lifecycle.postStart: Required value: must specify a handler type',
  ],
  [
    {},
    { env: [{ name: 'a', valueFrom: { fieldRef: { fieldPath: 'spec.foo' } } }] },
    'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.foo": error converting fieldPath: field label not supported: spec.foo',
  ],
  [
    { dnsConfig: { nameservers: ['a.b'] } },
    {},
    'spec.dnsConfig.nameservers[0]: Invalid value: "a.b": must be valid IP address',
  ],
  [
    { tolerations: [{ operator: 'Equal', value: 'x' }] },
    {},
    'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
  ],
  [
    { securityContext: { runAsUser: -1 } },
    {},
    'spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive',
  ],
  [
    { hostAliases: [{ ip: 'x', hostnames: ['a'] }] },
    {},
    'spec.hostAliases.ip: Invalid value: "x": must be valid IP address',
  ],
  [
    { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } } },
    {},
    'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
  ],
];

test('mistakes in a pod, a service and a daemon set, in the words of the API server', async () => {
  await withCluster(async (cluster) => {
    const applied = (kind: string, apiVersion: string, spec: object): Promise<string> =>
      shown(cluster, 'apply --dry-run=server -f -', {
        stdin: JSON.stringify({ apiVersion, kind, metadata: { name: 's' }, spec }),
      });
    for (const [pod, container, cause] of pods) {
      const spec = { ...pod, containers: [{ name: 'c', image: 'b', ...container }] };
      expect(await applied('Pod', 'v1', spec)).toBe(`The Pod "s" is invalid: ${cause}\nexit 1\n`);
    }
    const sticky = { ports: [{ port: 80 }], sessionAffinity: 'ClientIP' };
    expect(
      await applied('Service', 'v1', { ...sticky, sessionAffinityConfig: { clientIP: { timeoutSeconds: 0 } } }),
    ).toContain('timeoutSeconds: Invalid value: 0: must be greater than 0 and less than 86400');
    const daemon = (updateStrategy: object): object => ({
      selector: { matchLabels: { a: 'b' } },
      updateStrategy,
      template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'b' }] } },
    });
    expect(await applied('DaemonSet', 'apps/v1', daemon({ rollingUpdate: { maxUnavailable: 0 } }))).toBe(
      'The DaemonSet "s" is invalid: spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: intstr.IntOrString{Type:0, IntVal:0, StrVal:""}: cannot be 0\nexit 1\n',
    );
    expect(await applied('DaemonSet', 'apps/v1', daemon({ rollingUpdate: { maxUnavailable: '50%' } }))).toBe(
      'daemonset.apps/s created (server dry run)\n',
    );
    const deployment = { ...daemon({}), updateStrategy: undefined };
    const strategy = { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } };
    expect(await applied('Deployment', 'apps/v1', { ...deployment, strategy })).toBe(
      'The Deployment "s" is invalid: spec.strategy.rollingUpdate.maxUnavailable: Invalid value: intstr.IntOrString{Type:0, IntVal:0, StrVal:""}: may not be 0 when `maxSurge` is 0\nexit 1\n',
    );
  });
});
