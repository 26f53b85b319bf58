import { isDeepStrictEqual } from 'node:util';
import type { Deployment } from 'kubernetes-types/apps/v1.js';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1.js';
import { alignTabs } from '../../cli-kit/tabwriter.ts';
import { controllerOf } from '../../kube/controller-context.ts';
import { templateOf } from '../../kube/controller-revisions.ts';
import type { KubectlCall } from '../command.ts';
import { lines } from '../describe/lines.ts';
import { plainTemplate } from '../describe/plain-template.ts';
import { describeTemplate } from '../describe/template.ts';
import { fail } from '../errors.ts';
import { replicaSetsOf } from '../replica-sets.ts';
import type { Found } from '../selection.ts';
import { changeCause } from './change-cause.ts';

const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** Kinds that keep the templates that they have had. */
export type Rolled = 'deployments' | 'daemonsets' | 'statefulsets';

/** Whether a kind keeps the templates that it has had. */
export function isRolled(resource: string): resource is Rolled {
  return ['deployments', 'daemonsets', 'statefulsets'].includes(resource);
}

/** One template that an object has had. */
export interface Revision {
  readonly revision: number;
  readonly cause: string | undefined;
  readonly annotations: Readonly<Record<string, string>> | undefined;
  /** With the label that the deployment's controller adds. */
  readonly template: PodTemplateSpec;
}

/** The revisions of an object, oldest first. */
export function revisionsOf(call: KubectlCall, { kind, object }: Found): readonly Revision[] {
  const { store } = call.cluster;
  const revisions =
    kind.resource === 'deployments'
      ? replicaSetsOf(store, object).map(({ metadata, spec }) => ({
          ...{ metadata, template: spec?.template ?? {} },
          revision: Number(metadata.annotations?.[revisionAnnotation] ?? 0),
        }))
      : store
          .list('controllerrevisions', { namespace: object.metadata.namespace ?? '' })
          .filter((each) => controllerOf(each)?.uid === object.metadata.uid)
          .map(({ metadata, data, revision }) => ({ metadata, template: templateOf(data), revision }));
  return revisions
    .map(({ metadata: { annotations }, ...each }) => ({ ...each, annotations, cause: annotations?.[changeCause] }))
    .sort((a, b) => a.revision - b.revision);
}

/** The table of `rollout history`. */
export function historyText(revisions: readonly Revision[]): string {
  if (revisions.length === 0) return 'No rollout history found.\n';
  const rows = revisions.map(({ revision, cause }) => `${revision}\t${cause ?? '<none>'}\n`);
  return alignTabs(`REVISION\tCHANGE-CAUSE\n${rows.join('')}`);
}

/** The template of a revision in full; kubectl prints it with its tabs as they are. */
export function templateText(template: PodTemplateSpec): string {
  const out = lines();
  describeTemplate(out, template);
  return out.text();
}

/** One revision in full, with what caused it among its annotations. */
export function revisionText({ template, cause }: Revision): string {
  const { metadata } = template;
  if (cause === undefined || cause === '') return templateText(template);
  return templateText({
    ...template,
    metadata: { ...metadata, annotations: { ...metadata?.annotations, [changeCause]: cause } },
  });
}

/**
 * The template that an undo goes back to: that of a revision, or of the one before the current. Throws ExitError when there is none.
 * `current` is true when the object has this template already; `full` is it with the label of a deployment's replica set.
 */
export function previousTemplate(
  call: KubectlCall,
  owner: Found,
  wanted: number,
): Revision & { readonly current: boolean; readonly full: PodTemplateSpec } {
  const revisions = revisionsOf(call, owner);
  const found = wanted === 0 ? revisions.at(-2) : revisions.find(({ revision }) => revision === wanted);
  if (found === undefined) {
    if (wanted !== 0) return fail(`unable to find specified revision ${wanted} in history`);
    return owner.kind.resource === 'deployments'
      ? fail(`no rollout history found for deployment ${JSON.stringify(owner.object.metadata.name)}`)
      : fail('no last revision to roll back to');
  }
  const template = plainTemplate(found.template);
  const now = (owner.object as Deployment).spec?.template;
  return { ...found, template, full: found.template, current: isDeepStrictEqual(template, plainTemplate(now)) };
}
