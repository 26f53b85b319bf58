import { type ClientMessage, type InkPiece, limits, type PointerPlace, type StageState } from '../../protocol.ts';
import { type Clock, systemClock } from '../../run/clock.ts';
import type { Client, Clients } from './clients.ts';
import { Throttle } from './throttle.ts';

export interface StageOptions {
  /** Indexes of the slides that are shown; the first one is the one to begin with. */
  readonly slides: readonly number[];
  readonly clients: Pick<Clients, 'broadcast'>;
  /** Another slide is shown. */
  readonly onTurn?: () => void;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** Milliseconds between two places of the pointer. */
const pointerMs = 30;

interface Pointing {
  readonly client: Client;
  readonly at: PointerPlace | undefined;
}

/** What the windows of a workspace show together: the slide, and what a speaker does to the audience's. */
export class Stage {
  readonly #options: StageOptions;
  #slides: readonly number[];
  readonly #pointing: Throttle<Pointing>;
  #slide: number;
  #state: StageState = { blackout: false, frozen: false, demo: false, layout: 'both' };
  /** What is drawn, by the name of the stroke; bounded by `limits.ink`. */
  readonly #ink = new Map<string, InkPiece>();
  #points = 0;
  /** Who points. */
  #speaker: Client | undefined;

  constructor(options: StageOptions) {
    const { slides, clients, clock = systemClock } = options;
    this.#options = options;
    this.#slides = slides;
    this.#slide = slides[0] ?? 1;
    this.#pointing = new Throttle(
      pointerMs,
      ({ client, at }) => {
        clients.broadcast({ type: 'pointer', at }, client);
      },
      clock,
    );
  }

  get slide(): number {
    return this.#slide;
  }

  get state(): StageState {
    return this.#state;
  }

  /** Tells a client that comes in. */
  tell(client: Client): void {
    client.send({ type: 'stage', stage: this.#state });
    for (const { slide, stroke, anchor, points } of this.#ink.values()) {
      for (let at = 0; at < points.length; at += 2 * limits.ink.piece) {
        client.send({ type: 'ink', slide, stroke, anchor, points: points.slice(at, at + 2 * limits.ink.piece) });
      }
    }
  }

  /** Does what a client asks for; false when it is nothing of the stage's. */
  handle(client: Client, request: ClientMessage): boolean {
    switch (request.type) {
      case 'slide':
        this.turn(client, request.index);
        return true;
      case 'stage': {
        const { blackout, frozen, demo, layout } = this.#state;
        this.#state = {
          blackout: request.blackout ?? blackout,
          frozen: request.frozen ?? frozen,
          demo: request.demo ?? demo,
          layout: request.layout ?? layout,
        };
        this.#options.clients.broadcast({ type: 'stage', stage: this.#state }, client);
        return true;
      }
      case 'pointer':
        this.#speaker = request.at && client;
        this.#pointing.push({ client, at: request.at });
        return true;
      case 'ink':
        this.#draw(client, request);
        return true;
      case 'wipe':
        this.#wipe(client, request.slide);
        return true;
      default:
        return false;
    }
  }

  /** Who is gone points at nothing. */
  leave(client: Client): void {
    if (this.#speaker !== client) return;
    this.#speaker = undefined;
    this.#pointing.push({ client, at: undefined });
  }

  close(): void {
    this.#pointing.close();
  }

  /** What there is no room for is not drawn. */
  #draw(client: Client, { slide, stroke, anchor, points }: InkPiece): void {
    const before = this.#ink.get(stroke);
    const isFull = !before && this.#ink.size >= limits.ink.strokes;
    if (isFull || points.length % 2 !== 0 || this.#points + points.length / 2 > limits.ink.points) return;
    this.#points += points.length / 2;
    if (before) before.points.push(...points);
    else this.#ink.set(stroke, { slide, stroke, anchor, points });
    this.#options.clients.broadcast({ type: 'ink', slide, stroke, anchor, points: [...points] }, client);
  }

  #wipe(client: Client, slide: number): void {
    for (const [name, stroke] of this.#ink) {
      if (stroke.slide !== slide) continue;
      this.#ink.delete(name);
      this.#points -= stroke.points.length / 2;
    }
    this.#options.clients.broadcast({ type: 'wipe', slide }, client);
  }

  /** The course was replaced; `slideAfter`: the slide that takes the place of one before. What was drawn is wiped off. */
  replace(slides: readonly number[], slideAfter: (slide: number) => number): void {
    this.#slides = slides;
    this.#slide = slideAfter(this.#slide);
    this.#ink.clear();
    this.#points = 0;
  }

  /** Turns all windows to the next slide; at the last one they stay. */
  next(): void {
    this.turn(undefined, this.#slides[this.#slides.indexOf(this.#slide) + 1] ?? this.#slide);
  }

  /** Turns all windows but `client` to a slide, if there is such a one. */
  turn(client: Client | undefined, index: number): void {
    if (!this.#slides.includes(index)) return;
    this.#slide = index;
    this.#options.onTurn?.();
    this.#options.clients.broadcast({ type: 'slide', index }, client);
  }
}
