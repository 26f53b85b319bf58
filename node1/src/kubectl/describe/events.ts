import type { Event } from 'kubernetes-types/core/v1.js';
import type { Resource, Store, Stored } from '../../objects.ts';
import { age } from '../print/dates.ts';
import type { Lines } from './lines.ts';

/** The events about an object, oldest first. */
export function eventsAbout(store: Store, object: Stored<Resource>): readonly Event[] {
  const { uid, name, namespace } = object.metadata;
  const about = store.list('events', namespace === undefined ? {} : { namespace }).filter(
    ({ involvedObject }) =>
      // The kubelet's events about its node carry the node's name instead of its uid.
      involvedObject.uid === uid || (namespace === undefined && involvedObject.uid === name),
  );
  return [...about].sort((a, b) => compare(when(a), when(b)) || revision(a) - revision(b));
}

// The scheduler's events have no such time and come first, as kubectl has them.
function when(event: Event): string {
  return event.lastTimestamp ?? '';
}
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

// Within one second the order of writing decides.
function revision(event: Event): number {
  return Number(event.metadata.resourceVersion ?? 0);
}

/** `Events:` at the end of a description. */
export function addEvents(out: Lines, events: readonly Event[], now: number): void {
  if (events.length === 0) {
    out.add(0, 'Events:\t<none>');
    return;
  }
  out.flush();
  out.add(0, 'Events:');
  out.add(1, 'Type\tReason\tAge\tFrom\tMessage');
  out.add(1, '----\t------\t----\t----\t-------');
  for (const event of events) {
    const {
      type = '',
      reason = '',
      count = 1,
      firstTimestamp,
      lastTimestamp,
      eventTime,
      source,
      reportingComponent,
      message = '',
    } = event;
    const first = age(firstTimestamp ?? eventTime, now);
    const time = count > 1 ? `${age(lastTimestamp, now)} (x${count} over ${first})` : first;
    out.add(1, [type, reason, time, source?.component ?? reportingComponent ?? '', message.trim()].join('\t'));
  }
}
