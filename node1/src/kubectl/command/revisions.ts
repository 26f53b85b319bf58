import { isDeepStrictEqual } from 'node:util';
import type { Deployment } from 'kubernetes-types/apps/v1.js';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1.js';
import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import { alignTabs } from '../../cli-kit/tabwriter.ts';
import type { KubectlCall } from '../command.ts';
import { lines } from '../describe/lines.ts';
import { plainTemplate } from '../describe/plain-template.ts';
import { describeTemplate } from '../describe/template.ts';
import { fail } from '../errors.ts';
import { replicaSetsOf } from '../replica-sets.ts';
import { changeCause } from './change-cause.ts';

const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** One template that a deployment has had. */
export interface Revision {
  readonly revision: number;
  readonly cause: string | undefined;
  readonly annotations: Readonly<Record<string, string>> | undefined;
  /** With the label that the deployment's controller adds. */
  readonly template: PodTemplateSpec;
}

/** The revisions of a deployment, oldest first. */
export function revisionsOf(call: KubectlCall, owner: { metadata: ObjectMeta }): readonly Revision[] {
  return replicaSetsOf(call.cluster.store, owner)
    .map(({ metadata, spec }) => ({
      revision: Number(metadata.annotations?.[revisionAnnotation] ?? 0),
      cause: metadata.annotations?.[changeCause],
      annotations: metadata.annotations,
      template: spec?.template ?? {},
    }))
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
 * `current` is true when the deployment has this template already; `full` is it with the label of its replica set.
 */
export function previousTemplate(
  call: KubectlCall,
  owner: { metadata: ObjectMeta & { name: string } },
  wanted: number,
): Revision & { readonly current: boolean; readonly full: PodTemplateSpec } {
  const revisions = revisionsOf(call, owner);
  const found = wanted > 0 ? revisions.find(({ revision }) => revision === wanted) : revisions.at(-2);
  if (found === undefined) {
    if (wanted > 0) return fail(`unable to find specified revision ${wanted} in history`);
    return fail(`no rollout history found for deployment ${JSON.stringify(owner.metadata.name)}`);
  }
  const template = plainTemplate(found.template);
  const now = (owner as Deployment).spec?.template;
  return { ...found, template, full: found.template, current: isDeepStrictEqual(template, plainTemplate(now)) };
}
