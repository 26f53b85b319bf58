import type { ContainerStateTerminated, ContainerStatus } from 'kubernetes-types/core/v1.js';
import type { Image } from '../images.ts';
import { timestamp } from './timestamps.ts';

/** The status of a container that is not there yet. */
export function beingMade(name: string, image = '', reason = 'ContainerCreating'): ContainerStatus {
  return {
    image,
    imageID: '',
    lastState: {},
    name,
    ready: false,
    restartCount: 0,
    started: false,
    state: { waiting: { reason } },
  };
}

/** A reference as docker shows it: with its tag. */
function tagged(reference: string): string {
  return reference.includes('@') || /:[^/]*$/.test(reference) ? reference : `${reference}:latest`;
}

function repository(reference: string): string {
  return reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}

/** What a container's status says of its container and its image. */
export function madeOf(
  containerID: string,
  reference: string,
  image: Image,
): Pick<ContainerStatus, 'containerID' | 'image' | 'imageID'> {
  return {
    containerID,
    image: tagged(reference),
    imageID: `docker-pullable://${repository(reference)}@${image.digest}`,
  };
}

/** What the status of a container says that docker could not start, and the life that it counts for. */
export function cannotRun(
  containerID: string,
  message: string,
): Pick<ContainerStatus, 'ready' | 'started' | 'lastState' | 'state'> & {
  readonly terminated: ContainerStateTerminated;
} {
  const at = timestamp(Date.now());
  const terminated = {
    containerID,
    exitCode: 127,
    finishedAt: at,
    message,
    reason: 'ContainerCannotRun',
    startedAt: at,
  };
  return {
    terminated,
    ready: false,
    started: false,
    lastState: { terminated },
    state: {
      waiting: {
        message: `failed to start container "${containerID.slice(9)}": Error response from daemon: ${message}`,
        reason: 'RunContainerError',
      },
    },
  };
}
