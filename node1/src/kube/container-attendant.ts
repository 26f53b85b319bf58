import type { Container as Spec, ContainerStatus, Pod } from 'kubernetes-types/core/v1.js';
import type { Container } from '../workload.ts';
import { atOnce, runHook, startChecks } from './container-checks.ts';
import type { Report } from './events.ts';
import type { KubeletContext } from './kubelet-context.ts';
import type { ProbeOptions } from './probes.ts';

/** What an attendant tells of its container. */
interface Told {
  readonly event: (type: Report['type'], reason: string, message: string) => void;
  isReady(): boolean;
  set(change: Partial<ContainerStatus>): void;
  /** Ends it, so that it is started again. */
  end(container: Container): void;
}

/** Looks after a container that runs: its hooks, its probes. */
export interface Attendant {
  /** From its start on: `show` is called when it counts as running. Fulfilled soon after that. */
  attend(
    container: Container,
    pod: Pod,
    spec: Spec,
    signal: AbortSignal,
    show: (first: Pick<ContainerStatus, 'ready' | 'started'>) => void,
  ): Promise<void>;
  /** Its probes alone. */
  guard(container: Container, spec: Spec, signal: AbortSignal): void;
  /** Before it is ended for good. */
  beforeStop(container: Container, pod: Pod, spec: Spec, graceSeconds: number, signal: AbortSignal): Promise<void>;
}

function untilEnd(container: Container): AbortController {
  const ended = new AbortController();
  void container.ended.then(() => {
    ended.abort();
  });
  return ended;
}

/** An attendant for the containers of one name in a pod. */
export function createAttendant(context: KubeletContext, address: string, isInit: boolean, told: Told): Attendant {
  const { clock, network, speed } = context;
  const optionsFor = (container: Container, spec: Spec): ProbeOptions => ({
    ...{ clock, network, speed, address, container, spec },
  });

  const guard = (container: Container, spec: Spec, signal: AbortSignal, ended = untilEnd(container)): void => {
    if (isInit) return;
    const checks = {
      event: told.event,
      ready: (ready: boolean) => {
        if (!ended.signal.aborted && told.isReady() !== ready) told.set({ ready });
      },
      started: () => {
        told.set({ started: true });
      },
      restart: (message: string) => {
        told.event('Normal', 'Killing', message);
        ended.abort();
        told.end(container);
      },
    };
    startChecks(optionsFor(container, spec), checks, AbortSignal.any([ended.signal, signal]));
  };

  return {
    guard: (container, spec, signal) => {
      guard(container, spec, signal);
    },
    async attend(container, pod, spec, signal, show) {
      const ended = untilEnd(container);
      const hook = isInit ? undefined : spec.lifecycle?.postStart;
      const fault = hook && (await runHook(optionsFor(container, spec), hook, pod, ended.signal));
      if (fault !== undefined) {
        told.event('Warning', 'FailedPostStartHook', fault);
        told.event('Normal', 'Killing', 'FailedPostStartHook');
        told.end(container);
        return;
      }
      show(isInit ? { ready: false, started: true } : atOnce(spec));
      guard(container, spec, signal, ended);
    },
    async beforeStop(container, pod, spec, graceSeconds, signal) {
      const hook = spec.lifecycle?.preStop;
      if (hook === undefined || isInit || graceSeconds <= 0) return;
      const limit = AbortSignal.any([AbortSignal.timeout((graceSeconds * 1000) / speed), signal]);
      const fault = await runHook(optionsFor(container, spec), hook, pod, limit);
      if (fault !== undefined) told.event('Warning', 'FailedPreStopHook', fault);
    },
  };
}
