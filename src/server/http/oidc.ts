import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import * as client from 'openid-client';
import { message } from '../../messages/message.ts';
import { MessageError } from '../../messages/message-error.ts';
import type { Classroom } from '../class/classroom.ts';
import type { Auth } from './auth.ts';
import { cookieValues } from './headers.ts';
import { isLoopback } from './listen.ts';
import { type Claims, isAmong, nameIn } from './oidc-claims.ts';
import { createFlows, flowLife } from './oidc-flow.ts';

export interface OidcOptions {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  /** Who may come in, and who of them is an instructor (see `isAmong`). */
  readonly allow: readonly string[];
  readonly instructors: readonly string[];
  /** Where browsers find this server: the one place to which the provider sends them back. */
  readonly origin: string;
  readonly classroom: Pick<Classroom, 'joinAs'>;
  /** What is wrong with the provider, or with how it was told to be used; without secrets. */
  readonly onError: (error: Error) => void;
}

/** Why nobody came in; the login page says what it means. */
export type OidcFailure = 'away' | 'refused' | 'state' | 'clock' | 'not-allowed' | 'full' | 'failed';

export interface Oidc {
  /** Whose page it is that one logs in at, for people. */
  readonly provider: string;
  /** `name`: what the cookies of this server have in their names. */
  readonly handlers: (auth: Auth, name: string | number) => OidcHandlers;
}

interface OidcHandlers {
  /** Sends a browser to the provider. */
  begin(request: Request, response: Response): Promise<void>;
  /** A browser comes back from the provider. */
  end(request: Request, response: Response): Promise<void>;
}

/** Where the provider sends browsers back; it must know this address. */
const callbackPath = '/login/oidc';
const beginPath = '/login/oidc/begin';

/** What is asked of the provider: who it is, and how they are called. */
const scope = ['openid', 'profile', 'email'].join(' ');
const providerSeconds = 10;
/** Seconds by which the clocks may differ. */
const clockSeconds = 60;
/** Milliseconds from the way back to the page that takes the token. */
const tokenLife = 60_000;

/** Logging in at an OpenID Connect provider: authorization code with PKCE, state and nonce. */
export function createOidc(options: OidcOptions): Oidc {
  return {
    provider: options.issuer.host,
    handlers: (auth, name) => handlers(options, auth, name),
  };
}

