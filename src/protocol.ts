/**
 * What browser and server say to each other over the WebSocket, and what the page is given to start with.
 *
 * JSON in text frames both ways. What the terminal prints comes in binary frames: 8 bytes with the offset (unsigned, big
 * endian) of the first byte in the shell's whole output, then the bytes, UTF-8, cut anywhere. The browser acknowledges
 * what its terminal has parsed; the server sends at most `flow.high` bytes that are not acknowledged.
 */
import { z } from 'zod';
import { classMessages, type ClassNews } from './class-protocol.ts';
import type { UnitStatus } from './course.ts';
import { consentMessage, helpMessage, type HelpView } from './help-protocol.ts';
import { limits } from './limits.ts';

export type * from './class-protocol.ts';
export type { HelpRefusal, HelpState, HelpView } from './help-protocol.ts';
export type { Course, SlideView, UnitStatus, UnitView } from './course.ts';
export { closeCodes, flow, limits } from './limits.ts';

const size = z.strictObject({
  cols: z.int().min(limits.cols.min).max(limits.cols.max),
  rows: z.int().min(limits.rows.min).max(limits.rows.max),
});
const unitId = z.string().min(1).max(200);
const offset = z.int().nonnegative();
const terminalName = z.string().min(1).max(30);

const typingSpeed = z.enum(['off', 'slow', 'normal', 'fast']);
const slideIndex = z.int().positive();
/** A point on a slide, which is laid out otherwise in every window: thousandths of the box of its `anchor`th element (0: the whole slide). */
const anchored = { slide: slideIndex, anchor: z.int().min(0).max(limits.ink.anchors) };
const thousandths = z.int().min(-limits.ink.far).max(limits.ink.far);

/** What a browser may say. Commands are named by the ids of their units; their text never comes from a browser. */
export const clientMessage = z.discriminatedUnion('type', [
  /** The first message. `node`, `terminal` and `offset`: what the page has of which output, when it was here before. */
  z.strictObject({
    type: z.literal('hello'),
    /** What the browser was given when it came in, besides the cookie, which is sent to other ports of the host, too. */
    key: z.string().max(100).optional(),
    node: z.string().max(100).optional(),
    terminal: terminalName.optional(),
    offset: offset.optional(),
    size: size.optional(),
    /** What kind of window it is, when that counts for the size of the shell; absent: a page on a desk; `wall`: it shows the class, and no node. */
    kind: z.enum(['audience', 'phone', 'wall']).optional(),
    /** Id of the student whose terminal it asks to look at; an instructor's windows may. */
    visit: z.string().min(1).max(100).optional(),
  }),
  consentMessage,
  helpMessage,
  /** Keys and pastes of a person. */
  z.strictObject({ type: z.literal('input'), data: z.string().max(limits.input) }),
  /** Shows this window another terminal, which gets what is typed from now on. */
  z.strictObject({ type: z.literal('show'), terminal: terminalName }),
  /** Opens one more terminal, and shows it. */
  z.strictObject({ type: z.literal('newTerminal') }),
  /** The terminal has parsed everything before this offset. */
  z.strictObject({ type: z.literal('ack'), offset }),
  /** What fits into this window's terminal; absent: it cannot be seen. `works`: somebody works here. The server decides whose size the shell has. */
  z.strictObject({ type: z.literal('resize'), size: size.optional(), works: z.literal(true).optional() }),
  /** Runs one unit, those of its slide from it on (`again`: those that are done, too), all from it on, or what is missing before it and then it. */
  z.strictObject({ type: z.literal('run'), unit: unitId, scope: z.enum(['unit', 'slide', 'again', 'rest', 'upTo']) }),
  /** Takes a unit out of the queue, or marks it as done by a person (`manual`), not to be done (`skip`), or, by an instructor, as good enough. */
  z.strictObject({ type: z.literal('mark'), unit: unitId, as: z.enum(['done', 'skipped', 'idle', 'accepted']) }),
  /** ^C for what runs, and nothing more of the queue; `after`: what runs goes on to its end. */
  z.strictObject({ type: z.literal('stop'), after: z.literal(true).optional() }),
  /** How an instructor has steps run: with hidden ones or without, and how fast a demo types (`off`: at once). */
  z.strictObject({ type: z.literal('drive'), hidden: z.boolean().optional(), typing: typingSpeed.optional() }),
  /** Another slide is shown; `index` as in `SlideView`. */
  z.strictObject({ type: z.literal('slide'), index: slideIndex }),
  /** What the windows of the audience are to show. */
  z.strictObject({
    type: z.literal('stage'),
    blackout: z.boolean().optional(),
    frozen: z.boolean().optional(),
    demo: z.boolean().optional(),
    layout: z.enum(['both', 'slides', 'terminal']).optional(),
  }),
  /** In a demo: one step further with the commands of the slide, then to the next one. `atOnce`: nothing is typed letter by letter. */
  z.strictObject({ type: z.literal('advance'), atOnce: z.literal(true).optional() }),
  /** The laser pointer is here; without `at`, it is off. */
  z.strictObject({
    type: z.literal('pointer'),
    at: z.strictObject({ ...anchored, x: thousandths, y: thousandths }).optional(),
  }),
  /** Somebody draws: points of a new stroke, or more of one that is known. */
  z.strictObject({
    type: z.literal('ink'),
    ...anchored,
    stroke: z.string().min(1).max(30),
    points: z
      .array(thousandths)
      .min(2)
      .max(2 * limits.ink.piece),
  }),
  /** What is drawn on a slide is wiped off. */
  z.strictObject({ type: z.literal('wipe'), slide: slideIndex }),
  /** Asks what was run; `brief`: only how long it took. */
  z.strictObject({ type: z.literal('report'), brief: z.literal(true).optional() }),
  /** Ends the node with all that runs on it and starts a new one; all progress is forgotten. */
  z.strictObject({ type: z.literal('newNode') }),
  ...classMessages,
]);
export type ClientMessage = z.infer<typeof clientMessage>;

