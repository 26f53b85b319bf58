import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { page as english, type PageWords } from '../messages/en/page.ts';
import { page as french } from '../messages/fr/page.ts';
import type {
  ClassView,
  ClientMessage,
  Course,
  HelpView,
  InkPiece,
  NodeStatus,
  PointerPlace,
  ServerMessage,
  SlideView,
  StageState,
  UnitState,
  UnitView,
} from '../protocol.ts';
import { recall, recallNumber, recallZoom } from './remember.ts';

type Connection = 'connecting' | 'open' | 'queued' | 'asking' | 'lost' | 'loggedOut' | 'givenBack';
export type DialogName = 'help' | 'contents' | 'overview' | 'search' | 'steps' | 'device' | 'newNode' | 'runRest';
export type Layout = (typeof layouts)[number];
type Pen = 'none' | 'laser' | 'draw';
export type Pane = 'slides' | 'terminal' | 'notes';
export type Theme = 'auto' | 'light' | 'dark';

/** A unit's state, and when it was told, in milliseconds of `performance.now()`. */
interface Told {
  readonly state: UnitState;
  readonly at: number;
}

/** How the class is led, and when that was said, in milliseconds of `performance.now()`. */
export interface LeadView extends ClassView {
  readonly at: number;
}

type You = Omit<Extract<ServerMessage, { type: 'you' }>, 'type'>;
type QueueView = Omit<Extract<ServerMessage, { type: 'queue' }>, 'type'>;

/** Something to be said aloud; a new object each time, so that the same words are said again. */
interface Announcement {
  readonly text: string;
  readonly urgent: boolean;
}

/** Everything that the page shows, as signals. Made once; the connection and the person change it, the views follow. */
export interface Page {
  readonly course: Course;
  readonly t: PageWords;
  /** False: there is no connection, and it is not sent later either. */
  readonly send: (message: ClientMessage) => boolean;
  readonly told: ReadonlyMap<string, Signal<Told>>;
  /** Units that were clicked and of which the server has not spoken yet. */
  readonly asked: Signal<ReadonlySet<string>>;
  /** Position in `course.slides`, from 0. */
  readonly position: Signal<number>;
  readonly slide: ReadonlySignal<SlideView>;
  readonly node: Signal<{ readonly id?: string; readonly status: NodeStatus; readonly reason?: string | undefined }>;
  readonly connection: Signal<Connection>;
  /** Whose page it is; undefined until the server says. */
  readonly you: Signal<You | undefined>;
  /** Where the person waits for a node. */
  readonly queue: Signal<QueueView | undefined>;
  /** How the class is led; undefined where there is none. */
  readonly lead: Signal<LeadView | undefined>;
  /** What the instructor has said to this person, and the units that they offer. */
  readonly said: Signal<readonly string[]>;
  readonly offered: Signal<readonly string[]>;
  /** Id of the student whose terminal this window asks to look at (`?visit=`). */
  readonly visit: string | undefined;
  /** Who helps whom at the terminal. */
  readonly help: Signal<HelpView | undefined>;
  readonly windows: Signal<number>;
  readonly follow: Signal<boolean>;
  readonly notices: Signal<readonly string[]>;
  readonly announcement: Signal<Announcement | undefined>;
  readonly dialog: Signal<DialogName | undefined>;
  /** The window is for an audience: no tools, text that is read from the last row. It is opened as one (`?audience`). */
  readonly audience: boolean;
  /** How much larger the text of this window is than it would be. */
  readonly zoom: Signal<number>;
  readonly presenter: Signal<boolean>;
  /** What the audience's windows show, also this one if it is one of them. */
  readonly stage: Signal<StageState>;
  /** What the mouse does on the slides. */
  readonly pen: Signal<Pen>;
  /** Where the laser pointer is, whoever holds it. */
  readonly pointer: Signal<PointerPlace | undefined>;
  /** What is drawn on the slides, by whomever. */
  readonly ink: Signal<readonly InkPiece[]>;
  /** Minutes that the person plans for the course. */
  readonly planned: Signal<number | undefined>;
  readonly blackout: Signal<boolean>;
  readonly mirrored: Signal<boolean>;
  readonly layout: Signal<Layout>;
  /** The pane that is seen where there is room for one only; in presenter mode, notes or terminal. */
  readonly pane: Signal<Pane>;
  /** Something has happened in the terminal since it was seen. */
  readonly unseen: Signal<boolean>;
  readonly theme: Signal<Theme>;
  /** Milliseconds on the presenter's timer while it stood, and since when it runs. */
  readonly timer: Signal<{ readonly before: number; readonly since?: number }>;
  readonly query: Signal<string>;
  /** What the server said last of what was run. */
  readonly report: Signal<Extract<ServerMessage, { type: 'report' }> | undefined>;
  /** What a frozen window has been told of units, and does not show yet. */
  readonly missed: Map<string, UnitState>;
  /** The slide of the unit that ran last, and the one to which all were led last (`SlideView.index`). */
  ran: number | undefined;
  led: number | undefined;
  readonly progress: ReadonlySignal<Progress>;
  readonly busy: ReadonlySignal<boolean>;
}

