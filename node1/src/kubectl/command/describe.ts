import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1.js';
import type { Endpoints, Namespace, Node, Pod, Service } from 'kubernetes-types/core/v1.js';
import { notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { ApiError } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fileFlags } from '../command.ts';
import { addEvents, eventsAbout } from '../describe/events.ts';
import { lines } from '../describe/lines.ts';
import { addAnnotations, addLabels } from '../describe/metadata.ts';
import { describeNode } from '../describe/node.ts';
import { describePod } from '../describe/pod.ts';
import { describeService } from '../describe/service.ts';
import { describeDeployment, describeReplicaSet } from '../describe/workloads.ts';
import { fail, failAll } from '../errors.ts';
import type { Kind } from '../kinds.ts';
import { findObjects } from '../manifest.ts';
import { selectorText } from '../print/columns.ts';
import type { Found } from '../selection.ts';
import { getNamed, listKind, parseRequest } from '../selection.ts';
import { replicaSetsOf } from './revisions.ts';

async function run(call: KubectlCall): Promise<number> {
  const { found, errors } = await select(call);
  for (const [at, each] of found.entries()) await call.out(`${at === 0 ? '' : '\n\n'}${descriptionOf(call, each)}`);
  failAll(errors);
  return 0;
}

async function select(
  call: KubectlCall,
): Promise<{ readonly found: readonly Found[]; readonly errors: readonly unknown[] }> {
  const { flags } = call;
  const { store } = call.cluster;
  const files = flags.list('filename');
  if (files.length > 0) return findObjects(call, files);
  const request = parseRequest(call.args);
  if (request === undefined)
    return fail(
      'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
    );
  const namespace = flags.on('all-namespaces') ? undefined : call.namespace;
  const selector = flags.text('selector');
  if (request.by === 'type') {
    const found = request.kinds.flatMap((kind) => listKind(store, kind, namespace, selector));
    if (found.length === 0) {
      const scoped = namespace !== undefined && request.kinds.every(({ namespaced }) => namespaced);
      await call.err(scoped ? `No resources found in ${namespace} namespace.\n` : 'No resources found\n');
    }
    return { found, errors: [] };
  }
  if (selector !== '') fail('name cannot be provided when a selector is specified');
  const found: Found[] = [];
  const errors: unknown[] = [];
  for (const { kind, name } of request.names) {
    try {
      found.push(getNamed(store, kind, call.namespace, name));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // A name that is none may be the beginning of some; kubectl tries this only for a single one without a slash.
      const near = request.slashes || request.names.length > 1 ? [] : beginningWith(call, kind, name);
      found.push(...near);
      if (near.length === 0) errors.push(error);
    }
  }
  return { found, errors };
}

function beginningWith(call: KubectlCall, kind: Kind, name: string): readonly Found[] {
  return listKind(call.cluster.store, kind, call.namespace, '').filter(({ object }) =>
    object.metadata.name.startsWith(name),
  );
}

/** The description of one object as `kubectl describe` prints it. */
function descriptionOf(call: KubectlCall, { kind, object }: Found): string {
  const { store } = call.cluster;
  const { name, namespace = '' } = object.metadata;
  const now = Date.now();
  const out = lines();
  switch (kind.resource) {
    case 'pods':
      describePod(out, object as Pod, now);
      break;
    case 'services':
      describeService(out, object as Service, store.get('endpoints', namespace, name));
      break;
    case 'deployments':
      describeDeployment(out, object as Deployment, replicaSetsOf(call, object));
      break;
    case 'replicasets': {
      const set = object as ReplicaSet;
      describeReplicaSet(out, set, store.list('pods', { namespace, labelSelector: selectorText(set.spec?.selector) }));
      break;
    }
    case 'nodes': {
      const pods = store
        .list('pods')
        .filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
      describeNode(out, object as Node, pods, now);
      break;
    }
    case 'namespaces': {
      out.add(0, `Name:\t${name}`);
      addLabels(out, 'Labels', object.metadata.labels);
      addAnnotations(out, 'Annotations', object.metadata.annotations);
      out.add(0, `Status:\t${(object as Namespace).status?.phase ?? ''}`);
      return `${out.aligned()}\nNo resource quota.\n\nNo LimitRange resource.\n`;
    }
    case 'endpoints':
      describeEndpoints(out, object as Endpoints);
      break;
    default:
      throw notSimulated(`kubectl describe ${kind.singular}`);
  }
  if (call.flags.on('show-events')) addEvents(out, eventsAbout(store, object), now);
  return out.aligned();
}

function describeEndpoints(out: ReturnType<typeof lines>, { metadata, subsets = [] }: Endpoints): void {
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

/** `kubectl describe`. */
export const describe: KubectlCommand = {
  name: 'describe',
  flags: [
    flag.bool('all-namespaces', 'A'),
    flag.text('selector', 'l'),
    { name: 'show-events', type: 'bool', initial: 'true' },
    ...fileFlags,
  ],
  run,
};
