import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Admission } from '../../src/protocol.ts';
import { isAmong, nameIn } from '../../src/server/http/oidc-claims.ts';
import { client, type Provider, startProvider } from './oidc-provider.ts';
import { type Served, startServe } from './serve-process.ts';

const deck = '# A course\n\n.exercise[\n```bash\necho hello\n```\n]\n';
let provider: Provider;
let usual: Provider['next'];
let served: Served;
beforeAll(async () => {
  provider = await startProvider();
  usual = { ...provider.next };
  const oidc = {
    ...{ issuer: provider.origin, clientId: client.id, clientSecretFile: 'secret' },
    ...{ allow: ['@school.example', 'group=guests'], instructors: ['grace@school.example'] },
  };
  served = await startServe(deck, ['--lang', 'en'], {
    'runner.config.json': JSON.stringify({ class: { oidc } }),
    secret: `${client.secret}\n`,
  });
}, 60_000);
afterEach(() => {
  Object.assign(provider.next, usual);
});
afterAll(async () => {
  await served.close();
  provider.close();
});

/** What a browser keeps of a login that it has begun, and where it is sent. */
async function begin(): Promise<{ readonly cookie: string; readonly authorize: URL; readonly set: string }> {
  const response = await fetch(`${served.origin}/login/oidc/begin`, { redirect: 'manual' });
  expect(response.status).toBe(303);
  const set = response.headers.get('set-cookie') ?? '';
  return {
    ...{ cookie: set.split(';')[0] ?? '', set },
    authorize: new URL(response.headers.get('location') ?? '', served.origin),
  };
}

/** Comes back from the provider; where the browser goes on. */
async function end(url: string, cookie: string): Promise<string> {
  const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
  expect(response.status).toBe(303);
  return response.headers.get('location') ?? '';
}

async function signIn(): Promise<string> {
  const { cookie, authorize } = await begin();
  return end(provider.answer(authorize), cookie);
}

/** Who somebody is in the class after signing in. */
async function enter(): Promise<Admission> {
  const token = /^\/#token=(.+)$/.exec(await signIn())?.[1];
  const response = await served.post('/login', { token });
  expect(response.status).toBe(200);
  return (await response.json()) as Admission;
}

