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

const core = (kind: string, namespaced: boolean): ResourceInfo => ({
  kind,
  apiVersion: 'v1',
  group: '',
  namespaced,
  generation: false,
});
const apps = (kind: string): ResourceInfo => ({
  kind,
  apiVersion: 'apps/v1',
  group: 'apps',
  namespaced: true,
  generation: true,
});

/** Every resource of the cluster. */
export const RESOURCES: Readonly<Record<Resource, ResourceInfo>> = {
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
export const RESOURCE_NAMES = Object.keys(RESOURCES) as readonly Resource[];

/** A resource as messages name it: `deployments.apps`. */
export const qualifiedResource = (resource: Resource): string =>
  RESOURCES[resource].group === '' ? resource : `${resource}.${RESOURCES[resource].group}`;

/** A kind as messages name it: `Deployment.apps`. */
export const qualifiedKind = (resource: Resource): string => {
  const { kind, group } = RESOURCES[resource];
  return group === '' ? kind : `${kind}.${group}`;
};
