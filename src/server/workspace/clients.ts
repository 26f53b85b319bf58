import type { ServerMessage } from '../../protocol.ts';
import type { Clock } from '../../run/clock.ts';
import type { Machine } from './machine.ts';
import { OutputSubscription } from './output-subscription.ts';

/** One window of a browser, as its workspace sees it. */
export interface Client {
  send(message: ServerMessage): void;
  /** Sends a binary frame of the terminal's output. */
  sendOutput(frame: Buffer): void;
}

/** What clients are shown: the output of a machine. */
export type OutputSource = Pick<Machine, 'id' | 'ring' | 'size' | 'screen' | 'hold'>;

export interface ClientsOptions {
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Something that is wrong with the program itself. */
  readonly onError: (error: unknown) => void;
}

/**
 * The clients of a workspace: the fan-out of messages and of the terminal's output to them, and the back-pressure from them to the
 * shell, which waits while every client that keeps up is full.
 */
export class Clients {
  readonly #subscriptions = new Map<Client, OutputSubscription>();
  readonly #options: ClientsOptions;
  #source: OutputSource;

  constructor(source: OutputSource, options: ClientsOptions) {
    this.#source = source;
    this.#options = options;
  }

  get size(): number {
    return this.#subscriptions.size;
  }

  /** A new client that has all output before `offset`; it is sent the rest from the next `feed` on. */
  add(client: Client, offset: number): void {
    this.#subscriptions.set(client, this.#subscribe(client, offset));
  }

  delete(client: Client): void {
    this.#subscriptions.get(client)?.close();
    this.#subscriptions.delete(client);
    this.#applyPressure();
  }

  /** Sends a message to all clients but one. */
  broadcast(message: ServerMessage, except?: Client): void {
    for (const client of this.#subscriptions.keys()) if (client !== except) client.send(message);
  }

  /** There is new output. */
  feed(): void {
    for (const subscription of this.#subscriptions.values()) subscription.feed();
  }

  /** A client has parsed all output before `offset`. */
  acknowledge(client: Client, offset: number): void {
    this.#subscriptions.get(client)?.acknowledge(offset);
  }

  /** Another machine: every client is shown its output, from the beginning. */
  switchTo(source: OutputSource): void {
    this.#source = source;
    for (const [client, subscription] of this.#subscriptions) {
      subscription.close();
      this.#subscriptions.set(client, this.#subscribe(client, 0));
      client.send({ type: 'screen', node: source.id, offset: 0, size: source.size, screen: '' });
    }
  }

  close(): void {
    for (const subscription of this.#subscriptions.values()) subscription.close();
  }

  #subscribe(client: Client, offset: number): OutputSubscription {
    const source = this.#source;
    const subscription: OutputSubscription = new OutputSubscription({
      ring: source.ring,
      offset,
      ...(this.#options.clock && { clock: this.#options.clock }),
      send: (frame) => {
        client.sendOutput(frame);
      },
      onChange: () => {
        this.#applyPressure();
      },
      onLost: () => {
        source.screen().then(({ offset: at, screen }) => {
          if (this.#subscriptions.get(client) !== subscription) return;
          client.send({ type: 'screen', node: source.id, offset: at, size: source.size, screen });
          subscription.restart(at);
        }, this.#options.onError);
      },
    });
    return subscription;
  }

  #applyPressure(): void {
    const awake = [...this.#subscriptions.values()].filter((subscription) => !subscription.frozen);
    this.#source.hold(awake.length > 0 && awake.every((subscription) => subscription.full));
  }
}
