/** What a node costs. MiB, seconds of one core, and cores. */
interface NodeCost {
  /** With its shell and a page that shows it, the terminal's history full. */
  readonly nodeMiB: number;
  readonly startCpuSeconds: number;
  /** A container or pod that runs; those of a rehearsal that node1 plays itself (registry, redis) cost less than those that are programs. */
  readonly workloadMiB: number;
  readonly workloadCores: number;
  readonly stepCpuSeconds: number;
  /** How long a person takes for a step, reading included. */
  readonly secondsPerStep: number;
}

/** Part of the machine's memory that a class may have, and what the server itself needs. */
export const memoryShare = 0.75;
export const serverMiB = 400;

/**
 * Measured on two cores (Node 20, Linux 6.18): a rehearsal by `npm run bench` (class-course), for five students after the whole French course. Kept
 * apart, 35 MiB each, where the course's programs are as they were, and 16 more than without isolation where they are processes, which
 * was 65 MiB: the figures are for that, so that a class of other programs fits as well.
 * A container: 5 MiB of its own processes and the engine's for it, 6.4 with a shell and dtach, and what the kernel has for it.
 */
export const costs: Readonly<Record<'rehearsal' | 'local' | 'docker', NodeCost>> = {
  rehearsal: {
    ...{ nodeMiB: 20, startCpuSeconds: 0.08, workloadMiB: 8.5, workloadCores: 0.006 },
    ...{ stepCpuSeconds: 0.2, secondsPerStep: 60 },
  },
  local: {
    ...{ nodeMiB: 5, startCpuSeconds: 0.03, workloadMiB: 15, workloadCores: 0 },
    ...{ stepCpuSeconds: 0.1, secondsPerStep: 60 },
  },
  docker: {
    ...{ nodeMiB: 14, startCpuSeconds: 0.5, workloadMiB: 15, workloadCores: 0 },
    ...{ stepCpuSeconds: 0.1, secondsPerStep: 60 },
  },
};

/**
 * Of a pod with a shell, measured on one node of two cores (Kubernetes 1.20, Docker 20.10; `test/bench/kubernetes.bench.ts`): memory of its
 * machine, and seconds that it takes to start when others start as well.
 */
export const podCost = { podMiB: 20, startSeconds: 0.7 } as const;
