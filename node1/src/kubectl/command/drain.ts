import type { Pod } from 'kubernetes-types/core/v1.js';
import { goDuration } from '../../cli-kit/duration.ts';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { parseSelector } from '../../kube/selector.ts';
import { ApiError, type Stored } from '../../objects.ts';
import { dryRunFlag, type KubectlCall, type KubectlCommand } from '../command.ts';
import { commandError, fail, failAll } from '../errors.ts';
import { kindOf } from '../kinds.ts';
import { until } from '../until.ts';
import { chosenNodes, cordonNodes, type FoundNode } from './nodes.ts';
import { type DryRun, isDryRun, report } from './print-result.ts';

type StoredPod = Stored<'pods'>;

/** What is to be done with a pod of a node: it goes, it stays, or nothing goes because of it. */
interface Verdict {
  readonly goes: boolean;
  readonly warning?: string;
  readonly fault?: string;
}

const managed = 'ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet';

async function run(call: KubectlCall): Promise<number> {
  requireSelector(call);
  const nodes = chosenNodes(call);
  const dryRun = await isDryRun(call);
  await cordonNodes(call, nodes, true, dryRun);
  const drained = new Set<FoundNode>();
  for (const node of nodes) {
    try {
      await drainNode(call, node, dryRun);
      drained.add(node);
      await report(call, node, 'drained', dryRun);
    } catch (error) {
      if (!(error instanceof ExitError) && !(error instanceof ApiError)) throw error;
      const left = nodes.filter((each) => !drained.has(each)).map(({ object }) => ` ${object.metadata.name}\n`);
      await call.err(
        `error: unable to drain node ${JSON.stringify(node.object.metadata.name)}, aborting command...\n\n` +
          `There are pending nodes to be drained:\n${left.join('')}`,
      );
      throw error;
    }
  }
  return 0;
}

/** Throws ExitError for a `--pod-selector` that is none. */
function requireSelector({ flags }: KubectlCall): void {
  try {
    parseSelector(flags.text('pod-selector'));
  } catch {
    fail('--pod-selector=<pod_selector> must be a valid label selector');
  }
}

async function drainNode(call: KubectlCall, node: FoundNode, dryRun: DryRun): Promise<void> {
  const { flags } = call;
  const pods = call.cluster.store
    .list('pods', flags.text('pod-selector') === '' ? {} : { labelSelector: flags.text('pod-selector') })
    .filter(({ spec }) => spec?.nodeName === node.object.metadata.name);
  const judged = pods.map((pod) => ({ pod, verdict: verdictOn(call, pod) }));
  const faults = grouped(judged.map(({ pod, verdict }) => [verdict.fault, pod]));
  if (faults.length > 0) {
    const texts = faults.map(([what, list]) => `cannot delete ${what}: ${list}`);
    throw new ExitError(
      texts.length === 1 ? `error: ${texts.join('')}` : texts.map((text) => `error: ${text}`).join('\n'),
    );
  }
  const warnings = grouped(judged.map(({ pod, verdict }) => [verdict.warning, pod]));
  if (warnings.length > 0)
    await call.err(`WARNING: ${warnings.map(([what, list]) => `${what}: ${list}`).join('; ')}\n`);
  const going = judged.filter(({ verdict }) => verdict.goes).map(({ pod }) => pod);
  if (dryRun === 'client') {
    for (const { metadata } of going)
      await call.out(`evicting pod ${metadata.namespace ?? ''}/${metadata.name} (dry run)\n`);
    return;
  }
  const evicts = !flags.on('disable-eviction');
  if (evicts)
    for (const { metadata } of going)
      await call.out(
        `evicting pod ${metadata.namespace ?? ''}/${metadata.name}${dryRun === 'server' ? ' (server dry run)' : ''}\n`,
      );
  if (dryRun === 'server') return;
  await removeAll(call, node, going, evicts);
}

