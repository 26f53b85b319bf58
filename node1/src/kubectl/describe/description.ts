import type { Endpoints } from 'kubernetes-types/core/v1.js';
import type { Resource, Store, Stored } from '../../objects.ts';
import { selectorText } from '../print/columns.ts';
import { replicaSetsOf } from '../replica-sets.ts';
import type { Found } from '../selection.ts';
import { describeBinding, describePolicy, describeRole, describeServiceAccount } from './access.ts';
import { describeConfigMap, describeLimitRange, describePriority, describeQuota, describeSecret } from './config.ts';
import { addEvents, eventsAbout } from './events.ts';
import { describeAutoscaler, describeBudget, describeCronJob, describeJob } from './jobs.ts';
import { type Lines, lines } from './lines.ts';
import { addAnnotations, addLabels } from './metadata.ts';
import { describeNamespace } from './namespace.ts';
import { describeIngress, describeIngressClass, describeNetworkPolicy } from './network.ts';
import { describeNode } from './node.ts';
import { describePod } from './pod.ts';
import { describeService } from './service.ts';
import { describeClaim, describeStorageClass, describeVolume } from './storage.ts';
import { describeDaemonSet, describeDeployment, describeReplicaSet, describeStatefulSet } from './workloads.ts';

/** What a description is made of besides its object. */
interface Surroundings {
  readonly store: Store;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface Description<T> {
  write(out: Lines, object: T, around: Surroundings): void;
  /** kubectl shows no events of it. */
  readonly quiet?: boolean;
}

function podsOf(
  { store }: Surroundings,
  object: Stored<'deployments' | 'daemonsets' | 'statefulsets' | 'replicasets'>,
) {
  const { namespace = '' } = object.metadata;
  return store.list('pods', { namespace, labelSelector: selectorText(object.spec?.selector) });
}

const descriptions: { readonly [R in Resource]?: Description<Stored<R>> } = {
  pods: {
    write(out, pod, { now }) {
      describePod(out, pod, now);
    },
  },
  services: {
    write(out, service, { store }) {
      const { namespace = '', name } = service.metadata;
      describeService(out, service, store.get('endpoints', namespace, name));
    },
  },
  deployments: {
    write(out, deployment, { store }) {
      describeDeployment(out, deployment, replicaSetsOf(store, deployment));
    },
  },
  replicasets: {
    write(out, set, around) {
      describeReplicaSet(out, set, podsOf(around, set));
    },
  },
  daemonsets: {
    write(out, set, around) {
      describeDaemonSet(out, set, podsOf(around, set));
    },
  },
  statefulsets: {
    write(out, set, around) {
      describeStatefulSet(out, set, podsOf(around, set));
    },
  },
  jobs: { write: describeJob },
  cronjobs: { write: describeCronJob },
  horizontalpodautoscalers: { write: describeAutoscaler },
  poddisruptionbudgets: { write: describeBudget },
  nodes: {
    write(out, node, { store, now }) {
      const running = store
        .list('pods')
        .filter(
          ({ status, spec }) =>
            spec?.nodeName === node.metadata.name && !/^(Succeeded|Failed)$/.test(status?.phase ?? ''),
        );
      describeNode(out, node, running, now);
    },
  },
  namespaces: {
    quiet: true,
    write(out, namespace, { store }) {
      const query = { namespace: namespace.metadata.name };
      describeNamespace(out, namespace, store.list('resourcequotas', query), store.list('limitranges', query));
    },
  },
  endpoints: { write: describeEndpoints },
  configmaps: { write: describeConfigMap },
  secrets: { quiet: true, write: describeSecret },
  serviceaccounts: {
    write(out, account, { store }) {
      describeServiceAccount(out, account, store.list('secrets', { namespace: account.metadata.namespace ?? '' }));
    },
  },
  limitranges: { quiet: true, write: describeLimitRange },
  resourcequotas: { quiet: true, write: describeQuota },
  priorityclasses: { write: describePriority },
  roles: { quiet: true, write: describeRole },
  clusterroles: { quiet: true, write: describeRole },
  rolebindings: { quiet: true, write: describeBinding },
  clusterrolebindings: { quiet: true, write: describeBinding },
  podsecuritypolicies: { quiet: true, write: describePolicy },
  networkpolicies: { quiet: true, write: describeNetworkPolicy },
  ingresses: {
    write(out, ingress, { store }) {
      describeIngress(out, ingress, store);
    },
  },
  ingressclasses: { write: describeIngressClass },
  persistentvolumes: { write: describeVolume },
  persistentvolumeclaims: {
    write(out, claim, { store }) {
      describeClaim(out, claim, store.list('pods', { namespace: claim.metadata.namespace ?? '' }));
    },
  },
  storageclasses: { write: describeStorageClass },
};

/** The description of one object as `kubectl describe` prints it; undefined for a kind that has none here. */
export function descriptionOf(store: Store, { kind, object }: Found, withEvents: boolean): string | undefined {
  // The description and the object are of one resource; the compiler cannot know that the two go together.
  const description = descriptions[kind.resource] as Description<unknown> | undefined;
  if (description === undefined) return undefined;
  const now = Date.now();
  const out = lines();
  description.write(out, object, { store, now });
  if (withEvents && description.quiet !== true) addEvents(out, eventsAbout(store, object), now);
  return out.aligned();
}

function describeEndpoints(out: Lines, { metadata, subsets = [] }: Endpoints): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `Namespace:\t${metadata?.namespace ?? ''}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  out.add(0, 'Subsets:');
  for (const { addresses = [], notReadyAddresses = [], ports = [] } of subsets) {
    out.add(1, `Addresses:\t${addresses.map(({ ip }) => ip).join(',') || '<none>'}`);
    out.add(1, `NotReadyAddresses:\t${notReadyAddresses.map(({ ip }) => ip).join(',') || '<none>'}`);
    if (ports.length > 0) {
      out.add(1, 'Ports:');
      out.add(2, 'Name\tPort\tProtocol');
      out.add(2, '----\t----\t--------');
      for (const { name = '<unset>', port, protocol = 'TCP' } of ports) out.add(2, `${name}\t${port}\t${protocol}`);
    }
    out.add(0, '');
  }
}
