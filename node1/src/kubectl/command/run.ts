import type { Pod } from 'kubernetes-types/core/v1.js';
import { type Flag, flag } from '../../cli-kit/flags.ts';
import type { Kinds, Resource, Stored } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { dryRunFlag, outputFlags, recordFlag, saveConfigFlag } from '../command.ts';
import { fail, failUsage } from '../errors.ts';
import { apiVersionOf, type Kind, kindOf } from '../kinds.ts';
import { objectPrinter } from '../print/object-printer.ts';
import type { Found } from '../selection.ts';
import { attachNew } from './attach.ts';
import { recordCause } from './change-cause.ts';
import { parseLabels } from './expose.ts';
import { signed } from './field-manager.ts';
import { withLastApplied } from './last-applied.ts';
import { mergePatch } from './merge.ts';
import { type DryRun, isDryRun, notYet, report } from './print-result.ts';
import { parseResources } from './set-resources.ts';

async function runPod(call: KubectlCall): Promise<number> {
  const { flags } = call;
  const [name] = call.dash < 0 ? call.args : call.args.slice(0, call.dash);
  const dryRun = await isDryRun(call);
  await objectPrinter(call);
  if (name === undefined) return failUsage('run', 'NAME is required for run');
  const image = flags.text('image');
  if (image === '') fail('--image is required');
  parseImage(image);
  const stdin = flags.on('stdin');
  const tty = flags.on('tty');
  const attached = flags.given('attach') ? flags.on('attach') : stdin;
  if (tty && !stdin) failUsage('run', '-i/--stdin is required for containers with -t/--tty=true');
  if (flags.on('expose') && flags.text('port') === '') failUsage('run', '--port must be set when exposing a service');
  const restart = flags.text('restart');
  if (!['Always', 'OnFailure', 'Never'].includes(restart)) failUsage('run', `invalid restart policy: ${restart}`);
  if (flags.on('rm') && !attached) failUsage('run', '--rm should only be used for attached containers');
  if (attached && dryRun !== '')
    failUsage(
      'run',
      "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
    );
  const pull = flags.text('image-pull-policy');
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(pull)) failUsage('run', `invalid image pull policy: ${pull}`);
  const quiet: KubectlCall = { ...call, err: () => Promise.resolve() };
  const pod = podOf(call, name);
  const created = await make(quiet, kindOf('pods'), overridden(pod, 'Pod', flags.text('overrides')), dryRun);
  if (flags.on('expose')) await exposeIt(call, name, pod, dryRun);
  if (!attached) {
    await report(call, created, 'created', dryRun);
    return 0;
  }
  return await attachNew(call, created.object as Stored<'pods'>, {
    tty,
    stdin,
    remove: flags.on('rm'),
    exitCode: !flags.on('leave-stdin-open') && restart !== 'Always',
    attachTo: name,
  });
}

/** Makes an object, without a word. Throws ApiError. */
function make(call: KubectlCall, kind: Kind, object: Kinds[Resource], dryRun: DryRun): Promise<Found> {
  const given = { kind: kind.kind, apiVersion: apiVersionOf(kind), ...object } as Kinds[Resource];
  recordCause(call, given);
  const typed = call.flags.on('save-config') && dryRun !== 'client' ? withLastApplied(given) : given;
  const made =
    dryRun === 'client'
      ? (typed as Found['object'])
      : call.cluster.store.create(kind.resource, signed(call, typed), { dryRun: dryRun !== '' });
  return Promise.resolve({ kind, object: made });
}

/** An object with what `--overrides` says. Throws ExitError. */
function overridden<T extends object>(object: T, kind: string, overrides: string): T {
  if (overrides === '') return object;
  let patch: unknown;
  try {
    patch = JSON.parse(overrides);
  } catch {
    return fail('Invalid JSON Patch');
  }
  return mergePatch({ apiVersion: 'v1', kind, ...object }, patch) as T;
}

