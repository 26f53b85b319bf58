import type { Container as Spec, ContainerStateTerminated, ContainerStatus, Pod } from 'kubernetes-types/core/v1.js';
import { goDuration } from '../cli-kit/duration.ts';
import type { Image } from '../images.ts';
import type { Container, Mount } from '../workload.ts';
import { createAttendant } from './container-attendant.ts';
import { containerSpec, type Given, requireNonRoot } from './container-config.ts';
import { beingMade, cannotRun, madeOf } from './container-status.ts';
import type { Report } from './events.ts';
import { createImageWait } from './image-wait.ts';
import type { ContainerLife, KubeletContext } from './kubelet-context.ts';
import { randomHex } from './names.ts';
import { ConfigError, podEnvironment } from './pod-environment.ts';
import { timestamp } from './timestamps.ts';

/** What a container's worker knows of its pod. */
export interface PodView {
  /** As it is now; undefined when it is gone. */
  pod(): Pod | undefined;
  readonly address: string;
  /** What a container sees of its volumes. */
  mountsOf(container: Spec): readonly Mount[];
  /** What a container waits for that is not made yet. Default: for being made. */
  reason?(): string;
  event(report: Report): void;
  /** Called after every change of `status`. */
  changed(): void;
}

/** One container of a pod: pulled, started, and started again as the pod wants it. */
export interface ContainerWorker {
  readonly status: ContainerStatus;
  /** The container that runs, or the one that ran last. */
  readonly current: Container | undefined;
  readonly previous: Container | undefined;
  /** Seconds before its next start, should it end. */
  readonly pause: number;
  /** Fulfilled when it goes on in the place of another one; rejects where it cannot. At once for one without a past. */
  readonly resumed: Promise<void>;
  /** Starts it; fulfilled when it has ended for good. */
  run(): Promise<void>;
  /** The image of the running container is not the wanted one any more. */
  replace(): void;
  /** Ends it for good; the grace is in seconds of the real cluster. */
  stop(graceSeconds: number): Promise<void>;
}

/** Seconds before the second restart; each further one waits twice as long. */
const firstBackOff = 10;
const longestBackOff = 300;
const relist = 1;
const configPause = 12;
/** A container that ran this long, in seconds, is not crashing. */
const healthy = 600;

/** Where a container was on another node, and as the API shows it. */
type Before = Readonly<Record<'life', ContainerLife> & Record<'status', ContainerStatus>>;

