import type { Pod } from 'kubernetes-types/core/v1.js';

/** Whether a pod's Ready condition holds. */
export const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;

/** Whether a pod has ended, well or not. */
export const isTerminal = ({ status }: Pod): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed';

/** Whether a pod counts for its replica set: it has not ended and is not being deleted. */
export const isActive = (pod: Pod): boolean => !isTerminal(pod) && pod.metadata?.deletionTimestamp === undefined;
