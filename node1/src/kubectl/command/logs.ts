import { flag } from '../../cli-kit/flags.ts';
import type { Stored } from '../../objects.ts';
import { ApiError } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fail, failUsage } from '../errors.ts';
import { kindOf } from '../kinds.ts';
import { listKind } from '../selection.ts';
import type { LogSource } from './log-stream.ts';
import { logLines, streamLogs } from './log-stream.ts';
import { podOrOwner, waitForPods } from './pods.ts';

/** kubectl's default for how long `logs` waits for a pod, in milliseconds. */
const podTimeout = 20_000;

async function run(call: KubectlCall): Promise<number> {
  const { flags } = call;
  const [word, containerArg, ...more] = call.args;
  const selector = flags.text('selector');
  const usage = "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.";
  if (word === undefined && selector === '')
    failUsage('logs', `${usage}\nPOD or TYPE/NAME is a required argument for the logs command`);
  if (word !== undefined && selector !== '') failUsage('logs', 'only a selector (-l) or a POD name is allowed');
  if (more.length > 0) failUsage('logs', `${usage}\nPOD or TYPE/NAME is a required argument for the logs command`);
  if (flags.number('tail') < -1) fail('--tail must be greater than or equal to -1');
  const pods = word === undefined ? selected(call, selector) : await named(call, word);
  const given = flags.text('container') || containerArg;
  const sources = pods.flatMap((pod) =>
    containersOf(call, pod, given).map((container): LogSource => ({
      ...source(call, pod, container),
      prefix: flags.on('prefix') ? `[pod/${pod.metadata.name}/${container}] ` : '',
    })),
  );
  const limit = flags.given('tail') ? flags.number('tail') : selector === '' ? -1 : 10;
  const since = flags.given('since') ? Date.now() - flags.duration('since') : undefined;
  const options = { limit, since, timestamps: flags.on('timestamps') };
  if (!flags.on('follow')) {
    for (const each of sources) {
      if (each.container !== undefined) await call.out(logLines(each, each.container.log.lines, options));
    }
    return 0;
  }
  if (sources.length > Number(flags.text('max-log-requests')))
    fail(
      `you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${flags.text('max-log-requests')}, ` +
        'use --max-log-requests to increase the limit',
    );
  return await streamLogs(call, sources, options);
}

function selected(call: KubectlCall, selector: string): readonly Stored<'pods'>[] {
  const found = listKind(call.cluster.store, kindOf('pods'), call.namespace, selector);
  return found.map(({ object }) => object as Stored<'pods'>);
}

async function named(call: KubectlCall, word: string): Promise<readonly Stored<'pods'>[]> {
  const owner = podOrOwner(call, word);
  const pods = await waitForPods(call, owner, 'cannot get the logs from *v1.' + owner.kind.kind, podTimeout);
  const [first] = pods;
  if (pods.length > 1) await call.err(`Found ${pods.length} pods, using pod/${first.metadata.name}\n`);
  return [first];
}

/** The containers of a pod to be shown. Throws ExitError when it is not clear which. */
function containersOf(call: KubectlCall, pod: Stored<'pods'>, given: string | undefined): readonly string[] {
  const names = (pod.spec?.containers ?? []).map(({ name }) => name);
  const { name } = pod.metadata;
  if (call.flags.on('all-containers')) return names;
  if (given !== undefined && given !== '') {
    if (!names.includes(given)) fail(`container ${given} is not valid for pod ${name}`);
    return [given];
  }
  if (names.length > 1) fail(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`);
  return names;
}

/** What a container said, or what the kubelet answers when it has said nothing yet. Throws ApiError. */
function source(call: KubectlCall, pod: Stored<'pods'>, container: string): Omit<LogSource, 'prefix'> {
  const { name, namespace = 'default' } = pod.metadata;
  const bad = (message: string): ApiError => new ApiError(400, 'BadRequest', message);
  const previous = call.flags.on('previous');
  const found = call.cluster.containerOf(namespace, name, container, previous);
  const status = pod.status?.containerStatuses?.find((each) => each.name === container);
  const label = `container ${JSON.stringify(container)} in pod ${JSON.stringify(name)}`;
  if (previous) {
    if (found === undefined) throw bad(`previous terminated ${label} not found`);
    return { container: found };
  }
  if (found !== undefined) return { container: found };
  if (pod.spec?.nodeName === undefined) throw bad(`pod ${name} does not have a host assigned`);
  if (status?.lastState?.terminated !== undefined || status?.state?.terminated !== undefined)
    return { container: call.cluster.containerOf(namespace, name, container, true) };
  const reason = status?.state?.waiting?.reason ?? 'ContainerCreating';
  const why =
    reason === 'ErrImagePull' || reason === 'ImagePullBackOff'
      ? 'trying and failing to pull image'
      : reason === 'InvalidImageName'
        ? "image can't be pulled"
        : reason;
  throw bad(`${label} is waiting to start: ${why}`);
}

/** `kubectl logs`. */
export const logs: KubectlCommand = {
  name: 'logs',
  aliases: ['log'],
  flags: [
    flag.bool('follow', 'f'),
    flag.bool('previous', 'p'),
    flag.bool('timestamps'),
    flag.bool('all-containers'),
    flag.bool('prefix'),
    flag.text('container', 'c'),
    flag.text('selector', 'l'),
    flag.number('tail', '-1'),
    flag.duration('since', '0s'),
    flag.text('max-log-requests', undefined, '5'),
    ...flag.ignored('ignore-errors', 'pod-running-timeout=', 'insecure-skip-tls-verify-backend'),
    ...flag.absent('since-time=', 'limit-bytes='),
  ],
  run,
};
