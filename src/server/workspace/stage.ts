import type { ClientMessage, PointerPlace, StageState } from '../../protocol.ts';
import { type Clock, systemClock } from '../../run/clock.ts';
import type { Client, Clients } from './clients.ts';
import { Throttle } from './throttle.ts';

export interface StageOptions {
  /** Indexes of the slides that are shown; the first one is the one to begin with. */
  readonly slides: readonly number[];
  readonly clients: Pick<Clients, 'broadcast'>;
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
  readonly #pointing: Throttle<Pointing>;
  #slide: number;
  #state: StageState = { blackout: false, frozen: false, layout: 'both' };
  /** Who points. */
  #speaker: Client | undefined;

  constructor(options: StageOptions) {
    const { slides, clients, clock = systemClock } = options;
    this.#options = options;
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

  /** Tells a client that comes in. */
  tell(client: Client): void {
    client.send({ type: 'stage', stage: this.#state });
  }

  /** Does what a client asks for; false when it is nothing of the stage's. */
  handle(client: Client, request: ClientMessage): boolean {
    switch (request.type) {
      case 'slide':
        this.#turn(client, request.index);
        return true;
      case 'stage': {
        const { blackout, frozen, layout } = this.#state;
        this.#state = {
          blackout: request.blackout ?? blackout,
          frozen: request.frozen ?? frozen,
          layout: request.layout ?? layout,
        };
        this.#options.clients.broadcast({ type: 'stage', stage: this.#state }, client);
        return true;
      }
      case 'pointer':
        this.#speaker = request.at && client;
        this.#pointing.push({ client, at: request.at });
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

  #turn(client: Client, index: number): void {
    if (!this.#options.slides.includes(index)) return;
    this.#slide = index;
    this.#options.clients.broadcast({ type: 'slide', index }, client);
  }
}