describe('signing in with a provider', () => {
  test('code, PKCE, state and nonce; the address to come back to is fixed, whatever the browser says', async () => {
    const { authorize, set } = await begin();
    const asked = Object.fromEntries(authorize.searchParams);
    expect(asked).toMatchObject({
      ...{ response_type: 'code', client_id: client.id, code_challenge_method: 'S256' },
      redirect_uri: `${served.origin}/login/oidc`,
    });
    for (const secret of [asked['state'], asked['nonce'], asked['code_challenge']])
      expect(secret).toMatch(/^[\w-]{43}$/);
    expect(set).toMatch(/^pupitre_oidc_\d+=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/);
    for (const secret of [asked['state'] ?? '', client.secret]) expect(set).not.toContain(secret);
    const elsewhere = await fetch(`http://localhost:${served.port}/login/oidc/begin?to=https://evil.example`, {
      redirect: 'manual',
    });
    expect(elsewhere.headers.get('location')).toBe(`${served.origin}/login/oidc/begin?here`);
  });

  test('one person is one person of the class, and keeps the name; others of that name get a number', async () => {
    expect((await enter()).name).toBe('Ana');
    expect((await enter()).name).toBe('Ana');
    provider.next.claims = { ...usual.claims, sub: 'another ana' };
    expect((await enter()).name).toBe('Ana 2');
    provider.next.claims = { ...usual.claims, name: 'Ana Lovelace' };
    expect((await enter()).name).toBe('Ana');
  });

  test('who is an instructor at the provider is one here', async () => {
    const roleOf = async (): Promise<unknown> => {
      const token = /#token=(.+)$/.exec(await signIn())?.[1] ?? '';
      const client = await served.client(await served.enter({ token }));
      const { role } = await client.receives('you');
      client.socket.close();
      return role;
    };
    provider.next.claims = { ...usual.claims, sub: 'grace', name: 'Grace', email: 'Grace@school.example' };
    expect(await roleOf()).toBe('instructor');
    provider.next.claims = { ...usual.claims, sub: 'ben', name: 'Ben', email: 'ben@school.example' };
    expect(await roleOf()).toBe('student');
  });

  test.each([
    ['of another domain', { email: 'ana@evil.example' }],
    ['whose email nobody has verified', { email_verified: false }],
    ['whose domain only ends alike', { email: 'ana@evil-school.example' }],
    ['without an email', { email: undefined }],
  ])('somebody %s is not allowed', async (_, claims) => {
    provider.next.claims = { ...usual.claims, sub: 'other', ...claims };
    expect(await signIn()).toBe('/#failed=not-allowed');
  });

  test('a claim lets in, too', async () => {
    provider.next.claims = { sub: 'guest', preferred_username: 'guest one', group: ['x', 'guests'] };
    expect((await enter()).name).toBe('guest one');
  });

  test('who refuses is told so', async () => {
    const { cookie, authorize } = await begin();
    expect(await end(provider.answer(authorize, false), cookie)).toBe('/#failed=refused');
  });

  test('a state that is unknown, of another browser, or used already', async () => {
    const [one, other] = [await begin(), await begin()];
    const back = provider.answer(one.authorize);
    expect(await end(back, '')).toBe('/#failed=state');
    expect(await end(back, other.cookie)).toBe('/#failed=state');
    expect(await end(`${served.origin}/login/oidc?code=x&state=y`, one.cookie)).toBe('/#failed=state');
    expect(await end(back, `${one.cookie.slice(0, -2)}AA`)).toBe('/#failed=state');
    expect(await end(back, one.cookie)).toMatch(/^\/#token=/);
    expect(await end(back, one.cookie)).toBe('/#failed=state');
  });

  test.each([
    ['a clock an hour behind', { ahead: -3600 }, 'clock'],
    ['a clock half a minute ahead', { ahead: 30 }, undefined],
    ['another nonce', { tampered: { nonce: 'x' } }, 'failed'],
    ['a token for somebody else', { tampered: { aud: 'x' } }, 'failed'],
    ['a token of another provider', { tampered: { iss: 'https://evil.example' } }, 'failed'],
    ['another person in the user info', { tampered: { sub: 'x' } }, 'failed'],
    ['a provider that is out of order', { status: 500 }, 'away'],
  ] as const)('%s: %o', async (_, change, failure) => {
    const { cookie, authorize } = await begin();
    const back = provider.answer(authorize);
    Object.assign(provider.next, change);
    const to = await end(back, cookie);
    if (failure === undefined) expect(to).toMatch(/^\/#token=/);
    else expect(to).toBe(`/#failed=${failure}`);
  });

  test('no secret is in what the server says', () => {
    expect(served.said()).toMatch(/sign-in with localhost:\d+ failed: /);
    expect(served.said()).not.toContain(client.secret);
    expect(served.said()).not.toContain('eyJ');
  });
});

test.each([
  [['*'], {}, true],
  [[], { email: 'a@b', email_verified: true }, false],
  [['A@b.example'], { email: 'a@B.example', email_verified: true }, true],
  [['a@b'], { email: 'a@b' }, false],
  [['@b'], { email: 'a@x@b', email_verified: true }, true],
  [['@b'], { email: 'b', email_verified: true }, false],
  [['groups=teachers'], { groups: ['students', 'teachers'] }, true],
  [['groups=teachers'], { groups: 'students teachers' }, false],
  [['staff=true'], { staff: true }, true],
  [['staff=true'], {}, false],
])('%j has %j: %s', (list, claims, expected) => {
  expect(isAmong(claims, list)).toBe(expected);
});

test.each([
  [{ name: '  Ana   Lovelace ' }, 'Ana Lovelace'],
  [{ name: 'x'.repeat(60) }, 'x'.repeat(40)],
  [{ name: '\u202e', given_name: 'Ana', family_name: 'L.' }, 'Ana L.'],
  [{ email: 'ana@school.example' }, 'ana'],
  [{ name: 5 }, undefined],
])('%j is called %s', (claims, expected) => {
  expect(nameIn(claims)).toBe(expected);
});
