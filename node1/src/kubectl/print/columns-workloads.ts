import { kubectlAge } from '../../cli-kit/duration.ts';
import type { Kinds } from '../../objects.ts';
import { born, containerCells, labelText, nameOf, none, selectorText, type Table } from './cells.ts';
import { age } from './dates.ts';

type Workloads =
  | 'controllerrevisions'
  | 'cronjobs'
  | 'daemonsets'
  | 'deployments'
  | 'horizontalpodautoscalers'
  | 'jobs'
  | 'poddisruptionbudgets'
  | 'replicasets'
  | 'statefulsets';

const template = ['CONTAINERS', 'IMAGES', 'SELECTOR'];

/** How long a job has run, or took. */
function durationOf({ status }: Kinds['jobs'], now: number): string {
  if (status?.startTime === undefined) return '';
  const end = status.completionTime === undefined ? now : Date.parse(status.completionTime);
  return kubectlAge(end - Date.parse(status.startTime));
}

function completionsOf({ spec, status }: Kinds['jobs']): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec?.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec?.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

/** The tables of what makes pods, and of what watches over them. */
export const workloadTables: { readonly [R in Workloads]: Table<Kinds[R]> } = {
  controllerrevisions: {
    headers: ['NAME', 'CONTROLLER', 'REVISION', 'AGE'],
    wide: 0,
    row: (revision, now) => {
      const owner = revision.metadata?.ownerReferences?.find(({ controller }) => controller === true);
      const group = owner?.apiVersion.split('/').reverse()[1];
      const kind = `${(owner?.kind ?? '').toLowerCase()}${group === undefined ? '' : `.${group}`}`;
      return [
        nameOf(revision),
        owner === undefined ? none : `${kind}/${owner.name}`,
        String(revision.revision),
        born(revision, now),
      ];
    },
  },
  cronjobs: {
    headers: ['NAME', 'SCHEDULE', 'SUSPEND', 'ACTIVE', 'LAST SCHEDULE', 'AGE', ...template],
    wide: 3,
    row: (job, now) => [
      nameOf(job),
      job.spec?.schedule ?? '',
      job.spec?.suspend === true ? 'True' : 'False',
      String((job.status?.active ?? []).length),
      job.status?.lastScheduleTime === undefined ? none : age(job.status.lastScheduleTime, now),
      born(job, now),
      ...containerCells(job.spec?.jobTemplate.spec?.template.spec?.containers),
      selectorText(job.spec?.jobTemplate.spec?.selector),
    ],
  },
  daemonsets: {
    headers: [
      ...['NAME', 'DESIRED', 'CURRENT', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'NODE SELECTOR', 'AGE'],
      ...template,
    ],
    wide: 3,
    row: (set, now) => [
      nameOf(set),
      String(set.status?.desiredNumberScheduled ?? 0),
      String(set.status?.currentNumberScheduled ?? 0),
      String(set.status?.numberReady ?? 0),
      String(set.status?.updatedNumberScheduled ?? 0),
      String(set.status?.numberAvailable ?? 0),
      labelText(set.spec?.template.spec?.nodeSelector),
      born(set, now),
      ...containerCells(set.spec?.template.spec?.containers),
      selectorText(set.spec?.selector),
    ],
  },
  deployments: {
    headers: ['NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'AGE', ...template],
    wide: 3,
    row: (deployment, now) => [
      nameOf(deployment),
      `${deployment.status?.readyReplicas ?? 0}/${deployment.spec?.replicas ?? 1}`,
      String(deployment.status?.updatedReplicas ?? 0),
      String(deployment.status?.availableReplicas ?? 0),
      born(deployment, now),
      ...containerCells(deployment.spec?.template.spec?.containers),
      selectorText(deployment.spec?.selector),
    ],
  },
  horizontalpodautoscalers: {
    headers: ['NAME', 'REFERENCE', 'TARGETS', 'MINPODS', 'MAXPODS', 'REPLICAS', 'AGE'],
    wide: 0,
    row: (scaler, now) => {
      const {
        scaleTargetRef: target,
        targetCPUUtilizationPercentage: cpu,
        minReplicas,
        maxReplicas,
      } = scaler.spec ?? {};
      const current = scaler.status?.currentCPUUtilizationPercentage;
      return [
        nameOf(scaler),
        `${target?.kind ?? ''}/${target?.name ?? ''}`,
        cpu === undefined ? none : `${current === undefined ? '<unknown>' : `${current}%`}/${cpu}%`,
        minReplicas === undefined ? '<unset>' : String(minReplicas),
        String(maxReplicas ?? 0),
        String(scaler.status?.currentReplicas ?? 0),
        born(scaler, now),
      ];
    },
  },
  jobs: {
    headers: ['NAME', 'COMPLETIONS', 'DURATION', 'AGE', ...template],
    wide: 3,
    row: (job, now) => [
      nameOf(job),
      completionsOf(job),
      durationOf(job, now),
      born(job, now),
      ...containerCells(job.spec?.template.spec?.containers),
      selectorText(job.spec?.selector),
    ],
  },
  poddisruptionbudgets: {
    headers: ['NAME', 'MIN AVAILABLE', 'MAX UNAVAILABLE', 'ALLOWED DISRUPTIONS', 'AGE'],
    wide: 0,
    row: (budget, now) => [
      nameOf(budget),
      String(budget.spec?.minAvailable ?? 'N/A'),
      String(budget.spec?.maxUnavailable ?? 'N/A'),
      String(budget.status?.disruptionsAllowed ?? 0),
      born(budget, now),
    ],
  },
  replicasets: {
    headers: ['NAME', 'DESIRED', 'CURRENT', 'READY', 'AGE', ...template],
    wide: 3,
    row: (set, now) => [
      nameOf(set),
      String(set.spec?.replicas ?? 1),
      String(set.status?.replicas ?? 0),
      String(set.status?.readyReplicas ?? 0),
      born(set, now),
      ...containerCells(set.spec?.template?.spec?.containers),
      selectorText(set.spec?.selector),
    ],
  },
  statefulsets: {
    headers: ['NAME', 'READY', 'AGE', 'CONTAINERS', 'IMAGES'],
    wide: 2,
    row: (set, now) => [
      nameOf(set),
      `${set.status?.readyReplicas ?? 0}/${set.spec?.replicas ?? 1}`,
      born(set, now),
      ...containerCells(set.spec?.template.spec?.containers),
    ],
  },
};
