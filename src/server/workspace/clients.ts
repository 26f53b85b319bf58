import type { ClientMessage, ServerMessage } from '../../protocol.ts';
import type { Clock } from '../../run/clock.ts';
import { OutputSubscription } from './output-subscription.ts';
import type { Terminal } from './terminal.ts';

/** One window of a browser, as its workspace sees it. */
export interface Client {
  send(message: ServerMessage): void;
  /** Sends a binary frame of the terminal's output. */
  sendOutput(frame: Buffer): void;
}

/** What clients are shown: the output of a terminal. */
export type OutputSource = Pick<Terminal, 'name' | 'ring' | 'size' | 'screen' | 'hold'>;

export interface ClientsOptions {
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Something that is wrong with the program itself. */
  readonly onError: (error: unknown) => void;
}

/** Which terminal a client is shown, and how far it has got. */
interface Shown {
  readonly node: string;
  readonly source: OutputSource;
  readonly subscription: OutputSubscription;
  /** `audience`: it shows the terminal in which the others work; `visitor`: it is somebody else's, who looks. */
  readonly kind: WindowKind;
}

type WindowKind = 'page' | 'audience' | 'visitor';

/** What kind of window says hello. */
export function kindOf({ kind, visit }: Extract<ClientMessage, { type: 'hello' }>): WindowKind {
  if (visit !== undefined) return 'visitor';
  return kind === 'audience' ? 'audience' : 'page';
}

/**
 * The clients of a workspace: the fan-out of messages, and of the output of the terminal that each is shown, and the back-pressure from
 * them to its shell, which waits while every client that keeps up is full.
 */
export class Clients {
  readonly #shown = new Map<Client, Shown>();
  readonly #options: ClientsOptions;
  /** The audience is shown its terminals as they were. */
  #isFrozen = false;

  constructor(options: ClientsOptions) {
    this.#options = options;
  }

  /** How many there are, without visitors. */
  get size(): number {
    return [...this.#shown.values()].filter(({ kind }) => kind !== 'visitor').length;
  }

  /** Name of the terminal that a client is shown. */
  terminalOf(client: Client): string | undefined {
    return this.#shown.get(client)?.source.name;
  }

  /** A new client that has all output of `source` before `offset`; it is sent the rest from the next `feed` on. */
  add(client: Client, node: string, source: OutputSource, offset: number, kind: WindowKind = 'page'): void {
    const held = this.#isHeld({ kind });
    this.#shown.set(client, this.#subscribe(client, { node, source, kind }, held ? undefined : offset));
  }

  delete(client: Client): void {
    const shown = this.#shown.get(client);
    this.#shown.delete(client);
    if (!shown) return;
    shown.subscription.close();
    this.#applyPressure(shown.source);
  }

  /** Sends a message to all clients but one. */
  broadcast(message: ServerMessage, except?: Client): void {
    for (const client of this.#shown.keys()) if (client !== except) client.send(message);
  }

  /** Sends each client a message of its own. */
  tell(messageFor: (client: Client) => ServerMessage): void {
    for (const client of this.#shown.keys()) client.send(messageFor(client));
  }

  /** There is new output of a terminal. */
  feed(source: OutputSource): void {
    for (const shown of this.#shown.values()) if (shown.source === source) shown.subscription.feed();
  }

  /** A client has parsed all output before `offset`. */
  acknowledge(client: Client, offset: number): void {
    this.#shown.get(client)?.subscription.acknowledge(offset);
  }

  /** Somebody has typed into the terminal that a client is shown. */
  typed(client: Client): void {
    this.#shown.get(client)?.subscription.expectEcho();
  }

  /** A client is shown another terminal, from its screen as it is on. */
  show(client: Client, node: string, source: OutputSource): void {
    const before = this.#shown.get(client);
    if (before && before.source !== source) this.#begin(client, { ...before, node, source });
  }

  /** The audience is shown the terminal that a client is shown, in which somebody works. */
  lead(client: Client): void {
    const leading = this.#shown.get(client);
    if (leading?.kind !== 'page') return;
    for (const [other, { kind }] of this.#shown)
      if (kind === 'audience') this.show(other, leading.node, leading.source);
  }

  /** The audience is sent nothing more while `frozen`; then it goes on with the screen as it is, whatever it has missed. */
  freeze(frozen: boolean): void {
    if (this.#isFrozen === frozen) return;
    this.#isFrozen = frozen;
    for (const [client, shown] of this.#shown) if (shown.kind === 'audience') this.#begin(client, shown);
  }

  /** A client that is here begins anew, with a screen, unless it is frozen. */
  #begin(client: Client, { node, source, kind }: Omit<Shown, 'subscription'>): void {
    const before = this.#shown.get(client);
    before?.subscription.close();
    const shown = this.#subscribe(client, { node, source, kind }, undefined);
    this.#shown.set(client, shown);
    if (before) this.#applyPressure(before.source);
    if (!this.#isHeld(shown)) this.#sendScreen(client, shown);
  }

  #isHeld({ kind }: Pick<Shown, 'kind'>): boolean {
    return kind === 'audience' && this.#isFrozen;
  }

  /** Every client that is shown one of the terminals for which `isGone` holds is shown `source` instead. */
  showInstead(node: string, source: OutputSource, isGone: (source: OutputSource) => boolean): void {
    for (const [client, shown] of this.#shown) if (isGone(shown.source)) this.show(client, node, source);
  }

  close(): void {
    for (const { subscription } of this.#shown.values()) subscription.close();
  }

  #subscribe(client: Client, what: Omit<Shown, 'subscription'>, offset: number | undefined): Shown {
    const { source } = what;
    const subscription = new OutputSubscription({
      ring: source.ring,
      offset,
      ...(this.#options.clock && { clock: this.#options.clock }),
      send: (frame) => {
        client.sendOutput(frame);
      },
      onChange: () => {
        this.#applyPressure(source);
      },
      onLost: () => {
        if (!this.#isHeld(shown)) this.#sendScreen(client, shown);
      },
    });
    const shown = { ...what, subscription };
    return shown;
  }

  /** Sends the screen as it is; the stream goes on there. */
  #sendScreen(client: Client, shown: Shown): void {
    const { node, source, subscription } = shown;
    source.screen().then(({ offset, screen }) => {
      if (this.#shown.get(client) !== shown) return;
      client.send({ type: 'screen', node, terminal: source.name, offset, size: source.size, screen });
      subscription.restart(offset);
    }, this.#options.onError);
  }

  #applyPressure(source: OutputSource): void {
    const awake = [...this.#shown.values()].filter(
      (shown) => shown.source === source && !shown.subscription.frozen && !this.#isHeld(shown),
    );
    source.hold(awake.length > 0 && awake.every(({ subscription }) => subscription.full));
  }
}
