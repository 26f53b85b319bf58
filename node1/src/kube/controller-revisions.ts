import type { PodTemplateSpec } from 'kubernetes-types/core/v1.js';
import type { Stored } from '../objects.ts';
import { type ControllerContext, controllerOf, ownedBy } from './controller-context.ts';
import { canonicalJson, templateHash } from './names.ts';

type Revision = Stored<'controllerrevisions'>;
const label = 'controller-revision-hash';
/** apps/v1's old name for the same, which stateful sets have besides. */
const oldLabel = 'controller.kubernetes.io/hash';

/** The revisions of a daemon set or stateful set, oldest first. */
function revisionsOf({ store }: ControllerContext, uid: string | undefined, namespace: string): readonly Revision[] {
  return store
    .list('controllerrevisions', { namespace })
    .filter((revision) => controllerOf(revision)?.uid === uid)
    .sort((a, b) => a.revision - b.revision);
}

/**
 * The revision of the template that an object has now, made where there is none yet; one that comes back becomes the newest. Revisions
 * that no pod has any more go when there are more than the history's limit.
 */
export function currentRevision(
  context: ControllerContext,
  resource: 'daemonsets' | 'statefulsets',
  object: Stored<'daemonsets'> | Stored<'statefulsets'>,
  used: ReadonlySet<string>,
): { readonly newest: Revision; readonly all: readonly Revision[] } {
  const { store } = context;
  const { namespace = 'default', name, uid } = object.metadata;
  const { template, revisionHistoryLimit: limit = 10 } = object.spec ?? { template: {} };
  const all = revisionsOf(context, uid, namespace);
  const text = canonicalJson(template);
  const last = all.at(-1)?.revision ?? 0;
  const same = all.find(({ data }) => canonicalJson(templateOf(data)) === text);
  let newest: Revision;
  if (same === undefined) {
    const hash = templateHash(template);
    newest = store.create('controllerrevisions', {
      data: { spec: { template: { $patch: 'replace', ...template } } },
      metadata: {
        name: `${name}-${hash}`,
        namespace,
        labels: { ...template.metadata?.labels, [label]: resource === 'daemonsets' ? hash : `${name}-${hash}` },
        ...(object.metadata.annotations === undefined ? {} : { annotations: object.metadata.annotations }),
        ownerReferences: [ownedBy(resource, object)],
      },
      revision: last + 1,
    });
  } else if (same.revision < last) {
    newest = store.patch('controllerrevisions', namespace, same.metadata.name, (copy) => {
      copy.revision = last + 1;
    });
  } else newest = same;
  const kept = revisionsOf(context, uid, namespace);
  const idle = kept.filter(
    (revision) => revision.metadata.name !== newest.metadata.name && !used.has(hashOf(revision)),
  );
  for (const { metadata } of idle.slice(0, Math.max(0, idle.length - limit))) {
    store.remove('controllerrevisions', namespace, metadata.name);
  }
  return { newest, all: revisionsOf(context, uid, namespace) };
}

/** What the pods of a revision are labelled with. */
export function hashOf({ metadata }: Revision): string {
  return metadata.labels?.[label] ?? metadata.labels?.[oldLabel] ?? '';
}

/** The template that a revision holds. */
export function templateOf(data: unknown): PodTemplateSpec {
  const { spec } = data as { readonly spec?: { readonly template?: PodTemplateSpec & { readonly $patch?: string } } };
  return Object.fromEntries(Object.entries(spec?.template ?? {}).filter(([key]) => key !== '$patch'));
}
