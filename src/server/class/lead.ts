import { type ClassMessage, type ClassView, isStudentMessage } from '../../class-protocol.ts';
import type { ServerMessage } from '../../protocol.ts';
import { type Clock, systemClock } from '../../run/clock.ts';
import type { StoredPerson } from './class-state.ts';
import type { Classroom } from './classroom.ts';
import type { Person } from './person.ts';
import { newPresence, type Presence, wallPerson, type Window } from './presence.ts';
import type { Store } from './store.ts';
import { WallFeed } from './wall-feed.ts';

export interface LeadOptions {
  readonly classroom: Pick<Classroom, 'persons' | 'person' | 'pool' | 'help' | 'newCode' | 'release' | 'remove'>;
  readonly store: Pick<Store, 'state' | 'append'>;
  /** The units of the course. */
  readonly units: readonly string[];
  /** Students wait until the instructor begins, unless that has happened already. */
  readonly lobby?: boolean;
  /** By which addresses students join. */
  readonly join?: () => readonly string[];
  /** Ends all sessions of somebody. */
  readonly logOut: (person: string) => void;
  /** Tells somebody's windows that their node is given back. */
  readonly endPlace: (person: string) => void;
  readonly onError: (error: unknown) => void;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** Who was away for less is thought to have been here all the time. */
const awayMs = 10 * 60_000;
/** Milliseconds between two counts of those who wait in the lobby. */
const lobbyMs = 500;

/** The class beyond its nodes: raised hands, and how the instructor leads it. Checks who may say what. */
export class Lead {
  readonly #options: LeadOptions;
  readonly #clock: Clock;
  readonly #people = new Map<string, Presence>();
  readonly #feed: WallFeed;
  #paused = false;
  #slide: number | undefined;
  #isLive = false;
  #readyCheck = false;
  /** Milliseconds of the epoch. */
  #timer: number | undefined;
  #cancelCount: (() => void) | undefined;

  constructor(options: LeadOptions) {
    const { classroom, units, join = () => [], clock = systemClock } = options;
    this.#options = options;
    this.#clock = clock;
    const { paused = false, readyCheck = false, slide, timer } = options.store.state.led ?? {};
    [this.#paused, this.#readyCheck, this.#slide, this.#timer] = [paused, readyCheck, slide, timer];
    this.#feed = new WallFeed({
      ...{ order: units, join, clock },
      students: () => this.#students().map(({ id }) => id),
      person: (id) => wallPerson(classroom, id, this.#people.get(id)),
      slide: () => {
        const instructor = [...classroom.persons].find(({ role }) => role === 'instructor');
        return instructor && classroom.pool.nodeOf(instructor.id)?.at.slide;
      },
    });
  }

  /** The class has not begun: students see nothing of the course. */
  holds({ role }: Pick<Person, 'role'>): boolean {
    return role === 'student' && this.#isLobby;
  }

