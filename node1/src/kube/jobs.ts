import type { JobCondition } from 'kubernetes-types/batch/v1.js';
import type { Stored } from '../objects.ts';
import { type ControllerContext, controllerOf } from './controller-context.ts';
import { claimPods, createPod, deletePod, now, type PodOwner, tell } from './pod-control.ts';
import { isActive } from './pod-state.ts';
import { createWorkQueue } from './work-queue.ts';
import { setStatus } from './writable.ts';

type Job = Stored<'jobs'>;
type Pod = Stored<'pods'>;
const source = { component: 'job-controller' };

/** Seconds before the pod after the first failed one; each further one waits twice as long. */
const firstBackOff = 10;
const longestBackOff = 360;

/** Whether a job has ended, well or not. */
export function isFinished({ status }: Job): boolean {
  return (status?.conditions ?? []).some(
    ({ type, status: value }) => /^(Complete|Failed)$/.test(type) && value === 'True',
  );
}

/** How often the containers of pods that are started again in place have been. */
function restartsOf(pods: readonly Pod[]): number {
  return pods
    .filter(({ status }) => status?.phase === 'Running' || status?.phase === 'Pending')
    .flatMap(({ status }) => [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])])
    .reduce((sum, { restartCount }) => sum + restartCount, 0);
}

interface Waiting {
  readonly failures: number;
  readonly cancel: () => void;
  over: boolean;
}

