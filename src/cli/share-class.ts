import { createHash, randomBytes } from 'node:crypto';
import { message } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import type { PostgresClass } from '../server/class/postgres/postgres-class.ts';
import type { LeaderNews } from '../server/class/postgres/watch-leader.ts';
import { listen, type ListenOptions, mostConnections } from '../server/http/listen.ts';
import { Relay } from '../server/http/relay.ts';
import { complain } from './errors.ts';
import { type ClassCourse, holdClass } from './hold-class.ts';

export interface ShareOptions {
  /** Of the database, with its password. */
  readonly url: string;
  /** Of the class in it. */
  readonly name: string;
  readonly door: ListenOptions;
  /** By which the other servers reach this machine. */
  readonly ownHost: string;
  /** Ends this server. */
  readonly stop: AbortSignal;
  /** What is left then is for the other servers of the class. */
  readonly leaves: () => boolean;
}

/**
 * Takes part in a class that several servers share: passes connections on to the one that leads, and leads it when that one is gone, until it
 * is stopped. Throws StoreError and ListenError.
 */
export async function shareClass(course: ClassCourse, options: ShareOptions): Promise<void> {
  const { url, name, door, ownHost, stop } = options;
  const { openPostgres } = await import('../server/class/postgres/postgres-class.ts');
  const shared = await openPostgres(url, name);
  const { host = '127.0.0.1', port, more = 0 } = door;
  const relay = await Relay.open({ host, port, more, ownHost, most: mostConnections(door) });
  try {
    while (!stop.aborted) await leadOnce(course, shared, relay, options);
  } finally {
    await relay.close();
  }
}

/** Waits until no other server leads, and leads until another one does, or this one is stopped. */
async function leadOnce(
  course: ClassCourse,
  shared: PostgresClass,
  relay: Relay,
  { door, stop, leaves }: ShareOptions,
): Promise<void> {
  const { lang } = course;
  const me = { address: relay.address, secret: randomBytes(24).toString('base64url') };
  const lost = new AbortController();
  const unwatch = shared.watchLeader((news) => {
    follow(news, shared, relay, course);
  });
  const store = await shared
    .lead({
      ...{ me, signal: stop },
      onNews: (news) => {
        if (news.type === 'away') complain(message('class/database-away', { reason: news.reason }), lang);
        else if (news.type === 'back') complain(message('class/database-back'), lang);
        else lost.abort();
      },
    })
    .catch((error: unknown) => {
      if (!stop.aborted) throw error;
    })
    .finally(unwatch);
  if (!store) return;
  const listening = await listen({ ...door, through: relay });
  try {
    await holdClass(course, {
      ...{ listening, store, leaves },
      cookie: createHash('sha256').update(shared.name).digest('hex').slice(0, 8),
      stop: AbortSignal.any([stop, lost.signal]),
      onOpen: () => {
        relay.lead(listening.server, me.secret);
      },
    });
  } finally {
    relay.follow(undefined);
    await listening.close();
  }
}

function follow(news: LeaderNews, { name }: PostgresClass, relay: Relay, { lang }: ClassCourse): void {
  if ('away' in news) {
    complain(message('class/database-away', { reason: news.away }), lang);
    return;
  }
  relay.follow(news.leader);
  if (news.leader) process.stdout.write(`${word(message('cli/another-leads', { name }), lang)}\n`);
}
