import type { ServerMessage } from '../../protocol.ts';
import type { Classroom } from './classroom.ts';
import type { WallPerson } from './wall.ts';

/** One window, as the class sees it. */
export interface Window {
  send(message: ServerMessage): void;
}

/** What is known of somebody for as long as the server lives. Times are milliseconds of the epoch. */
export interface Presence {
  readonly windows: Set<Window>;
  arrived: number;
  left: number;
  isReady: boolean;
  follows: boolean;
  /** The node on which they were shown where the class is. */
  node: unknown;
}

/** Somebody who has just come. */
export function newPresence(now: number): Presence {
  return {
    ...{ windows: new Set<Window>(), arrived: now, left: now },
    ...{ isReady: false, follows: true, node: undefined },
  };
}

/** A student, as the wall is told of them; undefined for one who is none, or is gone. */
export function wallPerson(
  classroom: Pick<Classroom, 'person' | 'pool' | 'help'>,
  id: string,
  presence: Presence | undefined,
): WallPerson | undefined {
  const student = classroom.person(id);
  if (student?.role !== 'student') return undefined;
  const { name, units, joined, hand } = student;
  const node = classroom.pool.nodeOf(id);
  const queue = classroom.pool.placeOf(id);
  return {
    ...{ id, name, units },
    live: {
      windows: presence?.windows.size ?? 0,
      hasNode: node !== undefined,
      arrived: presence?.arrived ?? joined,
      ...(queue && { queue: { place: queue.place, of: queue.of } }),
      ...node?.at,
      hand,
      ...(classroom.help.isOffered(id) && { offers: true }),
      ...(presence?.isReady && { ready: true }),
      ...(presence && !presence.follows && { left: true }),
    },
  };
}
