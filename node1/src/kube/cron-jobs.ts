import { isDeepStrictEqual } from 'node:util';
import type { Stored } from '../objects.ts';
import { type ControllerContext, controllerOf, ownedBy } from './controller-context.ts';
import { parseSchedule, ScheduleError } from './cron.ts';
import { referenceTo } from './events.ts';
import { isFinished } from './jobs.ts';
import { tell } from './pod-control.ts';
import { ifPresent } from './store.ts';
import { timestamp } from './timestamps.ts';
import { createWorkQueue } from './work-queue.ts';
import { setStatus } from './writable.ts';

type CronJob = Stored<'cronjobs'>;
type Job = Stored<'jobs'>;
const source = { component: 'cronjob-controller' };

/** Milliseconds after its time within which a job is made: the controller of 1.20 looks every ten seconds. */
const late = 2_000;
/** More times than these are not looked for: somebody has set the clock. */
const mostMissed = 100;

/** The last time that has come since the last one; undefined for none. */
function dueTime(cron: CronJob, now: number): number | undefined {
  const { creationTimestamp = '' } = cron.metadata;
  let after = Date.parse(cron.status?.lastScheduleTime ?? creationTimestamp);
  const deadline = cron.spec?.startingDeadlineSeconds;
  if (deadline !== undefined) after = Math.max(after, now - deadline * 1000);
  const schedule = parseSchedule(cron.spec?.schedule ?? '');
  let due: number | undefined;
  for (let count = 0; count < mostMissed; count += 1) {
    const next = schedule.next(due ?? after);
    if (next === undefined || next > now) return due;
    due = next;
  }
  return due;
}

/** Makes the jobs of cron jobs when their time comes. Returns what stops it. */
export function startCronJobs(context: ControllerContext, speed: number): () => void {
  const { store, clock } = context;
  const timers = new Map<string, () => void>();
  /** Jobs whose end was told already. */
  const seen = new Set<string>();

  const jobsOf = (cron: CronJob): readonly Job[] =>
    store
      .list('jobs', { namespace: cron.metadata.namespace ?? '' })
      .filter((job) => controllerOf(job)?.uid === cron.metadata.uid);

  const start = (cron: CronJob, due: number): void => {
    const owner = { source, resource: 'cronjobs', object: cron } as const;
    const { name, namespace = '' } = cron.metadata;
    const running = jobsOf(cron).filter((job) => !isFinished(job));
    const policy = cron.spec?.concurrencyPolicy;
    if (policy === 'Forbid' && running.length > 0) return;
    if (policy === 'Replace') for (const job of running) removeJob(cron, job);
    const { metadata = {}, spec } = cron.spec?.jobTemplate ?? {};
    const { labels, annotations } = metadata;
    const job = store.create('jobs', {
      metadata: {
        name: `${name}-${due / 1000}`,
        namespace,
        ...(labels === undefined ? {} : { labels }),
        ...(annotations === undefined ? {} : { annotations }),
        ownerReferences: [ownedBy('cronjobs', cron)],
      },
      ...(spec === undefined ? {} : { spec: structuredClone(spec) }),
    });
    tell(context, owner, 'Normal', 'SuccessfulCreate', `Created job ${job.metadata.name}`);
  };

  const removeJob = (cron: CronJob, { metadata }: Job): void => {
    ifPresent(() => {
      store.remove('jobs', metadata.namespace ?? '', metadata.name);
    });
    const owner = { source, resource: 'cronjobs', object: cron } as const;
    tell(context, owner, 'Normal', 'SuccessfulDelete', `Deleted job ${metadata.name}`);
  };

  const tidy = (cron: CronJob): void => {
    const owner = { source, resource: 'cronjobs', object: cron } as const;
    const finished = jobsOf(cron).filter(isFinished);
    for (const job of finished) {
      const { uid = '', name } = job.metadata;
      if (seen.has(uid)) continue;
      seen.add(uid);
      const status = job.status?.conditions?.[0]?.type ?? '';
      tell(context, owner, 'Normal', 'SawCompletedJob', `Saw completed job: ${name}, status: ${status}`);
    }
    for (const [type, limit] of [
      ['Complete', cron.spec?.successfulJobsHistoryLimit ?? 3],
      ['Failed', cron.spec?.failedJobsHistoryLimit ?? 1],
    ] as const) {
      const of = finished
        .filter(({ status }) => status?.conditions?.[0]?.type === type)
        .sort((a, b) => ((a.status?.startTime ?? '') < (b.status?.startTime ?? '') ? -1 : 1));
      for (const job of of.slice(0, Math.max(0, of.length - limit))) removeJob(cron, job);
    }
  };

  const queue = createWorkQueue(clock, (namespace, name) => {
    const key = `${namespace}/${name}`;
    timers.get(key)?.();
    timers.delete(key);
    const cron = store.get('cronjobs', namespace, name);
    if (cron === undefined) return;
    tidy(cron);
    const now = Date.now();
    let last = cron.status?.lastScheduleTime;
    try {
      const due = cron.spec?.suspend === true ? undefined : dueTime(cron, now);
      if (due !== undefined) {
        start(cron, due);
        last = timestamp(due);
      }
      const next = parseSchedule(cron.spec?.schedule ?? '').next(now);
      if (next !== undefined && cron.spec?.suspend !== true) {
        // Times of day are real ones, however fast the cluster goes.
        const seconds = (Math.min(next + late - now, 2 ** 31 - 1) / 1000) * speed;
        timers.set(
          key,
          clock.after(seconds, () => {
            queue.add(namespace, name);
          }),
        );
      }
    } catch (error) {
      if (!(error instanceof ScheduleError)) throw error;
    }
    const active = jobsOf(cron)
      .filter((job) => !isFinished(job))
      .map((job) => referenceTo('jobs', job));
    const status = {
      ...(active.length === 0 ? {} : { active }),
      ...(last === undefined ? {} : { lastScheduleTime: last }),
    };
    if (isDeepStrictEqual(status, cron.status)) return;
    store.patch('cronjobs', namespace, name, (copy) => {
      setStatus(copy, status);
    });
  });

  const stops = [
    store.watch('cronjobs', ({ object }) => {
      queue.add(object.metadata.namespace ?? '', object.metadata.name);
    }),
    store.watch('jobs', ({ type, object }) => {
      if (type === 'DELETED') seen.delete(object.metadata.uid ?? '');
      const owner = controllerOf(object);
      if (owner?.kind === 'CronJob') queue.add(object.metadata.namespace ?? '', owner.name);
    }),
  ];
  return () => {
    queue.close();
    for (const stop of stops) stop();
    for (const cancel of timers.values()) cancel();
  };
}
