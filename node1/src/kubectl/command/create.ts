import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { RefusedError } from '../../kube/errors.ts';
import { parseSelector } from '../../kube/selector.ts';
import { ApiError } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { dryRunFlag, fileFlags, outputFlags, recordFlag, saveConfigFlag, validateFlag } from '../command.ts';
import { asOne, fail, failAll, failUsage, whileDoing } from '../errors.ts';
import { helpFor } from '../help.ts';
import { kindOf } from '../kinds.ts';
import { isFromFiles, readManifests } from '../manifest.ts';
import { objectPrinter } from '../print/object-printer.ts';
import { recordCause } from './change-cause.ts';
import { accessCommands } from './create-access.ts';
import { configMap, secret } from './create-config.ts';
import { makeWritten } from './create-file.ts';
import { make, oneName } from './create-object.ts';
import { workCommands } from './create-work.ts';
import { withLastApplied } from './last-applied.ts';
import { createAndReport, isDryRun, notYet, report } from './print-result.ts';

/** `app` of a container from its image: `127.0.0.1:30000/team/web_1:v2` gives `web-1`. */
function containerName(image: string): string {
  const last = image.split('/').at(-1) ?? image;
  return last.replace(/[:@].*$/s, '').replaceAll('_', '-');
}

async function createDeployment(call: KubectlCall): Promise<number> {
  const name = oneName(call);
  const { flags } = call;
  const images = flags
    .list('image')
    .flatMap((list) => list.split(','))
    .filter((image) => image !== '');
  const command = call.dash < 0 ? [] : call.args.slice(call.dash);
  if (images.length > 1 && command.length > 0) fail('cannot specify multiple --image options and command');
  const port = flags.number('port');
  const containers = images.map((image, at) => ({
    name: containerName(image),
    image,
    ...(command.length > 0 ? { command: [...command] } : {}),
    ...(at === 0 && port > 0 ? { ports: [{ containerPort: port }] } : {}),
    resources: {},
  }));
  const labels = { app: name };
  const object = {
    metadata: {
      name,
      ...(call.namespace === 'default' && !flags.given('namespace') ? {} : { namespace: call.namespace }),
      creationTimestamp: notYet,
      labels,
    },
    spec: {
      replicas: flags.number('replicas'),
      selector: { matchLabels: labels },
      template: { metadata: { creationTimestamp: notYet, labels }, spec: { containers } },
      strategy: {},
    },
    status: {},
  };
  try {
    await createAndReport(call, kindOf('deployments'), object);
  } catch (error) {
    if (error instanceof ApiError && !(error instanceof RefusedError))
      fail(`failed to create deployment: ${error.message}`);
    throw error;
  }
  return 0;
}

/** `80`, `80:8080`, `80:http` of `--tcp`. */
function tcpPort(text: string): { port: number; targetPort: number | string } {
  const [first = '', second, ...more] = text.split(':');
  const port = Number(first);
  if (more.length > 0 || !/^\d+$/.test(first) || port < 1 || port > 65535)
    return fail(`strconv.ParseUint: parsing ${JSON.stringify(first)}: invalid syntax`);
  if (second === undefined) return { port, targetPort: port };
  return { port, targetPort: /^\d+$/.test(second) ? Number(second) : second };
}

type ServiceType = 'ClusterIP' | 'NodePort' | 'ExternalName' | 'LoadBalancer';

async function createService(call: KubectlCall, type: ServiceType): Promise<number> {
  const name = oneName(call);
  const { flags } = call;
  const pairs = flags.list('tcp').flatMap((list) => list.split(','));
  const clusterIP = type === 'ClusterIP' ? flags.text('clusterip') : '';
  const externalName = type === 'ExternalName' ? flags.text('external-name') : '';
  if (pairs.length === 0 && clusterIP !== 'None' && type !== 'ExternalName')
    fail('at least one tcp port specifier must be provided');
  const nodePort = type === 'NodePort' ? flags.number('node-port') : 0;
  const ports = pairs.map((pair) => ({
    name: pair.replace(':', '-'),
    protocol: 'TCP',
    ...tcpPort(pair),
    ...(nodePort > 0 ? { nodePort } : {}),
  }));
  const object = {
    metadata: {
      name,
      creationTimestamp: notYet,
      labels: { app: name },
      ...(flags.given('namespace') ? { namespace: call.namespace } : {}),
    },
    spec: {
      ...(ports.length === 0 ? {} : { ports }),
      selector: { app: name },
      ...(clusterIP === '' ? {} : { clusterIP }),
      ...(externalName === '' ? {} : { externalName }),
      type,
    },
    status: { loadBalancer: {} },
  };
  return make(call, 'services', object, `${type} service`);
}

