import { isDeepStrictEqual } from 'node:util';
import type { StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v1.js';
import type { CronJob, Job, JobSpec } from 'kubernetes-types/batch/v1.js';
import { parseSchedule, ScheduleError } from './cron.ts';
import type { Cause } from './errors.ts';
import { labelCauses } from './name-rules.ts';
import { podSpecCauses, unsupported } from './validate-pod.ts';
import { without } from './writable.ts';

function negative(path: string, value: number | undefined): readonly Cause[] {
  return value === undefined || value >= 0
    ? []
    : [`${path}: Invalid value: ${value}: must be greater than or equal to 0`];
}

function jobSpecCauses(path: string, spec: JobSpec): readonly Cause[] {
  const { template } = spec;
  const restart = template.spec?.restartPolicy ?? 'Always';
  const policies = ['OnFailure', 'Never'];
  return [
    ...negative(`${path}.parallelism`, spec.parallelism),
    ...negative(`${path}.completions`, spec.completions),
    ...negative(`${path}.activeDeadlineSeconds`, spec.activeDeadlineSeconds),
    ...negative(`${path}.backoffLimit`, spec.backoffLimit),
    ...negative(`${path}.ttlSecondsAfterFinished`, spec.ttlSecondsAfterFinished),
    ...labelCauses(`${path}.template.labels`, template.metadata?.labels),
    ...podSpecCauses(`${path}.template.spec`, template.spec ?? { containers: [] }),
    ...(restart === 'Always'
      ? [`${path}.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"`]
      : policies.includes(restart)
        ? []
        : [unsupported(`${path}.template.spec.restartPolicy`, restart, policies)]),
  ];
}

/** What is wrong with a job. */
export function jobCauses({ spec }: Job, old: Job | undefined): readonly Cause[] {
  if (spec === undefined) return ['spec.template.spec.containers: Required value'];
  const was = old?.spec;
  const fixed = (field: 'completions' | 'selector' | 'template'): readonly Cause[] =>
    was === undefined || isDeepStrictEqual(was[field], spec[field])
      ? []
      : [`spec.${field}: Invalid value: ${goText(spec[field])}: field is immutable`];
  return [...jobSpecCauses('spec', spec), ...fixed('completions'), ...fixed('selector'), ...fixed('template')];
}

/** A value as Go would print it where that is short; the dump of a template is longer than anybody reads. */
function goText(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value ?? null);
}

/** What is wrong with a cron job. */
export function cronJobCauses({ metadata, spec }: CronJob): readonly Cause[] {
  if (spec === undefined) return ['spec.schedule: Required value'];
  const { concurrencyPolicy: policy = 'Allow', jobTemplate } = spec;
  const policies = ['Allow', 'Forbid', 'Replace'];
  return [
    ...scheduleCauses((spec as Partial<typeof spec>).schedule ?? ''),
    ...negative('spec.startingDeadlineSeconds', spec.startingDeadlineSeconds),
    ...(policies.includes(policy) ? [] : [unsupported('spec.concurrencyPolicy', policy, policies)]),
    ...jobSpecCauses('spec.jobTemplate.spec', jobTemplate.spec ?? { template: {} }),
    ...negative('spec.successfulJobsHistoryLimit', spec.successfulJobsHistoryLimit),
    ...negative('spec.failedJobsHistoryLimit', spec.failedJobsHistoryLimit),
    ...((metadata?.name ?? '').length > 52
      ? [`metadata.name: Invalid value: ${JSON.stringify(metadata?.name)}: must be no more than 52 characters`]
      : []),
  ];
}

function scheduleCauses(schedule: string): readonly Cause[] {
  if (schedule === '') return ['spec.schedule: Required value'];
  try {
    parseSchedule(schedule);
    return [];
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    return [`spec.schedule: Invalid value: ${JSON.stringify(schedule)}: ${error.message}`];
  }
}

/** What a stateful set alone may not change. */
export function fixedStatefulCauses(set: StatefulSet, old: StatefulSet | undefined): readonly Cause[] {
  if (old?.spec === undefined || set.spec === undefined) return [];
  const plain = (spec: NonNullable<StatefulSet['spec']>) => without(spec, 'replicas', 'template', 'updateStrategy');
  return isDeepStrictEqual(plain(set.spec), plain(old.spec))
    ? []
    : [
        "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'template', and 'updateStrategy' are forbidden",
      ];
}

/** What is wrong with an autoscaler. */
export function autoscalerCauses({ spec }: HorizontalPodAutoscaler): readonly Cause[] {
  const { minReplicas: least = 1, maxReplicas: most = 0, targetCPUUtilizationPercentage: cpu = 80 } = spec ?? {};
  const { kind = '', name = '' } = spec?.scaleTargetRef ?? {};
  return [
    ...(kind === '' ? ['spec.scaleTargetRef.kind: Required value'] : []),
    ...(name === '' ? ['spec.scaleTargetRef.name: Required value'] : []),
    ...(least < 1 ? [`spec.minReplicas: Invalid value: ${least}: must be greater than or equal to 1`] : []),
    ...(most < 1 ? [`spec.maxReplicas: Invalid value: ${most}: must be greater than 0`] : []),
    ...(most < least
      ? [`spec.maxReplicas: Invalid value: ${most}: must be greater than or equal to \`minReplicas\``]
      : []),
    ...(cpu < 1 ? [`spec.targetCPUUtilizationPercentage: Invalid value: ${cpu}: must be greater than 0`] : []),
  ];
}
