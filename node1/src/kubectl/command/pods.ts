import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1.js';
import type { Pod, Service } from 'kubernetes-types/core/v1.js';
import type { Stored } from '../../objects.ts';
import type { KubectlCall } from '../command.ts';
import { fail } from '../errors.ts';
import { kindOf } from '../kinds.ts';
import { labelText, selectorText } from '../print/columns.ts';
import { isReady } from '../print/pod-row.ts';
import type { Found } from '../selection.ts';
import { getNamed, parseRequest } from '../selection.ts';
import { until } from '../until.ts';

/** The object that `web`, `deploy/web` or `svc/web` names, a pod where no type is given. Throws ExitError, ApiError. */
export function podOrOwner(call: KubectlCall, word: string): Found {
  const { store } = call.cluster;
  if (!word.includes('/')) return getNamed(store, kindOf('pods'), call.namespace, word);
  const request = parseRequest([word]);
  const [first] = request?.by === 'name' ? request.names : [];
  if (first === undefined) return fail('arguments in resource/name form must have a single resource and name');
  return getNamed(store, first.kind, call.namespace, first.name);
}

/** The pods behind an object, the likeliest to be useful first: running, ready, for the longest time. Throws ExitError for a kind without pods. */
function podsOf(call: KubectlCall, { kind, object }: Found, purpose: string): readonly Stored<'pods'>[] {
  if (kind.resource === 'pods') return [object as Stored<'pods'>];
  const selector = podSelector({ kind, object }, purpose);
  const namespace = object.metadata.namespace ?? 'default';
  return [...call.cluster.store.list('pods', { namespace, labelSelector: selector })].sort(usefulFirst);
}

function podSelector({ kind, object }: Found, purpose: string): string {
  switch (kind.resource) {
    case 'deployments':
    case 'replicasets':
    case 'daemonsets':
    case 'statefulsets':
    case 'jobs':
      return selectorText((object as Deployment | ReplicaSet).spec?.selector);
    case 'services': {
      const selector = (object as Service).spec?.selector;
      if (selector !== undefined && Object.keys(selector).length > 0) return labelText(selector);
      return fail(`invalid service '${object.metadata.name}': Service is defined without a selector`);
    }
    default:
      return fail(`${purpose}: selector for *v1.${kind.kind} not implemented`);
  }
}

/**
 * The pods behind an object; while there is none yet, waits for the first as kubectl does (`--pod-running-timeout`, here in milliseconds).
 * Throws ExitError.
 */
export async function waitForPods(
  call: KubectlCall,
  owner: Found,
  purpose: string,
  limit: number,
): Promise<readonly [Stored<'pods'>, ...Stored<'pods'>[]]> {
  let [first, ...rest] = podsOf(call, owner, purpose);
  if (first === undefined) {
    await until({
      signal: call.invocation.signal,
      limit,
      subscribe: (check) => call.cluster.store.watch('pods', check),
      holds: () => podsOf(call, owner, purpose).length > 0,
    });
    [first, ...rest] = podsOf(call, owner, purpose);
  }
  return first === undefined ? fail('timed out waiting for the condition') : [first, ...rest];
}

const phases: readonly string[] = ['Running', 'Unknown', 'Pending'];

/** The order of Kubernetes' podutils.ByLogging. */
function usefulFirst(a: Pod, b: Pod): number {
  const scheduled = (pod: Pod): number => (pod.spec?.nodeName === undefined ? 1 : 0);
  const phase = (pod: Pod): number =>
    (phases.indexOf(pod.status?.phase ?? '') + phases.length + 1) % (phases.length + 1);
  const ready = (pod: Pod): number => (isReady(pod) ? 0 : 1);
  const since = (pod: Pod): string =>
    pod.status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '~';
  const restarts = (pod: Pod): number =>
    Math.max(0, ...(pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));
  const text = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
  return (
    scheduled(a) - scheduled(b) ||
    phase(a) - phase(b) ||
    ready(a) - ready(b) ||
    text(since(a), since(b)) ||
    restarts(b) - restarts(a) ||
    text(b.metadata?.creationTimestamp ?? '', a.metadata?.creationTimestamp ?? '')
  );
}
