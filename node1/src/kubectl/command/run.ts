import type { Pod } from 'kubernetes-types/core/v1.js';
import { flag } from '../../cli-kit/flags.ts';
import { dryRunFlag, type KubectlCall, type KubectlCommand, outputFlags } from '../command.ts';
import { fail, failUsage } from '../errors.ts';
import { kindOf } from '../kinds.ts';
import { attach } from './attach.ts';
import { parseLabels } from './expose.ts';
import { signed } from './field-manager.ts';
import { createAndReport, isDryRun, notYet } from './print-result.ts';

async function runPod(call: KubectlCall): Promise<number> {
  const { flags } = call;
  const [name] = call.dash < 0 ? call.args : call.args.slice(0, call.dash);
  const words = call.dash < 0 ? call.args.slice(1) : call.args.slice(call.dash);
  const image = flags.text('image');
  const stdin = flags.on('stdin');
  const tty = flags.on('tty');
  const attached = flags.given('attach') ? flags.on('attach') : stdin || tty;
  if (name === undefined) return failUsage('run', 'NAME is required for run');
  if (tty && !stdin) fail('-i/--stdin is required for containers with -t/--tty=true');
  if (image === '') fail('--image is required');
  parseImage(image);
  const restart = flags.text('restart');
  if (!['Always', 'OnFailure', 'Never'].includes(restart)) failUsage('run', `invalid restart policy: ${restart}`);
  if (flags.on('rm') && !attached) fail('--rm should only be used for attached containers');
  const dryRun = await isDryRun({ ...call, err: () => Promise.resolve() });
  if (attached && dryRun)
    fail("--dry-run can't be used with attached containers options (--attach, --stdin, or --tty)");
  const pod = podOf(call, name, words);
  if (flags.on('expose')) await exposeIt(call, name, pod);
  if (!attached) {
    await createAndReport(call, kindOf('pods'), pod);
    return 0;
  }
  const created = call.cluster.store.create('pods', signed(call, { kind: 'Pod', apiVersion: 'v1', ...pod }));
  return await attach(call, created, {
    tty,
    stdin,
    remove: flags.on('rm'),
    exitCode: restart === 'Never',
    attachTo: name,
  });
}

function podOf(call: KubectlCall, name: string, words: readonly string[]): Pod {
  const { flags } = call;
  const port = flags.text('port');
  if (port !== '' && !/^\d+$/.test(port)) fail(`strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax`);
  const env = flags.list('env').map((pair) => {
    const equals = pair.indexOf('=');
    if (equals <= 0) fail(`invalid env: ${pair}`);
    return { name: pair.slice(0, equals), value: pair.slice(equals + 1) };
  });
  const labels = flags.text('labels');
  const list = words.length === 0 ? {} : flags.on('command') ? { command: [...words] } : { args: [...words] };
  return {
    metadata: {
      name,
      ...(flags.given('namespace') ? { namespace: call.namespace } : {}),
      creationTimestamp: notYet,
      labels: labels === '' ? { run: name } : parseLabels(labels),
    },
    spec: {
      containers: [
        {
          name,
          image: flags.text('image'),
          ...list,
          ...(port === '' ? {} : { ports: [{ containerPort: Number(port) }] }),
          ...(env.length === 0 ? {} : { env }),
          ...(flags.text('image-pull-policy') === '' ? {} : { imagePullPolicy: flags.text('image-pull-policy') }),
          resources: {},
          ...(flags.on('stdin') ? { stdin: true, stdinOnce: !flags.on('leave-stdin-open') } : {}),
          ...(flags.on('tty') ? { tty: true } : {}),
        },
      ],
      restartPolicy: flags.text('restart'),
      dnsPolicy: 'ClusterFirst',
    },
    status: {},
  };
}

async function exposeIt(call: KubectlCall, name: string, pod: Pod): Promise<void> {
  const port = Number(call.flags.text('port'));
  if (port === 0) fail('--port must be set when exposing a service');
  await createAndReport(call, kindOf('services'), {
    metadata: {
      name,
      ...(pod.metadata?.namespace === undefined ? {} : { namespace: pod.metadata.namespace }),
      creationTimestamp: notYet,
    },
    spec: { ports: [{ protocol: 'TCP', port, targetPort: port }], selector: { ...pod.metadata?.labels } },
    status: { loadBalancer: {} },
  });
}

/** `kubectl run`. */
export const run: KubectlCommand = {
  name: 'run',
  flags: [
    ...['image', 'port', 'image-pull-policy'].map((name) => flag.text(name)),
    flag.text('restart', undefined, 'Always'),
    flag.text('labels', 'l'),
    flag.list('env'),
    ...['rm', 'attach', 'command', 'expose', 'quiet', 'leave-stdin-open'].map((name) => flag.bool(name)),
    flag.bool('stdin', 'i'),
    flag.bool('tty', 't'),
    { name: 'generator', type: 'text', deprecated: 'has no effect and will be removed in the future.' },
    dryRunFlag,
    ...outputFlags,
    ...flag.ignored('record', 'pod-running-timeout=', 'cascade=', 'wait', 'timeout='),
    ...flag.absent(
      'annotations=',
      'overrides=',
      'limits=',
      'requests=',
      'hostport=',
      'privileged',
      'serviceaccount=',
      'filename=',
      'grace-period=',
      'force',
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
  if (image.length > 4096) wrong('');
  if (reference.test(image)) return;
  wrong(reference.test(image.toLowerCase()) ? ': repository name must be lowercase' : '');
}
