import type { Clock } from '../../run/clock.ts';

/** How many places a class has, and how long they are kept. Times are milliseconds. */
export interface PoolLimits {
  /** Places that are opened at the start, so that the first who come wait for nothing. */
  readonly initial: number;
  /** Places that are kept open for the next who come. */
  readonly reserved: number;
  /** Places at a time, with those that are still being closed. */
  readonly max: number;
  /** How long somebody may keep a place. */
  readonly expiresMs?: number;
  /** How long a place is kept at which nobody has a window. */
  readonly orphanedMs?: number;
}

export interface PoolOptions<Node> {
  readonly limits: PoolLimits;
  /** Begins to open a node; `ready` is fulfilled when it can be used, or never will be. */
  readonly open: () => { readonly node: Node; readonly ready: Promise<void> };
  readonly close: (node: Node) => Promise<void>;
  /** Lets go of a node that somebody has, for another server to find; default: closes it. */
  readonly leave?: (node: Node) => Promise<void>;
  readonly clock: Clock;
  /** Somebody who waited has a place now. */
  readonly onPlaced: (person: string, node: Node) => void;
  /** Those who wait are at other places of the queue now. */
  readonly onQueue: () => void;
  /** A place was given back by itself, and why. */
  readonly onGivenBack: (person: string, why: 'expired' | 'orphaned') => void;
  readonly onError: (error: unknown) => void;
}

/** Where somebody is in the queue. */
export interface QueuePlace {
  /** From 1. */
  readonly place: number;
  readonly of: number;
  /** Milliseconds after which a place is free for certain; undefined when nobody has to give one back. */
  readonly withinMs: number | undefined;
}

interface Lease<Node> {
  readonly person: string;
  readonly node: Node;
  /** It is one more than the pool has places. */
  readonly isExtra: boolean;
  readonly since: number;
  /** Since when nobody has a window at it, and whether anybody ever had. */
  lonelySince: number | undefined;
  hasCome: boolean;
  cancel: () => void;
}

/** Milliseconds that a place is kept for somebody who never opens a window. */
const noShowMs = 5 * 60_000;
/** So many nodes may be starting at a time: more would make each of them slower. */
const mostStarting = 4;

/**
 * Hands out nodes: one to a person, warm ones first; who comes when all are taken waits in a queue. Nobody loses a node because somebody else
 * wants one.
 */
export class Pool<Node> {
  readonly #options: PoolOptions<Node>;
  readonly #leases = new Map<string, Lease<Node>>();
  readonly #warm: Node[] = [];
  readonly #queue: string[] = [];
  readonly #closing = new Set<Promise<void>>();
  #starting = 0;
  #wanted: number;
  #closed = false;

  constructor(options: PoolOptions<Node>) {
    this.#options = options;
    this.#wanted = options.limits.initial;
    this.#fill();
  }

