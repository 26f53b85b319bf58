import { setTimeout as after } from 'node:timers/promises';
import { message } from '../../../messages/message.ts';
import type { ClassState } from '../class-state.ts';
import { StoreError } from '../store.ts';
import { type Connection, Database, hangUp, isPassing, pause } from './database.ts';
import { anotherLeads, beginEpoch, type ClassKey, endEpoch, type Leader, waitForLock } from './leadership.ts';
import { LedStore, type StoreNews } from './led-store.ts';
import { classesIn, classNamed, prepareTables, readEvents } from './tables.ts';
import { type LeaderNews, watchLeader } from './watch-leader.ts';

/** Milliseconds that the server which led before has to go on, when the connection of one that waits was broken: the database has restarted. */
const graceMs = 2_000;

interface LeadOptions {
  /** Where the others reach this server, and what it knows them by. */
  readonly me: Omit<Leader, 'epoch'>;
  /** Ends the wait: `lead` rejects with StoreError. */
  readonly signal?: AbortSignal;
  readonly onNews?: (news: StoreNews) => void;
  /** Milliseconds that an event waits for the database before it has failed. */
  readonly patienceMs?: number;
}

/** A class in a PostgreSQL database, which several servers may share: one of them leads it, and only that one writes. */
export interface PostgresClass {
  readonly name: string;
  /**
   * Waits until no other server leads the class, or has died; then leads it. A database that is away is waited for. Rejects with StoreError
   * when `signal` aborts, when a row is no event, and when the database refuses.
   */
  lead(options: LeadOptions): Promise<LedStore>;
  /** Tells who leads, now and later, until the function that is returned is called. */
  watchLeader(listener: (news: LeaderNews) => void): () => Promise<void>;
}

/** Opens the class of this name in the database of a URL, or begins it; makes the tables where they are not. Throws StoreError. */
export async function openPostgres(url: string, name: string): Promise<PostgresClass> {
  const database = new Database(url);
  const id = await using(database, async (connection) => {
    await prepareTables(connection);
    return classNamed(connection, name);
  });
  return {
    name,
    lead: (options) => lead(database, { id, name }, options),
    watchLeader: (listener) => watchLeader(database, id, listener),
  };
}

/** What a database says of a class, which servers may have open; without a name, of its only one. Throws StoreError. */
export async function readPostgres(url: string, name: string | undefined): Promise<ClassState> {
  const database = new Database(url);
  return using(database, async (connection) => {
    const classes = await classesIn(connection);
    const names = [...classes.keys()];
    const chosen = name ?? (names.length === 1 ? names[0] : undefined);
    const id = chosen === undefined ? undefined : classes.get(chosen);
    if (chosen === undefined || id === undefined) {
      throw new StoreError(message('class/no-such-class', { database: database.where, name: chosen, names }));
    }
    return (await readEvents(connection, id, chosen)).state;
  });
}

async function using<T>(database: Database, use: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await database.connect();
  try {
    return await use(connection);
  } catch (error) {
    throw database.error(error);
  } finally {
    hangUp(connection);
  }
}

async function lead(database: Database, key: ClassKey, options: LeadOptions): Promise<LedStore> {
  const signal = options.signal ?? new AbortController().signal;
  let failure: StoreError | undefined;
  const isOver = (): boolean => signal.aborted;
  for (let tries = 0; !isOver(); tries++) {
    try {
      const connection = await database.connect();
      const patience = failure ? graceMs : 0;
      failure = undefined;
      return await takeOver({ database, key, connection, patience, signal, options });
    } catch (error) {
      if (isOver()) break;
      failure = database.error(error);
      if (!isPassing(error)) throw failure;
      await pause(tries, signal).catch(() => undefined);
    }
  }
  throw failure ?? anotherLeads(key.name);
}

interface Takeover {
  readonly database: Database;
  readonly key: ClassKey;
  readonly connection: Connection;
  /** Milliseconds before it asks for the lock. */
  readonly patience: number;
  readonly signal: AbortSignal;
  readonly options: LeadOptions;
}

async function takeOver({ database, key, connection, patience, signal, options }: Takeover): Promise<LedStore> {
  const stop = (): void => {
    hangUp(connection);
  };
  signal.addEventListener('abort', stop);
  let epoch: number | undefined;
  try {
    await after(patience, undefined, { signal });
    await waitForLock(connection, key.id);
    epoch = await beginEpoch(connection, key.id, options.me);
    const known = await readEvents(connection, key.id, key.name);
    const { onNews, patienceMs } = options;
    return new LedStore({ database, key, epoch, connection, ...known, onNews, patienceMs });
  } catch (error) {
    if (epoch !== undefined) await endEpoch(connection, key.id, epoch).catch(() => undefined);
    hangUp(connection);
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
