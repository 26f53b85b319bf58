import { type Clock, systemClock } from '../../run/clock.ts';
import type { Target } from '../../target/target.ts';
import type { NextCourse } from '../workspace/live-course.ts';
import { Workspace, type WorkspaceOptions } from '../workspace/workspace.ts';
import type { ClassEvent } from './class-events.ts';
import type { StoredPerson } from './class-state.ts';
import { courseEvent } from './course-event.ts';
import { Help } from './help.ts';
import { ownerOf } from './owner-of.ts';
import { keyOfName, nameOf, type Person, unusedName } from './person.ts';
import { Place } from './place.ts';
import { Pool, type PoolLimits, type QueuePlace } from './pool.ts';
import { hashOf, isSame, newCode, newId } from './secrets.ts';
import type { Store } from './store.ts';
import type { Transcripts } from './transcripts.ts';

export interface ClassroomOptions {
  readonly store: Store;
  readonly limits: PoolLimits;
  readonly workspace: Omit<WorkspaceOptions, 'onError' | 'target'> & {
    /** Makes a target for a new node, or for the one of this name. */
    readonly target: (node?: string) => Target;
  };
  /** Names of nodes that an earlier server has left: those whose they are have them again. */
  readonly found?: readonly string[];
  /** Something that is wrong with the program itself, or with what it keeps. */
  readonly onError: (error: unknown) => void;
  /** A place was given back by itself. */
  readonly onGivenBack?: (person: string, why: 'expired' | 'orphaned') => void;
  /** Somebody has come or gone, waits elsewhere, sees another slide; or a unit of theirs was begun or has ended. */
  readonly onNews?: (person: string, unit?: string) => void;
  /** What students run is kept in them. */
  readonly transcripts?: Transcripts | undefined;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** Why somebody cannot join: the name is none; it is somebody else's, and the code is missing or wrong; there are too many people. */
export type JoinRefusal = 'name' | 'taken' | 'code' | 'full';

/** Somebody who has joined, and what lets them in again from another browser, when that is new. */
export interface Joined {
  readonly person: Person;
  readonly code?: string;
}

/** Who waits for a node. */
interface Waiting {
  readonly onQueue: (place: QueuePlace) => void;
  readonly onPlaced: (workspace: Workspace) => void;
}

const mostPersons = 1000;

/** The people of a class, the nodes that they have or wait for, and what is remembered of them. */
export class Classroom {
  readonly #options: ClassroomOptions;
  #workspace: ClassroomOptions['workspace'];
  readonly #pool: Pool<Workspace>;
  readonly #places = new Map<Workspace, Place>();
  readonly #waiting = new Map<string, Set<Waiting>>();
  /** Instructors at students' terminals. */
  readonly help: Help;

  constructor(options: ClassroomOptions) {
    this.#options = options;
    this.#workspace = options.workspace;
    const { onError, limits, onGivenBack, clock = systemClock } = options;
    this.#pool = new Pool({
      limits,
      clock,
      open: () => {
        const node = this.#open();
        return { node, ready: node.ready() };
      },
      close: (node) => {
        this.#endPlace(node);
        return node.close();
      },
      leave: (node) => {
        this.#endPlace(node);
        return node.letGo();
      },
      onPlaced: (person, node) => {
        this.#adopt(person, node);
        this.#tell(person);
        for (const { onPlaced } of this.#takeWaiting(person)) onPlaced(node);
      },
      onQueue: () => {
        for (const [person, waiting] of this.#waiting) {
          this.#tell(person);
          const place = this.#pool.placeOf(person);
          if (place) for (const { onQueue } of waiting) onQueue(place);
        }
      },
      onGivenBack: (person, why) => {
        this.#tell(person);
        onGivenBack?.(person, why);
      },
      onError,
    });
    this.help = new Help({
      ...{ clock, onError },
      person: (id) => this.person(id),
      onChange: (student) => {
        this.#tell(student);
      },
      keep: (event) => {
        this.#keep(event);
        const student = this.person(event.person);
        const { name = '' } = this.person(event.visitor) ?? {};
        if (student) options.transcripts?.note(student, `${name}: ${event.what}${event.by ? ` (${event.by})` : ''}`);
      },
    });
    for (const person of this.persons) {
      if (person.node === undefined || options.found?.includes(person.node) !== true) continue;
      const node = this.#open(person.node);
      this.#pool.restore(person.id, node, person.role === 'instructor');
      this.#adopt(person.id, node, true);
    }
  }

  get pool(): Pick<Pool<Workspace>, 'capacity' | 'health' | 'placeOf' | 'nodeOf'> {
    return this.#pool;
  }

  get persons(): Iterable<StoredPerson> {
    return this.#options.store.state.persons.values();
  }

  person(id: string): StoredPerson | undefined {
    return this.#options.store.state.persons.get(id);
  }

  /** Where the pages of a person's node are, while they have one. */
  place(id: string): Place | undefined {
    const node = this.#pool.nodeOf(id);
    return node && this.#places.get(node);
  }

  /** Who opened the class; they are made when there is none yet. */
  instructor(name: string): Person {
    const known = [...this.persons].find(({ role }) => role === 'instructor');
    if (known) return known;
    const person: Person = { id: newId(), name, role: 'instructor' };
    this.#keep({ type: 'person', person: person.id, name, role: 'instructor', at: Date.now() });
    return person;
  }

