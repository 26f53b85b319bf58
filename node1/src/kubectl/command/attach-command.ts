import type { Container as ContainerSpec } from 'kubernetes-types/core/v1.js';
import { flag } from '../../cli-kit/flags.ts';
import type { Stored } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fail } from '../errors.ts';
import { feed } from './attach.ts';
import { streamLogs } from './log-stream.ts';
import { podOrOwner, waitForPods } from './pods.ts';

async function run(call: KubectlCall): Promise<number> {
  const { flags, args } = call;
  if (args.length === 0) fail('at least 1 argument is required for attach');
  if (args.length > 2)
    fail(`expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${args.length}: [${args.join(' ')}]`);
  const owner = podOrOwner(call, args.join('/'));
  const limit = flags.duration('pod-running-timeout');
  if (limit <= 0) fail('--pod-running-timeout must be higher than zero');
  const [pod] = await waitForPods(call, owner, `cannot attach to *v1.${owner.kind.kind}`, limit);
  const { phase = '' } = pod.status ?? {};
  if (phase === 'Succeeded' || phase === 'Failed')
    fail(`cannot attach a container in a completed pod; current phase is ${phase}`);
  const { name, tty } = await containerOf(call, pod);
  if (flags.on('tty') && tty !== true) await call.err(`Unable to use a TTY - container ${name} did not allocate one\n`);
  const container = call.cluster.containerOf(pod.metadata.namespace ?? 'default', pod.metadata.name, name);
  if (container === undefined)
    return fail(
      `unable to upgrade connection: container ${name} not found in pod ${pod.metadata.name}_${pod.metadata.namespace ?? ''}`,
    );
  await call.err("If you don't see a command prompt, try pressing enter.\n");
  const stop = flags.on('stdin') ? feed(call.invocation.stdin, container) : (): void => undefined;
  // What it said before is not shown: who attaches hears what comes.
  const code = await streamLogs(call, [{ container, prefix: '' }], { limit: 0, since: undefined, timestamps: false });
  stop();
  return code;
}

async function containerOf(call: KubectlCall, pod: Stored<'pods'>): Promise<ContainerSpec> {
  const { containers = [], initContainers = [] } = pod.spec ?? {};
  const given = call.flags.text('container');
  const [first] = containers;
  if (given !== '') {
    const found = [...containers, ...initContainers].find(({ name }) => name === given);
    return found ?? fail(`cannot attach to the container: container not found (${given})`);
  }
  if (first === undefined) return fail('cannot attach to the container: container not found ()');
  await call.err(call.texts.defaulted(pod, true));
  return first;
}

/** `kubectl attach`. */
export const attach: KubectlCommand = {
  name: 'attach',
  flags: [
    flag.bool('stdin', 'i'),
    flag.bool('tty', 't'),
    flag.text('container', 'c'),
    flag.duration('pod-running-timeout', '1m0s'),
  ],
  run,
};
