import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { ApiError } from '../../objects.ts';
import { signalCode } from '../../program.ts';
import { takeTerminal } from '../../terminal-session.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fail, failAll } from '../errors.ts';
import { findObjects } from '../manifest.ts';
import type { Found } from '../selection.ts';
import { podOrOwner, waitForPods } from './pods.ts';

async function* nothing(): AsyncGenerator<Uint8Array> {
  // A command without -i sees the end of its input at once.
}

async function run(call: KubectlCall): Promise<number> {
  const { flags, invocation } = call;
  const files = flags.list('filename');
  // Of several words before the dash, all but the first are passed over.
  const named = call.dash === 0 ? undefined : call.args[0];
  const command = call.args.slice(call.dash < 0 ? (files.length > 0 ? 0 : 1) : call.dash);
  if (named === undefined && files.length === 0) return fail('pod, type/name or --filename must be specified');
  if (command.length === 0) fail('you must specify at least one command for the container');
  if (call.dash < 0)
    await call.err(
      'kubectl exec [POD] [COMMAND] is DEPRECATED and will be removed in a future version. Use kubectl exec [POD] -- [COMMAND] instead.\n',
    );
  const owner = files.length > 0 ? await inFile(call, files) : podOrOwner(call, named ?? '');
  const [pod] = await waitForPods(call, owner, 'cannot attach to *v1.' + owner.kind.kind, 60_000);
  const { name, namespace = 'default' } = pod.metadata;
  const { phase } = pod.status ?? {};
  if (phase === 'Succeeded' || phase === 'Failed')
    fail(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  const names = (pod.spec?.containers ?? []).map((container) => container.name);
  const given = flags.text('container');
  if (given === '') await call.err(call.texts.defaulted(pod, true));
  const tty = flags.on('tty');
  if (tty && !invocation.stdin.isTTY)
    await call.err('Unable to use a TTY - input is not a terminal or the right kind of file\n');
  const target = given || (names[0] ?? '');
  if (!names.includes(target))
    throw new ApiError(400, 'BadRequest', `container ${target} is not valid for pod ${name}`);
  if (pod.spec?.nodeName === undefined)
    throw new ApiError(400, 'BadRequest', `pod ${name} does not have a host assigned`);
  const container = call.cluster.containerOf(namespace, name, target);
  const running = pod.status?.containerStatuses?.find((each) => each.name === target)?.state?.running;
  if (container === undefined || running === undefined)
    return fail(`unable to upgrade connection: container not found (${JSON.stringify(target)})`);
  // The command's output goes out in order; an interrupted kubectl leaves the rest.
  let written = Promise.resolve();
  const session = tty && flags.on('stdin') && invocation.stdin.isTTY ? takeTerminal(invocation, neverTyped) : undefined;
  const execution = container.exec(
    command,
    {
      stdin: session?.stdin ?? (flags.on('stdin') ? invocation.stdin : nothing()),
      stdout: (data) => (written = written.then(() => invocation.stdout.write(data))),
      stderr: (data) => (written = written.then(() => (tty ? invocation.stdout : invocation.stderr).write(data))),
    },
    invocation.signal,
    {
      tty: tty && invocation.stdin.isTTY,
      ...(session && { terminal: { ...session.size, onResize: (listener) => session.onResize(listener) } }),
    },
  );
  const code = await execution.finally(() => session?.close());
  await written;
  if (invocation.signal.aborted) return signalCode(invocation.signal);
  if (code !== 0) throw new ExitError(`command terminated with exit code ${code}`, code);
  return 0;
}

/** The one object that files describe. Throws ExitError, ApiError. */
async function inFile(call: KubectlCall, files: readonly string[]): Promise<Found> {
  const { found, errors } = await findObjects(call, files);
  failAll(errors);
  const [first, ...more] = found;
  return first === undefined || more.length > 0 ? fail('no resources to exec into') : first;
}

/** kubectl has no keys that detach. */
const neverTyped = new Uint8Array();

/** `kubectl exec`. */
export const exec: KubectlCommand = {
  name: 'exec',
  flags: [
    flag.bool('stdin', 'i'),
    flag.bool('tty', 't'),
    flag.text('container', 'c'),
    { ...flag.list('filename', 'f'), commas: true },
    flag.duration('pod-running-timeout', '1m0s'),
  ],
  run,
};
