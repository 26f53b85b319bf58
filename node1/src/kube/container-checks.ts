import type { Container as Spec, LifecycleHandler, Pod } from 'kubernetes-types/core/v1.js';
import type { Report } from './events.ts';
import { getPage, type ProbeOptions, runIn, watchProbe } from './probes.ts';

/** What is done when a container's probes say something. */
interface Told {
  event(type: Report['type'], reason: string, message: string): void;
  ready(isReady: boolean): void;
  /** Its startup probe has succeeded. */
  started(): void;
  /** It is to be ended and started again. */
  restart(message: string): void;
}

/** Whether a container is ready, and started, as soon as it runs. */
export function atOnce({ readinessProbe, startupProbe }: Spec): { readonly ready: boolean; readonly started: boolean } {
  return { ready: readinessProbe === undefined && startupProbe === undefined, started: startupProbe === undefined };
}

/** Watches a container by its probes until the signal comes. */
export function startChecks(options: ProbeOptions, tell: Told, signal: AbortSignal): void {
  const { name, livenessProbe, readinessProbe, startupProbe } = options.spec;
  const failed = (kind: string) => (why: string) => {
    if (!signal.aborted) tell.event('Warning', 'Unhealthy', `${kind} probe failed: ${why}`);
  };
  const others = (): void => {
    if (readinessProbe === undefined) tell.ready(true);
    else {
      void watchProbe(options, readinessProbe, false, signal, {
        failed: failed('Readiness'),
        changed: (well) => {
          tell.ready(well);
        },
      });
    }
    if (livenessProbe === undefined) return;
    void watchProbe(options, livenessProbe, true, signal, {
      failed: failed('Liveness'),
      changed: (well) => {
        if (!well) tell.restart(`Container ${name} failed liveness probe, will be restarted`);
      },
    });
  };
  if (startupProbe === undefined) {
    others();
    return;
  }
  const startup = new AbortController();
  void watchProbe(options, startupProbe, false, AbortSignal.any([signal, startup.signal]), {
    failed: failed('Startup'),
    changed: (well) => {
      startup.abort();
      if (!well) tell.restart(`Container ${name} failed startup probe, will be restarted`);
      else {
        tell.started();
        others();
      }
    },
  });
}

/** Runs a hook of a container's life; gives what kubelet says of its failure. */
export async function runHook(
  options: ProbeOptions,
  handler: LifecycleHandler,
  pod: Pod,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { name = '', namespace = '', uid = '' } = pod.metadata ?? {};
  const where = `for Container "${options.spec.name}" in Pod "${name}_${namespace}(${uid})" failed - error:`;
  const { exec, httpGet } = handler;
  if (exec !== undefined) {
    const { exitCode, output } = await runIn(options, exec, signal);
    if (exitCode === 0 || signal.aborted) return undefined;
    const words = exec.command ?? [];
    return `Exec lifecycle hook (${goList(words)}) ${where} command '${words.join(' ')}' exited with ${exitCode}: ${output}, message: ${JSON.stringify(output)}`;
  }
  if (httpGet === undefined) return undefined;
  const answer = await getPage(options, httpGet, signal);
  if (typeof answer === 'number' || signal.aborted) return undefined;
  return `Http lifecycle hook (${httpGet.path ?? ''}) ${where} ${answer}, message: ""`;
}

function goList(words: readonly string[]): string {
  return `[${words.join(' ')}]`;
}