  enter(window: Window, person: Person, isWall: boolean): void {
    const presence = this.#presenceOf(person.id);
    const now = Date.now();
    if (presence.windows.size === 0 && now - presence.left > awayMs) presence.arrived = now;
    presence.windows.add(window);
    window.send({ type: 'class', class: this.#viewFor(person, presence) });
    if (isWall) this.#feed.enter(window);
    this.#feed.touch(person.id);
    this.#countLobby();
  }

  leave(window: Window, person: Person): void {
    const presence = this.#people.get(person.id);
    if (!presence?.windows.delete(window)) return;
    presence.left = Date.now();
    this.#feed.leave(window);
    this.#feed.touch(person.id);
    this.#countLobby();
  }

  /** Something has happened to somebody, or to a unit of theirs. */
  news(id: string, unit?: string): void {
    const { classroom } = this.#options;
    const node = classroom.pool.nodeOf(id);
    if (classroom.person(id)?.role === 'instructor') {
      if (this.#isLive && node && node.at.slide !== this.#slide) this.#lead(node.at.slide);
    } else {
      const presence = this.#people.get(id);
      if (node && presence && presence.node !== node) {
        presence.node = node;
        if (presence.follows && this.#slide !== undefined) node.turn(this.#slide);
      }
    }
    this.#feed.touch(id, unit);
  }

  /** Does what a window says; false when its person may not say so. */
  handle(window: Window, person: Person, message: ClassMessage): boolean {
    if (isStudentMessage(message)) {
      this.#answer(person, message);
      return true;
    }
    if (person.role !== 'instructor') return false;
    switch (message.type) {
      case 'begin':
        if (this.#isLobby) this.#begin();
        break;
      case 'lead':
        this.#isLive = message.live === true && message.slide !== undefined;
        this.#lead(message.slide);
        break;
      case 'message':
        this.#send(message.to, { type: 'said', text: message.text });
        break;
      case 'offer':
        if (this.#feed.order.includes(message.unit)) {
          this.#send(message.to, { type: 'offered', unit: message.unit });
        }
        break;
      case 'pause':
        this.#paused = message.on;
        this.#keep();
        break;
      case 'readyCheck':
        this.#readyCheck = message.on;
        for (const [id, presence] of this.#people) {
          presence.isReady = false;
          this.#feed.touch(id);
        }
        this.#keep();
        break;
      case 'timer':
        this.#timer = message.minutes === undefined ? undefined : Date.now() + message.minutes * 60_000;
        this.#keep();
        break;
      case 'person':
        this.#act(window, message.id, message.do).catch(this.#options.onError);
    }
    return true;
  }

  /** The deck was saved anew; `slideAfter`: the slide that takes the place of one before. */
  replaceCourse(units: readonly string[], slideAfter: (slide: number) => number): void {
    this.#feed.replace(units);
    if (this.#slide === undefined) return;
    this.#slide = slideAfter(this.#slide);
    this.#keep();
  }

  close(): void {
    this.#cancelCount?.();
    this.#feed.close();
  }

  get #isLobby(): boolean {
    return this.#options.lobby === true && this.#options.store.state.begun === undefined;
  }

  #begin(): void {
    this.#options.store.append({ type: 'begun', at: Date.now() }).catch(this.#options.onError);
    this.#tellAll();
  }

  #answer(person: Person, message: Extract<ClassMessage, { type: 'hand' | 'ready' | 'follow' }>): void {
    const presence = this.#presenceOf(person.id);
    switch (message.type) {
      case 'hand': {
        const { up, note = '' } = message;
        const at = this.#options.classroom.person(person.id)?.hand?.at ?? Date.now();
        const hand = up ? { at, ...(note !== '' && { note }) } : {};
        this.#options.store.append({ type: 'hand', person: person.id, ...hand }).catch(this.#options.onError);
        this.#tellInstructors();
        break;
      }
      case 'ready':
        presence.isReady = this.#readyCheck;
        break;
      case 'follow':
        presence.follows = message.on;
        if (message.on && this.#slide !== undefined) this.#options.classroom.pool.nodeOf(person.id)?.turn(this.#slide);
    }
    this.#tell(person, presence);
    this.#feed.touch(person.id);
  }

  async #act(window: Window, id: string, what: Extract<ClassMessage, { type: 'person' }>['do']): Promise<void> {
    const { classroom, logOut, endPlace } = this.#options;
    const person = classroom.person(id);
    if (person?.role !== 'student') return;
    switch (what) {
      case 'lowerHand':
        this.#answer(person, { type: 'hand', up: false });
        return;
      case 'newCode': {
        const code = await classroom.newCode(id);
        if (code !== undefined) window.send({ type: 'code', person: id, code });
        return;
      }
      case 'logOut':
        logOut(id);
        return;
      case 'release':
        endPlace(id);
        await classroom.release(id);
        return;
      case 'remove':
        logOut(id);
        await classroom.remove(id);
        this.#people.delete(id);
        this.#tellInstructors();
    }
  }

  /** Everybody who follows goes to a slide. */
  #lead(slide: number | undefined): void {
    this.#slide = slide;
    if (slide !== undefined) {
      for (const { id } of this.#students()) {
        if (this.#people.get(id)?.follows !== false) this.#options.classroom.pool.nodeOf(id)?.turn(slide);
      }
    }
    this.#keep();
  }

  /** How the class is led is otherwise: it is told, and kept for the next server. */
  #keep(): void {
    const [slide, timer] = [this.#slide, this.#timer];
    const led = { ...(slide !== undefined && { slide }), ...(timer !== undefined && { timer }) };
    const event = { type: 'led', paused: this.#paused, readyCheck: this.#readyCheck, ...led } as const;
    this.#options.store.append(event).catch(this.#options.onError);
    this.#tellAll();
  }

  #students(): StoredPerson[] {
    return [...this.#options.classroom.persons].filter(({ role }) => role === 'student');
  }

  #send(to: string | undefined, message: ServerMessage): void {
    for (const { id } of this.#students()) {
      if (to === undefined || to === id) for (const window of this.#people.get(id)?.windows ?? []) window.send(message);
    }
  }

  #tell(person: Person, presence: Presence): void {
    const message = { type: 'class', class: this.#viewFor(person, presence) } as const;
    for (const window of presence.windows) window.send(message);
  }

  #tellAll(isMeant: (person: Person) => boolean = () => true): void {
    for (const [id, presence] of this.#people) {
      const person = this.#options.classroom.person(id);
      if (person && isMeant(person)) this.#tell(person, presence);
    }
  }

  #tellInstructors(): void {
    this.#tellAll(({ role }) => role === 'instructor');
  }

  /** Tells who waits in the lobby how many are there. */
  #countLobby(): void {
    if (!this.#isLobby) return;
    this.#cancelCount ??= this.#clock.after(lobbyMs, () => {
      this.#cancelCount = undefined;
      this.#tellAll();
    });
  }

  #viewFor({ id, role }: Person, { isReady, follows }: Presence): ClassView {
    const students = (): Presence[] => this.#students().flatMap((each) => this.#people.get(each.id) ?? []);
    const { hand } = this.#options.classroom.person(id) ?? {};
    return {
      ...(this.#isLobby && { lobby: students().filter(({ windows }) => windows.size > 0).length }),
      ...{ paused: this.#paused, readyCheck: this.#readyCheck, ready: isReady, follows },
      ...(this.#slide !== undefined && { slide: this.#slide }),
      ...(this.#isLive && { live: true }),
      ...(this.#timer !== undefined && { timerMs: this.#timer - Date.now() }),
      ...(hand && { hand: hand.note === undefined ? {} : { note: hand.note } }),
      ...(role === 'instructor' && { hands: this.#students().filter((each) => each.hand).length }),
    };
  }

  #presenceOf(id: string): Presence {
    const known = this.#people.get(id);
    if (known) return known;
    const made = newPresence(Date.now());
    this.#people.set(id, made);
    return made;
  }
}
