import { z } from 'zod';
import type { UnitState } from '../../protocol.ts';

const id = z.string().min(1).max(100);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** Milliseconds of the epoch. */
const at = z.number();
const state = z.custom<UnitState>((value) => typeof value === 'object' && value !== null && 'status' in value);

/** How a person got on with a unit. Times are milliseconds of the epoch. */
const record = z.object({
  state,
  /** When they ran or typed it first, and when it passed first. */
  begun: at.optional(),
  passed: at.optional(),
  /** When they did something about it last. */
  touched: at.optional(),
  /** How often it ended, and how often not well. */
  ends: z.int().nonnegative(),
  failures: z.int().nonnegative(),
  /** Why it failed first, before it ever passed, in one sentence. */
  firstError: z.string().optional(),
});
export type UnitRecord = z.infer<typeof record>;

/** What happens when an instructor helps a student at their terminal, by whoever did it. */
const help = z.object({
  visitor: id,
  what: z.enum(['askedToLook', 'looks', 'askedToType', 'types', 'refused', 'unanswered', 'ended']),
  /** Who has ended it, or withdrawn the request. */
  by: z.enum(['student', 'visitor']).optional(),
  at,
});
export type HelpRecord = z.infer<typeof help>;

/** How the class is led. */
const led = z.object({
  paused: z.boolean(),
  readyCheck: z.boolean(),
  /** Index of the slide to which all were led. */
  slide: z.int().optional(),
  /** When the time is up, in milliseconds of the epoch. */
  timer: z.number().optional(),
});
export type LedRecord = z.infer<typeof led>;

/** What happens in a class and must outlive the server. Secrets are kept as SHA-256 hashes only. */
export const classEvent = z.discriminatedUnion('type', [
  /** The code by which students join, where no password was given. It is no more secret than the file that holds it. */
  z.object({ type: z.literal('code'), code: z.string() }),
  /** `code`: what lets this person in again from another browser. */
  z.object({
    type: z.literal('person'),
    person: id,
    name: z.string(),
    role: z.enum(['instructor', 'student']),
    code: hash.optional(),
    /** Whom an OpenID Connect provider knows: hash of its address and their number there. */
    subject: hash.optional(),
    at,
  }),
  /** What this class is called where its nodes are. */
  z.object({ type: z.literal('class'), id }),
  /** A person was removed, with all that is known of them. */
  z.object({ type: z.literal('removed'), person: id }),
  /** A browser came in: hashes of its cookie, and of the key that its pages show besides. */
  z.object({ type: z.literal('session'), session: id, person: id, cookie: hash, key: hash, at }),
  z.object({ type: z.literal('sessionEnded'), session: id }),
  /** A person has a new node: what they have done before was on another one; `forget`: and does not count any more. */
  z.object({ type: z.literal('node'), person: id, at, forget: z.literal(true).optional() }),
  /** What the node that a person has now is called, where it goes on without the server. */
  z.object({ type: z.literal('nodeName'), person: id, node: z.string().min(1).max(300) }),
  /** The instructor let in those who waited in the lobby. */
  z.object({ type: z.literal('begun'), at }),
  z.object({ type: z.literal('led'), ...led.shape }),
  /** A hand was raised, or without a time lowered. */
  z.object({ type: z.literal('hand'), person: id, at: at.optional(), note: z.string().optional() }),
  /** A unit was begun (`running`) or has ended. */
  z.object({ type: z.literal('unit'), person: id, unit: z.string(), state, at }),
  /**
   * The deck was saved anew while the class went on: `moved` units have another id, for everybody; `changed` ones do something else under the
   * same id, and are to be done again.
   */
  z.object({
    type: z.literal('course'),
    moved: z.array(z.tuple([z.string(), z.string()])),
    changed: z.array(z.string()),
  }),
  /** `person` is the student. */
  z.object({ type: z.literal('help'), person: id, ...help.shape }),
  /** All that is known of a unit, as one event: what a compacted journal holds instead of the others. */
  z.object({ type: z.literal('record'), person: id, unit: z.string(), record, onNode: z.boolean() }),
]);
export type ClassEvent = z.infer<typeof classEvent>;