/** The filters of kubectl's drain package, in their order. */
function verdictOn(call: KubectlCall, pod: StoredPod): Verdict {
  const { flags } = call;
  const force = flags.on('force');
  const over = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true);
  // Only the last filter's warning is kept, and that has none for a pod with an owner.
  if (owner?.kind === 'DaemonSet' && !over) {
    const set = call.cluster.store.get('daemonsets', pod.metadata.namespace ?? '', owner.name);
    const gone = `daemonsets.apps ${JSON.stringify(owner.name)} not found`;
    if (set !== undefined) {
      if (!flags.on('ignore-daemonsets'))
        return { goes: false, fault: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' };
      return { goes: false, warning: 'ignoring DaemonSet-managed Pods' };
    }
    if (!force) return { goes: false, fault: gone };
  }
  if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return { goes: false };
  if (hasLocalData(pod) && !over && !flags.on('delete-emptydir-data') && !flags.on('delete-local-data'))
    return { goes: false, fault: 'Pods with local storage (use --delete-emptydir-data to override)' };
  if (over || owner !== undefined) return { goes: true };
  if (!force) return { goes: false, fault: `Pods not managed by ${managed} (use --force to override)` };
  return { goes: true, warning: `deleting Pods not managed by ${managed}` };
}

function hasLocalData({ spec }: Pod): boolean {
  return (spec?.volumes ?? []).some(({ emptyDir }) => emptyDir !== undefined);
}

/** `what: namespace/pod, namespace/pod`, for each `what` that is given. */
function grouped(pairs: readonly (readonly [what: string | undefined, pod: StoredPod])[]): readonly [string, string][] {
  const groups = new Map<string, string[]>();
  for (const [what, { metadata }] of pairs) {
    if (what === undefined) continue;
    groups.set(what, [...(groups.get(what) ?? []), `${metadata.namespace ?? ''}/${metadata.name}`]);
  }
  return [...groups].map(([what, pods]) => [what, pods.join(', ')]);
}

async function removeAll(
  call: KubectlCall,
  node: FoundNode,
  pods: readonly StoredPod[],
  evicts: boolean,
): Promise<void> {
  const { flags } = call;
  const { store } = call.cluster;
  const grace = flags.number('grace-period');
  for (const { metadata } of pods) {
    try {
      store.remove('pods', metadata.namespace ?? '', metadata.name, grace < 0 ? {} : { graceSeconds: grace });
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
    }
  }
  const left = new Map(pods.map((pod) => [pod.metadata.uid ?? '', pod]));
  let written = Promise.resolve();
  const look = (): void => {
    for (const [uid, pod] of left) {
      if (store.get('pods', pod.metadata.namespace ?? '', pod.metadata.name)?.metadata.uid === uid) continue;
      left.delete(uid);
      written = written.then(() => report(call, { kind: kindOf('pods'), object: pod }, evicts ? 'evicted' : 'deleted'));
    }
  };
  const limit = flags.duration('timeout');
  const done = await until({
    signal: call.invocation.signal,
    limit: limit === 0 ? undefined : limit,
    subscribe: (check) =>
      store.watch('pods', ({ type }) => {
        if (type !== 'DELETED') return;
        look();
        check();
      }),
    holds: () => {
      look();
      return left.size === 0;
    },
  });
  await written;
  if (done) return;
  const reached = `global timeout reached: ${goDuration(limit)}`;
  const texts = [...left.values()].map(({ metadata }) =>
    evicts ? `error when waiting for pod ${JSON.stringify(metadata.name)} terminating: ${reached}` : reached,
  );
  const text = texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`;
  await call.err(
    `There are pending pods in node ${JSON.stringify(node.object.metadata.name)} when an error occurred: ${text}\n` +
      [...left.values()].map(({ metadata }) => `pod/${metadata.name}\n`).join(''),
  );
  failAll(texts.map(commandError));
}

/** `kubectl drain`. */
export const drain: KubectlCommand = {
  name: 'drain',
  flags: [
    ...['force', 'ignore-daemonsets', 'delete-emptydir-data', 'disable-eviction'].map((name) => flag.bool(name)),
    {
      ...flag.bool('delete-local-data'),
      deprecated: 'This option is deprecated and will be deleted. Use --delete-emptydir-data.',
    },
    flag.number('grace-period', '-1'),
    flag.duration('timeout', '0s'),
    flag.text('selector', 'l'),
    flag.text('pod-selector'),
    dryRunFlag,
  ],
  run,
};
