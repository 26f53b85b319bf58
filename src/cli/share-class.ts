import { randomBytes } from 'node:crypto';
import { message } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import type { PostgresClass } from '../server/class/postgres/postgres-class.ts';
import { listen, type ListenOptions, mostConnections } from '../server/http/listen.ts';
import { Relay } from '../server/http/relay.ts';
import { complain } from './errors.ts';
import { type ClassCourse, holdClass } from './hold-class.ts';

export interface ShareOptions {
  readonly listen: ListenOptions;
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
export async function shareClass(course: ClassCourse, shared: PostgresClass, options: ShareOptions): Promise<void> {
  const { host = '127.0.0.1', port } = options.listen;
  const most = mostConnections(options.listen);
  const relay = await Relay.open({ host, port, ownHost: options.ownHost, most });
  try {
    while (!options.stop.aborted) await leadOnce(course, shared, relay, options);
  } finally {
    await relay.close();
  }
}

/** Waits until no other server leads, and leads until another one does, or this one is stopped. */
async function leadOnce(
  course: ClassCourse,
  shared: PostgresClass,
  relay: Relay,
  { listen: door, stop, leaves }: ShareOptions,
): Promise<void> {
  const { lang } = course;
  const me = { address: relay.address, secret: randomBytes(24).toString('base64url') };
  const lost = new AbortController();
  const unwatch = shared.watchLeader((news) => {
    if ('away' in news) complain(news.away, lang);
    else relay.follow(news.leader);
    if ('leader' in news && news.leader)
      process.stderr.write(`${word(message('cli/another-leads', { name: shared.name }), lang)}\n`);
  });
  const store = await shared
    .lead({
      me,
      signal: stop,
      onNews: (news) => {
        if (news.type === 'away') complain(news.reason, lang);
        if (news.type === 'lost') lost.abort();
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
