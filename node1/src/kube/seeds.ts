import { randomUUID } from 'node:crypto';
import type { ClusterRole, PolicyRule, RoleRef, Subject } from 'kubernetes-types/rbac/v1.js';
import { lazily, readData } from '../data.ts';
import type { Kinds, Resource } from '../objects.ts';
import { tokenSecret } from './accounts.ts';
import { canonicalJson } from './names.ts';
import { resources } from './resources.ts';
import { matchesSelector } from './selector.ts';
import type { Seeds } from './store.ts';
import { timestamp } from './timestamps.ts';

/** A line of `data/rbac.json`. */
interface RoleData {
  readonly kind: 'ClusterRole' | 'ClusterRoleBinding' | 'Role' | 'RoleBinding';
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly rules?: PolicyRule[];
  readonly aggregationRule?: ClusterRole['aggregationRule'];
  readonly roleRef?: RoleRef;
  readonly subjects?: Subject[];
}

/** The controllers that have an account of their own in kube-system. */
const controllers = [
  ...['attachdetach-controller', 'certificate-controller', 'clusterrole-aggregation-controller', 'cronjob-controller'],
  ...['daemon-set-controller', 'deployment-controller', 'disruption-controller', 'endpoint-controller'],
  ...[
    'endpointslice-controller',
    'endpointslicemirroring-controller',
    'expand-controller',
    'generic-garbage-collector',
  ],
  ...['horizontal-pod-autoscaler', 'job-controller', 'namespace-controller', 'node-controller'],
  ...['persistent-volume-binder', 'pod-garbage-collector', 'pv-protection-controller', 'pvc-protection-controller'],
  ...['replicaset-controller', 'replication-controller', 'resourcequota-controller', 'root-ca-cert-publisher'],
  ...['service-account-controller', 'service-controller', 'statefulset-controller', 'ttl-controller'],
];

const priorities = { 'system-cluster-critical': 2_000_000_000, 'system-node-critical': 2_000_001_000 } as const;
const descriptions = {
  'system-cluster-critical':
    'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  'system-node-critical': 'Used for system critical pods that must not be moved from their current node.',
} as const;

const rbacKinds: readonly Resource[] = ['clusterrolebindings', 'clusterroles', 'rolebindings', 'roles'];
const ofKubeSystem: readonly Resource[] = ['configmaps', 'secrets', 'serviceaccounts'];

/** The rules of all roles that an aggregated one collects, each once. */
function aggregated(rule: ClusterRole['aggregationRule'], all: readonly ClusterRole[]): PolicyRule[] {
  const rules = (rule?.clusterRoleSelectors ?? []).flatMap((selector) =>
    all
      .filter(({ metadata }) => matchesSelector(selector, metadata?.labels))
      .sort((a, b) => ((a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1))
      .flatMap((role) => role.rules ?? []),
  );
  return [...new Map(rules.map((each) => [canonicalJson(each), each])).values()];
}

/** The objects that a cluster born at `at` (milliseconds since the epoch) has before anybody uses it. */
export function createSeeds(at: number): Seeds {
  const creationTimestamp = timestamp(at);
  const born = (name: string, namespace?: string) => ({
    ...{ name, creationTimestamp, resourceVersion: '1', uid: randomUUID() },
    ...(namespace === undefined ? {} : { namespace }),
  });

  const rolesOf = (resource: Resource): readonly Kinds[Resource][] => {
    const { kind } = resources[resource];
    const data = (JSON.parse(readData('rbac.json')) as readonly RoleData[]).filter((each) => each.kind === kind);
    const made = data.map(({ name, namespace, labels, rules, aggregationRule, roleRef, subjects }) => ({
      ...(aggregationRule === undefined ? {} : { aggregationRule }),
      metadata: {
        annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
        labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels },
        ...born(name, namespace),
      },
      ...(roleRef === undefined ? {} : { roleRef }),
      ...(rules === undefined ? {} : { rules }),
      ...(subjects === undefined ? {} : { subjects }),
    }));
    if (resource !== 'clusterroles') return made;
    const roles: ClusterRole[] = made;
    // Twice: admin collects what edit has collected.
    for (let times = 0; times < 3; times += 1) {
      for (const role of roles) if (role.aggregationRule) role.rules = aggregated(role.aggregationRule, roles);
    }
    return roles;
  };

  const accounts = lazily(() =>
    controllers.map((name) => {
      const metadata = born(name, 'kube-system');
      const secret = tokenSecret('kube-system', name, metadata.uid);
      return {
        account: { metadata, secrets: [{ name: secret.metadata.name }] },
        secret: { ...secret, metadata: { ...born(secret.metadata.name, 'kube-system'), ...secret.metadata } },
      };
    }),
  );

  return {
    concerns: (resource, namespace) =>
      rbacKinds.includes(resource) ||
      resource === 'priorityclasses' ||
      (ofKubeSystem.includes(resource) && (namespace === undefined || namespace === 'kube-system')),
    of(resource) {
      if (rbacKinds.includes(resource)) return rolesOf(resource);
      if (resource === 'serviceaccounts') return accounts().map(({ account }) => account);
      if (resource === 'secrets') return accounts().map(({ secret }) => secret);
      if (resource === 'configmaps') {
        const name = 'extension-apiserver-authentication';
        return [{ metadata: born(name, 'kube-system'), data: { 'client-ca-file': readData('ca.crt') } }];
      }
      return Object.entries(priorities).map(([name, value]) => ({
        metadata: { ...born(name), generation: 1 },
        ...{ value, globalDefault: false, preemptionPolicy: 'PreemptLowerPriority' },
        description: descriptions[name as keyof typeof descriptions],
      }));
    },
  };
}
