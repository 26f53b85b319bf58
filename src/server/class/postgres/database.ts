import { setTimeout as after } from 'node:timers/promises';
import pg from 'pg';
import { type Message, message, verbatim } from '../../../messages/message.ts';
import { StoreError } from '../store.ts';

export type Connection = pg.Client;

/** Milliseconds for a connection, and for an answer to a statement that waits for nobody. */
const connectMs = 10_000;
const answerMs = 20_000;
/** Milliseconds between tries: the first pause, and the longest. */
const firstPauseMs = 100;
const longestPauseMs = 5_000;

/**
 * How soon the server finds out that the other end of a connection is gone, so that what it holds is free for others. Settings that a
 * server does not know, or cannot have on its system, are left as they are.
 */
const watchfulness = `DO $$ DECLARE each text[]; BEGIN
  FOREACH each SLICE 1 IN ARRAY ARRAY[
    ['tcp_keepalives_idle', '5'], ['tcp_keepalives_interval', '2'], ['tcp_keepalives_count', '3'],
    ['tcp_user_timeout', '10s'], ['client_connection_check_interval', '1s'], ['idle_session_timeout', '0']
  ] LOOP
    BEGIN PERFORM set_config(each[1], each[2], false); EXCEPTION WHEN OTHERS THEN NULL; END;
  END LOOP;
END $$`;

/** A PostgreSQL database, by its URL. The password is in no message. */
export class Database {
  /** For people: the database, its host and port. */
  readonly where: string;
  readonly #url: string;
  readonly #user: string;
  readonly #host: string;
  readonly #name: string;

  /** Throws StoreError when that is no URL of a database. */
  constructor(url: string) {
    // What node-postgres takes these modes for, without its warning: the certificate is checked.
    this.#url = url.includes('uselibpqcompat=')
      ? url
      : url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, '$1verify-full');
    const { user = '', host, port, database = '' } = this.#client();
    [this.#user, this.#host, this.#name] = [user, host, database];
    this.where = `${database} (${host}:${port})`;
  }

  /** A connection that finds out soon that it is dead: it emits `end`. Throws StoreError. */
  async connect(): Promise<Connection> {
    const client = this.#client();
    // What breaks ends it, too.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await ask(client, watchfulness);
      return client;
    } catch (error) {
      hangUp(client);
      throw this.error(error);
    }
  }

  /** What went wrong, in a sentence. */
  error(error: unknown): StoreError {
    if (error instanceof StoreError) return error;
    return new StoreError(message('class/database', { database: this.where, reason: this.#reason(error) }), {
      cause: error,
    });
  }

  #client(): Connection {
    try {
      const scheme = /^postgres(?:ql)?:\/\/./;
      if (!scheme.test(this.#url)) throw new StoreError(message('class/bad-database-url'));
      return new pg.Client({
        ...{ connectionString: this.#url, application_name: 'pupitre' },
        ...{ connectionTimeoutMillis: connectMs, keepAlive: true, keepAliveInitialDelayMillis: 5_000 },
      });
    } catch (error) {
      // A file that the URL names as a certificate.
      if (error instanceof Error && 'syscall' in error) {
        throw new StoreError(message('class/bad-database-file', { reason: verbatim(error.message) }));
      }
      // Without its cause: that has the URL.
      throw error instanceof StoreError ? error : new StoreError(message('class/bad-database-url'));
    }
  }

  #reason(error: unknown): Message {
    const said = error instanceof Error ? error.message : String(error);
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const user = this.#user;
    switch (code) {
      case 'ECONNREFUSED':
      case 'ENOENT':
        return message('class/database-refused');
      case 'ENOTFOUND':
      case 'EAI_AGAIN':
        return message('class/database-unknown-host', { host: this.#host });
      case 'ETIMEDOUT':
      case 'EHOSTUNREACH':
      case 'ENETUNREACH':
        return message('class/database-silent');
      case 'ECONNRESET':
      case 'EPIPE':
      case '57P01':
      case '57P02':
        return message('class/database-broken');
      case '57P03':
        return message('class/database-starting');
      case '28P01':
        return message('class/database-password', { user });
      case '28000':
        return message('class/database-not-admitted', { user, reason: verbatim(said) });
      case '3D000':
        return message('class/database-missing', { name: this.#name });
      case '42501':
        return message('class/database-may-not', { user, reason: verbatim(said) });
    }
    if (said.includes('client password must be')) return message('class/database-password', { user });
    if (/timeout/i.test(said)) return message('class/database-silent');
    if (said.includes('Connection terminated')) return message('class/database-broken');
    if (said.includes('does not support SSL')) return message('class/database-no-tls');
    if (/CERT|SELF_SIGNED|UNABLE_TO_|^ERR_TLS|^ERR_SSL/.test(code)) {
      return message('class/database-tls', { reason: verbatim(said) });
    }
    return verbatim(said);
  }
}

/** The rows that answer a statement within a time; what waits longer for a reason has no `deadline`. */
export async function ask(
  connection: Connection,
  text: string,
  values: readonly unknown[] = [],
  deadline = answerMs,
): Promise<readonly Record<string, unknown>[]> {
  const query = { text, values: [...values], ...(deadline < Infinity && { query_timeout: deadline }) };
  const { rows } = await connection.query<Record<string, unknown>>(query);
  return rows;
}

/** Ends a connection whatever state it is in, without waiting for that. */
export function hangUp(connection: Connection): void {
  connection.end().catch(() => undefined);
}

/** Whether it may work another time: the database is away, or others are in the way. */
export function isPassing(error: unknown): boolean {
  const cause = error instanceof StoreError ? error.cause : error;
  if (!(cause instanceof pg.DatabaseError)) return cause !== undefined;
  // Connection, resources, shutdown or start, and a server that only reads as long as it is not the first one.
  return /^(?:08|53|57P|25006)/.test(cause.code ?? '');
}

/** Whether the connection has outlived an error: the server has refused a statement, and would refuse it on another connection as well. */
export function isAlive(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity === 'ERROR' && error.code !== '25006';
}

/** A pause that grows with the number of tries. Rejects when `signal` aborts. */
export async function pause(tries: number, signal: AbortSignal, longest = longestPauseMs): Promise<void> {
  await after(Math.min(longest, firstPauseMs * 2 ** tries), undefined, { signal });
}
