import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v1.js';
import type { CronJob, Job, JobSpec } from 'kubernetes-types/batch/v1.js';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.js';
import { kubectlAge } from '../../cli-kit/duration.ts';
import { selectorText } from '../print/columns.ts';
import { longDate } from '../print/dates.ts';
import type { Lines } from './lines.ts';
import { addAnnotations, addController, addLabels } from './metadata.ts';
import { describeTemplate } from './template.ts';

/** A job. */
export function describeJob(out: Lines, { metadata, spec, status }: Job): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `Namespace:\t${metadata?.namespace ?? ''}`);
  out.add(0, `Selector:\t${selectorText(spec?.selector)}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  addController(out, metadata);
  if (spec?.parallelism !== undefined) out.add(0, `Parallelism:\t${spec.parallelism}`);
  out.add(0, `Completions:\t${spec?.completions ?? '<unset>'}`);
  const { startTime, completionTime, active = 0, succeeded = 0, failed = 0 } = status ?? {};
  if (startTime !== undefined) out.add(0, `Start Time:\t${longDate(startTime)}`);
  if (completionTime !== undefined) out.add(0, `Completed At:\t${longDate(completionTime)}`);
  if (startTime !== undefined && completionTime !== undefined)
    out.add(0, `Duration:\t${kubectlAge(Date.parse(completionTime) - Date.parse(startTime))}`);
  if (spec?.activeDeadlineSeconds !== undefined) out.add(0, `Active Deadline Seconds:\t${spec.activeDeadlineSeconds}s`);
  out.add(0, `Pods Statuses:\t${active} Running / ${succeeded} Succeeded / ${failed} Failed`);
  describeTemplate(out, spec?.template ?? {});
}

function addJobTemplate(out: Lines, spec: JobSpec | undefined): void {
  out.add(0, `Selector:\t${spec?.selector === undefined ? '<unset>' : selectorText(spec.selector)}`);
  out.add(0, `Parallelism:\t${spec?.parallelism ?? '<unset>'}`);
  out.add(0, `Completions:\t${spec?.completions ?? '<unset>'}`);
  if (spec?.activeDeadlineSeconds !== undefined) out.add(0, `Active Deadline Seconds:\t${spec.activeDeadlineSeconds}s`);
  describeTemplate(out, spec?.template ?? {});
}

/** A cron job. */
export function describeCronJob(out: Lines, { metadata, spec, status }: CronJob): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `Namespace:\t${metadata?.namespace ?? ''}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  out.add(0, `Schedule:\t${spec?.schedule ?? ''}`);
  out.add(0, `Concurrency Policy:\t${spec?.concurrencyPolicy ?? ''}`);
  out.add(0, `Suspend:\t${spec?.suspend === true ? 'True' : 'False'}`);
  out.add(0, `Successful Job History Limit:\t${spec?.successfulJobsHistoryLimit ?? '<unset>'}`);
  out.add(0, `Failed Job History Limit:\t${spec?.failedJobsHistoryLimit ?? '<unset>'}`);
  const deadline = spec?.startingDeadlineSeconds;
  out.add(0, `Starting Deadline Seconds:\t${deadline === undefined ? '<unset>' : `${deadline}s`}`);
  addJobTemplate(out, spec?.jobTemplate.spec);
  out.add(0, `Last Schedule Time:\t${longDate(status?.lastScheduleTime)}`);
  const active = (status?.active ?? []).map(({ name }) => name ?? '');
  out.add(0, `Active Jobs:\t${active.join(', ') || '<none>'}`);
}

/** A budget of disruptions. */
export function describeBudget(out: Lines, { metadata, spec, status }: PodDisruptionBudget): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `Namespace:\t${metadata?.namespace ?? ''}`);
  if (spec?.minAvailable !== undefined) out.add(0, `Min available:\t${spec.minAvailable}`);
  else if (spec?.maxUnavailable !== undefined) out.add(0, `Max unavailable:\t${spec.maxUnavailable}`);
  out.add(0, `Selector:\t${spec?.selector === undefined ? '<unset>' : selectorText(spec.selector)}`);
  out.add(0, 'Status:');
  out.add(2, `Allowed disruptions:\t${status?.disruptionsAllowed ?? 0}`);
  out.add(2, `Current:\t${status?.currentHealthy ?? 0}`);
  out.add(2, `Desired:\t${status?.desiredHealthy ?? 0}`);
  out.add(2, `Total:\t${status?.expectedPods ?? 0}`);
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** An autoscaler, as kubectl 1.20 shows it: in the words of autoscaling/v2beta2. */
export function describeAutoscaler(out: Lines, { metadata, spec, status }: HorizontalPodAutoscaler): void {
  const { 'autoscaling.alpha.kubernetes.io/conditions': kept, ...annotations } = metadata?.annotations ?? {};
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `Namespace:\t${metadata?.namespace ?? ''}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', annotations);
  out.add(0, `CreationTimestamp:\t${longDate(metadata?.creationTimestamp)}`);
  const target = spec?.scaleTargetRef;
  out.add(0, `Reference:\t${target?.kind ?? ''}/${target?.name ?? ''}`);
  out.add(0, 'Metrics:\t( current / target )');
  if (spec?.targetCPUUtilizationPercentage !== undefined) {
    const current = status?.currentCPUUtilizationPercentage;
    const shown = current === undefined ? '<unknown>' : `${current}%`;
    out.add(
      1,
      `resource cpu on pods  (as a percentage of request):\t${shown} / ${spec.targetCPUUtilizationPercentage}%`,
    );
  }
  out.add(0, `Min replicas:\t${spec?.minReplicas ?? '<unset>'}`);
  out.add(0, `Max replicas:\t${spec?.maxReplicas ?? 0}`);
  out.add(
    0,
    `${target?.kind ?? ''} pods:\t${status?.currentReplicas ?? 0} current / ${status?.desiredReplicas ?? 0} desired`,
  );
  const conditions = kept === undefined ? [] : (JSON.parse(kept) as readonly Condition[]);
  if (conditions.length === 0) return;
  out.add(0, 'Conditions:');
  out.add(1, 'Type\tStatus\tReason\tMessage');
  out.add(1, '----\t------\t------\t-------');
  for (const { type, status: value, reason = '', message = '' } of conditions)
    out.add(1, [type, value, reason, message].join('\t'));
}
