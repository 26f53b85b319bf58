import type { Message } from '../../../messages/message.ts';
import { ask, type Connection, type Database, hangUp, pause } from './database.ts';
import { type Leader, leaderChannel, leaderOf } from './leadership.ts';

/** Who leads a class now, which may be nobody; or why that cannot be known. */
export type LeaderNews = { readonly leader: Leader | undefined } | { readonly away: Message };

/**
 * Tells `listener` who leads a class, now and each time that this changes, until it is stopped. Connects again by itself; a leader that was
 * killed is told of when the next one leads.
 */
export function watchLeader(database: Database, id: number, listener: (news: LeaderNews) => void): () => Promise<void> {
  const stopping = new AbortController();
  const watching = watch({ database, id, listener }, stopping.signal);
  return async () => {
    stopping.abort();
    await watching;
  };
}

interface Watch {
  readonly database: Database;
  readonly id: number;
  readonly listener: (news: LeaderNews) => void;
}

async function watch({ database, id, listener }: Watch, signal: AbortSignal): Promise<void> {
  let known = '';
  const tellOnce = (news: LeaderNews): void => {
    const now = JSON.stringify(news);
    if (now === known || signal.aborted) return;
    known = now;
    listener(news);
  };
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      const connection = await database.connect();
      await listen(connection, id, signal, (leader) => {
        tries = 0;
        tellOnce({ leader });
      });
    } catch (error) {
      tellOnce({ away: database.error(error).told });
    }
    await pause(tries, signal).catch(() => undefined);
  }
}

/** Rejects when the connection is gone, unless `signal` has aborted. */
async function listen(
  connection: Connection,
  id: number,
  signal: AbortSignal,
  tell: (leader: Leader | undefined) => void,
): Promise<void> {
  const ended = new Promise<void>((end) => connection.once('end', end));
  const stop = () => {
    hangUp(connection);
  };
  signal.addEventListener('abort', stop);
  try {
    signal.throwIfAborted();
    // One after the other, so that the last one told is the last one there was.
    let reading = Promise.resolve();
    const read = (): void => {
      reading = reading.then(async () => {
        tell(await leaderOf(connection, id));
      });
      reading.catch(stop);
    };
    connection.on('notification', ({ payload }) => {
      if (payload === String(id)) read();
    });
    await ask(connection, `LISTEN ${leaderChannel}`);
    read();
    await ended;
    await reading;
    if (!signal.aborted) throw new Error('Connection terminated');
  } finally {
    signal.removeEventListener('abort', stop);
    hangUp(connection);
  }
}
