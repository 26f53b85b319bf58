import { performance } from 'node:perf_hooks';
import { goDuration } from '../cli-kit/duration.ts';
import { type Image, ImageError, type Images } from '../images.ts';
import type { Clock } from './clock.ts';
import type { Report } from './events.ts';

/** What a container waits for, as its status says. */
export interface PullWaiting {
  readonly reason: string;
  readonly message?: string;
}

/** How the pull of one container's image tells what happens. */
export interface PullReporter {
  event(report: Omit<Report, 'fieldPath'>): void;
  waiting(state: PullWaiting): void;
}

/** Seconds before the first try again; each further one waits twice as long, 300 at most. */
const firstBackOff = 14;
const longestBackOff = 300;
/** Seconds for which a failed pull shows as ErrImagePull before it shows as ImagePullBackOff: the first one, and a later one. */
const shownFirst = 12;
const shownLater = 6;
/** Seconds between tries of what no waiting repairs by itself. */
const idle = 15;
/** Seconds that an image takes to come, whatever the machine: those of the real node1, from a hub beside it, took 1.1. */
const transfer = 1;

function normal(reason: string, message: string) {
  return { type: 'Normal', reason, message } as const;
}
function warning(reason: string, message: string) {
  return { type: 'Warning', reason, message } as const;
}

/** One try: the image, or why not. */
async function tryOnce(
  images: Images,
  reference: string,
  policy: string,
  reporter: PullReporter,
  clock: Clock,
  signal: AbortSignal,
): Promise<Image | ImageError> {
  const present = images.find(reference);
  if (present !== undefined && policy !== 'Always') {
    reporter.event(normal('Pulled', `Container image "${reference}" already present on machine`));
    return present;
  }
  const started = performance.now();
  if (policy !== 'Never') reporter.event(normal('Pulling', `Pulling image "${reference}"`));
  try {
    const [image] = await Promise.all([images.pull(reference, signal), clock.sleep(transfer, signal)]);
    reporter.event(
      normal('Pulled', `Successfully pulled image "${reference}" in ${goDuration(performance.now() - started)}`),
    );
    return image;
  } catch (error) {
    // Whatever kept it from coming, the next try may be luckier.
    return error instanceof ImageError ? error : new ImageError('unreachable', (error as Error).message);
  }
}

/** Reference, never pulled because its policy forbids it. */
function neverPulled(reference: string, reporter: PullReporter): void {
  const message = `Container image "${reference}" is not present with pull policy of Never`;
  reporter.event(warning('ErrImageNeverPull', message));
  reporter.event(warning('Failed', 'Error: ErrImageNeverPull'));
  reporter.waiting({ reason: 'ErrImageNeverPull', message });
}

function invalidName(reference: string, reporter: PullReporter): void {
  const message = `Failed to apply default image tag "${reference}": couldn't parse image reference "${reference}": invalid reference format`;
  reporter.event(warning('InspectFailed', message));
  reporter.event(warning('Failed', 'Error: InvalidImageName'));
  reporter.waiting({ reason: 'InvalidImageName', message });
}

/**
 * The image of a container, however long that takes: kubelet tries again with growing pauses, ErrImagePull turning into
 * ImagePullBackOff each time. Rejects with the signal's reason when the pod goes first.
 */
export async function obtainImage(
  images: Images,
  reference: string,
  policy: string,
  reporter: PullReporter,
  clock: Clock,
  signal: AbortSignal,
): Promise<Image> {
  for (let pause = firstBackOff; ;) {
    signal.throwIfAborted();
    if (policy === 'Never' && images.find(reference) === undefined) {
      neverPulled(reference, reporter);
      await clock.sleep(idle, signal);
      continue;
    }
    const result = await tryOnce(images, reference, policy, reporter, clock, signal);
    if (!(result instanceof ImageError)) return result;
    signal.throwIfAborted();
    if (result.kind === 'invalidName') {
      invalidName(reference, reporter);
      await clock.sleep(idle, signal);
      continue;
    }
    const message = `rpc error: code = Unknown desc = ${result.message}`;
    reporter.event(warning('Failed', `Failed to pull image "${reference}": ${message}`));
    reporter.event(warning('Failed', 'Error: ErrImagePull'));
    reporter.waiting({ reason: 'ErrImagePull', message });
    await clock.sleep(1, signal);
    reporter.event(normal('BackOff', `Back-off pulling image "${reference}"`));
    reporter.event(warning('Failed', 'Error: ImagePullBackOff'));
    const shown = pause === firstBackOff ? shownFirst : shownLater;
    await clock.sleep(shown - 1, signal);
    reporter.waiting({ reason: 'ImagePullBackOff', message: `Back-off pulling image "${reference}"` });
    await clock.sleep(pause - shown, signal);
    pause = Math.min(pause * 2, longestBackOff);
  }
}