  /** What the pool has: `free` places can be claimed without waiting for anybody. */
  get capacity(): { readonly max: number; readonly held: number; readonly free: number } {
    const { max } = this.#options.limits;
    const held = [...this.#leases.values()].filter(({ isExtra }) => !isExtra).length;
    return { max, held, free: Math.max(0, max - held - this.#closing.size) };
  }

  /** How the pool is. */
  get health(): Readonly<Record<'held' | 'warm' | 'starting' | 'closing' | 'queued', number>> {
    return {
      ...{ held: this.#leases.size, warm: this.#warm.length, starting: this.#starting },
      ...{ closing: this.#closing.size, queued: this.#queue.length },
    };
  }

  /** The node that a person has. */
  nodeOf(person: string): Node | undefined {
    return this.#leases.get(person)?.node;
  }

  /** A node for a person: the one that they have, or another; undefined when they have to wait. `always`: they need not, whoever else does. */
  claim(person: string, always = false): Node | undefined {
    const held = this.nodeOf(person);
    if (held !== undefined || this.#closed) return held;
    const isNext = this.#queue.length === 0 || this.#queue[0] === person;
    if (always || (isNext && this.capacity.free > 0)) return this.#lease(person, always);
    if (!this.#queue.includes(person)) {
      this.#queue.push(person);
      this.#options.onQueue();
    }
    return undefined;
  }

  /** A person has this node, from before the server was started. */
  restore(person: string, node: Node, isExtra: boolean): void {
    this.#hand(person, node, isExtra).hasCome = true;
  }

  /** Where a person waits; undefined for one who does not. */
  placeOf(person: string): QueuePlace | undefined {
    const at = this.#queue.indexOf(person);
    if (at < 0) return undefined;
    return { place: at + 1, of: this.#queue.length, withinMs: this.#dues()[at] };
  }

  /** How many windows a person has at their node. */
  windows(person: string, count: number): void {
    const lease = this.#leases.get(person);
    if (!lease || (lease.lonelySince === undefined) === count > 0) return;
    lease.hasCome ||= count > 0;
    lease.lonelySince = count > 0 ? undefined : this.#options.clock.now();
    this.#watch(lease);
  }

  /** A person does not wait any more. */
  leaveQueue(person: string): void {
    const at = this.#queue.indexOf(person);
    if (at < 0) return;
    this.#queue.splice(at, 1);
    this.#options.onQueue();
  }

  /** A person gives their node back, or their place in the queue. Fulfilled when it is gone. */
  async release(person: string): Promise<void> {
    this.leaveQueue(person);
    const lease = this.#leases.get(person);
    if (!lease) return;
    this.#leases.delete(person);
    lease.cancel();
    await this.#end(lease.node);
  }

  /** Ends every node, or leaves those that somebody has. */
  async close(leaves = false): Promise<void> {
    this.#closed = true;
    this.#queue.length = 0;
    for (const { node, cancel } of this.#leases.values()) {
      cancel();
      void this.#end(node, leaves ? this.#options.leave : undefined);
    }
    this.#leases.clear();
    for (const node of this.#warm.splice(0)) void this.#end(node);
    await Promise.all(this.#closing);
  }

  #lease(person: string, isExtra = false): Node {
    const at = this.#queue.indexOf(person);
    if (at >= 0) this.#queue.splice(at, 1);
    const { node } = this.#hand(person, this.#warm.shift() ?? this.#options.open().node, isExtra);
    this.#wanted = Math.max(this.#wanted - 1, this.#options.limits.reserved);
    this.#fill();
    if (at >= 0) this.#options.onQueue();
    return node;
  }

  #hand(person: string, node: Node, isExtra: boolean): Lease<Node> {
    const now = this.#options.clock.now();
    const lease: Lease<Node> = {
      ...{ person, node, isExtra, since: now, lonelySince: now, hasCome: false },
      cancel: () => undefined,
    };
    this.#leases.set(person, lease);
    this.#watch(lease);
    return lease;
  }

  /** When the node of a lease has to be given back, whoever waits for it; undefined: never. */
  #due(lease: Lease<Node>): { readonly at: number; readonly why: 'expired' | 'orphaned' } | undefined {
    const { isExtra, since, lonelySince = Infinity, hasCome } = lease;
    if (isExtra) return undefined;
    const { expiresMs = Infinity, orphanedMs = Infinity } = this.#options.limits;
    const orphaned = lonelySince + (hasCome ? orphanedMs : Math.min(orphanedMs, noShowMs));
    const expired = since + expiresMs;
    const at = Math.min(orphaned, expired);
    return at === Infinity ? undefined : { at, why: orphaned < expired ? 'orphaned' : 'expired' };
  }

  /** Milliseconds until places will be given back, the first first. */
  #dues(): number[] {
    const now = this.#options.clock.now();
    const dues = [...this.#leases.values()].flatMap((lease) => this.#due(lease)?.at ?? []);
    return dues.map((at) => Math.max(0, at - now)).sort((one, other) => one - other);
  }

  #watch(lease: Lease<Node>): void {
    lease.cancel();
    const due = this.#due(lease);
    if (!due) return;
    const { clock, onGivenBack } = this.#options;
    lease.cancel = clock.after(due.at - clock.now(), () => {
      void this.release(lease.person);
      onGivenBack(lease.person, due.why);
    });
  }

  async #end(node: Node, end = this.#options.close): Promise<void> {
    const ended = end(node)
      .catch(this.#options.onError)
      .then(() => {
        this.#closing.delete(ended);
        this.#serve();
      });
    this.#closing.add(ended);
    await ended;
  }

  /** Those who wait longest get what is free. */
  #serve(): void {
    for (;;) {
      const [person] = this.#queue;
      if (this.#closed || person === undefined || this.capacity.free === 0) break;
      this.#options.onPlaced(person, this.#lease(person));
    }
    this.#fill();
  }

  /** Opens nodes until as many are warm as are wanted, some at a time. */
  #fill(): void {
    const { open } = this.#options;
    while (!this.#closed && this.#starting < mostStarting) {
      // Those that are starting are among the warm ones already: who comes now gets one that has begun.
      if (this.#warm.length >= Math.min(this.#wanted, this.capacity.free)) return;
      const { node, ready } = open();
      this.#warm.push(node);
      this.#starting++;
      void ready.then(() => {
        this.#starting--;
        this.#fill();
      });
    }
  }
}
