import { setTimeout as sleep } from 'node:timers/promises';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { ExitError } from '../../cli-kit/exit-error.ts';
import type { Stored } from '../../objects.ts';
import { takeTerminal } from '../../terminal-session.ts';
import type { Container } from '../../workload.ts';
import type { KubectlCall } from '../command.ts';
import { fail } from '../errors.ts';
import { kindOf } from '../kinds.ts';
import { isReady } from '../print/pod-row.ts';
import { until } from '../until.ts';
import { streamLogs } from './log-stream.ts';
import { waitUntilGone } from './wait-gone.ts';

/** How `kubectl run -it` takes part in its pod. */
export interface Attachment {
  readonly tty: boolean;
  readonly stdin: boolean;
  /** `--rm`: the pod goes when the command ends. */
  readonly remove: boolean;
  /** The container's exit code becomes the command's. */
  readonly exitCode: boolean;
  /** The container. */
  readonly attachTo: string;
}

function isOver({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

/** Milliseconds after its start at which a container counts as running. */
const seenRunning = 400;

/** Waits for a new pod, connects this terminal with its container until that ends, and removes the pod where asked. */
export async function attachNew(call: KubectlCall, pod: Stored<'pods'>, how: Attachment): Promise<number> {
  try {
    return await connect(call, pod, how);
  } finally {
    if (how.remove) await removePod(call, pod);
  }
}

async function connect(call: KubectlCall, pod: Stored<'pods'>, how: Attachment): Promise<number> {
  const started = await waitForPod(call, pod, (now) => isReady(now) || isOver(now));
  if (started === undefined) return fail('timed out waiting for the condition');
  const { namespace = 'default', name } = pod.metadata;
  const container = call.cluster.containerOf(namespace, name, how.attachTo);
  if (container !== undefined) {
    // A real kubelet looks at its containers once a second: a command that is over before that is never seen running.
    const over = await Promise.race([container.ended.then(() => true), sleep(seenRunning, false)]);
    if (!over && !call.flags.on('quiet')) await call.err("If you don't see a command prompt, try pressing enter.\n");
    const session =
      how.stdin && how.tty && call.invocation.stdin.isTTY ? takeTerminal(call.invocation, new Uint8Array()) : undefined;
    if (session) container.resize(session.size);
    const unsubscribe = session?.onResize((size) => {
      container.resize(size);
    });
    const stop = how.stdin ? feed(session?.stdin ?? call.invocation.stdin, container) : (): void => undefined;
    const code = await streamLogs(call, [{ container, prefix: '' }], {
      limit: -1,
      since: undefined,
      timestamps: false,
    }).finally(() => {
      unsubscribe?.();
      session?.close();
    });
    stop();
    if (code !== 0) return code;
  }
  if (!how.exitCode) return 0;
  const ended = await waitForPod(call, pod, isOver);
  const state = ended?.status?.containerStatuses?.[0]?.state?.terminated;
  if (ended?.status?.phase === 'Succeeded') return 0;
  const exitCode = state?.exitCode ?? 1;
  throw new ExitError(`pod ${namespace}/${name} terminated (${state?.reason ?? 'Error'})`, exitCode);
}

/** Hands what is typed on to the container; returns what stops that. */
export function feed(stdin: AsyncIterable<Uint8Array>, container: Container): () => void {
  const active = new AbortController();
  void (async () => {
    for await (const chunk of stdin) {
      if (active.signal.aborted) return;
      container.writeStdin(chunk);
    }
    container.closeStdin();
  })();
  return () => {
    active.abort();
  };
}

async function waitForPod(
  call: KubectlCall,
  { metadata }: Stored<'pods'>,
  holds: (pod: Pod) => boolean,
): Promise<Pod | undefined> {
  const { store } = call.cluster;
  const current = (): Pod | undefined => store.get('pods', metadata.namespace ?? '', metadata.name);
  await until({
    signal: call.invocation.signal,
    // As --pod-running-timeout, of which one minute is the default.
    limit: call.flags.duration('pod-running-timeout'),
    subscribe: (check) => store.watch('pods', check),
    holds: () => {
      const pod = current();
      return pod === undefined || holds(pod);
    },
  });
  const pod = current();
  return pod !== undefined && holds(pod) ? pod : undefined;
}

async function removePod(call: KubectlCall, pod: Stored<'pods'>): Promise<void> {
  const { namespace = '', name, uid } = pod.metadata;
  const { store } = call.cluster;
  if (store.get('pods', namespace, name)?.metadata.uid !== uid) return;
  store.remove('pods', namespace, name);
  if (!call.flags.has('quiet') || !call.flags.on('quiet')) await call.out(`pod ${JSON.stringify(name)} deleted\n`);
  if (!call.invocation.signal.aborted) await waitUntilGone(call, [{ kind: kindOf('pods'), object: pod }], undefined);
}