/** Runs the pods of jobs until enough of them have ended well. Returns what stops it. */
export function startJobs(context: ControllerContext): () => void {
  const { store, clock } = context;
  /** Jobs that wait before they try again, by uid. */
  const waiting = new Map<string, Waiting>();
  const deadlines = new Map<string, () => void>();

  const finish = (job: Job, condition: Pick<JobCondition, 'type' | 'reason' | 'message'>, counts: Counts): void => {
    const { namespace = '', name, uid = '' } = job.metadata;
    const at = now();
    const full = { lastProbeTime: at, lastTransitionTime: at, ...condition, status: 'True' };
    store.patch('jobs', namespace, name, (copy) => {
      const done = condition.type === 'Complete' ? { completionTime: at } : {};
      setStatus(copy, { ...statusOf(copy, counts), ...done, conditions: [full] });
    });
    waiting.get(uid)?.cancel();
    waiting.delete(uid);
    deadlines.get(uid)?.();
    deadlines.delete(uid);
  };

  /** Whether it is too early to try again after so many failures. */
  const mustWait = ({ metadata }: Job, failures: number): boolean => {
    const { uid = '', namespace = '', name } = metadata;
    if (failures === 0) return false;
    const known = waiting.get(uid);
    if (known?.failures === failures) return !known.over;
    known?.cancel();
    const seconds = Math.min(firstBackOff * 2 ** (failures - 1), longestBackOff);
    const entry: Waiting = {
      failures,
      over: false,
      cancel: clock.after(seconds, () => {
        entry.over = true;
        queue.add(namespace, name);
      }),
    };
    waiting.set(uid, entry);
    return true;
  };

  const watchDeadline = (job: Job): boolean => {
    const { uid = '', namespace = '', name } = job.metadata;
    const seconds = job.spec?.activeDeadlineSeconds;
    if (seconds === undefined || job.status?.startTime === undefined) return false;
    if (!deadlines.has(uid)) {
      const past = (Date.now() - Date.parse(job.status.startTime)) / 1000;
      const cancel = clock.after(Math.max(0, seconds - past), () => {
        deadlines.set(uid, () => undefined);
        late.add(uid);
        queue.add(namespace, name);
      });
      deadlines.set(uid, cancel);
    }
    return late.has(uid);
  };
  const late = new Set<string>();

  const forget = (uid: string): void => {
    waiting.get(uid)?.cancel();
    waiting.delete(uid);
    deadlines.get(uid)?.();
    deadlines.delete(uid);
    late.delete(uid);
  };

  const queue = createWorkQueue(
    clock,
    (namespace, name) => {
      const found = store.get('jobs', namespace, name);
      if (found === undefined || isFinished(found) || found.metadata.deletionTimestamp !== undefined) return;
      const job =
        found.status?.startTime === undefined
          ? store.patch('jobs', namespace, name, (copy) => {
              setStatus(copy, { ...copy.status, startTime: now() });
            })
          : found;
      const owner: PodOwner<'jobs'> = { source, resource: 'jobs', object: job };
      const pods = claimPods(context, 'jobs', job);
      const active = pods.filter(isActive);
      const counts = {
        active: active.length,
        succeeded: pods.filter(({ status }) => status?.phase === 'Succeeded').length,
        failed: pods.filter(({ status }) => status?.phase === 'Failed').length,
      };
      const { backoffLimit = 6, completions, parallelism = 1, template } = job.spec ?? { template: {} };
      const restarts = template.spec?.restartPolicy === 'OnFailure' ? restartsOf(pods) : 0;
      const tooOften =
        counts.failed > backoffLimit ||
        (restarts > 0 && restarts >= backoffLimit && backoffLimit > 0) ||
        (backoffLimit === 0 && restarts > 0);
      const isLate = watchDeadline(job);
      if (tooOften || isLate) {
        for (const pod of active) removePod(owner, pod);
        const reason = tooOften ? 'BackoffLimitExceeded' : 'DeadlineExceeded';
        const message = tooOften
          ? 'Job has reached the specified backoff limit'
          : 'Job was active longer than specified deadline';
        finish(
          job,
          { type: 'Failed', reason, message },
          { ...counts, active: 0, failed: counts.failed + active.length },
        );
        tell(context, owner, 'Warning', reason, message);
        return;
      }
      const enough =
        completions === undefined ? counts.succeeded > 0 && active.length === 0 : counts.succeeded >= completions;
      if (enough) {
        for (const pod of active) removePod(owner, pod);
        finish(job, { type: 'Complete' }, { ...counts, active: 0 });
        tell(context, owner, 'Normal', 'Completed', 'Job completed');
        return;
      }
      const left =
        completions === undefined
          ? counts.succeeded > 0
            ? active.length
            : parallelism
          : completions - counts.succeeded;
      const wanted = Math.max(0, Math.min(parallelism, left));
      for (const pod of active.slice(wanted)) removePod(owner, pod);
      const missing = wanted - active.length;
      if (missing > 0 && !mustWait(job, counts.failed)) {
        for (let count = 0; count < missing; count += 1) {
          const pod = createPod(context, owner, template);
          tell(context, owner, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
          counts.active += 1;
        }
      }
      store.patch('jobs', namespace, name, (copy) => {
        setStatus(copy, statusOf(copy, counts));
      });
    },
    firstBackOff,
  );

  function removePod(owner: PodOwner<'jobs'>, pod: Pod): void {
    deletePod(context, pod);
    tell(context, owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
  }

  const stops = [
    store.watch('jobs', ({ type, object }) => {
      if (type === 'DELETED') forget(object.metadata.uid ?? '');
      else queue.add(object.metadata.namespace ?? '', object.metadata.name);
    }),
    store.watch('pods', ({ object }) => {
      const owner = controllerOf(object);
      if (owner?.kind === 'Job') queue.add(object.metadata.namespace ?? '', owner.name);
    }),
  ];
  return () => {
    queue.close();
    for (const stop of stops) stop();
    for (const { cancel } of waiting.values()) cancel();
    for (const cancel of deadlines.values()) cancel();
  };
}

interface Counts {
  readonly active: number;
  readonly succeeded: number;
  readonly failed: number;
}

function statusOf({ status }: Job, { active, succeeded, failed }: Counts): NonNullable<Job['status']> {
  const { startTime, conditions } = status ?? {};
  return {
    ...(active === 0 ? {} : { active }),
    ...(conditions === undefined ? {} : { conditions }),
    ...(failed === 0 ? {} : { failed }),
    ...(startTime === undefined ? {} : { startTime }),
    ...(succeeded === 0 ? {} : { succeeded }),
  };
}
