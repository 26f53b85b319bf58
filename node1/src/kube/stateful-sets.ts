import type { Stored } from '../objects.ts';
import { type ControllerContext, controllerOf } from './controller-context.ts';
import { currentRevision, hashOf, templateOf } from './controller-revisions.ts';
import { createPod, deletePod, type PodOwner, tell } from './pod-control.ts';
import { isReady, isTerminal } from './pod-state.ts';
import { createWorkQueue } from './work-queue.ts';
import { setStatus } from './writable.ts';

type StatefulSet = Stored<'statefulsets'>;
type Pod = Stored<'pods'>;
const source = { component: 'statefulset-controller' };
const hashLabel = 'controller-revision-hash';

function ordinalOf(set: StatefulSet, { metadata }: Pod): number {
  const text = metadata.name.slice(set.metadata.name.length + 1);
  return /^\d+$/.test(text) ? Number(text) : -1;
}

function isGoing({ metadata }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined;
}

/** Keeps the numbered pods of stateful sets, one after the other. Returns what stops it. */
export function startStatefulSets(context: ControllerContext): () => void {
  const { store, clock } = context;

  const podsOf = ({ metadata }: StatefulSet): readonly Pod[] =>
    store
      .list('pods', { namespace: metadata.namespace ?? '' })
      .filter((pod) => controllerOf(pod)?.uid === metadata.uid);

  const makeClaims = (owner: PodOwner<'statefulsets'>, pod: string): void => {
    const { metadata, spec } = owner.object;
    const { namespace = 'default', name } = metadata;
    for (const template of spec?.volumeClaimTemplates ?? []) {
      const claim = `${template.metadata?.name ?? ''}-${pod}`;
      if (store.get('persistentvolumeclaims', namespace, claim) !== undefined) continue;
      store.create('persistentvolumeclaims', {
        metadata: {
          name: claim,
          namespace,
          labels: { ...template.metadata?.labels, ...spec?.selector.matchLabels },
          ...(template.metadata?.annotations === undefined ? {} : { annotations: template.metadata.annotations }),
        },
        ...(template.spec === undefined ? {} : { spec: structuredClone(template.spec) }),
      });
      const what = `create Claim ${claim} Pod ${pod} in StatefulSet ${name} success`;
      tell(context, owner, 'Normal', 'SuccessfulCreate', what);
    }
  };

  const makePod = (owner: PodOwner<'statefulsets'>, ordinal: number, revision: Stored<'controllerrevisions'>): void => {
    const { metadata, spec } = owner.object;
    const name = `${metadata.name}-${ordinal}`;
    makeClaims(owner, name);
    createPod(context, owner, templateOf(revision.data), {
      name,
      labels: { [hashLabel]: hashOf(revision), 'statefulset.kubernetes.io/pod-name': name },
      change(podSpec) {
        podSpec.hostname = name;
        if (spec?.serviceName !== undefined && spec.serviceName !== '') podSpec.subdomain = spec.serviceName;
        const claims = (spec?.volumeClaimTemplates ?? []).map((template) => {
          const volume = template.metadata?.name ?? '';
          return { name: volume, persistentVolumeClaim: { claimName: `${volume}-${name}` } };
        });
        const own = (podSpec.volumes ?? []).filter(({ name: volume }) => !claims.some((each) => each.name === volume));
        if (claims.length + own.length > 0) podSpec.volumes = [...claims, ...own];
      },
    });
    const what = `create Pod ${name} in StatefulSet ${metadata.name} successful`;
    tell(context, owner, 'Normal', 'SuccessfulCreate', what);
  };

  const dropPod = (owner: PodOwner<'statefulsets'>, pod: Pod): void => {
    deletePod(context, pod);
    const what = `delete Pod ${pod.metadata.name} in StatefulSet ${owner.object.metadata.name} successful`;
    tell(context, owner, 'Normal', 'SuccessfulDelete', what);
  };

  const step = (set: StatefulSet): void => {
    const owner: PodOwner<'statefulsets'> = { source, resource: 'statefulsets', object: set };
    const { replicas = 1, podManagementPolicy, updateStrategy } = set.spec ?? {};
    const pods = podsOf(set);
    const used = new Set(pods.map(({ metadata }) => metadata.labels?.[hashLabel] ?? ''));
    const { newest, all } = currentRevision(context, 'statefulsets', set, used);
    const current = all.find(({ metadata }) => metadata.name === set.status?.currentRevision) ?? newest;
    const partition = updateStrategy?.rollingUpdate?.partition ?? 0;
    const inOrder = podManagementPolicy !== 'Parallel';
    const rolls = updateStrategy?.type !== 'OnDelete';
    const at = (ordinal: number) => pods.find((pod) => ordinalOf(set, pod) === ordinal);
    const revisionFor = (ordinal: number) => (rolls && ordinal < partition ? current : newest);

    for (let ordinal = 0; ordinal < replicas; ordinal += 1) {
      const pod = at(ordinal);
      if (pod === undefined) {
        makePod(owner, ordinal, revisionFor(ordinal));
        if (inOrder) return;
      } else if (isTerminal(pod) && !isGoing(pod)) {
        dropPod(owner, pod);
        return;
      } else if (inOrder && (isGoing(pod) || !isReady(pod))) return;
    }
    const extra = [...pods]
      .filter((pod) => ordinalOf(set, pod) >= replicas)
      .sort((a, b) => ordinalOf(set, b) - ordinalOf(set, a));
    for (const pod of extra) {
      if (!isGoing(pod)) dropPod(owner, pod);
      if (inOrder) return;
    }
    if (!rolls) return;
    for (let ordinal = replicas - 1; ordinal >= partition; ordinal -= 1) {
      const pod = at(ordinal);
      if (pod === undefined) return;
      if (pod.metadata.labels?.[hashLabel] !== hashOf(newest) && !isGoing(pod)) {
        dropPod(owner, pod);
        return;
      }
      if (isGoing(pod) || !isReady(pod)) return;
    }
  };

  const report = (set: StatefulSet): void => {
    const { namespace = '', name } = set.metadata;
    const pods = podsOf(set);
    const used = new Set(pods.map(({ metadata }) => metadata.labels?.[hashLabel] ?? ''));
    const { newest, all } = currentRevision(context, 'statefulsets', set, used);
    const old = all.find(({ metadata }) => metadata.name === set.status?.currentRevision) ?? newest;
    const labelled = (hash: string): number =>
      pods.filter((pod) => pod.metadata.labels?.[hashLabel] === hash && !isGoing(pod)).length;
    const updated = labelled(hashOf(newest));
    const { replicas = 1 } = set.spec ?? {};
    const rolled = updated === pods.length && pods.length === replicas && pods.every(isReady);
    const current = rolled ? newest : old;
    const ready = pods.filter(isReady).length;
    const count = labelled(hashOf(current));
    store.patch('statefulsets', namespace, name, (copy) => {
      setStatus(copy, {
        collisionCount: 0,
        ...(count === 0 ? {} : { currentReplicas: count }),
        currentRevision: current.metadata.name,
        observedGeneration: set.metadata.generation ?? 1,
        ...(ready === 0 ? {} : { readyReplicas: ready }),
        replicas: pods.length,
        updateRevision: newest.metadata.name,
        ...(updated === 0 ? {} : { updatedReplicas: updated }),
      });
    });
  };

  const queue = createWorkQueue(clock, (namespace, name) => {
    const set = store.get('statefulsets', namespace, name);
    if (set === undefined || set.metadata.deletionTimestamp !== undefined) return;
    step(set);
    const after = store.get('statefulsets', namespace, name);
    if (after !== undefined) report(after);
  });
  const stops = [
    store.watch('statefulsets', ({ object }) => {
      queue.add(object.metadata.namespace ?? '', object.metadata.name);
    }),
    store.watch('pods', ({ object }) => {
      const owner = controllerOf(object);
      if (owner?.kind === 'StatefulSet') queue.add(object.metadata.namespace ?? '', owner.name);
    }),
  ];
  return () => {
    queue.close();
    for (const stop of stops) stop();
  };
}
