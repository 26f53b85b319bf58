import type { Pod } from 'kubernetes-types/core/v1.js';

/** What `kubectl get pods` says about a pod; the rules are those of Kubernetes' printPod. */
export interface PodRow {
  /** `1/2`. */
  readonly ready: string;
  readonly status: string;
  readonly restarts: number;
}

/** Sums up the states of a pod's containers. */
export function podRow(pod: Pod): PodRow {
  const statuses = pod.status?.containerStatuses ?? [];
  let status = pod.status?.reason ?? pod.status?.phase ?? '';
  let running = false;
  // From the last to the first, so that the first container's trouble is what shows.
  for (const { state, ready } of [...statuses].reverse()) {
    const ended = state?.terminated;
    if (state?.waiting?.reason !== undefined) status = state.waiting.reason;
    else if (ended !== undefined)
      status = ended.reason ?? (ended.signal ? `Signal:${ended.signal}` : `ExitCode:${ended.exitCode}`);
    else if (ready && state?.running !== undefined) running = true;
  }
  if (status === 'Completed' && running) status = isReady(pod) ? 'Running' : 'NotReady';
  if (pod.metadata?.deletionTimestamp !== undefined) status = 'Terminating';
  const ready = statuses.filter((each) => each.ready && each.state?.running !== undefined).length;
  return {
    ready: `${ready}/${pod.spec?.containers.length ?? 0}`,
    status,
    restarts: statuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
  };
}

/** Whether a pod has the condition Ready. */
export function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}
