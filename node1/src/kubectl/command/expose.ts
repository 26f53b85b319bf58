import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1.js';
import type { Container, Pod, Service } from 'kubernetes-types/core/v1.js';
import { type Flag, flag } from '../../cli-kit/flags.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { dryRunFlag, fileFlags, outputFlags, recordFlag, saveConfigFlag } from '../command.ts';
import { fail, failAll, failUsage } from '../errors.ts';
import { kindOf } from '../kinds.ts';
import { findObjects, isFromFiles } from '../manifest.ts';
import { labelText } from '../print/columns.ts';
import type { Found } from '../selection.ts';
import { choose, noResources } from '../selection.ts';
import { createAndReport, notYet } from './print-result.ts';

/** What `expose` takes over from an object. */
interface ExposedObject {
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly port: number; readonly protocol: string }[];
}

async function run(call: KubectlCall): Promise<number> {
  const { flags, namespace } = call;
  const files = flags.list('filename');
  if (!isFromFiles(call) && call.args.length === 0) failUsage('expose', noResources);
  if (!isFromFiles(call) && call.args.length === 1 && !(call.args[0] ?? '').includes('/'))
    failUsage('expose', 'resource(s) were provided, but no name, label selector, or --all flag specified');
  const { found, errors } = isFromFiles(call)
    ? await findObjects(call, files)
    : choose(call.cluster.store, call.args, { namespace });
  for (const each of found) {
    const { selector, ports } = sourceOf(each, flags.text('selector'));
    const affinity = flags.text('session-affinity');
    if (!['', 'None', 'ClientIP'].includes(affinity)) fail(`unknown session affinity: ${affinity}`);
    const object: Service = {
      metadata: {
        name: flags.text('name') || each.object.metadata.name,
        ...(flags.given('namespace') ? { namespace } : {}),
        creationTimestamp: notYet,
        ...labelsOf(flags.text('labels'), each.object.metadata.labels),
      },
      spec: {
        ports: portsOf(call, ports).map((port) => port),
        selector: { ...selector },
        ...(flags.text('type') === '' ? {} : { type: flags.text('type') }),
        ...(flags.text('cluster-ip') === '' ? {} : { clusterIP: flags.text('cluster-ip') }),
        ...(flags.text('session-affinity') === '' ? {} : { sessionAffinity: flags.text('session-affinity') }),
        ...(flags.text('load-balancer-ip') === '' || flags.text('type') !== 'LoadBalancer'
          ? {}
          : { loadBalancerIP: flags.text('load-balancer-ip') }),
        ...(flags.text('external-ip') === '' ? {} : { externalIPs: [flags.text('external-ip')] }),
      },
      status: { loadBalancer: {} },
    };
    await createAndReport(call, kindOf('services'), object, 'exposed');
  }
  failAll(errors);
  return 0;
}

function sourceOf({ kind, object }: Found, given: string): ExposedObject {
  const chosen = given === '' ? undefined : parseLabels(given);
  const source = ((): { selector: Readonly<Record<string, string>> | undefined; ports: ExposedObject['ports'] } => {
    switch (kind.resource) {
      case 'deployments':
      case 'replicasets': {
        const { spec } = object as Deployment | ReplicaSet;
        if (chosen === undefined && (spec?.selector.matchExpressions ?? []).length > 0)
          fail(
            `couldn't convert expressions - "${JSON.stringify(spec?.selector.matchExpressions)}" to map-based selector format`,
          );
        return { selector: spec?.selector.matchLabels, ports: containerPorts(spec?.template?.spec?.containers) };
      }
      case 'pods': {
        const { metadata, spec } = object as Pod;
        if (chosen === undefined && Object.keys(metadata?.labels ?? {}).length === 0)
          fail(
            "couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed",
          );
        return { selector: metadata?.labels, ports: containerPorts(spec?.containers) };
      }
      case 'services': {
        const { spec } = object as Service;
        if (chosen === undefined && Object.keys(spec?.selector ?? {}).length === 0)
          fail("couldn't retrieve selectors via --selector flag or introspection: the service has no pod selector set");
        return {
          selector: spec?.selector,
          ports: (spec?.ports ?? []).map(({ port, protocol }) => ({ port, protocol: protocol ?? 'TCP' })),
        };
      }
      default:
        return fail(`cannot expose a ${kind.kind}${kind.group === '' ? '' : `.${kind.group}`}`);
    }
  })();
  return { selector: chosen ?? source.selector ?? {}, ports: source.ports };
}

function containerPorts(containers: readonly Container[] = []): ExposedObject['ports'] {
  return containers.flatMap(({ ports = [] }) =>
    ports.map(({ containerPort, protocol }) => ({ port: containerPort, protocol: protocol ?? 'TCP' })),
  );
}

function portsOf(
  { command, flags }: KubectlCall,
  found: ExposedObject['ports'],
): NonNullable<Service['spec']>['ports'] & object {
  const given = flags.text('port');
  const ports = given === '' ? found : given.split(',').map((port) => ({ port: portNumber(port), protocol: '' }));
  if (ports.length === 0) failUsage(command, "couldn't find port via --port flag or introspection");
  const target = flags.text('target-port');
  return ports.map(({ port, protocol }, at) => ({
    ...(ports.length > 1 ? { name: `port-${at + 1}` } : {}),
    protocol: (flags.text('protocol').toUpperCase() || protocol || 'TCP') as 'TCP',
    port,
    targetPort: target === '' ? port : /^\d+$/.test(target) ? Number(target) : target,
  }));
}

function portNumber(text: string): number {
  if (!/^\d+$/.test(text)) return fail(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

/** `a=b,c=d` as labels. Throws ExitError. */
export function parseLabels(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const [key = '', value, ...more] = pair.split('=');
      if (key === '' || value === undefined || more.length > 0) return fail(`unexpected label spec: ${pair}`);
      return [key, value];
    }),
  );
}

function labelsOf(
  given: string,
  own: Readonly<Record<string, string>> | undefined,
): { labels?: Record<string, string> } {
  if (given !== '') return { labels: parseLabels(given) };
  return labelText(own) === '<none>' ? {} : { labels: { ...own } };
}

/** `kubectl expose`. */
export const expose: KubectlCommand = {
  name: 'expose',
  flags: [
    ...[
      'port',
      'target-port',
      'type',
      'name',
      'protocol',
      'selector',
      'cluster-ip',
      'external-ip',
      'session-affinity',
      'load-balancer-ip',
    ].map((name) => flag.text(name)),
    flag.text('labels', 'l'),
    ...fileFlags,
    dryRunFlag,
    ...outputFlags,
    saveConfigFlag,
    recordFlag,
    ...['generator', 'container-port'].map((name): Flag => ({ name, type: 'text', hidden: true })),
  ],
  run,
};
