/** What browser and server say to each other about the class: its people, who leads it, and how it gets on. A part of `protocol.ts`. */
import { z } from 'zod';
import type { UnitStatus } from './course.ts';
import { limits } from './limits.ts';

const id = z.string().min(1).max(100);
const unit = z.string().min(1).max(200);
const text = z.string().trim().min(1).max(limits.class.message);

/** What every window may say. */
const studentMessages = [
  /** A raised hand, and what about; it stays until it is lowered, by them or by the instructor. */
  z.strictObject({
    type: z.literal('hand'),
    up: z.boolean(),
    note: z.string().trim().max(limits.class.note).optional(),
  }),
  /** Answers a ready check. */
  z.strictObject({ type: z.literal('ready') }),
  /** They go where the class is led, or their own way. */
  z.strictObject({ type: z.literal('follow'), on: z.boolean() }),
] as const;

/** What an instructor's window may say. `to`: one person; absent: everybody. */
const instructorMessages = [
  /** Opens the lobby. */
  z.strictObject({ type: z.literal('begin') }),
  /** Everybody who follows goes to this slide; `live`: and then wherever the instructor goes. Without a slide they are free again. */
  z.strictObject({ type: z.literal('lead'), slide: z.int().positive().optional(), live: z.literal(true).optional() }),
  z.strictObject({ type: z.literal('message'), to: id.optional(), text }),
  /** Covers everybody's page: look here. */
  z.strictObject({ type: z.literal('pause'), on: z.boolean() }),
  /** Shows a command of the course, which they may run. */
  z.strictObject({ type: z.literal('offer'), to: id.optional(), unit }),
  z.strictObject({ type: z.literal('readyCheck'), on: z.boolean() }),
  /** Without minutes, there is none any more. */
  z.strictObject({ type: z.literal('timer'), minutes: z.number().positive().max(limits.class.minutes).optional() }),
  /** `release`: takes their node away. */
  z.strictObject({
    type: z.literal('person'),
    id,
    do: z.enum(['remove', 'logOut', 'newCode', 'release', 'lowerHand']),
  }),
] as const;

/** The schemas of all that a browser may say about the class. */
export const classMessages = [...studentMessages, ...instructorMessages] as const;
export type ClassMessage = z.infer<(typeof classMessages)[number]>;
export type StudentMessage = z.infer<(typeof studentMessages)[number]>;

const types: ReadonlySet<string> = new Set(classMessages.map(({ shape }) => shape.type.value));
const studentTypes: ReadonlySet<string> = new Set(studentMessages.map(({ shape }) => shape.type.value));

/** Whether a message is about the class, and nothing of a workspace's. */
export function isClassMessage(message: { readonly type: string }): message is ClassMessage {
  return types.has(message.type);
}

/** Whether a message about the class may come from everybody. */
export function isStudentMessage(message: ClassMessage): message is StudentMessage {
  return studentTypes.has(message.type);
}

/** How the class is led, as one person's windows are told. */
export interface ClassView {
  /** The class has not begun: so many students are here. */
  readonly lobby?: number;
  readonly paused: boolean;
  /** The slide (`SlideView.index`) to which all were led; `live`: it goes where the instructor goes. */
  readonly slide?: number;
  readonly live?: true;
  readonly readyCheck: boolean;
  /** Milliseconds that were left when this was said; not positive: the time is up. */
  readonly timerMs?: number;
  /** Of this person. */
  readonly hand?: { readonly note?: string };
  readonly ready: boolean;
  readonly follows: boolean;
  /** Raised hands; told to instructors. */
  readonly hands?: number;
}

/** Why somebody is thought to be stuck: their unit failed so often, or takes so much longer than it took others (milliseconds). */
export type Stuck =
  { readonly why: 'failures'; readonly times: number } | { readonly why: 'slow'; readonly medianMs: number };

/** A student on the wall. Times are milliseconds of the server's epoch. */
export interface Tile {
  readonly id: string;
  readonly name: string;
  /** Windows that they have open. */
  readonly windows: number;
  readonly hasNode: boolean;
  /** Where they wait for one. */
  readonly queue?: { readonly place: number; readonly of: number };
  /** The slide that they see. */
  readonly slide?: number;
  /** What they are at: the unit that they tried last, or after it passed the next one; and since when. */
  readonly unit?: string;
  readonly since?: number;
  /** How the unit that they tried last is. */
  readonly last?: { readonly unit: string; readonly status: UnitStatus; readonly reason?: string };
  readonly passed: number;
  readonly hand?: { readonly at: number; readonly note?: string };
  /** An instructor may look at their terminal without asking. */
  readonly offers?: true;
  readonly stuck?: Stuck;
  readonly ready?: true;
  /** They go their own way. */
  readonly left?: true;
}

/** How the class got on with a unit. */
export interface Heat {
  readonly unit: string;
  readonly tried: number;
  readonly passed: number;
  /** Those whose first tries went wrong. */
  readonly failedFirst: number;
  /** The commonest of their first errors, and how many had it. */
  readonly error?: { readonly text: string; readonly count: number };
}

/** What the server says about the class. */
export type ClassNews =
  | { readonly type: 'class'; readonly class: ClassView }
  | { readonly type: 'said'; readonly text: string }
  | { readonly type: 'offered'; readonly unit: string }
  /** To a window of the wall: all, first; then what has changed. */
  | {
      readonly type: 'wall';
      /** The server's time. */
      readonly now: number;
      readonly tiles: readonly Tile[];
      readonly gone: readonly string[];
      readonly heat: readonly Heat[];
      /** The slide of the instructor. */
      readonly slide?: number;
      /** By which addresses students join; told first. */
      readonly join?: readonly string[];
    }
  /** A person's new code, for the window that asked for it. */
  | { readonly type: 'code'; readonly person: string; readonly code: string };

/** Answers `POST /login`. */
export interface Admission {
  /** To be shown with every `hello`, and kept for this origin only. */
  readonly key: string;
  readonly name: string;
  /** Lets the person in again from another browser; told once. */
  readonly code?: string;
}

/** Answers `POST /invite`: an address that works once, on another device, and others for the same. */
export interface Invitation {
  readonly url: string;
  readonly more?: readonly string[];
  /** No other device reaches the server: the address works on this machine. */
  readonly onlyHere?: true;
}