/** What a browser says in this text; undefined when it may not say so. */
export function readClientMessage(text: string): ClientMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return keyOrAck(value) ?? clientMessage.safeParse(value).data;
}

/** The two that come with every key, checked by hand: the schema takes longer than all the rest of a key's way to the shell. */
function keyOrAck(value: unknown): ClientMessage | undefined {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return undefined;
  const { type, data, offset: parsed } = value as Record<string, unknown>;
  if (type === 'input' && typeof data === 'string' && data.length <= limits.input) return { type, data };
  if (type === 'ack' && Number.isSafeInteger(parsed) && Number(parsed) >= 0) return { type, offset: Number(parsed) };
  return undefined;
}

/** Points of a stroke that somebody draws: x, y, x, y... */
export type InkPiece = Omit<Extract<ClientMessage, { type: 'ink' }>, 'type'>;

/** What the windows of the audience show. */
export interface StageState {
  readonly blackout: boolean;
  /** They stay at their slide and layout. */
  readonly frozen: boolean;
  /** → types the commands of the slide, in every window that follows. */
  readonly demo: boolean;
  readonly layout: 'both' | 'slides' | 'terminal';
}

/** How an instructor has steps run. */
export interface DriveState {
  readonly hidden: boolean;
  readonly typing: z.infer<typeof typingSpeed>;
}

/** Where the laser pointer is. */
export type PointerPlace = NonNullable<Extract<ClientMessage, { type: 'pointer' }>['at']>;

/** What a unit changed on the node and in its shell: the first few in the terms of programs, and how many more there are. */
export interface ChangesView {
  readonly list: readonly { readonly change: 'added' | 'changed' | 'removed'; readonly text: string }[];
  readonly more: number;
  /** What was not looked at: one sentence. */
  readonly unseen?: string;
}

/** Expected against actual. */
export interface MismatchView {
  readonly reason: string;
  readonly expected: string;
  readonly actual: string;
}

export interface UnitState {
  readonly status: UnitStatus;
  /** Milliseconds since it was started, when this was said; while it runs. */
  readonly elapsedMs?: number;
  readonly durationMs?: number;
  /** Number of the try, from the second on. */
  readonly attempt?: number;
  /** What it waits for, or why it is not passed: one sentence. */
  readonly reason?: string;
  readonly note?: string;
  readonly exitCode?: number;
  readonly mismatches?: readonly MismatchView[];
  /** What was printed last, when it did not pass; shortened. */
  readonly output?: string;
  /** What to try. */
  readonly hints?: readonly string[];
  /** What an earlier step has not done: one sentence, and the cause of what came. */
  readonly cause?: string;
  /** What it makes is there already: a person may tick it. */
  readonly there?: true;
  /** The shell in which it was done, or the node, is gone, and with it what it had left there. */
  readonly stale?: 'shell' | 'node';
  /** A person typed it. */
  readonly byHand?: true;
  /** The page that answered (`open`). */
  readonly url?: string;
  /** Absent where that was not looked at. */
  readonly changes?: ChangesView;
  /** Expected output that a slide shows, by `data-region` of its element, and whether it came. */
  readonly expected?: readonly { readonly region: string; readonly held: boolean }[];
}

