import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Message, message } from '../../messages/message.ts';
import type { ClassEvent } from '../class/class-events.ts';
import type { StoredSession } from '../class/class-state.ts';
import type { Store } from '../class/store.ts';
import type { DoorRefusal, Doors } from './doors.ts';
import { cookieValues, type Received } from './headers.ts';

/** Why a request is refused. */
export type Refusal = DoorRefusal | { readonly status: 401; readonly reason: Message };

/** A browser that has come in, and whose. */
export interface Identity {
  readonly id: string;
  readonly person: string;
  /** Whether this is the key that its pages were given: the cookie alone is sent to every port of the host. */
  readonly hasKey: (key: string | undefined) => boolean;
}

export interface AuthOptions {
  readonly doors: Doors;
  /** Names the cookie: cookies are not kept apart by port. Of several servers of a class, something that they share. */
  readonly port: number | string;
  /** What students must know to join; without it, nobody joins but by a token. */
  readonly password?: string;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  /** Knows who has come in, also before a restart. */
  readonly store: Store;
  /** A browser is no longer known: its connections must end. It was the `last` of its person. */
  readonly onSessionEnd?: (ended: {
    readonly session: string;
    readonly person: string;
    readonly last: boolean;
  }) => void;
  /** What is kept cannot be. */
  readonly onError: (error: unknown) => void;
}

/** Milliseconds that a one-time token lives. */
export const startUpLife = 3_600_000;
export const invitationLife = 600_000;

const maxTokens = 1000;
/** Tokens of one person, so that one person's invitations do not push out those of others. */
const maxTokensOfPerson = 20;
/** Browsers of one person; the one that came in first has to come in again. */
const maxSessionsOfPerson = 10;
/** Milliseconds that a session is kept. */
const longestSession = 7 * 24 * 3_600_000;

export type Auth = ReturnType<typeof createAuth>;

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Who may come in. Tokens and cookies are kept as hashes only. */
export function createAuth(options: AuthOptions) {
  const { doors } = options;
  const tokens = new Map<string, { hash: Buffer; person: string; until: number }>();
  const { sessions } = options.store.state;
  const password = options.password === undefined ? undefined : digest(options.password);
  const plainName = `pupitre_${options.port}`;
  const secureName = `__Host-${plainName}`;

  function setCookie(secure: boolean, value: string, more = ''): string {
    const name = secure ? secureName : plainName;
    return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}${more}`;
  }

  function sweep(): void {
    for (const [key, token] of tokens) if (token.until <= options.now()) tokens.delete(key);
  }

  function endSession({ session, person }: StoredSession): void {
    keep({ type: 'sessionEnded', session });
    const last = ![...sessions.values()].some((each) => each.person === person);
    options.onSessionEnd?.({ session, person, last });
  }

  function keep(event: ClassEvent): void {
    options.store.append(event).catch(options.onError);
  }

  /** The session of a cookie of this request: another program of the host may have set one of the same name. */
  function sessionOf(request: Received): StoredSession | undefined {
    // By https, other hosts of the domain can set the plain one, and not the other.
    const names = doors.isSecure(request) ? [secureName] : [secureName, plainName];
    for (const value of names.flatMap((name) => cookieValues(request, name))) {
      const found = sessions.get(digest(value).toString('hex'));
      if (found && Date.now() - found.at < longestSession) return found;
    }
    return undefined;
  }

  function identify(request: Received): Identity | undefined {
    const found = sessionOf(request);
    if (!found) return undefined;
    const key = Buffer.from(found.key, 'hex');
    return {
      id: found.session,
      person: found.person,
      hasKey: (text) => text !== undefined && timingSafeEqual(key, digest(text)),
    };
  }

  return {
    usesPassword: password !== undefined,
    doors,
    identify,

    /** A token that lets one browser in as this person, once, within `life` milliseconds. */
    issueToken(person: string, life = startUpLife): string {
      sweep();
      const own = [...tokens].filter(([, each]) => each.person === person).map(([key]) => key);
      const oldest = own.length >= maxTokensOfPerson ? own[0] : tokens.keys().next().value;
      if ((own.length >= maxTokensOfPerson || tokens.size >= maxTokens) && oldest !== undefined) tokens.delete(oldest);
      const token = secret();
      const hash = digest(token);
      tokens.set(hash.toString('hex'), { hash, person, until: options.now() + life });
      return token;
    },

    /** Whose token this is, which is used up; undefined when it is wrong, used or too old. */
    exchange(token: string): string | undefined {
      sweep();
      const hash = digest(token);
      const key = hash.toString('hex');
      const found = tokens.get(key);
      if (!found || !timingSafeEqual(found.hash, hash)) return undefined;
      tokens.delete(key);
      return found.person;
    },

    /** Whether this is what students must know. */
    isPassword: (text: string): boolean => password !== undefined && timingSafeEqual(password, digest(text)),

    /** Lets a person's browser in, which came by https (`secure`) or not: its Set-Cookie value, and the key that its pages must show besides. Fulfilled when it is kept. */
    async createSession(person: string, secure = false): Promise<{ readonly cookie: string; readonly key: string }> {
      const [cookie, key] = [secret(), secret()];
      const own = [...sessions.values()].filter((each) => each.person === person);
      const [oldest] = own;
      const hashes = { cookie: digest(cookie).toString('hex'), key: digest(key).toString('hex') };
      await options.store.append({ type: 'session', session: secret(), person, ...hashes, at: Date.now() });
      if (own.length >= maxSessionsOfPerson && oldest) endSession(oldest);
      return { cookie: setCookie(secure, cookie), key };
    },

    /** Forgets the browser of this request; returns the Set-Cookie value that removes its cookie. */
    logout(request: Received): string {
      const found = sessionOf(request);
      if (found) endSession(found);
      return setCookie(doors.isSecure(request), '', '; Max-Age=0');
    },

    /** Forgets all browsers of a person. */
    endSessions(person: string): void {
      for (const session of [...sessions.values()]) if (session.person === person) endSession(session);
    },

    /** Who asks for a WebSocket, or why it is refused. */
    authorizeUpgrade(request: Received): Identity | Refusal {
      if (request.method !== 'GET') return { status: 400, reason: message('server/upgrade-not-get') };
      return (
        doors.checkHost(request) ??
        doors.checkOrigin(request, true) ??
        identify(request) ?? { status: 401, reason: message('server/not-logged-in') }
      );
    },
  };
}
