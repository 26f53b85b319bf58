import type { Resource } from '../objects.ts';

/** What the API server knows about a resource besides its schema. */
export interface ResourceInfo {
  readonly kind: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly apiVersion: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly namespaced: boolean;
  /** Whether `metadata.generation` counts the changes of `spec`. */
  readonly generation: boolean;
}

function of(
  apiVersion: string,
  kind: string,
  shortNames: string,
  { cluster = false, generation = false, singular = kind.toLowerCase() } = {},
): ResourceInfo {
  const slash = apiVersion.indexOf('/');
  return {
    ...{ kind, apiVersion, generation },
    singular,
    shortNames: shortNames === '' ? [] : shortNames.split(' '),
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    namespaced: !cluster,
  };
}
const cluster = true;
const generation = true;
const rbac = 'rbac.authorization.k8s.io/v1';
const networking = 'networking.k8s.io/v1';
const policy = 'policy/v1beta1';

/** Every resource of the cluster. */
export const resources: Readonly<Record<Resource, ResourceInfo>> = {
  configmaps: of('v1', 'ConfigMap', 'cm'),
  endpoints: of('v1', 'Endpoints', 'ep'),
  events: of('v1', 'Event', 'ev'),
  limitranges: of('v1', 'LimitRange', 'limits'),
  namespaces: of('v1', 'Namespace', 'ns', { cluster }),
  nodes: of('v1', 'Node', 'no', { cluster }),
  persistentvolumeclaims: of('v1', 'PersistentVolumeClaim', 'pvc'),
  persistentvolumes: of('v1', 'PersistentVolume', 'pv', { cluster }),
  pods: of('v1', 'Pod', 'po'),
  resourcequotas: of('v1', 'ResourceQuota', 'quota'),
  secrets: of('v1', 'Secret', ''),
  serviceaccounts: of('v1', 'ServiceAccount', 'sa'),
  services: of('v1', 'Service', 'svc'),
  controllerrevisions: of('apps/v1', 'ControllerRevision', ''),
  daemonsets: of('apps/v1', 'DaemonSet', 'ds', { generation }),
  deployments: of('apps/v1', 'Deployment', 'deploy', { generation }),
  replicasets: of('apps/v1', 'ReplicaSet', 'rs', { generation }),
  statefulsets: of('apps/v1', 'StatefulSet', 'sts', { generation }),
  horizontalpodautoscalers: of('autoscaling/v1', 'HorizontalPodAutoscaler', 'hpa'),
  cronjobs: of('batch/v1beta1', 'CronJob', 'cj'),
  jobs: of('batch/v1', 'Job', ''),
  ingressclasses: of(networking, 'IngressClass', '', { cluster, generation }),
  ingresses: of(networking, 'Ingress', 'ing', { generation }),
  networkpolicies: of(networking, 'NetworkPolicy', 'netpol', { generation }),
  poddisruptionbudgets: of(policy, 'PodDisruptionBudget', 'pdb', { generation }),
  podsecuritypolicies: of(policy, 'PodSecurityPolicy', 'psp', { cluster }),
  clusterrolebindings: of(rbac, 'ClusterRoleBinding', '', { cluster }),
  clusterroles: of(rbac, 'ClusterRole', '', { cluster }),
  rolebindings: of(rbac, 'RoleBinding', ''),
  roles: of(rbac, 'Role', ''),
  priorityclasses: of('scheduling.k8s.io/v1', 'PriorityClass', 'pc', { cluster, generation }),
  storageclasses: of('storage.k8s.io/v1', 'StorageClass', 'sc', { cluster }),
};

/** The names of RESOURCES. */
export const resourceNames = Object.keys(resources) as readonly Resource[];

/** A resource as messages name it: `deployments.apps`. */
export function qualifiedResource(resource: Resource): string {
  return resources[resource].group === '' ? resource : `${resource}.${resources[resource].group}`;
}

/** A kind as messages name it: `Deployment.apps`. */
export function qualifiedKind(resource: Resource): string {
  const { kind, group } = resources[resource];
  return group === '' ? kind : `${kind}.${group}`;
}
