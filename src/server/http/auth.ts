import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Message, message } from '../../messages/message.ts';
import { cookieValue, type Received, singleHeader } from './headers.ts';
import type { Identity, SessionStore } from './session-store.ts';

export interface Refusal {
  readonly status: 400 | 401 | 403 | 429;
  readonly reason: Message;
}

export interface AuthOptions {
  /** What a Host header may say, with the port where it is not the scheme's own: `127.0.0.1:8765`. */
  readonly hosts: readonly string[];
  /** Names the cookie: cookies are not kept apart by port. */
  readonly port: number;
  readonly password?: string;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  /** The page is reached by https. */
  readonly secure: boolean;
  /** Whether a newcomer with the password may have a workspace of their own. */
  readonly mayOpenWorkspace?: () => boolean;
  /** Who has come in before: to be let in again, and kept up to date. */
  readonly store?: SessionStore;
  /**
   * An identity is no longer known: it has logged out, or is one too many. Its connections must end; when it was the `last`,
   * its workspace cannot be reached any more.
   */
  readonly onSessionEnd?: (identity: Identity, last: boolean) => void;
}

/** Milliseconds that a one-time token lives. */
export const startUpLife = 3_600_000;
export const invitationLife = 600_000;

const maxIdentities = 1000;
const maxTokens = 1000;
/** Tokens of one workspace, so that one person's invitations do not push out those of others. */
const maxTokensOfWorkspace = 20;

export type Auth = ReturnType<typeof createAuth>;

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Who may come in. Tokens and cookies are kept as hashes only. */
export function createAuth(options: AuthOptions) {
  const hosts = new Set(options.hosts.map((host) => host.toLowerCase()));
  const origins = new Set([...hosts].map((host) => `${options.secure ? 'https' : 'http'}://${host}`));
  const tokens = new Map<string, { hash: Buffer; workspaceId: string; until: number }>();
  const identities = new Map((options.store?.load() ?? []).map((each) => [each.cookieHash, each]));
  const password = options.password === undefined ? undefined : digest(options.password);
  const cookieName = `${options.secure ? '__Host-' : ''}pupitre_${options.port}`;
  const attributes = `; Path=/; HttpOnly; SameSite=Strict${options.secure ? '; Secure' : ''}`;

  function sweep(): void {
    for (const [key, token] of tokens) if (token.until <= options.now()) tokens.delete(key);
  }

  function endSession(cookieHash: string): void {
    const identity = identities.get(cookieHash);
    if (!identity) return;
    identities.delete(cookieHash);
    saveSessions();
    sweep();
    const others = [...identities.values(), ...tokens.values()];
    const last = others.every(({ workspaceId }) => workspaceId !== identity.workspaceId);
    options.onSessionEnd?.({ id: identity.id, workspaceId: identity.workspaceId }, last);
  }

  function saveSessions(): void {
    options.store?.save([...identities.values()]);
  }

  function identify(request: Received): Identity | undefined {
    const value = cookieValue(request, cookieName);
    return value === undefined ? undefined : identities.get(digest(value).toString('hex'));
  }

  /** Why Host is not one of ours (DNS rebinding), or undefined. */
  function checkHost(request: Received): Refusal | undefined {
    const host = singleHeader(request, 'host');
    if (!host) return { status: 400, reason: message('server/not-one-host') };
    return hosts.has(host.toLowerCase()) ? undefined : { status: 403, reason: message('server/unknown-host') };
  }

  /** Why Origin is not ours, or undefined; it may be absent only where it is not `required`. */
  function checkOrigin(request: Received, required: boolean): Refusal | undefined {
    const origin = singleHeader(request, 'origin');
    if (origin === null) return { status: 400, reason: message('server/not-one-origin') };
    if (origin === undefined) return required ? { status: 403, reason: message('server/no-origin') } : undefined;
    return origins.has(origin) ? undefined : { status: 403, reason: message('server/other-origin') };
  }

  return {
    usesPassword: password !== undefined,
    /** The workspace of the last session; undefined when there is none. */
    lastWorkspace: (): string | undefined => [...identities.values()].at(-1)?.workspaceId,
    checkHost,
    checkOrigin,
    identify,

    /** A token that lets one browser come to this workspace, once, within `life` milliseconds. */
    issueToken(workspaceId: string, life = startUpLife): string {
      sweep();
      const ofWorkspace = [...tokens].filter(([, each]) => each.workspaceId === workspaceId).map(([key]) => key);
      const oldest = ofWorkspace.length >= maxTokensOfWorkspace ? ofWorkspace[0] : tokens.keys().next().value;
      if ((ofWorkspace.length >= maxTokensOfWorkspace || tokens.size >= maxTokens) && oldest !== undefined)
        tokens.delete(oldest);
      const token = secret();
      const hash = digest(token);
      tokens.set(hash.toString('hex'), { hash, workspaceId, until: options.now() + life });
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
      return { id: secret(), workspaceId: found.workspaceId };
    },

    /** A new workspace for a newcomer who knows the password. */
    exchangePassword(text: string): Identity | 'wrong' | 'full' {
      if (!password || !timingSafeEqual(password, digest(text))) return 'wrong';
      return options.mayOpenWorkspace?.() === false ? 'full' : { id: secret(), workspaceId: secret() };
    },

    /** Remembers a new identity and returns its Set-Cookie value; the oldest of too many has to come in again. */
    createSession(identity: Identity): string {
      const cookie = secret();
      const oldest = identities.keys().next().value;
      if (identities.size >= maxIdentities && oldest !== undefined) endSession(oldest);
      const cookieHash = digest(cookie).toString('hex');
      identities.set(cookieHash, { ...identity, cookieHash, since: Date.now() });
      saveSessions();
      return `${cookieName}=${cookie}${attributes}`;
    },

    /** Forgets the identity of this request; returns the Set-Cookie value that removes its cookie. */
    logout(request: Received): string {
      const value = cookieValue(request, cookieName);
      if (value !== undefined) endSession(digest(value).toString('hex'));
      return `${cookieName}=${attributes}; Max-Age=0`;
    },

    /** Who asks for a WebSocket, or why it is refused. */
    authorizeUpgrade(request: Received): Identity | Refusal {
      if (request.method !== 'GET') return { status: 400, reason: message('server/upgrade-not-get') };
      return (
        checkHost(request) ??
        checkOrigin(request, true) ??
        identify(request) ?? { status: 401, reason: message('server/not-logged-in') }
      );
    },
  };
}