  /** Somebody joins by a name, which is made for who has none; who has joined before shows the code that they were given then. */
  async join(wanted: string | undefined, code?: string): Promise<Joined | JoinRefusal> {
    const name = wanted === undefined ? unusedName(undefined, this.persons) : nameOf(wanted);
    if (name === undefined) return 'name';
    const known = [...this.persons].find((person) => keyOfName(person.name) === keyOfName(name));
    if (known) {
      if (code === undefined) return 'taken';
      return known.code !== undefined && isSame(known.code, hashOf(code)) ? { person: known } : 'code';
    }
    if (this.#options.store.state.persons.size >= mostPersons) return 'full';
    const person: Person = { id: newId(), name, role: 'student' };
    const made = await this.#giveCode({ ...person, joined: Date.now() });
    this.#tell(person.id);
    return { person, code: made };
  }

  /** Somebody whom a provider knows: one person, whatever they are called; undefined when there are too many people. */
  async joinAs(subject: string, name: string | undefined, role: Person['role']): Promise<Person | undefined> {
    const known = [...this.persons].find((person) => person.subject === subject);
    if (known?.role === role) return known;
    if (!known && this.#options.store.state.persons.size >= mostPersons) return undefined;
    const person: Person = { id: known?.id ?? newId(), name: known?.name ?? unusedName(name, this.persons), role };
    const { code, joined: at = Date.now() } = known ?? {};
    const secrets = { subject, ...(code !== undefined && { code }) };
    await this.#options.store.append({ type: 'person', person: person.id, name: person.name, role, ...secrets, at });
    this.#tell(person.id);
    return person;
  }

  /** A new code that lets a person in from another browser; the old one does not any more. */
  async newCode(id: string): Promise<string | undefined> {
    const person = this.person(id);
    return person && this.#giveCode(person);
  }

  /** Keeps a node for somebody who has joined, or their place in the queue. */
  claim(id: string): Workspace | undefined {
    const person = this.person(id);
    if (!person) return undefined;
    const held = this.#pool.nodeOf(id);
    if (held) return held;
    const node = this.#pool.claim(id, person.role === 'instructor');
    if (node) this.#adopt(id, node);
    this.#tell(id);
    return node;
  }

  /** The node of a person, now or when it is their turn; until then `onQueue` is told where they are. The second part gives up. */
  admit(id: string, onQueue: (place: QueuePlace) => void): readonly [Promise<Workspace>, () => void] {
    const node = this.claim(id);
    if (node) return [Promise.resolve(node), () => undefined];
    let waiting: Waiting | undefined;
    const placed = new Promise<Workspace>((onPlaced) => {
      waiting = { onQueue, onPlaced };
      this.#waiting.set(id, (this.#waiting.get(id) ?? new Set()).add(waiting));
    });
    const place = this.#pool.placeOf(id);
    if (place) onQueue(place);
    return [placed, () => waiting && this.#waiting.get(id)?.delete(waiting)];
  }

  /** How many windows a person has at their node. */
  windows(id: string, count: number): void {
    this.#pool.windows(id, count);
    this.#tell(id);
  }

  /** Takes a person's node away, or their place in the queue. */
  async release(id: string): Promise<void> {
    this.#waiting.delete(id);
    const released = this.#pool.release(id);
    this.#tell(id);
    await released;
  }

  /** Removes a person with all that is known of them. */
  async remove(id: string): Promise<void> {
    this.#keep({ type: 'removed', person: id });
    await this.release(id);
  }

  /** The deck was saved anew: everybody goes on with it, also who has no node now. */
  replaceCourse(next: NextCourse): void {
    const event = courseEvent(this.#workspace.plan, next.plan);
    if (event) this.#keep(event);
    this.#workspace = { ...this.#workspace, ...next };
    for (const node of this.#places.keys()) node.replaceCourse(next);
  }

  /** Ends every node, or leaves those that somebody has for another server. What is kept stays. */
  async close(leaves = false): Promise<void> {
    await this.#pool.close(leaves);
    await this.#options.transcripts?.close();
  }

  #open(found?: string): Workspace {
    const place = new Place(this.#workspace.target, found);
    const node = new Workspace({ ...this.#workspace, target: place.newTarget, onError: this.#options.onError });
    this.#places.set(node, place);
    return node;
  }

  #endPlace(node: Workspace): void {
    this.#places.get(node)?.end();
    this.#places.delete(node);
  }

  #takeWaiting(person: string): Iterable<Waiting> {
    const waiting = this.#waiting.get(person) ?? [];
    this.#waiting.delete(person);
    return waiting;
  }

  /** A node becomes a person's, or is theirs again: it is told what they have done on another one, and says what they do on this one. */
  #adopt(id: string, node: Workspace, isSame = false): void {
    const { store, transcripts } = this.#options;
    const person = this.person(id);
    if (!person) return;
    if (!isSame && (person.onNode.size > 0 || person.node !== undefined))
      this.#keep({ type: 'node', person: id, at: Date.now() });
    const keep = this.#keep.bind(this);
    const tell = this.#tell.bind(this, id);
    node.adopt(ownerOf(person, { store, transcripts, isSame, keep, tell }));
  }

  #tell(person: string, unit?: string): void {
    this.#options.onNews?.(person, unit);
  }

  #keep(event: ClassEvent): void {
    this.#options.store.append(event).catch(this.#options.onError);
  }

  async #giveCode({ id, name, role, joined }: Pick<StoredPerson, 'id' | 'name' | 'role' | 'joined'>): Promise<string> {
    const code = newCode();
    const event = { type: 'person', person: id, name, role, code: hashOf(code), at: joined } as const;
    await this.#options.store.append(event);
    return code;
  }
}
