import type { Pod } from 'kubernetes-types/core/v1.js';

/** What `kubectl get pods` says about a pod; the rules are those of Kubernetes' printPod. */
export interface PodRow {
  /** `1/2`. */
  readonly ready: string;
  readonly status: string;
  readonly restarts: number;
}

/** What is to be said of the init containers while they have not all done their work: `Init:0/2`, `Init:Error`. */
function initialising(pod: Pod): { readonly status: string; readonly restarts: number } | undefined {
  let restarts = 0;
  for (const [at, { state, restartCount }] of (pod.status?.initContainerStatuses ?? []).entries()) {
    restarts += restartCount;
    const { terminated, waiting } = state ?? {};
    if (terminated?.exitCode === 0) continue;
    if (terminated !== undefined) {
      const { reason, signal, exitCode } = terminated;
      return { status: `Init:${reason ?? (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`)}`, restarts };
    }
    if (waiting?.reason !== undefined && waiting.reason !== 'PodInitializing')
      return { status: `Init:${waiting.reason}`, restarts };
    return { status: `Init:${at}/${pod.spec?.initContainers?.length ?? 0}`, restarts };
  }
  return undefined;
}

/** Sums up the states of a pod's containers. */
export function podRow(pod: Pod): PodRow {
  const statuses = pod.status?.containerStatuses ?? [];
  const total = pod.spec?.containers.length ?? 0;
  const deleted = pod.metadata?.deletionTimestamp !== undefined;
  const first = initialising(pod);
  if (first !== undefined)
    return { ready: `0/${total}`, status: deleted ? 'Terminating' : first.status, restarts: first.restarts };
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
  if (deleted) status = 'Terminating';
  const ready = statuses.filter((each) => each.ready && each.state?.running !== undefined).length;
  return {
    ready: `${ready}/${total}`,
    status,
    restarts: statuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
  };
}

/** Whether a pod has the condition Ready. */
export function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}
