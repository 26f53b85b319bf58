import { notSimulated } from '../cli-kit/exit-error.ts';
import { lazily, readData } from '../data.ts';
import { resourceNames, resources } from '../kube/resources.ts';
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

/** A line of `kubectl api-resources`. */
interface ListedKind extends Omit<Kind, 'resource'> {
  /** The plural. */
  readonly name: string;
  readonly verbs: readonly string[];
}

/** The kinds that the rehearsal has, in the order of `kubectl api-resources`. */
export const resourceKinds: readonly Kind[] = resourceNames.map((resource) => ({ resource, ...resources[resource] }));

/** Every kind of a real 1.20, in the order of `kubectl api-resources`. */
export const listedKinds = lazily((): readonly ListedKind[] =>
  readData('api-resources.txt')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [name = '', shortNames = '', apiVersion = '', namespaced, kind = '', verbs = ''] = line.split(' ');
      const [version = '', group = ''] = apiVersion.split('/').reverse();
      return {
        ...{ name, kind, group, version },
        singular: kind.toLowerCase(),
        shortNames: shortNames === '-' ? [] : shortNames.split(','),
        namespaced: namespaced === 'true',
        verbs: verbs.split(','),
      };
    }),
);

/** Kinds of which a cluster has none until somebody makes one, which cannot be done here: there are none. */
const alwaysEmpty = [
  ...['podtemplates', 'replicationcontrollers', 'mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
  ...['customresourcedefinitions', 'certificatesigningrequests', 'runtimeclasses', 'csidrivers', 'volumeattachments'],
];

/** Kinds that the store does not have, and lists do. */
const otherKinds = lazily((): readonly Kind[] =>
  listedKinds()
    .filter(({ name }) => alwaysEmpty.includes(name) || name === 'componentstatuses')
    .map(({ name, ...kind }) => ({ ...kind, resource: name as Resource })),
);

/** Whether the store has objects of a kind. */
export function isStored({ resource }: Kind): boolean {
  return resource in resources;
}

/** The kind of a real 1.20 that a word names, in `wanted` or in the newer of two groups; undefined for none. */
export function listedKind(word: string, wanted = ''): ListedKind | undefined {
  const name = word.toLowerCase();
  const found = listedKinds().filter(
    (each) => [each.name, each.singular, ...each.shortNames].includes(name) && inGroup(each, wanted),
  );
  return found.find(({ group }) => group !== 'extensions') ?? found[0];
}

/** The kinds behind `all`, in kubectl's order. */
const all: readonly Resource[] = [
  ...(['pods', 'services', 'daemonsets', 'deployments', 'replicasets', 'statefulsets'] as const),
  ...(['horizontalpodautoscalers', 'jobs', 'cronjobs'] as const),
];

/** Further versions that a 1.20 serves, of kinds that the rehearsal may have in another. */
const otherVersions: Readonly<Record<string, readonly string[]>> = {
  'admissionregistration.k8s.io/v1beta1': ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
  'apiextensions.k8s.io/v1beta1': ['CustomResourceDefinition'],
  'apiregistration.k8s.io/v1beta1': ['APIService'],
  'authentication.k8s.io/v1beta1': ['TokenReview'],
  'authorization.k8s.io/v1beta1': ['LocalSubjectAccessReview', 'SelfSubjectAccessReview', 'SubjectAccessReview'],
  'autoscaling/v2beta1': ['HorizontalPodAutoscaler'],
  'autoscaling/v2beta2': ['HorizontalPodAutoscaler'],
  'certificates.k8s.io/v1beta1': ['CertificateSigningRequest'],
  'coordination.k8s.io/v1beta1': ['Lease'],
  'events.k8s.io/v1beta1': ['Event'],
  'networking.k8s.io/v1beta1': ['Ingress', 'IngressClass'],
  'node.k8s.io/v1beta1': ['RuntimeClass'],
  'rbac.authorization.k8s.io/v1beta1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  'scheduling.k8s.io/v1beta1': ['PriorityClass'],
  'storage.k8s.io/v1beta1': ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment'],
};

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
export function apiVersionOf(kind: Pick<Kind, 'group' | 'version'>): string {
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
  const isMeant = (candidate: Kind): boolean =>
    [candidate.resource, candidate.singular, ...candidate.shortNames].includes(name) && inGroup(candidate, group);
  const kind = resourceKinds.find(isMeant) ?? otherKinds().find(isMeant);
  if (kind !== undefined) return kind;
  const listed = listedKinds().some(
    (candidate) =>
      [candidate.name, candidate.singular, ...candidate.shortNames].includes(name) && inGroup(candidate, group),
  );
  if (listed) {
    const known = resourceKinds.map((candidate) => candidate.resource);
    throw notSimulated(message('subject/resource', { name }), known);
  }
  return fail(`the server doesn't have a resource type ${JSON.stringify(word.split('.')[0])}`);
}

/** Whether a kind is in the group that a word names behind its first dot, if any. */
function inGroup(kind: Pick<Kind, 'group' | 'version'>, group: string): boolean {
  return group === '' || (kind.group !== '' && group === kind.group) || group === `${kind.version}.${kind.group}`;
}

/** The kinds of a list of words with commas (`deploy,svc`, `all`). */
export function findKinds(words: string): readonly Kind[] {
  return words.split(',').flatMap((word) => (word === 'all' ? all.map(kindOf) : [findKind(word)]));
}

/** Whether a real 1.20 has this kind (`ConfigMap`) in this version and the rehearsal has not. */
export function isAbsentKind(kind: string, apiVersion: string): boolean {
  return (
    kindOfObject(apiVersion, kind) === undefined &&
    (otherVersions[apiVersion]?.includes(kind) === true ||
      listedKinds().some((listed) => listed.kind === kind && apiVersionOf(listed) === apiVersion))
  );
}
