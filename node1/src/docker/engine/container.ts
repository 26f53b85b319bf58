import type { Container } from '../../workload.ts';
import type { StoredImage } from '../image/store.ts';
import type { Health } from './health.ts';
import type { ContainerMount } from './mounts.ts';
import type { RunOptions } from './options.ts';
import type { PublishedPort } from './ports.ts';
import type { Endpoint } from './view.ts';

/** One container that docker made, from its creation to its removal. */
export interface DockerContainer {
  /** 64 hexadecimal digits. */
  readonly id: string;
  name: string;
  readonly image: StoredImage;
  /** As it was asked for: `busybox`, or an id. */
  readonly imageName: string;
  readonly command: readonly string[];
  /** Milliseconds since the epoch. */
  readonly created: number;
  options: RunOptions;
  /** `restarting`: it ended, and its policy starts it again after a pause. */
  state: 'created' | 'running' | 'paused' | 'restarting' | 'exited';
  started: number | undefined;
  finished: number | undefined;
  exitCode: number;
  /** Why it could not be started; empty: it could. */
  error: string;
  /** Its first one; undefined unless it runs. */
  address: string | undefined;
  /** Open ones, while it runs. */
  ports: readonly PublishedPort[];
  process: Container | undefined;
  /** Its networks, first one first. */
  endpoints: readonly Endpoint[];
  mounts: readonly ContainerMount[];
  /** How often its policy started it again. */
  restartCount: number;
  /** What its checks say; undefined without a check. */
  health?: Health;
  /** Somebody stopped it: `unless-stopped` leaves it. */
  wasStopped: boolean;
}

/** Whether a container has processes. */
export function isUp({ state }: DockerContainer): boolean {
  return state === 'running' || state === 'paused';
}
