import type { Kustomization } from './kustomization.ts';
import { at, isPlain, type Plain, walk } from './walk.ts';

/** Where a kind has the labels of what it selects and makes; those with `!` are made where they are missing. */
const labelPaths: Readonly<Record<string, readonly string[]>> = {
  Service: ['!spec.selector'],
  ReplicationController: ['!spec.selector', '!spec.template.metadata.labels'],
  Deployment: ['!spec.selector.matchLabels', '!spec.template.metadata.labels'],
  ReplicaSet: ['!spec.selector.matchLabels', '!spec.template.metadata.labels'],
  DaemonSet: ['!spec.selector.matchLabels', '!spec.template.metadata.labels'],
  StatefulSet: ['!spec.selector.matchLabels', '!spec.template.metadata.labels'],
  Job: ['spec.selector.matchLabels', '!spec.template.metadata.labels'],
  CronJob: [
    'spec.jobTemplate.spec.selector.matchLabels',
    '!spec.jobTemplate.metadata.labels',
    '!spec.jobTemplate.spec.template.metadata.labels',
  ],
  PodDisruptionBudget: ['spec.selector.matchLabels'],
  NetworkPolicy: ['spec.podSelector.matchLabels'],
};
const annotationPaths: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['!spec.jobTemplate.metadata.annotations', '!spec.jobTemplate.spec.template.metadata.annotations'],
};
const withTemplate = ['ReplicationController', 'Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job'];

/** Does to an object what a kustomization says of all of them. */
export function transform(object: Plain, file: Kustomization, isNamespaced: boolean): void {
  const metadata = at(object, 'metadata', true) ?? {};
  const kind = String(object['kind']);
  if (file.namespace !== undefined && isNamespaced) metadata['namespace'] = file.namespace;
  const name = typeof metadata['name'] === 'string' ? metadata['name'] : '';
  if (kind !== 'CustomResourceDefinition') metadata['name'] = `${file.namePrefix ?? ''}${name}${file.nameSuffix ?? ''}`;
  if (file.commonLabels !== undefined)
    put(object, ['!metadata.labels', ...(labelPaths[kind] ?? [])], file.commonLabels);
  const claims = at(object, 'spec')?.['volumeClaimTemplates'];
  if (file.commonLabels !== undefined && kind === 'StatefulSet' && Array.isArray(claims))
    for (const claim of claims) if (isPlain(claim)) put(claim, ['!metadata.labels'], file.commonLabels);
  const template = withTemplate.includes(kind) ? ['!spec.template.metadata.annotations'] : [];
  if (file.commonAnnotations !== undefined)
    put(object, ['!metadata.annotations', ...template, ...(annotationPaths[kind] ?? [])], file.commonAnnotations);
  for (const image of [...(file.images ?? []), ...(file.imageTags ?? [])]) {
    walk(object, (inner) => {
      for (const key of ['containers', 'initContainers']) {
        const list = inner[key];
        if (Array.isArray(list)) for (const container of list) if (isPlain(container)) changeImage(container, image);
      }
    });
  }
}

function put(object: Plain, paths: readonly string[], values: Readonly<Record<string, string>>): void {
  for (const path of paths) {
    const found = at(object, path.replace('!', ''), path.startsWith('!'));
    if (found !== undefined) Object.assign(found, values);
  }
}

function changeImage(
  container: Plain,
  { name, newName, newTag, digest }: NonNullable<Kustomization['images']>[number],
): void {
  const { image } = container;
  if (typeof image !== 'string') return;
  const [, plain = '', rest = ''] = /^(.*?)(@.*|:[^/:]*)?$/s.exec(image) ?? [];
  if (plain !== name) return;
  const end =
    digest !== undefined && digest !== '' ? `@${digest}` : newTag !== undefined && newTag !== '' ? `:${newTag}` : rest;
  container['image'] = `${newName ?? plain}${end}`;
}
