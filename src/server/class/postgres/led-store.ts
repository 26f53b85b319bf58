import { type Message, message } from '../../../messages/message.ts';
import type { ClassEvent } from '../class-events.ts';
import type { ClassState } from '../class-state.ts';
import { type Store, StoreError } from '../store.ts';
import { type Connection, type Database, hangUp, isAlive, pause } from './database.ts';
import { anotherLeads, type ClassKey, endEpoch, retakeLock } from './leadership.ts';
import { addEvents, asciiJson, replaceEvents } from './tables.ts';

/** How a store gets on with its database: what was appended waits (`away`), is written (`back`), or never will be, as another server leads. */
export type StoreNews =
  { readonly type: 'away'; readonly reason: Message } | { readonly type: 'back' } | { readonly type: 'lost' };

/** Rows of events after which they are written anew, when the state is fewer. */
const compactAfter = 20_000;
/** Milliseconds that an event waits for the database before whoever appended it is told; and for the last ones, when the store is closed. */
const keepMs = 60_000;
const closeMs = 5_000;
/** Milliseconds between tries at most. Servers that wait to lead pause longer: after a restart of the database, who led goes on. */
const longestPauseMs = 1_000;

export interface LedStoreOptions {
  readonly database: Database;
  readonly key: ClassKey;
  readonly epoch: number;
  /** It holds the lock of the class. */
  readonly connection: Connection;
  readonly state: ClassState;
  /** The number of the last row, and how many there are. */
  readonly last: number;
  readonly rows: number;
  readonly onNews?: ((news: StoreNews) => void) | undefined;
  /** As `keepMs`. */
  readonly patienceMs?: number | undefined;
}

interface Waiting {
  readonly events: readonly string[];
  readonly done: () => void;
  readonly failed: (error: StoreError) => void;
  readonly late: NodeJS.Timeout;
}

/**
 * The class that this server leads. One connection holds the lock and writes: once the lock is taken again, nothing of the connection
 * before is under way any more. Each event has a number by its place, so that what is tried twice is there once.
 */
export class LedStore implements Store {
  readonly state: ClassState;
  readonly epoch: number;
  readonly #options: LedStoreOptions;
  #connection: Connection | undefined;
  #waiting: Waiting[] = [];
  /** The number of the next event. */
  #next: number;
  #rows: number;
  #longest = compactAfter;
  /** The state has more than the events that wait. */
  #isStale: boolean;
  #working: Promise<void> | undefined;
  #tries = 0;
  #reason: StoreError | undefined;
  #isLost = false;
  #closed: Promise<void> | undefined;
  readonly #ending = new AbortController();

