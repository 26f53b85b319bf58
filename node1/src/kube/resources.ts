import type { Resource } from '../objects.ts';

/** What the API server knows about a resource besides its schema. */
export interface ResourceInfo {
  readonly kind: string;
  readonly apiVersion: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly namespaced: boolean;
  /** Whether `metadata.generation` counts the changes of `spec`. */
  readonly generation: boolean;
}

function core(kind: string, namespaced: boolean): ResourceInfo {
  return {
    kind,
    apiVersion: 'v1',
    group: '',
    namespaced,
    generation: false,
  };
}
function apps(kind: string): ResourceInfo {
  return {
    kind,
    apiVersion: 'apps/v1',
    group: 'apps',
    namespaced: true,
    generation: true,
  };
}

/** Every resource of the cluster. */
export const resources: Readonly<Record<Resource, ResourceInfo>> = {
  pods: core('Pod', true),
  services: core('Service', true),
  endpoints: core('Endpoints', true),
  namespaces: core('Namespace', false),
  nodes: core('Node', false),
  events: core('Event', true),
  deployments: apps('Deployment'),
  replicasets: apps('ReplicaSet'),
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
