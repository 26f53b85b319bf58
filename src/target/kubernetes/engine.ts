import { message } from '../../messages/message.ts';
import type { Container, ContainerEngine } from '../container/engine.ts';
import { TargetError } from '../target.ts';
import { Refusal } from './api.ts';
import { type Cluster, refusal } from './cluster.ts';
import { classLabel, type Pod } from './objects.ts';
import { execError, runInPod } from './pod-exec.ts';
import { delayOf, faultOf, podSpec } from './pod-spec.ts';
import { openPodTerminal } from './pod-terminal.ts';
import { ignore } from './server-lease.ts';

/** Milliseconds that a pod may take to start, and to end. */
const startMs = 120_000;
const removeMs = 180_000;
/** Milliseconds in which Kubernetes says that a container runs. */
const saidMs = 5_000;
/** Milliseconds in which the programs of a pod can be killed. */
const killMs = 3_000;
/**
 * Kubernetes says that a container runs half a second after it does, so a program is tried earlier: milliseconds between tries, which grow by a
 * factor, and how long that is done. Then news of the pod are awaited.
 */
const tries = { firstMs: 20, factor: 1.3, forMs: 5_000 } as const;

/** Pods of a cluster as nodes. */
export function engineOf(cluster: Cluster): ContainerEngine {
  const { api, className, options } = cluster;
  const { namespace } = api.access;
  const podPath = (name: string): string => `${api.path('pods')}/${name}`;

  function containerOf(name: string): Container {
    return {
      name,
      get address() {
        return cluster.pods.get(name)?.status?.podIP ?? '';
      },
      run: (words, input, signal) =>
        runInPod(api, name, words, input, signal).catch((error: unknown) => {
          throw execError(name, namespace, error);
        }),
      openTerminal: (words, size, signal) =>
        openPodTerminal(api, name, { words, size, lives: () => lives(name) }, signal).catch((error: unknown) => {
          throw execError(name, namespace, error);
        }),
      remove: () => told(remove(name)),
    };
  }

  async function lives(name: string): Promise<boolean> {
    try {
      return faultOf(await api.call<Pod>(podPath(name)), options.image) === undefined;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  /** Fulfilled when a program can be started in the pod. */
  async function started(name: string, signal: AbortSignal): Promise<void> {
    const { pods } = cluster;
    const since = performance.now();
    for (let pause: number = tries.firstMs; ; pause *= tries.factor) {
      const pod = await pods.until(() => pods.get(name), signal);
      const fault = faultOf(pod, options.image);
      if (fault) throw new TargetError(fault);
      if (pod.status?.containerStatuses?.[0]?.state?.running) return;
      const trying = pod.spec.nodeName !== undefined && performance.now() - since < tries.forMs;
      if (trying && (await answers(name, signal))) return;
      await pods.change(trying ? AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(pause))]) : signal);
    }
  }

  async function answers(name: string, signal: AbortSignal): Promise<boolean> {
    try {
      await runInPod(api, name, ['true'], '', signal);
      return true;
    } catch (error) {
      // Not there yet: 400, 404 or 500, and some text.
      if (error instanceof Refusal && error.code !== 401 && error.code !== 403) return false;
      throw execError(name, namespace, error);
    }
  }

  async function create(signal: AbortSignal): Promise<Container> {
    const ms = options.startMs ?? startMs;
    const deadline = AbortSignal.timeout(ms);
    const either = AbortSignal.any([signal, deadline]);
    const belonging = await cluster.belonging(either);
    const { name } = belonging;
    try {
      await api.call(api.path('pods'), { method: 'POST', body: podSpec(options, belonging), signal: either });
      await started(name, either);
      return containerOf(name);
    } catch (error) {
      const reason = delayOf(cluster.pods.get(name));
      // Who waits hears now what is wrong; that it is gone takes as long as it takes.
      remove(name).catch(() => undefined);
      signal.throwIfAborted();
      if (!deadline.aborted) throw error;
      throw new TargetError(message('target/kube-start', { pod: name, seconds: ms / 1000, reason }));
    }
  }

  /**
   * A kubelet that has not said yet that a container runs, and hears that its pod is deleted, thinks that there is nothing to end: it finds
   * it in its next round, after a minute or more.
   */
  async function saidToRun(name: string, signal: AbortSignal): Promise<void> {
    const { pods } = cluster;
    const isKnown = () => {
      const pod = pods.get(name);
      const runs = pod?.status?.containerStatuses?.[0]?.state?.running !== undefined;
      return pod?.spec.nodeName === undefined || runs || faultOf(pod, options.image) !== undefined ? true : undefined;
    };
    const enough = AbortSignal.any([signal, AbortSignal.timeout(saidMs)]);
    await pods.until(isKnown, enough).catch(() => undefined);
  }

  /** Fulfilled when the API server does not know the pod any more: until then its node carries it. */
  async function remove(name: string): Promise<void> {
    const { pods } = cluster;
    const deadline = AbortSignal.timeout(removeMs);
    try {
      await saidToRun(name, deadline);
      // A program that floods a connection which nobody reads holds up the end of its container for a minute.
      const enough = AbortSignal.any([deadline, AbortSignal.timeout(killMs)]);
      if (pods.get(name)?.status?.phase === 'Running')
        await runInPod(api, name, ['sh', '-c', 'kill -9 -1'], '', enough).catch(() => undefined);
      for (;;) {
        const error = await api.call(podPath(name), { method: 'DELETE', signal: deadline }).then(
          () => undefined,
          (reason: unknown) => ignoreAway(reason),
        );
        if (error === 'unknown') break;
        // Whoever could not be asked is asked again when there are news of it.
        if (error === 'away') await pods.change(deadline);
        else {
          await pods.until(() => (pods.get(name) === undefined ? true : undefined), deadline);
          break;
        }
      }
    } catch (error) {
      if (!deadline.aborted) throw error;
      throw new TargetError(message('target/kube-remove', { pod: name, seconds: removeMs / 1000 }));
    }
    await cluster.gone(name);
  }

  async function find(name: string, signal: AbortSignal): Promise<Container | undefined> {
    const { pods } = cluster;
    const pod = await pods.until(() => pods.get(name) ?? null, signal);
    if (pod?.metadata.labels?.[classLabel] !== className || faultOf(pod, options.image)) return undefined;
    await cluster.adopt(name, signal);
    return containerOf(name);
  }

  async function list(signal: AbortSignal): Promise<readonly string[]> {
    const { pods } = cluster;
    await pods.until(() => true, signal);
    const own = pods.values().filter(({ metadata }) => metadata.labels?.[classLabel] === className);
    return [...own.map(({ metadata }) => metadata.name), ...(await cluster.abandoned(signal))];
  }

  function told<T>(promise: Promise<T>): Promise<T> {
    return promise.catch((error: unknown) => {
      throw refusal(error, namespace);
    });
  }

  return {
    name: 'kubernetes',
    create: (signal) => told(create(signal)),
    find: (name, signal) => told(find(name, signal)),
    list: (signal) => told(list(signal)),
    remove: (name) => told(remove(name)),
  };
}

/** What follows from an error of a request to delete; undefined is never the answer. Throws what nothing follows from. */
function ignoreAway(error: unknown): 'unknown' | 'away' {
  if (error instanceof TargetError) return 'away';
  ignore(404)(error);
  return 'unknown';
}
