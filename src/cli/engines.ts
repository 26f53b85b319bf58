import { randomBytes } from 'node:crypto';
import type { Config } from '../config.ts';
import type { ContainerEngine } from '../target/container/engine.ts';
import { kubernetesEngine, type KubernetesOptions } from '../target/kubernetes.ts';

/**
 * What makes the nodes of the target of that name, where they are pods: one for all of them. `className`: of a class, the same after a restart
 * of its server; without one they are this process's alone.
 */
export function engineOf(name: string, config: Config, className?: string): ContainerEngine | undefined {
  const options = podOptions(name, config, className);
  return options && kubernetesEngine(options);
}

/** How pods of the target of that name are made; undefined for other targets. */
export function podOptions(name: string, config: Config, className = ownName()): KubernetesOptions | undefined {
  const pods = config.targets.get(name)?.pods;
  if (!pods) return undefined;
  // What is not said stays away.
  const { image, namespace, kubeconfig, context, runtimeClass, serviceAccount, user, resources } = pods;
  return {
    ...{ image, className, memoryMb: config.limits.memoryMb },
    ...{ expiresMs: config.classroom.expiresMs, abandonedMs: config.classroom.orphanedMs },
    ...(namespace !== undefined && { namespace }),
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(context !== undefined && { context }),
    ...(runtimeClass !== undefined && { runtimeClass }),
    ...(serviceAccount !== undefined && { serviceAccount }),
    ...(user !== undefined && { user }),
    ...(resources && {
      resources: {
        ...(resources.requests && { requests: resources.requests }),
        ...(resources.limits && { limits: resources.limits }),
      },
    }),
  };
}

function ownName(): string {
  return `run-${randomBytes(4).toString('hex')}`;
}