  constructor(options: LedStoreOptions) {
    this.#options = options;
    this.state = options.state;
    this.epoch = options.epoch;
    this.#next = options.last + 1;
    this.#rows = options.rows;
    this.#isStale = options.rows > [...options.state.events()].length;
    this.#use(options.connection);
    if (this.#isStale) this.#wake();
  }

  /** Whether another server leads: nothing can be appended any more. */
  get isLost(): boolean {
    return this.#isLost;
  }

  append(...events: readonly ClassEvent[]): Promise<void> {
    const { name } = this.#options.key;
    if (this.#isLost) return Promise.reject(anotherLeads(name));
    if (this.#closed) return Promise.reject(new StoreError(message('class/store-closed', { name })));
    for (const event of events) this.state.apply(event);
    return new Promise((done, failed) => {
      const late = setTimeout(() => {
        this.#giveUp(waiting);
      }, this.#options.patienceMs ?? keepMs);
      const waiting: Waiting = { events: events.map(asciiJson), done, failed, late };
      this.#waiting.push(waiting);
      this.#wake();
    });
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const late = setTimeout(() => {
      this.#ending.abort();
    }, closeMs);
    const ended = new Promise<void>((end) => {
      this.#ending.signal.addEventListener('abort', () => {
        end();
      });
    });
    await Promise.race([this.#working, ended]);
    clearTimeout(late);
    this.#ending.abort();
    const connection = this.#connection;
    this.#connection = undefined;
    if (connection) {
      // Whoever waits for the lock is told by its end.
      await endEpoch(connection, this.#options.key.id, this.epoch).catch(() => undefined);
      await connection.end();
    }
    const isKept = this.#waiting.length === 0 && !this.#isStale;
    this.#failAll(this.#error());
    if (!isKept && !this.#isLost) throw this.#error();
  }

  #use(connection: Connection): void {
    this.#connection = connection;
    connection.once('end', () => {
      if (this.#connection !== connection) return;
      this.#connection = undefined;
      if (!this.#closed) this.#wake();
    });
  }

  #wake(): void {
    this.#working ??= this.#work();
  }

  /** Connects and writes until nothing waits; tries again what does not work until the store is closed or lost. */
  async #work(): Promise<void> {
    // A turn later: what comes in one turn is one write.
    await Promise.resolve();
    while (this.#hasWork()) {
      try {
        const connection = this.#connection ?? (await this.#reconnect());
        const leads = this.#isStale || this.#rows > this.#longest ? this.#writeAnew(connection) : this.#add(connection);
        if (!(await leads)) throw anotherLeads(this.#options.key.name);
        this.#recover();
      } catch (error) {
        const failure = this.#options.database.error(error);
        if (failure.told.code === 'class/another-leads') this.#lose();
        else await this.#waitAfter(failure, isAlive(error));
      }
    }
    // In the same turn: what is appended later is written by the next one.
    this.#working = undefined;
  }

  #hasWork(): boolean {
    if (this.#isLost || this.#ending.signal.aborted) return false;
    return this.#waiting.length > 0 || this.#isStale || (!this.#connection && !this.#closed);
  }

  async #reconnect(): Promise<Connection> {
    const { database, key } = this.#options;
    const connection = await database.connect();
    const stop = () => {
      hangUp(connection);
    };
    this.#ending.signal.addEventListener('abort', stop);
    try {
      this.#ending.signal.throwIfAborted();
      await retakeLock(connection, key, this.epoch);
    } catch (error) {
      hangUp(connection);
      throw error;
    } finally {
      this.#ending.signal.removeEventListener('abort', stop);
    }
    this.#use(connection);
    return connection;
  }

  /** Adds what waits, all of it at once; whether this server still leads. */
  async #add(connection: Connection): Promise<boolean> {
    return this.#write(async (waiting) => {
      const events = waiting.flatMap((each) => each.events);
      if (events.length === 0) return true;
      const at = { id: this.#options.key.id, epoch: this.epoch, first: this.#next };
      if (!(await addEvents(connection, at, events))) return false;
      this.#next += events.length;
      this.#rows += events.length;
      return true;
    });
  }

  /** The state has everything that was appended: what waits is written with it. */
  async #writeAnew(connection: Connection): Promise<boolean> {
    return this.#write(async () => {
      const events = [...this.state.events()].map(asciiJson);
      this.#isStale = false;
      try {
        const at = { id: this.#options.key.id, epoch: this.epoch, first: this.#next };
        if (!(await replaceEvents(connection, at, events))) return false;
      } catch (error) {
        this.#isStale = true;
        throw error;
      }
      this.#next += events.length;
      this.#rows = events.length;
      this.#longest = Math.max(compactAfter, 2 * events.length);
      return true;
    });
  }

  /** What was not written goes on waiting, before what has come since, unless it was given up meanwhile. */
  async #write(write: (waiting: readonly Waiting[]) => Promise<boolean>): Promise<boolean> {
    const waiting = [...this.#waiting];
    if (!(await write(waiting))) return false;
    const written = new Set(waiting);
    this.#waiting = this.#waiting.filter((each) => !written.has(each));
    for (const { done, late } of waiting) {
      clearTimeout(late);
      done();
    }
    return true;
  }

  #recover(): void {
    this.#tries = 0;
    if (this.#reason) this.#options.onNews?.({ type: 'back' });
    this.#reason = undefined;
  }

  async #waitAfter(failure: StoreError, keepsConnection: boolean): Promise<void> {
    const connection = this.#connection;
    if (connection && !keepsConnection) {
      this.#connection = undefined;
      hangUp(connection);
    }
    if (!this.#reason) this.#options.onNews?.({ type: 'away', reason: failure.told });
    this.#reason = failure;
    await pause(this.#tries++, this.#ending.signal, longestPauseMs).catch(() => undefined);
  }

  /** The database is away for too long: the state keeps the events, and is written when it is back. */
  #giveUp(late: Waiting): void {
    this.#isStale = true;
    this.#waiting = this.#waiting.filter((each) => each !== late);
    late.failed(this.#error());
  }

  #lose(): void {
    this.#isLost = true;
    const connection = this.#connection;
    this.#connection = undefined;
    if (connection) hangUp(connection);
    this.#failAll(anotherLeads(this.#options.key.name));
    this.#options.onNews?.({ type: 'lost' });
  }

  #failAll(error: StoreError): void {
    for (const { failed, late } of this.#waiting.splice(0)) {
      clearTimeout(late);
      failed(error);
    }
  }

  #error(): StoreError {
    const { database, key } = this.#options;
    if (this.#isLost) return anotherLeads(key.name);
    return this.#reason ?? database.error(new Error('timeout'));
  }
}
