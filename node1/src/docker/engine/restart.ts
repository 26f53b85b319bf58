import type { RestartPolicy } from './options.ts';

/** Milliseconds: the first pause, the longest, and how long a container must have run for the pauses to begin anew. */
const first = 100;
const longest = 60_000;
const settled = 10_000;

/** The pauses between the starts that a restart policy makes. */
export interface RestartPauses {
  /** Milliseconds to wait after a run of so many; doubles each time. */
  next(ranMs: number): number;
}

export function createPauses(): RestartPauses {
  let pause = 0;
  return {
    next(ranMs) {
      if (ranMs >= settled) pause = 0;
      pause = pause === 0 ? first : Math.min(longest, pause * 2);
      return pause;
    },
  };
}

/** Whether a container that ended by itself is to be started again. */
export function restarts({ name, most }: RestartPolicy, exitCode: number, count: number): boolean {
  if (name === 'always' || name === 'unless-stopped') return true;
  return name === 'on-failure' && exitCode !== 0 && (most === 0 || count < most);
}