/** A worker for the container `name` of a pod. */
export function createContainerWorker(
  context: KubeletContext,
  view: PodView,
  name: string,
  before?: Before,
  list: 'containers' | 'initContainers' = 'containers',
): ContainerWorker {
  const isInit = list === 'initContainers';
  const { store, images, runtime, clock } = context;
  const abort = new AbortController();
  const { signal } = abort;
  /** Aborted when there is no grace. */
  const hurry = new AbortController();
  let current: Container | undefined = before?.life.ended;
  let previous: Container | undefined = before?.life.previous;
  let pause = before?.life.pause ?? 0;
  let running: Container | undefined;
  let grace = 30;
  let replaced = false;
  let status: ContainerStatus = before?.status ?? beingMade(name, '', view.reason?.());

  const set = (change: Partial<ContainerStatus>) => {
    status = { ...status, ...change };
    view.changed();
  };
  const event = (type: Report['type'], reason: string, message: string) => {
    view.event({ type, reason, message, fieldPath: `spec.${list}{${name}}` });
  };
  const specNow = (): Spec | undefined => view.pod()?.spec?.[list]?.find((container) => container.name === name);

  const start = async (pod: Pod, spec: Spec, image: Image, given: Given): Promise<Container> => {
    const container = await runtime.start(containerSpec(pod, spec, image, view.address, given));
    previous = current;
    current = container;
    return container;
  };
  const attendant = createAttendant(context, view.address, isInit, {
    event,
    isReady: () => status.ready,
    set,
    end: (container) => void container.stop(grace / context.speed),
  });

  const waiting = createImageWait(images, clock, signal, specNow, {
    waiting: (image, state) => {
      set({ image, state: { waiting: state } });
    },
    event: ({ type, reason, message }) => {
      event(type, reason, message);
    },
  });

  /** What it is given, as soon as all of that is there. */
  const configure = async (reference: string, image: Image): Promise<Given | undefined> => {
    for (;;) {
      const pod = view.pod();
      const spec = specNow();
      if (pod === undefined || spec === undefined) return undefined;
      const addressed = { ...pod, status: { ...pod.status, hostIP: context.hostIP, podIP: view.address } };
      try {
        requireNonRoot(pod, spec, image);
        const env = podEnvironment(store, addressed, spec, (message) => {
          view.event({ type: 'Warning', reason: 'InvalidEnvironmentVariableNames', message });
        });
        return { env, mounts: view.mountsOf(spec) };
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        const { message } = error;
        event('Warning', 'Failed', `Error: ${message}`);
        set({ image: reference, state: { waiting: { message, reason: 'CreateContainerConfigError' } } });
      }
      await clock.sleep(configPause, signal);
      event('Normal', 'Pulled', `Container image "${reference}" already present on machine`);
    }
  };

  /** One life: from the image to the end. Undefined when the pod went before it could start. */
  const live = async (): Promise<ContainerStateTerminated | undefined> => {
    const [reference, image] = (await waiting.obtain()) ?? [];
    const spec = specNow();
    const pod = view.pod();
    if (reference === undefined || image === undefined || spec === undefined || pod === undefined) return undefined;
    replaced = false;
    const given = await configure(reference, image);
    if (given === undefined) return undefined;
    const id = `docker://${randomHex(64)}`;
    const where = madeOf(id, reference, image);
    event('Normal', 'Created', `Created container ${name}`);
    try {
      running = await start(pod, spec, image, given);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      event('Warning', 'Failed', `Error: failed to start container "${name}": Error response from daemon: ${message}`);
      const { terminated, ...change } = cannotRun(id, message);
      set({ ...where, ...change });
      await clock.sleep(relist, signal);
      return terminated;
    }
    const startedAt = timestamp(Date.now());
    event('Normal', 'Started', `Started container ${name}`);
    const container = running;
    if (signal.aborted) await container.stop(grace / context.speed);
    await attendant.attend(container, pod, spec, signal, (first) => {
      set({ ...where, ...first, state: { running: { startedAt } } });
    });
    return endOf(container, id, startedAt);
  };

  /** Waits for the end of a container, and tells of it. */
  const endOf = async (container: Container, id: string, startedAt: string): Promise<ContainerStateTerminated> => {
    const { exitCode } = await container.ended;
    running = undefined;
    const finishedAt = timestamp(Date.now());
    await clock.sleep(relist, hurry.signal).catch(() => undefined);
    const terminated = {
      containerID: id,
      exitCode,
      finishedAt,
      reason: exitCode === 0 ? 'Completed' : 'Error',
      startedAt,
    };
    set({ ready: isInit && exitCode === 0, started: false, state: { terminated } });
    return terminated;
  };

  const isOver = ({ exitCode }: ContainerStateTerminated): boolean => {
    const policy = view.pod()?.spec?.restartPolicy ?? 'Always';
    return signal.aborted || policy === 'Never' || ((policy === 'OnFailure' || isInit) && exitCode === 0);
  };

  const waitToRestart = async (last: ContainerStateTerminated): Promise<void> => {
    if (pause > 0) {
      const { name: pod = '', namespace = '', uid = '' } = view.pod()?.metadata ?? {};
      event('Warning', 'BackOff', 'Back-off restarting failed container');
      const message = `back-off ${goDuration(pause * 1000)} restarting failed container=${name} pod=${pod}_${namespace}(${uid})`;
      set({ lastState: { terminated: last }, state: { waiting: { message, reason: 'CrashLoopBackOff' } } });
      await clock.sleep(pause, signal);
    }
    set({ lastState: { terminated: last }, restartCount: status.restartCount + 1 });
  };

  /** What comes after a life; true: nothing. */
  const next = async (last: ContainerStateTerminated, started: number): Promise<boolean> => {
    if (isOver(last) && !replaced) return true;
    if (replaced || ((Date.now() - started) * context.speed) / 1000 > healthy) pause = 0;
    await waitToRestart(last);
    pause = Math.min(Math.max(firstBackOff, pause * 2), longestBackOff);
    return false;
  };

  /** Goes on where another one was; true: it is over. */
  const goOn = async (was: Before, container: Container | undefined): Promise<boolean> => {
    const { containerID = '', lastState, state } = was.status;
    const startedAt = state?.running?.startedAt;
    if (startedAt !== undefined && container !== undefined) {
      const spec = specNow();
      if (spec !== undefined) attendant.guard(container, spec, signal);
      const last = await endOf(container, containerID, startedAt);
      return next(last, Date.parse(startedAt));
    }
    if (state?.terminated !== undefined) return next(state.terminated, Date.parse(state.terminated.startedAt ?? ''));
    if (state?.waiting?.reason !== 'CrashLoopBackOff' || lastState?.terminated === undefined) return false;
    const waited = ((context.pastAt ?? 0) - Date.parse(lastState.terminated.finishedAt ?? '')) / 1000;
    await clock.sleep(Math.max(0, pause - waited), signal);
    set({ restartCount: status.restartCount + 1 });
    pause = Math.min(Math.max(firstBackOff, pause * 2), longestBackOff);
    return false;
  };

  const startAgain = async (): Promise<void> => {
    const { spec, past } = before?.life.running ?? {};
    if (spec === undefined || past === undefined) return;
    running = current = await runtime.start(spec, past);
    if (signal.aborted) void running.stop(grace / context.speed);
  };
  const resumed = startAgain();

  const lives = async (): Promise<void> => {
    const failed = await resumed.then(
      () => false,
      () => true,
    );
    if (failed) return;
    if (before !== undefined && (await goOn(before, current))) return;
    for (;;) {
      const started = Date.now();
      const last = await live();
      if (last === undefined || (await next(last, started))) return;
    }
  };

  return {
    get status() {
      return status;
    },
    get current() {
      return current;
    },
    get previous() {
      return previous;
    },
    get pause() {
      return pause;
    },
    resumed,
    async run() {
      try {
        await lives();
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
    replace() {
      waiting.interrupt();
      if (running === undefined || replaced) return;
      replaced = true;
      event('Normal', 'Killing', `Container ${name} definition changed, will be restarted`);
      void running.stop(grace / context.speed);
    },
    async stop(graceSeconds) {
      grace = graceSeconds;
      if (graceSeconds === 0) hurry.abort();
      if (running !== undefined && !signal.aborted) event('Normal', 'Killing', `Stopping container ${name}`);
      const last = signal.aborted ? undefined : running;
      abort.abort(new Error('the pod is going away'));
      const pod = view.pod();
      const spec = specNow();
      if (last && pod && spec) await attendant.beforeStop(last, pod, spec, graceSeconds, hurry.signal);
      await running?.stop(graceSeconds / context.speed);
    },
  };
}
