import type { Deployment } from 'kubernetes-types/apps/v1.js';
import type { Stored } from '../../objects.ts';
import type { KubectlCall } from '../command.ts';
import { fail } from '../errors.ts';
import type { Found } from '../selection.ts';
import { until } from '../until.ts';

/** What `rollout status` says of a deployment, and whether that is its end (polymorphichelpers.DeploymentStatusViewer). */
function rolloutText({ metadata, spec, status }: Deployment): { readonly text: string; readonly done: boolean } {
  const name = JSON.stringify(metadata?.name ?? '');
  const waiting = (what: string): { text: string; done: boolean } => ({
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

/** Says how a rollout goes after every change of the deployment until it is done; one line only with `--watch=false`. */
export async function followRollout(call: KubectlCall, { object }: Found): Promise<void> {
  const { store } = call.cluster;
  const { name, namespace = '' } = object.metadata;
  const first = rolloutText(object as Deployment);
  await call.out(first.text);
  if (first.done || !call.flags.on('watch')) return;
  let failure: Error | undefined;
  let done = false;
  let written = Promise.resolve();
  const see = (seen: Stored<'deployments'>): void => {
    try {
      const next = rolloutText(seen);
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
      store.watch('deployments', ({ type, object: seen }) => {
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
