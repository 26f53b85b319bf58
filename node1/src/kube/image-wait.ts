import type { Container as Spec } from 'kubernetes-types/core/v1.js';
import type { Image, Images } from '../images.ts';
import type { Clock } from './clock.ts';
import { obtainImage, type PullReporter, type PullWaiting } from './image-pull.ts';

/** How the wait for an image tells what happens. */
interface Reporter {
  event: PullReporter['event'];
  waiting(image: string, state: PullWaiting): void;
}

/** Gets the image that a container wants, which may be another one while it waits. */
export interface ImageWait {
  /** The reference and its image, as soon as it is there; undefined when nothing is wanted any more. */
  obtain(): Promise<readonly [string, Image] | undefined>;
  /** Another image may be wanted now. */
  interrupt(): void;
}

/** The wait of one container; `specNow` is how it is to be made now. Rejects with the signal's reason when that comes first. */
export function createImageWait(
  images: Images,
  clock: Clock,
  signal: AbortSignal,
  specNow: () => Spec | undefined,
  reporter: Reporter,
): ImageWait {
  let pulling: AbortController | undefined;
  return {
    interrupt() {
      pulling?.abort(new Error('another image is wanted'));
    },
    async obtain() {
      for (;;) {
        const { image: reference = '', imagePullPolicy: policy = 'IfNotPresent' } = specNow() ?? {};
        if (reference === '') return undefined;
        pulling = new AbortController();
        const own: PullReporter = {
          event: reporter.event,
          waiting: (state) => {
            reporter.waiting(reference, state);
          },
        };
        const either = AbortSignal.any([signal, pulling.signal]);
        try {
          return [reference, await obtainImage(images, reference, policy, own, clock, either)];
        } catch (error) {
          if (signal.aborted || !pulling.signal.aborted) throw error;
        } finally {
          pulling = undefined;
        }
      }
    },
  };
}
