import type { Deployment } from 'kubernetes-types/apps/v1.js';
import type { Stored } from '../../objects.ts';
import type { KubectlCall } from '../command.ts';
import { fail } from '../errors.ts';
import type { Found } from '../selection.ts';
import { until } from '../until.ts';
import type { Rolled } from './revisions.ts';

/** What `rollout status` says, and whether that is its end. */
interface Said {
  readonly text: string;
  readonly done: boolean;
}

/** What is said of an object (polymorphichelpers' status viewers). Throws ExitError. */
function saidOf(resource: Rolled, object: Stored<Rolled>): Said {
  if (resource === 'deployments') return rolloutText(object as Deployment);
  const { type } = (object as Stored<'daemonsets'>).spec?.updateStrategy ?? {};
  if (type !== 'RollingUpdate') return fail('rollout status is only available for RollingUpdate strategy type');
  return resource === 'daemonsets'
    ? ofDaemonSet(object as Stored<'daemonsets'>)
    : ofStatefulSet(object as Stored<'statefulsets'>);
}

function ofDaemonSet({ metadata, status }: Stored<'daemonsets'>): Said {
  const name = JSON.stringify(metadata.name);
  const waiting = (what: string): Said => ({
    text: `Waiting for daemon set ${name} rollout to finish: ${what}...\n`,
    done: false,
  });
  if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0))
    return { text: 'Waiting for daemon set spec update to be observed...\n', done: false };
  const { desiredNumberScheduled: wanted = 0, updatedNumberScheduled = 0, numberAvailable = 0 } = status ?? {};
  if (updatedNumberScheduled < wanted)
    return waiting(`${updatedNumberScheduled} out of ${wanted} new pods have been updated`);
  if (numberAvailable < wanted) return waiting(`${numberAvailable} of ${wanted} updated pods are available`);
  return { text: `daemon set ${name} successfully rolled out\n`, done: true };
}

function ofStatefulSet({ metadata, spec, status }: Stored<'statefulsets'>): Said {
  const observed = status?.observedGeneration ?? 0;
  if (observed === 0 || (metadata.generation ?? 0) > observed)
    return { text: 'Waiting for statefulset spec update to be observed...\n', done: false };
  const { replicas = 1, updateStrategy } = spec ?? {};
  const {
    readyReplicas = 0,
    updatedReplicas = 0,
    currentReplicas = 0,
    updateRevision = '',
    currentRevision = '',
  } = status ?? {};
  if (readyReplicas < replicas)
    return { text: `Waiting for ${replicas - readyReplicas} pods to be ready...\n`, done: false };
  if (updateStrategy?.rollingUpdate !== undefined) {
    const wanted = replicas - (updateStrategy.rollingUpdate.partition ?? 0);
    if (updatedReplicas < wanted)
      return {
        text: `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${wanted} new pods have been updated...\n`,
        done: false,
      };
    return { text: `partitioned roll out complete: ${updatedReplicas} new pods have been updated...\n`, done: true };
  }
  if (updateRevision !== currentRevision)
    return {
      text: `waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...\n`,
      done: false,
    };
  return {
    text: `statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...\n`,
    done: true,
  };
}

function rolloutText({ metadata, spec, status }: Deployment): Said {
  const name = JSON.stringify(metadata?.name ?? '');
  const waiting = (what: string): Said => ({
    text: `Waiting for deployment ${name} rollout to finish: ${what}...\n`,
    done: false,
  });
  if ((metadata?.generation ?? 0) > (status?.observedGeneration ?? 0))
    return { text: 'Waiting for deployment spec update to be observed...\n', done: false };
  if (
    status?.conditions?.some(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded') ===
    true
  )
    return fail(`deployment ${name} exceeded its progress deadline`);
  const wanted = spec?.replicas ?? 1;
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0 } = status ?? {};
  if (updatedReplicas < wanted) return waiting(`${updatedReplicas} out of ${wanted} new replicas have been updated`);
  if (replicas > updatedReplicas) return waiting(`${replicas - updatedReplicas} old replicas are pending termination`);
  if (availableReplicas < updatedReplicas)
    return waiting(`${availableReplicas} of ${updatedReplicas} updated replicas are available`);
  return { text: `deployment ${name} successfully rolled out\n`, done: true };
}

/** Says how a rollout goes after every change of the object until it is done; one line only with `--watch=false`. */
export async function followRollout(call: KubectlCall, { kind, object }: Found): Promise<void> {
  const resource = kind.resource as Rolled;
  const { store } = call.cluster;
  const { name, namespace = '' } = object.metadata;
  const first = saidOf(resource, object as Stored<Rolled>);
  await call.out(first.text);
  if (first.done || !call.flags.on('watch')) return;
  let failure: Error | undefined;
  let done = false;
  let written = Promise.resolve();
  const see = (seen: Stored<Rolled>): void => {
    try {
      const next = saidOf(resource, seen);
      done = next.done;
      written = written.then(() => call.out(next.text));
    } catch (error) {
      failure = error as Error;
    }
  };
  const limit = call.flags.duration('timeout');
  const held = await until({
    signal: call.invocation.signal,
    limit: limit === 0 ? undefined : limit,
    subscribe: (check) =>
      store.watch(resource, ({ type, object: seen }) => {
        if (done || seen.metadata.name !== name || seen.metadata.namespace !== namespace) return;
        if (type === 'DELETED') failure = new Error('object has been deleted');
        else see(seen);
        check();
      }),
    holds: () => done || failure !== undefined,
  });
  await written;
  if (failure !== undefined) throw failure;
  if (!held) fail('timed out waiting for the condition');
}