export type NodeStatus = 'starting' | 'ready' | 'ended' | 'broken';

/** What the server says, besides the binary frames. */
export type ServerMessage =
  /**
   * Answers `hello`. `offset`: where the stream goes on. With `screen` the terminal is to be emptied, set to `size`, and given it;
   * without it the stream goes on where the page left it.
   */
  | {
      readonly type: 'welcome';
      /** Changes with every new node. */
      readonly node: string;
      readonly nodeStatus: NodeStatus;
      readonly nodeReason?: string;
      readonly terminals: Terminals;
      /** Which of them this window is shown. */
      readonly terminal: string;
      readonly offset: number;
      readonly size: Size;
      readonly screen?: string;
      readonly units: Readonly<Record<string, UnitState>>;
      /** `Course.version` of what the slides and units are of: a page that has another one reads the page again. */
      readonly course: string;
      readonly slide: number;
      readonly windows: number;
    }
  /**
   * The deck was saved anew: the page that is served has this course now, and what is said of units and slides from now on is about it. `units`
   * and `slide` as in `welcome`; absent: this window has no node.
   */
  | {
      readonly type: 'course';
      readonly version: string;
      readonly units?: Readonly<Record<string, UnitState>>;
      readonly slide?: number;
    }
  /** For instructors: why a deck that was saved is not shown, in one sentence with its place; absent: it is. */
  | { readonly type: 'deck'; readonly problem?: string | undefined }
  /** The terminal starts again from this screen: the page had fallen too far behind, or it is another terminal. */
  | {
      readonly type: 'screen';
      readonly node: string;
      readonly terminal: string;
      readonly offset: number;
      readonly size: Size;
      readonly screen: string;
    }
  /** Comes first: who the window belongs to. */
  | { readonly type: 'you'; readonly name: string; readonly role: 'instructor' | 'student' }
  /** All nodes are taken. `place` counts from 1; `withinMs`: then one is free for certain. `welcome` comes when it is their turn. */
  | { readonly type: 'queue'; readonly place: number; readonly of: number; readonly withinMs?: number | undefined }
  | { readonly type: 'node'; readonly node: string; readonly status: NodeStatus; readonly reason?: string }
  /** `chosen`: steps are for another one now, or begin. */
  | { readonly type: 'terminals'; readonly terminals: Terminals; readonly chosen?: true }
  /** `lead`: it is the size that this window asked for. */
  | { readonly type: 'size'; readonly size: Size; readonly lead?: true }
  | { readonly type: 'unit'; readonly unit: string; readonly state: UnitState }
  | { readonly type: 'slide'; readonly index: number }
  | { readonly type: 'stage'; readonly stage: StageState }
  | { readonly type: 'drive'; readonly drive: DriveState }
  | ({ readonly type: 'ink' } & InkPiece)
  | { readonly type: 'wipe'; readonly slide: number }
  | { readonly type: 'pointer'; readonly at?: PointerPlace | undefined }
  /** Answers `report`. `tookMs`: from the first thing that was done to the last. */
  | { readonly type: 'report'; readonly tookMs: number; readonly units?: readonly UnitReport[] }
  | ClassNews
  | { readonly type: 'windows'; readonly count: number }
  | ({ readonly type: 'help' } & HelpView)
  /** Something that the person should know; translated already. */
  | { readonly type: 'notice'; readonly text: string };

/** A command that was run, without secrets. */
export interface CommandReport {
  readonly text: string;
  readonly output: string;
  /** Not all of the output is there. */
  readonly omitted?: true;
  readonly exitCode?: number;
}

/** What came of a unit, for a report that a person takes away; without secrets. */
export interface UnitReport extends Pick<UnitState, 'status' | 'reason' | 'durationMs' | 'byHand'> {
  readonly unit: string;
  /** What the slide shows of it. */
  readonly text: string;
  readonly commands: readonly CommandReport[];
}

/** The terminals of the node that are open, in their order, and the one that steps are for. */
export interface Terminals {
  readonly names: readonly string[];
  readonly current: string;
}

export interface Size {
  readonly cols: number;
  readonly rows: number;
}
