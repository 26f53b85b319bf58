import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { flag } from '../../cli-kit/flags.ts';
import { resources } from '../../kube/resources.ts';
import { inGoOrder } from '../../kube-api/field-order.ts';
import type { Resource, Stored } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { unknownFormat } from '../print/object-printer.ts';
import { toJson, toYaml } from '../print/serialise.ts';

/** What is dumped of each namespace, by the names of its files. */
const perNamespace: readonly (readonly [file: string, resource: Resource | undefined])[] = [
  ['events', 'events'],
  ['replication-controllers', undefined],
  ['services', 'services'],
  ['daemonsets', 'daemonsets'],
  ['deployments', 'deployments'],
  ['replicasets', 'replicasets'],
  ['pods', 'pods'],
];

async function run(call: KubectlCall): Promise<number> {
  const { flags, cluster, invocation } = call;
  const { store } = cluster;
  const format = flags.text('output');
  if (format !== 'json' && format !== 'yaml') unknownFormat(format);
  const folder = flags.text('output-directory');
  const write = async (name: string, text: string): Promise<void> => {
    if (folder === '' || folder === '-') return call.out(text);
    const path = resolve(invocation.cwd, folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (name.endsWith('.txt')) appendFileSync(path, text);
    else writeFileSync(path, text);
  };
  const revision = String(cluster.dump().store.revision);
  const list = (kind: string, apiVersion: string, objects: readonly Stored<Resource>[]): string => {
    const items = objects.map((object) => inGoOrder(kind, { ...object, kind: undefined, apiVersion: undefined }));
    const value = { kind: `${kind}List`, apiVersion, metadata: { resourceVersion: revision }, items };
    return format === 'yaml' ? toYaml(value) : toJson(value, false);
  };
  const of = (resource: Resource | undefined, namespace?: string): string => {
    if (resource === undefined) return list('ReplicationController', 'v1', []);
    const { kind, apiVersion } = resources[resource];
    return list(kind, apiVersion, store.list(resource, namespace === undefined ? {} : { namespace }));
  };
  await write(`nodes.${format}`, of('nodes'));
  const given = flags.list('namespaces');
  const namespaces = flags.on('all-namespaces')
    ? store.list('namespaces').map(({ metadata }) => metadata.name)
    : given.length > 0
      ? given
      : ['kube-system', call.namespace];
  for (const namespace of namespaces) {
    for (const [file, resource] of perNamespace) await write(`${namespace}/${file}.${format}`, of(resource, namespace));
    for (const pod of store.list('pods', { namespace }))
      await write(`${namespace}/${pod.metadata.name}/logs.txt`, logsOf(call, pod));
  }
  if (folder !== '' && folder !== '-') await call.out(`Cluster info dumped to ${folder}\n`);
  return 0;
}

/** What all containers of a pod have said. */
function logsOf({ cluster }: KubectlCall, { metadata, spec }: Stored<'pods'>): string {
  const { name, namespace = '' } = metadata;
  const texts = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map((container) => {
    const found =
      cluster.containerOf(namespace, name, container.name) ??
      cluster.containerOf(namespace, name, container.name, true);
    const of = `logs for container ${container.name} of pod ${namespace}/${name} ====\n`;
    const lines = (found?.log.lines ?? []).map(({ text }) => text).join('');
    return `==== START ${of}${lines}==== END ${of}`;
  });
  return texts.join('');
}

/** `kubectl cluster-info dump`. */
export const clusterDump: KubectlCommand = {
  name: 'dump',
  flags: [
    flag.bool('all-namespaces', 'A'),
    { ...flag.list('namespaces'), commas: true },
    flag.text('output-directory'),
    flag.text('output', 'o', 'json'),
    ...flag.ignored('pod-running-timeout='),
  ],
  run,
};