/** What a view of one unit is given. */
export interface UnitProps {
  readonly page: Page;
  readonly unit: UnitView;
}

interface Progress {
  readonly done: number;
  readonly failed: number;
  readonly total: number;
}

/** In the order in which a key goes through them. */
export const layouts = ['both', 'slides', 'terminal'] as const;

const done: ReadonlySet<string> = new Set(['passed', 'skipped']);
const wrong: ReadonlySet<string> = new Set(['failed', 'timedOut', 'broken']);
const active: ReadonlySet<string> = new Set(['queued', 'running', 'waiting']);

export function isDone(state: UnitState): boolean {
  return done.has(state.status);
}

export function isWrong(state: UnitState): boolean {
  return wrong.has(state.status);
}

export function isActive(state: UnitState): boolean {
  return active.has(state.status);
}

/** What is shown of a unit before anything was heard of it. */
export function idleState(unit: UnitView): UnitState {
  return { status: unit.kind === 'manual' ? 'manual' : 'idle' };
}

/** Under which this browser keeps the minutes that a person plans for a course. */
export function plannedKey({ title }: Course): string {
  return `minutes.${title}`;
}

export function createPage(course: Course, send: (message: ClientMessage) => boolean): Page {
  const first = course.slides[0];
  if (first === undefined) throw new RangeError('A course without slides cannot be shown.');
  const told = new Map(course.units.map((unit) => [unit.id, signal<Told>({ state: idleState(unit), at: 0 })]));
  const position = signal(0);
  const t = course.lang === 'fr' ? french : english;
  const search = new URLSearchParams(location.search);
  const audience = search.has('audience');
  return {
    course,
    t,
    send,
    told,
    asked: signal<ReadonlySet<string>>(new Set()),
    position,
    slide: computed(() => course.slides[position.value] ?? first),
    node: signal({ status: 'starting' }),
    connection: signal<Connection>('connecting'),
    you: signal(undefined),
    queue: signal(undefined),
    lead: signal(undefined),
    said: signal([]),
    offered: signal([]),
    visit: search.get('visit') ?? undefined,
    help: signal(undefined),
    windows: signal(1),
    follow: signal(true),
    notices: signal(toBeKnown(course, t)),
    announcement: signal(undefined),
    dialog: signal(undefined),
    audience,
    zoom: signal(recallZoom()),
    presenter: signal(false),
    stage: signal({ blackout: false, frozen: false, demo: false, layout: 'both' }),
    pen: signal<Pen>('none'),
    pointer: signal(undefined),
    ink: signal([]),
    planned: signal(recallNumber(plannedKey(course), 1, 24 * 60, course.minutes ?? 0) || undefined),
    blackout: signal(false),
    mirrored: signal(false),
    layout: signal(audience ? 'both' : recall('layout', layouts)),
    pane: signal<Pane>('slides'),
    unseen: signal(false),
    theme: signal(recall('theme', ['auto', 'light', 'dark'])),
    timer: signal({ before: 0 }),
    query: signal(''),
    report: signal(undefined),
    missed: new Map(),
    ran: undefined,
    led: undefined,
    progress: computed(() => progressOf([...told.values()].map(({ value }) => value.state))),
    busy: computed(() => [...told.values()].some(({ value }) => isActive(value.state))),
  };
}

/** What stands above the slides until it is closed. */
function toBeKnown({ isShared, notice, isKept }: Course, { kept }: PageWords): readonly string[] {
  return [...(isShared && notice !== undefined ? [notice] : []), ...(isKept ? [kept] : [])];
}

function progressOf(states: readonly UnitState[]): Progress {
  return { done: states.filter(isDone).length, failed: states.filter(isWrong).length, total: states.length };
}

/** State of one unit. */
export function stateOf(page: Page, unit: UnitView): UnitState {
  return page.told.get(unit.id)?.value.state ?? idleState(unit);
}