function podOf(call: KubectlCall, name: string): Pod {
  const { flags } = call;
  const words = call.args.slice(1);
  const port = flags.text('port');
  if (port !== '' && !/^[+-]?\d+$/.test(port)) fail(`strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax`);
  const hostPort = flags.number('hostport');
  if (hostPort > 0 && port === '') fail('--hostport requires --port to be specified');
  const env = flags.list('env').map((pair) => {
    const equals = pair.indexOf('=');
    if (equals <= 0 || !/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(pair.slice(0, equals))) fail(`invalid env: ${pair}`);
    const value = pair.slice(equals + 1);
    return { name: pair.slice(0, equals), ...(value === '' ? {} : { value }) };
  });
  const labels = flags.text('labels');
  const pull = flags.text('image-pull-policy');
  const annotations = Object.fromEntries(
    flags.list('annotations').map((pair) => {
      if (pair.indexOf('=') <= 0) return fail(`invalid annotations format: ${pair}`);
      return pair.split(/=(.*)/s, 2) as [string, string];
    }),
  );
  const [limits, requests] = ['limits', 'requests'].map((each) => parseResources(flags.text(each)));
  const list = words.length === 0 ? {} : flags.on('command') ? { command: [...words] } : { args: [...words] };
  const account = flags.text('serviceaccount');
  return {
    metadata: {
      name,
      ...(flags.given('namespace') ? { namespace: call.namespace } : {}),
      creationTimestamp: notYet,
      labels: labels === '' ? { run: name } : parseLabels(labels),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec: {
      containers: [
        {
          name,
          image: flags.text('image'),
          ...list,
          ...(port === '' ? {} : { ports: [{ ...(hostPort > 0 ? { hostPort } : {}), containerPort: Number(port) }] }),
          ...(env.length === 0 ? {} : { env }),
          resources: {
            ...(Object.keys(limits ?? {}).length === 0 ? {} : { limits: limits ?? {} }),
            ...(Object.keys(requests ?? {}).length === 0 ? {} : { requests: requests ?? {} }),
          },
          ...(pull === '' ? {} : { imagePullPolicy: pull }),
          ...(flags.on('privileged') ? { securityContext: { privileged: true } } : {}),
          ...(flags.on('stdin') ? { stdin: true, ...(flags.on('leave-stdin-open') ? {} : { stdinOnce: true }) } : {}),
          ...(flags.on('tty') ? { tty: true } : {}),
        },
      ],
      restartPolicy: flags.text('restart'),
      dnsPolicy: 'ClusterFirst',
      ...(account === '' ? {} : { serviceAccountName: account }),
    },
    status: {},
  };
}

async function exposeIt(call: KubectlCall, name: string, pod: Pod, dryRun: DryRun): Promise<void> {
  const port = Number(call.flags.text('port'));
  const service = await make(
    call,
    kindOf('services'),
    {
      metadata: {
        name,
        ...(pod.metadata?.namespace === undefined ? {} : { namespace: pod.metadata.namespace }),
        creationTimestamp: notYet,
      },
      spec: { ports: [{ protocol: 'TCP', port, targetPort: port }], selector: { ...pod.metadata?.labels } },
      status: { loadBalancer: {} },
    },
    dryRun,
  );
  await report(call, service, 'created', dryRun);
}

const useless = 'has no effect and will be removed in the future.';

/** `kubectl run`. */
export const run: KubectlCommand = {
  name: 'run',
  flags: [
    ...['image', 'port', 'image-pull-policy', 'overrides', 'limits', 'requests', 'serviceaccount'].map((name) =>
      flag.text(name),
    ),
    flag.text('restart', undefined, 'Always'),
    flag.text('labels', 'l'),
    flag.list('env'),
    flag.list('annotations'),
    flag.number('hostport', '-1'),
    ...['rm', 'attach', 'command', 'expose', 'quiet', 'leave-stdin-open', 'privileged'].map((name) => flag.bool(name)),
    flag.bool('stdin', 'i'),
    flag.bool('tty', 't'),
    ...['generator', 'schedule'].map((name): Flag => ({ name, type: 'text', deprecated: useless })),
    { name: 'replicas', short: 'r', type: 'number', deprecated: useless },
    flag.duration('pod-running-timeout', '1m0s'),
    dryRunFlag,
    ...outputFlags,
    saveConfigFlag,
    recordFlag,
    // `run` shares these with `delete`, and makes nothing of them.
    ...flag.ignored(
      'cascade=',
      'wait',
      'timeout=',
      'grace-period=',
      'force',
      'f:filename=',
      'R:recursive',
      'k:kustomize=',
    ),
  ],
  required: ['image'],
  run: runPod,
};

// docker/distribution's grammar of references.
const domain =
  '(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::[0-9]+)?/)?';
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const reference = new RegExp(
  `^${domain}${component}(?:/${component})*(?::\\w[\\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*:[0-9a-fA-F]{32,})?$`,
);

/** Checks an image's name as `kubectl run` does. Throws ExitError. */
function parseImage(image: string): void {
  const wrong = (why: string): never =>
    fail(`Invalid image name ${JSON.stringify(image)}: invalid reference format${why}`);
  if (image.length > 4096 || !reference.test(image)) wrong('');
}
