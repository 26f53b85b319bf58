import type { ServerMessage } from '../../protocol.ts';
import type { Clock } from '../../run/clock.ts';
import type { Window } from './presence.ts';
import { Wall, type WallPerson } from './wall.ts';

export interface WallFeedOptions {
  /** The units of the course. */
  readonly order: readonly string[];
  readonly students: () => Iterable<string>;
  /** A student as they are now; undefined for one who is gone. */
  readonly person: (id: string) => WallPerson | undefined;
  /** The slide of the instructor. */
  readonly slide: () => number | undefined;
  /** By which addresses students join. */
  readonly join: () => readonly string[];
  readonly clock: Clock;
}

type Told = Omit<Extract<ServerMessage, { type: 'wall' }>, 'type' | 'now' | 'join'>;

/** Milliseconds between two messages to a wall. */
const tellMs = 250;

/** Keeps the windows of the wall up to date; while there is none, it does nothing. */
export class WallFeed {
  readonly #options: WallFeedOptions;
  #order: readonly string[];
  readonly #windows = new Set<Window>();
  #wall: Wall | undefined;
  /** Who is otherwise than the wall shows, and what they did. */
  readonly #changed = new Map<string, Set<string>>();
  #slide: number | undefined;
  #cancelTell: (() => void) | undefined;
  #cancelSlow: (() => void) | undefined;

  constructor(options: WallFeedOptions) {
    this.#options = options;
    this.#order = options.order;
  }

  /** The units of the course as it is now. */
  get order(): readonly string[] {
    return this.#order;
  }

  enter(window: Window): void {
    const { students, join } = this.#options;
    if (!this.#wall) {
      this.#wall = new Wall(this.#order);
      for (const id of students()) this.#changed.set(id, new Set());
    }
    // Those that are here already are told what is new by itself.
    this.#update();
    this.#windows.add(window);
    const { shown } = this.#wall;
    window.send({ type: 'wall', now: Date.now(), ...shown, ...this.#slidePart(), join: join() });
  }

  leave(window: Window): void {
    if (!this.#windows.delete(window) || this.#windows.size > 0) return;
    this.close();
  }

  /** The course has other units now: all is told anew. */
  replace(order: readonly string[]): void {
    this.#order = order;
    const windows = [...this.#windows];
    for (const window of windows) this.leave(window);
    for (const window of windows) this.enter(window);
  }

  /** Somebody is otherwise than before; `unit`: what they did is about this one. */
  touch(person: string, unit?: string): void {
    if (!this.#wall) return;
    const units = this.#changed.get(person) ?? new Set();
    if (unit !== undefined) units.add(unit);
    this.#changed.set(person, units);
    this.#cancelTell ??= this.#options.clock.after(tellMs, () => {
      this.#cancelTell = undefined;
      this.#update();
    });
  }

  close(): void {
    this.#cancelTell?.();
    this.#cancelSlow?.();
    this.#cancelTell = this.#cancelSlow = undefined;
    this.#wall = undefined;
    this.#changed.clear();
  }

  #update(): void {
    const { person, slide, clock } = this.#options;
    const wall = this.#wall;
    if (!wall) return;
    for (const [id, units] of this.#changed) {
      const known = person(id);
      if (known) wall.set(known, units);
      else wall.delete(id);
    }
    this.#changed.clear();
    const now = Date.now();
    const changes = wall.changes(now);
    const hasTurned = this.#slide !== slide();
    this.#slide = slide();
    if (hasTurned || changes.tiles.length + changes.gone.length + changes.heat.length > 0) {
      const told: Told = { ...changes, ...this.#slidePart() };
      for (const window of this.#windows) window.send({ type: 'wall', now, ...told });
    }
    this.#cancelSlow?.();
    const next = wall.nextSlow(now);
    this.#cancelSlow =
      next === undefined
        ? undefined
        : clock.after(next - now, () => {
            this.#update();
          });
  }

  #slidePart(): Pick<Told, 'slide'> {
    const slide = this.#options.slide();
    return slide === undefined ? {} : { slide };
  }
}
