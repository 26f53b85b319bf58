import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

type Claims = Readonly<Record<string, unknown>>;

export const client = { id: 'pupitre', secret: 'a secret of the client' };

/** A small OpenID Connect provider on loopback: code flow, PKCE (S256), RS256, user info. It signs in whom the test says. */
export async function startProvider() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const grants = new Map<string, URLSearchParams>();
  const tokens = new Map<string, Claims>();
  const next = {
    claims: { sub: 'ana', name: 'Ana', email: 'ana@school.example', email_verified: true } as Claims,
    /** Seconds by which its clock is ahead. */
    ahead: 0,
    /** What it puts into the ID token instead. */
    tampered: {} as Claims,
    status: 200,
  };
  /** Where a browser that has come to this address is sent, when it agrees or refuses. */
  function answer(authorize: URL, agrees = true): string {
    const asked = authorize.searchParams;
    const back = new URL(asked.get('redirect_uri') ?? '');
    back.searchParams.set('state', asked.get('state') ?? '');
    if (agrees) {
      const code = randomUUID();
      grants.set(code, asked);
      back.searchParams.set('code', code);
    } else back.searchParams.set('error', 'access_denied');
    return back.href;
  }
  async function token(request: IncomingMessage): Promise<readonly [number, unknown]> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const given = new URLSearchParams(body);
    const asked = grants.get(given.get('code') ?? '');
    grants.delete(given.get('code') ?? '');
    if (given.get('client_secret') !== client.secret) return [401, { error: 'invalid_client' }];
    const challenge = createHash('sha256')
      .update(given.get('code_verifier') ?? '')
      .digest('base64url');
    const fits = asked?.get('code_challenge') === challenge && asked.get('redirect_uri') === given.get('redirect_uri');
    if (!fits) return [400, { error: 'invalid_grant' }];
    const now = Math.floor(Date.now() / 1000) + next.ahead;
    const sub = String(next.claims['sub']);
    const said = { sub, nonce: asked.get('nonce'), iat: now, exp: now + 300, iss: origin, aud: client.id };
    const idToken = new SignJWT({ ...said, ...next.tampered }).setProtectedHeader({ alg: 'RS256', kid: 'one' });
    const access = randomUUID();
    tokens.set(access, next.claims);
    return [
      200,
      { access_token: access, token_type: 'bearer', expires_in: 300, id_token: await idToken.sign(privateKey) },
    ];
  }
  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', origin);
    const json = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (next.status !== 200) {
      json(next.status, { error: 'server_error' });
      return;
    }
    switch (url.pathname) {
      case '/.well-known/openid-configuration': {
        json(200, {
          issuer: origin,
          authorization_endpoint: `${origin}/authorize`,
          token_endpoint: `${origin}/token`,
          jwks_uri: `${origin}/keys`,
          userinfo_endpoint: `${origin}/userinfo`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        });
        return;
      }
      case '/keys': {
        json(200, { keys: [jwk] });
        return;
      }
      case '/token': {
        json(...(await token(request)));
        return;
      }
      case '/userinfo': {
        const known = tokens.get((request.headers.authorization ?? '').replace(/^Bearer /i, ''));
        json(known ? 200 : 401, known ?? { error: 'invalid_token' });
        return;
      }
      case '/authorize': {
        const link = (agrees: boolean) => answer(url, agrees).replaceAll('&', '&amp;');
        response.setHeader('content-type', 'text/html');
        response.end(`<title>Provider</title><a href="${link(true)}">Agree</a> <a href="${link(false)}">Refuse</a>`);
        return;
      }
      default:
        json(404, {});
    }
  }
  const server = createServer((request, response) => {
    void route(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // Another site than that of the class, as a provider is.
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    ...{ origin, next, answer },
    close(): void {
      server.closeAllConnections();
      server.close();
    },
  };
}

export type Provider = Awaited<ReturnType<typeof startProvider>>;
