import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { page as english, type PageWords } from '../messages/en/page.ts';
import { page as french } from '../messages/fr/page.ts';
import type {
  ClassView,
  ClientMessage,
  Course,
  DriveState,
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
  /** As it is now: its deck may be saved anew. Who reads it in an effect or a view follows it. */
  readonly course: Course;
  /** The course that the server has, while this page still shows another one. */
  readonly coming: Signal<Coming | undefined>;
  /** Takes another course; the slides are those of `position` in it. */
  readonly replaceCourse: (course: Course, position: number) => void;
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
  /** How steps are run, and whether the controls for that are shown; for instructors. */
  readonly drive: Signal<DriveState>;
  readonly driving: Signal<boolean>;
  /** Id of the unit that these are about, when the person has chosen one. */
  readonly step: Signal<string | undefined>;
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
  /** Why a deck that was saved is not shown; told to instructors. */
  readonly problem: Signal<string | undefined>;
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

/** A course that was saved anew and is on its way, and what was said of it meanwhile. */
interface Coming {
  readonly version: string;
  readonly units: Map<string, UnitState>;
  /** The slide that the others show (`SlideView.index`). */
  slide: number | undefined;
  /** The others are to show what this window does, once it shows the new course. */
  readonly leads: boolean;
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

/** Whether the window is for an audience that is shown what it was shown when it was frozen. */
export function isFrozen(page: Page): boolean {
  return page.audience && page.stage.value.frozen;
}

/** Whether the controls of `pupitre run --step` are for this window: it is an instructor's own, and no audience sees it. */
export function mayDrive(page: Page): boolean {
  return page.you.value?.role === 'instructor' && !page.audience && page.visit === undefined;
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
  const current = signal(course);
  const told = new Map<string, Signal<Told>>();
  const position = signal(0);
  const replaceCourse = (next: Course, at: number): void => {
    const ids = new Set(next.units.map(({ id }) => id));
    for (const id of told.keys()) if (!ids.has(id)) told.delete(id);
    for (const unit of next.units)
      if (!told.has(unit.id)) told.set(unit.id, signal<Told>({ state: idleState(unit), at: 0 }));
    batch(() => {
      current.value = next;
      position.value = at;
    });
  };
  replaceCourse(course, 0);
  const t = course.lang === 'fr' ? french : english;
  const search = new URLSearchParams(location.search);
  const audience = search.has('audience');
  return {
    get course() {
      return current.value;
    },
    coming: signal(undefined),
    replaceCourse,
    t,
    send,
    told,
    asked: signal<ReadonlySet<string>>(new Set()),
    position,
    slide: computed(() => slideAt(current.value, position.value)),
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
    drive: signal({ hidden: true, typing: 'normal' }),
    driving: signal(recall('drive', ['off', 'on']) === 'on'),
    step: signal(undefined),
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
    problem: signal(undefined),
    report: signal(undefined),
    missed: new Map(),
    ran: undefined,
    led: undefined,
    progress: computed(() => progressOf(current.value.units.map((unit) => told.get(unit.id)?.value.state))),
    busy: computed(() => current.value.units.some(({ id }) => isActive(told.get(id)?.value.state ?? notKnown))),
  };
}

/** What stands above the slides until it is closed. */
function toBeKnown({ isShared, notice, isKept }: Course, { kept }: PageWords): readonly string[] {
  return [...(isShared && notice !== undefined ? [notice] : []), ...(isKept ? [kept] : [])];
}

const notKnown: UnitState = { status: 'idle' };

function progressOf(known: readonly (UnitState | undefined)[]): Progress {
  const states = known.map((state) => state ?? notKnown);
  return { done: states.filter(isDone).length, failed: states.filter(isWrong).length, total: states.length };
}

function slideAt({ slides }: Course, position: number): SlideView {
  const slide = slides[position] ?? slides[0];
  if (slide === undefined) throw new RangeError('A course without slides cannot be shown.');
  return slide;
}

/** State of one unit. */
export function stateOf(page: Page, unit: UnitView): UnitState {
  return page.told.get(unit.id)?.value.state ?? idleState(unit);
}