async function createNamespace(call: KubectlCall): Promise<number> {
  const object = { metadata: { name: oneName(call), creationTimestamp: notYet }, spec: {}, status: {} };
  await createAndReport(call, kindOf('namespaces'), object);
  return 0;
}

async function createFromFiles(call: KubectlCall): Promise<number> {
  const [word] = call.args;
  const paths = call.flags.list('filename');
  if (!isFromFiles(call)) {
    const unknown =
      word === undefined
        ? helpFor('create')
        : `error: unknown command ${JSON.stringify(call.args.join(' '))}\nSee 'kubectl create -h' for help and examples`;
    throw new ExitError(`Error: must specify one of -f and -k\n\n${unknown}`);
  }
  if (word !== undefined) failUsage('create', `Unexpected args: [${call.args.join(' ')}]`);
  const dryRun = await isDryRun(call);
  await objectPrinter(call);
  const { found, errors: unread } = await readManifests(call, paths, call.flags.on('validate'));
  const fits = parseSelector(call.flags.text('selector'));
  const errors: unknown[] = [];
  for (const manifest of found) {
    if (!fits(manifest.object.metadata?.['labels'] as Record<string, string> | undefined)) continue;
    try {
      const object = manifest.object;
      recordCause(call, object);
      const written = call.flags.on('save-config')
        ? (withLastApplied(object as { metadata?: ObjectMeta }) as typeof object)
        : object;
      await report(call, makeWritten(call, { ...manifest, object: written }, dryRun), 'created', dryRun);
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      errors.push(whileDoing(problem, `error when creating ${JSON.stringify(manifest.source)}`));
    }
  }
  errors.push(...asOne(unread));
  if (found.length === 0 && errors.length === 0) fail('no objects passed to create');
  failAll(errors);
  return 0;
}

const tcp = flag.list('tcp');

/** `kubectl create`. */
export const create: KubectlCommand = {
  name: 'create',
  flags: [
    ...fileFlags,
    validateFlag,
    dryRunFlag,
    ...outputFlags,
    recordFlag,
    saveConfigFlag,
    flag.text('selector', 'l'),
  ],
  run: createFromFiles,
  commands: [
    {
      name: 'deployment',
      aliases: ['deploy'],
      flags: [
        flag.list('image'),
        flag.number('port', '-1'),
        flag.number('replicas', '1', 'r'),
        dryRunFlag,
        ...outputFlags,
        saveConfigFlag,
      ],
      required: ['image'],
      run: createDeployment,
    },
    {
      name: 'service',
      aliases: ['svc'],
      flags: [],
      commands: [
        {
          name: 'clusterip',
          flags: [tcp, flag.text('clusterip'), dryRunFlag, ...outputFlags, saveConfigFlag],
          run: (call) => createService(call, 'ClusterIP'),
        },
        {
          name: 'nodeport',
          flags: [tcp, flag.number('node-port', '0'), dryRunFlag, ...outputFlags, saveConfigFlag],
          run: (call) => createService(call, 'NodePort'),
        },
        {
          name: 'externalname',
          flags: [tcp, flag.text('external-name'), dryRunFlag, ...outputFlags],
          required: ['external-name'],
          run: (call) => createService(call, 'ExternalName'),
        },
        {
          name: 'loadbalancer',
          flags: [tcp, dryRunFlag, ...outputFlags],
          run: (call) => createService(call, 'LoadBalancer'),
        },
      ],
    },
    {
      name: 'namespace',
      aliases: ['ns'],
      flags: [dryRunFlag, ...outputFlags, saveConfigFlag],
      run: createNamespace,
    },
    ...accessCommands,
    configMap,
    secret,
    ...workCommands,
  ],
};