function handlers(options: OidcOptions, auth: Auth, name: string | number): OidcHandlers {
  const { origin, onError } = options;
  const flows = createFlows();
  const redirectUri = origin + callbackPath;
  const isSecure = origin.startsWith('https:');
  const cookieName = `${isSecure ? '__Host-' : ''}pupitre_oidc_${name}`;
  const cookie = (value: string, seconds: number) =>
    // Lax: the way back is a link from elsewhere.
    `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${isSecure ? '; Secure' : ''}`;
  let found: Promise<client.Configuration> | undefined;
  const provider = (): Promise<client.Configuration> => {
    found ??= discover(options).catch((error: unknown) => {
      // The next one who comes tries again.
      found = undefined;
      throw error;
    });
    return found;
  };

  function fail(response: Response, error: unknown): void {
    const failure = failureOf(error);
    if (failure === 'away' || failure === 'clock' || failure === 'failed') {
      onError(new MessageError(message('server/oidc-error', { provider: options.issuer.host, reason: detail(error) })));
    }
    response.redirect(303, `/#failed=${failure}`);
  }

  return {
    async begin(request, response) {
      // Once: a proxy may name this machine as Host.
      if (auth.doors.originOf(request) !== origin && !('here' in request.query)) {
        response.redirect(303, `${origin}${beginPath}?here`);
        return;
      }
      try {
        const config = await provider();
        const verifier = client.randomPKCECodeVerifier();
        const flow = { state: client.randomState(), nonce: client.randomNonce(), verifier };
        const url = client.buildAuthorizationUrl(config, {
          ...{ redirect_uri: redirectUri, scope, state: flow.state, nonce: flow.nonce },
          ...{ code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
        });
        response.set('Set-Cookie', cookie(flows.seal({ ...flow, until: Date.now() + flowLife }), flowLife / 1000));
        response.redirect(303, url.href);
      } catch (error) {
        fail(response, error);
      }
    },

    async end(request, response) {
      const known = cookieValues(request, cookieName).map((value) => flows.open(value, Date.now()));
      const flow = known.find((each) => each?.state === request.query['state']);
      // Once only.
      response.set('Set-Cookie', cookie('', 0));
      try {
        if (!flow) throw new Failure('state');
        const config = await provider();
        const url = new URL(redirectUri);
        url.search = new URL(request.url, origin).search;
        const claims = await claimsOf(config, url, flow);
        if (!isAmong(claims, options.allow) && !isAmong(claims, options.instructors)) throw new Failure('not-allowed');
        const role = isAmong(claims, options.instructors) ? 'instructor' : 'student';
        const subject = createHash('sha256')
          .update(`${options.issuer.href}\n${String(claims['sub'])}`)
          .digest('hex');
        const person = await options.classroom.joinAs(subject, nameIn(claims), role);
        if (!person) throw new Failure('full');
        response.redirect(303, `/#token=${auth.issueToken(person.id, tokenLife)}`);
      } catch (error) {
        fail(response, error);
      }
    },
  };
}

class Failure extends Error {
  readonly kind: OidcFailure;
  constructor(kind: OidcFailure) {
    super(kind);
    this.kind = kind;
  }
}

function discover({ issuer, clientId, clientSecret }: OidcOptions): Promise<client.Configuration> {
  const execute = [client.enableNonRepudiationChecks];
  // Only on this machine may what is secret go in the clear.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is marked to make it stand out
  if (issuer.protocol === 'http:' && isLoopback(issuer.hostname)) execute.push(client.allowInsecureRequests);
  const metadata = { [client.clockTolerance]: clockSeconds };
  const known = clientSecret === undefined ? client.None() : client.ClientSecretPost(clientSecret);
  return client.discovery(issuer, clientId, metadata, known, { execute, timeout: providerSeconds });
}

async function claimsOf(
  config: client.Configuration,
  url: URL,
  { state, nonce, verifier }: { readonly state: string; readonly nonce: string; readonly verifier: string },
): Promise<Claims> {
  const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
  const tokens = await client.authorizationCodeGrant(config, url, checks);
  const claims = tokens.claims();
  if (!claims) throw new Failure('failed');
  if (config.serverMetadata().userinfo_endpoint === undefined) return claims;
  return { ...claims, ...(await client.fetchUserInfo(config, tokens.access_token, claims.sub)) };
}

function failureOf(error: unknown): OidcFailure {
  if (error instanceof Failure) return error.kind;
  if (error instanceof client.AuthorizationResponseError) {
    return error.error === 'access_denied' ? 'refused' : error.error === 'temporarily_unavailable' ? 'away' : 'failed';
  }
  // A code that was used already.
  if (error instanceof client.ResponseBodyError && error.error === 'invalid_grant') return 'state';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return 'clock';
  const isUnreached = error instanceof TypeError || code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT';
  const isAway = error instanceof Error && 'status' in error && Number(error.status) >= 500;
  const wrongStatus = error instanceof Error && error.cause instanceof globalThis.Response && error.cause.status >= 500;
  return isUnreached || isAway || wrongStatus ? 'away' : 'failed';
}

/** What the library says, down to its cause; it has no secrets in its messages. */
function detail(error: unknown): string {
  const parts: string[] = [];
  for (let each = error; each instanceof Error && parts.length < 4; each = each.cause) {
    const described = each instanceof client.ResponseBodyError ? ` (${each.error})` : '';
    parts.push(`${each.message}${described}`);
  }
  return [...new Set(parts.filter((part) => part !== ''))].join(': ');
}
