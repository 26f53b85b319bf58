import { flag } from '../../cli-kit/flags.ts';
import type { Stored } from '../../objects.ts';
import { ApiError } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fail, failUsage } from '../errors.ts';
import { kindOf } from '../kinds.ts';
import { type Found, listKind } from '../selection.ts';
import type { LogSource } from './log-stream.ts';
import { logLines, streamLogs } from './log-stream.ts';
import { podOrOwner, waitForPods } from './pods.ts';

const usage =
  "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";

/** A container whose log was asked for. */
interface Wanted {
  readonly pod: Stored<'pods'>;
  readonly container: string;
}

async function run(call: KubectlCall): Promise<number> {
  const { flags } = call;
  const [word, containerArg, ...more] = call.args;
  const selector = flags.text('selector');
  if ((word === undefined && selector === '') || more.length > 0) failUsage('logs', usage);
  if (word !== undefined && containerArg === undefined && selector !== '')
    failUsage('logs', 'only a selector (-l) or a POD name is allowed');
  const sinceTime = flags.text('since-time');
  if (sinceTime !== '' && Number.isNaN(Date.parse(sinceTime)))
    fail(
      `parsing time ${JSON.stringify(sinceTime)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(sinceTime)} as "2006"`,
    );
  const owner = word === undefined ? undefined : podOrOwner(call, word);
  if (sinceTime !== '' && flags.duration('since') !== 0)
    fail('at most one of `sinceTime` or `sinceSeconds` may be specified');
  const given = containerArg ?? flags.text('container');
  if (flags.on('all-containers') && given !== '')
    fail(`--all-containers=true should not be specified with container name ${given}`);
  if (flags.given('container') && containerArg !== undefined)
    fail('only one of -c or an inline [CONTAINER] arg is allowed');
  if (flags.number('limit-bytes') < 0) fail('--limit-bytes must be greater than 0');
  if (flags.duration('since') < 0) fail('--since must be greater than 0');
  if (flags.number('tail') < -1) fail('--tail must be greater than or equal to -1');
  const pods = owner === undefined ? selected(call, selector) : await named(call, owner);
  const wanted: Wanted[] = [];
  for (const pod of pods) for (const container of await containersOf(call, pod, given)) wanted.push({ pod, container });
  const limit = flags.given('tail') ? flags.number('tail') : selector === '' ? -1 : 10;
  const since = flags.duration('since') > 0 ? Date.now() - flags.duration('since') : undefined;
  const options = {
    limit,
    since: sinceTime === '' ? since : Date.parse(sinceTime),
    timestamps: flags.on('timestamps'),
  };
  const most = flags.number('max-log-requests');
  if (flags.on('follow') && wanted.length > 1 && wanted.length > most)
    fail(
      `you are attempting to follow ${wanted.length} log streams, but maximum allowed concurrency is ${most}, ` +
        'use --max-log-requests to increase the limit',
    );
  if (flags.on('follow'))
    return await streamLogs(
      call,
      wanted.map((each) => sourceOf(call, each)),
      options,
    );
  for (const each of wanted) await showOne(call, each, options);
  return 0;
}

async function showOne(call: KubectlCall, wanted: Wanted, options: Parameters<typeof logLines>[2]): Promise<void> {
  try {
    const source = sourceOf(call, wanted);
    if (source.container === undefined) return;
    const text = logLines(source, source.container.log.lines, options);
    const bytes = call.flags.number('limit-bytes');
    await call.out(bytes > 0 ? Buffer.from(text).subarray(0, bytes).toString() : text);
  } catch (error) {
    if (!(error instanceof ApiError) || !call.flags.on('ignore-errors')) throw error;
    await call.out(`error: ${error.message}\n`);
  }
}

function sourceOf(call: KubectlCall, { pod, container }: Wanted): LogSource {
  const prefix = call.flags.on('prefix') ? `[pod/${pod.metadata.name}/${container}] ` : '';
  return { ...source(call, pod, container), prefix };
}

