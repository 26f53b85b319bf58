import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { DoorMemory } from './door-memory.ts';
import { cookieValue, type Received, singleHeader } from './headers.ts';

/** One cookie is one identity; a desk is one node1 with its shell, and may have several identities. */
export interface Identity {
  readonly id: string;
  readonly deskId: string;
}

export interface Refusal {
  readonly status: 400 | 401 | 403 | 429;
  readonly reason: string;
}

export interface AccessOptions {
  /** What a Host header may say, with the port where it is not the scheme's own: `127.0.0.1:8765`. */
  readonly hosts: readonly string[];
  /** Names the cookie: cookies are not kept apart by port. */
  readonly port: number;
  readonly password?: string;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  /** The page is reached by https. */
  readonly secure: boolean;
  /** Whether a newcomer with the password may have a desk of their own. */
  readonly mayOpenDesk?: () => boolean;
  /** Who has come in before: to be let in again, and kept up to date. */
  readonly memory?: DoorMemory;
  /**
   * An identity is no longer known: it has logged out, or is one too many. Its connections must end; when it was the `last`,
   * nobody can come to its desk any more.
   */
  readonly onForgotten?: (identity: Identity, last: boolean) => void;
}

/** Milliseconds that a one-time token lives. */
export const startUpLife = 3_600_000;
export const invitationLife = 600_000;

const maxIdentities = 1000;
const maxTokens = 1000;
/** Tokens of one desk, so that nobody's invitations push out those of others. */
const maxTokensOfDesk = 20;

export type Access = ReturnType<typeof createAccess>;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const secret = (): string => randomBytes(32).toString('base64url');

/** Who may come in. Tokens and cookies are kept as hashes only. */
export function createAccess(options: AccessOptions) {
  const hosts = new Set(options.hosts.map((host) => host.toLowerCase()));
  const origins = new Set([...hosts].map((host) => `${options.secure ? 'https' : 'http'}://${host}`));
  const tokens = new Map<string, { hash: Buffer; deskId: string; until: number }>();
  const identities = new Map((options.memory?.load() ?? []).map((each) => [each.cookieHash, each]));
  const password = options.password === undefined ? undefined : digest(options.password);
  const cookieName = `${options.secure ? '__Host-' : ''}pupitre_${options.port}`;
  const attributes = `; Path=/; HttpOnly; SameSite=Strict${options.secure ? '; Secure' : ''}`;

  function sweep(): void {
    for (const [key, token] of tokens) if (token.until <= options.now()) tokens.delete(key);
  }

  function forget(cookieHash: string): void {
    const identity = identities.get(cookieHash);
    if (!identity) return;
    identities.delete(cookieHash);
    remember();
    sweep();
    const others = [...identities.values(), ...tokens.values()];
    const last = others.every(({ deskId }) => deskId !== identity.deskId);
    options.onForgotten?.({ id: identity.id, deskId: identity.deskId }, last);
  }

  function remember(): void {
    options.memory?.save([...identities.values()]);
  }

  function identify(request: Received): Identity | undefined {
    const value = cookieValue(request, cookieName);
    return value === undefined ? undefined : identities.get(digest(value).toString('hex'));
  }

  /** Why Host is not one of ours (DNS rebinding), or undefined. */
  function checkHost(request: Received): Refusal | undefined {
    const host = singleHeader(request, 'host');
    if (!host) return { status: 400, reason: 'one Host header is needed' };
    return hosts.has(host.toLowerCase()) ? undefined : { status: 403, reason: 'this name is not served here' };
  }

  /** Why Origin is not ours, or undefined; it may be absent only where it is not `required`. */
  function checkOrigin(request: Received, required: boolean): Refusal | undefined {
    const origin = singleHeader(request, 'origin');
    if (origin === null) return { status: 400, reason: 'one Origin header is needed' };
    if (origin === undefined) return required ? { status: 403, reason: 'an Origin is needed' } : undefined;
    return origins.has(origin) ? undefined : { status: 403, reason: 'requests from other sites are refused' };
  }

  return {
    usesPassword: password !== undefined,
    /** The desk of who came in last; undefined when nobody is known. */
    lastDesk: (): string | undefined => [...identities.values()].at(-1)?.deskId,
    checkHost,
    checkOrigin,
    identify,

    /** A token that lets one browser come to this desk, once, within `life` milliseconds. */
    issueToken(deskId: string, life = startUpLife): string {
      sweep();
      const ofDesk = [...tokens].filter(([, each]) => each.deskId === deskId).map(([key]) => key);
      const oldest = ofDesk.length >= maxTokensOfDesk ? ofDesk[0] : tokens.keys().next().value;
      if ((ofDesk.length >= maxTokensOfDesk || tokens.size >= maxTokens) && oldest !== undefined) tokens.delete(oldest);
      const token = secret();
      const hash = digest(token);
      tokens.set(hash.toString('hex'), { hash, deskId, until: options.now() + life });
      return token;
    },

    /** The cookie's identity for a token, which is used up; undefined when it is wrong, used or too old. */
    exchange(token: string): Identity | undefined {
      sweep();
      const hash = digest(token);
      const key = hash.toString('hex');
      const found = tokens.get(key);
      if (!found || !timingSafeEqual(found.hash, hash)) return undefined;
      tokens.delete(key);
      return { id: secret(), deskId: found.deskId };
    },

    /** A new desk for whoever knows the password. */
    exchangePassword(text: string): Identity | 'wrong' | 'full' {
      if (!password || !timingSafeEqual(password, digest(text))) return 'wrong';
      return options.mayOpenDesk?.() === false ? 'full' : { id: secret(), deskId: secret() };
    },

    /** Remembers a new identity and returns its Set-Cookie value; the oldest of too many has to come in again. */
    admit(identity: Identity): string {
      const cookie = secret();
      const oldest = identities.keys().next().value;
      if (identities.size >= maxIdentities && oldest !== undefined) forget(oldest);
      const cookieHash = digest(cookie).toString('hex');
      identities.set(cookieHash, { ...identity, cookieHash, since: Date.now() });
      remember();
      return `${cookieName}=${cookie}${attributes}`;
    },

    /** Forgets the identity of this request; returns the Set-Cookie value that removes its cookie. */
    logout(request: Received): string {
      const value = cookieValue(request, cookieName);
      if (value !== undefined) forget(digest(value).toString('hex'));
      return `${cookieName}=${attributes}; Max-Age=0`;
    },

    /** Who asks for a WebSocket, or why it is refused. */
    admitUpgrade(request: Received): Identity | Refusal {
      if (request.method !== 'GET') return { status: 400, reason: 'an upgrade is a GET' };
      return (
        checkHost(request) ??
        checkOrigin(request, true) ??
        identify(request) ?? { status: 401, reason: 'open the address that pupitre serve printed' }
      );
    },
  };
}
