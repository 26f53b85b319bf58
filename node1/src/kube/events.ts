import type { Event, ObjectReference } from 'kubernetes-types/core/v1.js';
import type { Resource, Store, Stored } from '../objects.ts';
import { resources } from './resources.ts';
import { ifPresent } from './store.ts';
import { microTimestamp, noTime, timestamp } from './timestamps.ts';

/** One thing to tell about an object. */
export interface Report {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** Which part of the object: `spec.containers{rng}`. */
  readonly fieldPath?: string;
}

/** Who tells it; `host` for what runs on the node. */
export interface EventOrigin {
  readonly component: string;
  readonly host?: string;
}

/** Writes events: what happens again is counted, as client-go's recorder does, and the oldest go when there are too many. */
export interface Recorder {
  record(source: EventOrigin, about: ObjectReference, report: Report): void;
  /** An event in the form of the newer events API, as the scheduler of 1.20 writes them: with `eventTime` alone. */
  recordOnce(component: string, about: ObjectReference, action: string, report: Report): void;
}

/** Events that a cluster keeps. */
const most = 1000;

/** What an event is about. */
export function referenceTo(resource: Resource, { metadata }: Stored<Resource>): ObjectReference {
  const { apiVersion, kind } = resources[resource];
  const { name, namespace, resourceVersion, uid } = metadata;
  return {
    apiVersion,
    kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(uid === undefined ? {} : { uid }),
  };
}

/** The events of a store, oldest first. */
function eventsOf(store: Store): readonly Stored<'events'>[] {
  const moment = ({ metadata }: Stored<'events'>) => metadata.name.slice(metadata.name.lastIndexOf('.'));
  return [...store.list('events')].sort((a, b) => (moment(a) < moment(b) ? -1 : 1));
}

/** What makes two events the same: `record` and `recordOnce` each have their own. */
function keyOfEvent({ source, involvedObject, type, reason, message, reportingComponent }: Event): string {
  const { uid, name, fieldPath } = involvedObject;
  return reportingComponent === undefined || reportingComponent === ''
    ? JSON.stringify([source, uid, name, type, reason, message, fieldPath])
    : JSON.stringify([reportingComponent, uid, type, reason, message]);
}

/** A recorder that writes into `store`. */
export function createRecorder(store: Store): Recorder {
  /** Names of the events by what makes two of them the same. */
  const known = new Map<string, readonly [string, string]>();
  for (const event of eventsOf(store)) {
    known.set(keyOfEvent(event), [event.metadata.namespace ?? '', event.metadata.name]);
  }
  let lastMoment = 0n;

  /** The end of an event's name: nanoseconds in hexadecimal, so that names sort as things happened. */
  const moment = (): string => {
    const now = BigInt(Date.now()) * 1_000_000n;
    lastMoment = now > lastMoment ? now : lastMoment + 1n;
    return lastMoment.toString(16);
  };

  const write = (key: string, about: ObjectReference, rest: Partial<Event>): void => {
    const namespace = about.namespace ?? 'default';
    // The world ends for a namespace before it does for the things in it.
    if (store.get('namespaces', '', namespace)?.status?.phase !== 'Active') return;
    const created = store.create('events', {
      metadata: { name: `${about.name ?? ''}.${moment()}`, namespace },
      involvedObject: about,
      ...rest,
    });
    known.set(key, [namespace, created.metadata.name]);
    if (known.size <= most) return;
    for (const [oldest, [inNamespace, name]] of known) {
      known.delete(oldest);
      ifPresent(() => {
        store.remove('events', inNamespace, name);
      });
      break;
    }
  };

  const again = (key: string): boolean => {
    const [namespace, name] = known.get(key) ?? ['', ''];
    if (store.get('events', namespace, name) === undefined) return false;
    store.patch('events', namespace, name, (event) => {
      event.count = (event.count ?? 1) + 1;
      event.lastTimestamp = timestamp(Date.now());
    });
    return true;
  };

  return {
    record(source, about, { type, reason, message, fieldPath }) {
      const key = JSON.stringify([source, about.uid, about.name, type, reason, message, fieldPath]);
      if (again(key)) return;
      const now = timestamp(Date.now());
      write(key, fieldPath === undefined ? about : { ...about, fieldPath }, {
        type,
        reason,
        message,
        source,
        count: 1,
        firstTimestamp: now,
        lastTimestamp: now,
        eventTime: noTime,
        reportingComponent: '',
        reportingInstance: '',
      });
    },
    recordOnce(component, about, action, { type, reason, message }) {
      const key = JSON.stringify([component, about.uid, type, reason, message]);
      if (store.get('events', ...(known.get(key) ?? ['', ''])) !== undefined) return;
      write(key, about, {
        type,
        reason,
        message,
        action,
        source: {},
        eventTime: microTimestamp(Date.now()),
        firstTimestamp: noTime,
        lastTimestamp: noTime,
        reportingComponent: component,
        reportingInstance: `${component}-node1`,
      });
    },
  };
}
