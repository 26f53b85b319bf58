import { notSimulated } from '../cli-kit/exit-error.ts';
import { message } from '../messages/message.ts';
import type { Resource } from '../objects.ts';
import { fail } from './errors.ts';

/** What kubectl knows of one kind of object. */
export interface Kind {
  /** The plural, which is also its key in the store. */
  readonly resource: Resource;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly kind: string;
  /** '' for the core group. */
  readonly group: string;
  readonly version: string;
  readonly namespaced: boolean;
}

function core(
  resource: Resource,
  singular: string,
  kind: string,
  shortNames: readonly string[],
  namespaced = true,
): Kind {
  return { resource, singular, shortNames, kind, group: '', version: 'v1', namespaced };
}

/** The kinds that the rehearsal has, in the order of `kubectl api-resources`. */
export const resourceKinds: readonly Kind[] = [
  core('endpoints', 'endpoints', 'Endpoints', ['ep']),
  core('events', 'event', 'Event', ['ev']),
  core('namespaces', 'namespace', 'Namespace', ['ns'], false),
  core('nodes', 'node', 'Node', ['no'], false),
  core('pods', 'pod', 'Pod', ['po']),
  core('services', 'service', 'Service', ['svc']),
  { ...core('deployments', 'deployment', 'Deployment', ['deploy']), group: 'apps' },
  { ...core('replicasets', 'replicaset', 'ReplicaSet', ['rs']), group: 'apps' },
];

/** The kinds behind `all`, in kubectl's order. */
const all: readonly Resource[] = ['pods', 'services', 'deployments', 'replicasets'];

// Kinds of a real 1.20 that are not here: names, singulars and short names.
const absent = new Set(
  (
    'bindings componentstatuses componentstatus cs configmaps configmap cm limitranges limitrange limits ' +
    'persistentvolumeclaims persistentvolumeclaim pvc persistentvolumes persistentvolume pv podtemplates podtemplate ' +
    'replicationcontrollers replicationcontroller rc resourcequotas resourcequota quota secrets secret serviceaccounts ' +
    'serviceaccount sa customresourcedefinitions customresourcedefinition crd crds apiservices apiservice controllerrevisions ' +
    'controllerrevision daemonsets daemonset ds statefulsets statefulset sts horizontalpodautoscalers horizontalpodautoscaler ' +
    'hpa cronjobs cronjob cj jobs job certificatesigningrequests csr leases lease endpointslices endpointslice ingresses ingress ' +
    'ing ingressclasses ingressclass networkpolicies networkpolicy netpol runtimeclasses poddisruptionbudgets ' +
    'poddisruptionbudget pdb podsecuritypolicies psp clusterrolebindings clusterrolebinding clusterroles clusterrole rolebindings rolebinding ' +
    'roles role priorityclasses priorityclass pc csidrivers csinodes storageclasses storageclass sc volumeattachments'
  ).split(' '),
);

/** The kind with this plural. */
export function kindOf(resource: Resource): Kind {
  const kind = resourceKinds.find((candidate) => candidate.resource === resource);
  if (kind === undefined) throw new Error(`no kind ${resource}`);
  return kind;
}

/** The kind of an object from a file; undefined when the rehearsal has none such. */
export function kindOfObject(apiVersion: string, kind: string): Kind | undefined {
  return resourceKinds.find((candidate) => candidate.kind === kind && apiVersionOf(candidate) === apiVersion);
}

/** `v1`, `apps/v1`. */
export function apiVersionOf(kind: Kind): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
}

/** `pods`, `deployments.apps`: the name in the API server's messages. */
export function groupResource(kind: Kind): string {
  return kind.group === '' ? kind.resource : `${kind.resource}.${kind.group}`;
}

/** `pod`, `deployment.apps`: the name before the slash or the quotes in kubectl's own messages. */
export function groupSingular(kind: Kind): string {
  return kind.group === '' ? kind.singular : `${kind.singular}.${kind.group}`;
}

/**
 * The kind that a user's word names: plural, singular or short name in any case, with an optional group or version and group
 * (`deployments.apps`, `deployments.v1.apps`).
 */
export function findKind(word: string): Kind {
  const [name = '', ...rest] = word.toLowerCase().split('.');
  const group = rest.join('.');
  const kind = resourceKinds.find(
    (candidate) =>
      [candidate.resource, candidate.singular, ...candidate.shortNames].includes(name) &&
      (group === '' ||
        (candidate.group !== '' && (group === candidate.group || group === `${candidate.version}.${candidate.group}`))),
  );
  if (kind !== undefined) return kind;
  if (absent.has(name)) {
    const known = resourceKinds.map((candidate) => candidate.resource);
    throw notSimulated(message('subject/resource', { name }), known);
  }
  return fail(`the server doesn't have a resource type ${JSON.stringify(word.split('.')[0])}`);
}

/** The kinds of a list of words with commas (`deploy,svc`, `all`). */
export function findKinds(words: string): readonly Kind[] {
  return words.split(',').flatMap((word) => (word === 'all' ? all.map(kindOf) : [findKind(word)]));
}

/** Whether a real 1.20 has this kind (`ConfigMap`) and the rehearsal has not. */
export function isAbsentKind(kind: string): boolean {
  return absent.has(kind.toLowerCase());
}