function selected(call: KubectlCall, selector: string): readonly Stored<'pods'>[] {
  const found = listKind(call.cluster.store, kindOf('pods'), call.namespace, selector);
  return found.map(({ object }) => object as Stored<'pods'>);
}

async function named(call: KubectlCall, owner: Found): Promise<readonly Stored<'pods'>[]> {
  const limit = call.flags.duration('pod-running-timeout');
  const pods = await waitForPods(call, owner, `cannot get the logs from *v1.${owner.kind.kind}`, limit);
  const [first] = pods;
  if (pods.length > 1) await call.err(`Found ${pods.length} pods, using pod/${first.metadata.name}\n`);
  return [first];
}

/** The containers of a pod to be shown. Throws ExitError when it is not clear which. */
async function containersOf(call: KubectlCall, pod: Stored<'pods'>, given: string): Promise<readonly string[]> {
  const { initContainers = [], containers = [] } = pod.spec ?? {};
  const [init, names] = [initContainers, containers].map((list) => list.map(({ name }) => name));
  const all = [...(init ?? []), ...(names ?? [])];
  const { name, annotations = {} } = pod.metadata;
  const preset = annotations['kubectl.kubernetes.io/default-logs-container'] ?? '';
  let chosen = given;
  if (chosen === '' && preset !== '' && !call.flags.on('all-containers')) {
    if (all.includes(preset)) chosen = preset;
    else await call.err(`Default container name ${JSON.stringify(preset)} not found in a pod\n`);
  }
  if (call.flags.on('all-containers')) return all;
  if (chosen !== '') return all.includes(chosen) ? [chosen] : fail(`container ${chosen} is not valid for pod ${name}`);
  if (names?.length !== 1)
    fail(
      `a container name must be specified for pod ${name}, choose one of: [${(names ?? []).join(' ')}]` +
        ((init ?? []).length > 0 ? ` or one of the init containers: [${(init ?? []).join(' ')}]` : ''),
    );
  return names;
}

/** What a container said, or what the kubelet answers when it has said nothing yet. Throws ApiError. */
function source(call: KubectlCall, pod: Stored<'pods'>, container: string): Omit<LogSource, 'prefix'> {
  const { name, namespace = 'default' } = pod.metadata;
  const bad = (message: string): ApiError => new ApiError(400, 'BadRequest', message);
  const previous = call.flags.on('previous');
  const found = call.cluster.containerOf(namespace, name, container, previous);
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  const status = [...initContainerStatuses, ...containerStatuses].find((each) => each.name === container);
  const label = `container ${JSON.stringify(container)} in pod ${JSON.stringify(name)}`;
  if (previous) {
    if (found === undefined) throw bad(`previous terminated ${label} not found`);
    return { container: found };
  }
  if (found !== undefined) return { container: found };
  if (pod.spec?.nodeName === undefined) return { container: undefined };
  if (status?.lastState?.terminated !== undefined || status?.state?.terminated !== undefined)
    return { container: call.cluster.containerOf(namespace, name, container, true) };
  const reason = status?.state?.waiting?.reason ?? 'ContainerCreating';
  const why =
    reason === 'ImagePullBackOff'
      ? 'trying and failing to pull image'
      : reason === 'ErrImagePull'
        ? "image can't be pulled"
        : reason;
  throw bad(`${label} is waiting to start: ${why}`);
}

/** `kubectl logs`. */
export const logs: KubectlCommand = {
  name: 'logs',
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
    flag.number('max-log-requests', '5'),
    flag.bool('ignore-errors'),
    flag.duration('pod-running-timeout', '20s'),
    flag.text('since-time'),
    flag.number('limit-bytes', '0'),
    // The kubelet is asked within this process.
    ...flag.ignored('insecure-skip-tls-verify-backend'),
  ],
  run,
};
