import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Invitation } from '../../../src/protocol.ts';
import { invitationLife, startUpLife } from '../../../src/server/http/auth.ts';
import { listen } from '../../../src/server/http/listen.ts';
import { ListenError } from '../../../src/server/http/open-port.ts';
import { startApp, status } from '../test-app.ts';

let app: Awaited<ReturnType<typeof startApp>>;
beforeEach(async () => {
  app = await startApp();
});
afterEach(async () => {
  await app.close();
});

function login(token: string) {
  return app.post('/login', JSON.stringify({ token }));
}
function upgrade(...headers: string[]) {
  return app.raw([
    'GET /ws HTTP/1.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ...headers,
  ]);
}

describe('who may come in', () => {
  test('a token works once', async () => {
    const token = app.auth.issueToken(app.instructor.id);
    expect(token).toMatch(/^[\w-]{43}$/);
    const first = await login(token);
    expect(first.status).toBe(200);
    expect(first.headers.get('set-cookie')).toMatch(
      new RegExp(`^pupitre_${app.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    );
    expect((await login(token)).status).toBe(401);
  });
  test('wrong and missing tokens do not', async () => {
    expect((await login('x'.repeat(43))).status).toBe(401);
    for (const body of ['{}', 'null', '[]', '{"token":1}', '{"password":"a"}', '']) {
      expect([400, 401]).toContain((await app.post('/login', body)).status);
    }
  });
  test.each([startUpLife, invitationLife])('a token expires after %d ms', (life) => {
    const [early, late] = [app.auth.issueToken(app.instructor.id, life), app.auth.issueToken(app.instructor.id, life)];
    app.time.now = life - 1;
    expect(app.auth.exchange(early)).toBe(app.instructor.id);
    app.time.now = life;
    expect(app.auth.exchange(late)).toBeUndefined();
  });
  test('the page is for the cookie only, until logout', async () => {
    const cookie = await app.enter();
    expect(await app.get('/')).toContain('/login.js');
    expect(await app.get('/', `Cookie: ${cookie}`)).toContain('the page');
    expect((await app.post('/logout', '', { cookie })).status).toBe(204);
    expect(await app.get('/', `Cookie: ${cookie}`)).not.toContain('the page');
  });
  test('a visit is told of who has come in, and of nobody else', async () => {
    const cookie = await app.enter();
    for (const headers of [[], ['Cookie: pupitre_1=a'], [`Cookie: ${cookie}`]]) await app.get('/', ...headers);
    expect(app.visits.map(({ person }) => person)).toEqual([app.instructor.id]);
  });
  test('a cookie of the same name that another program of the host has set does not log out', async () => {
    const cookie = await app.enter();
    const other = `${cookie.split('=')[0] ?? ''}=${'x'.repeat(43)}`;
    for (const both of [`${other}; ${cookie}`, `${cookie}; ${other}`, `${cookie}; ${cookie}`]) {
      expect(await app.get('/', `Cookie: ${both}`)).toContain('the page');
    }
    expect(await app.get('/', `Cookie: ${other}; ${other}`)).not.toContain('the page');
  });
  test('an invitation leads to the same person, and needs the key of the page besides the cookie', async () => {
    expect((await app.post('/invite', '')).status).toBe(401);
    const { cookie, key } = await app.comeIn();
    for (const wrong of ['', 'x'.repeat(43)]) {
      expect((await app.post('/invite', '', { cookie, 'x-pupitre-key': wrong })).status).toBe(401);
    }
    const answer = (await (await app.post('/invite', '', { cookie, 'x-pupitre-key': key })).json()) as { url: string };
    expect(answer.url.startsWith(`${app.origin}/#token=`)).toBe(true);
    expect(app.auth.exchange(answer.url.split('=')[1] ?? '')).toBe(app.instructor.id);
  });
  test('an invitation names an address that others reach, or says that there is none', async () => {
    const here = await app.invite();
    expect(await here.json()).toMatchObject({ onlyHere: true });
    const outside = Object.values(networkInterfaces()).some((each) =>
      each?.some(({ internal, family }) => !internal && family === 'IPv4'),
    );
    const open = await startApp('a password', '0.0.0.0');
    try {
      const answer = await open.invite();
      const { url, onlyHere } = (await answer.json()) as Invitation;
      expect(onlyHere).toBe(outside ? undefined : true);
      expect(/\/\/(?:127\.|localhost|\[?::1)/.test(url)).toBe(!outside);
    } finally {
      await open.close();
    }
  });
  test(
    'many wrong attempts are answered late or not at all, and what is right is let in all the same',
    { timeout: 20_000 },
    async () => {
      const open = await startApp('open sesame');
      const guess = (password: string) => open.post('/login', JSON.stringify({ password }));
      try {
        const seen: number[] = [];
        const wrong = Array.from({ length: 60 }, async () => seen.push((await guess('wrong')).status));
        await expect.poll(() => seen.filter((each) => each === 401).length).toBe(20);
        await expect.poll(() => seen.filter((each) => each === 503).length).toBe(20);
        const late = Array.from({ length: 3 }, () => guess('open sesame'));
        // They come after the ones that are answered late.
        await Promise.all(wrong);
        expect(seen.filter((each) => each === 429)).toHaveLength(20);
        expect((await Promise.all(late)).every((each) => each.status === 200 || each.headers.has('retry-after'))).toBe(
          true,
        );
        expect((await guess('open sesame')).status).toBe(200);
        expect((await guess('wrong')).status).toBe(429);
      } finally {
        await open.close();
      }
    },
  );
});

describe('Host and Origin', () => {
  test.each(['/', '/login.js', '/deck/a.svg', '/assets/page-a1b2c3d4.js', '/nothing'])(
    'foreign ones at %s',
    async (path) => {
      const line = `GET ${path} HTTP/1.1`;
      expect(status(await app.raw([line, `Host: evil.example:${app.port}`, 'Connection: close']))).toBe(403);
      expect(status(await app.get(path, 'Origin: http://evil.example'))).toBe(403);
      expect(status(await app.get(path, 'Origin: null'))).toBe(403);
    },
  );
  test('a post needs its Origin', async () => {
    const lines = ['POST /login HTTP/1.1', `Host: ${app.host}`, 'Connection: close', 'Content-Length: 0'];
    expect(status(await app.raw(lines))).toBe(403);
    expect(status(await app.raw([...lines, `Origin: ${app.origin}`]))).toBe(401);
  });
  test('twice, missing, too long', async () => {
    expect(status(await app.get('/', `Host: ${app.host}`))).toBe(400);
    expect(status(await app.raw(['GET / HTTP/1.1', 'Connection: close']))).toBe(400);
    expect(status(await app.raw(['GET / HTTP/1.0']))).toBe(400);
    expect(status(await app.get('/', `Origin: ${app.origin}`, `Origin: ${app.origin}`))).toBe(400);
    expect(status(await app.get('/', `Origin: ${'a'.repeat(5000)}`))).toBe(400);
    expect(status(await app.get('/', `X: ${'a'.repeat(20_000)}`))).toBe(431);
    expect(status(await app.get('http://evil.example/'))).toBe(400);
  });
  test('smuggled requests', async () => {
    const both = ['Content-Length: 4', 'Transfer-Encoding: chunked', `Origin: ${app.origin}`];
    expect(status(await app.get('/', ...both))).toBe(400);
    expect(status(await app.get('/', 'Content-Length: 1', 'Content-Length: 2'))).toBe(400);
    expect(status(await app.get('/', 'X : a'))).toBe(400);
  });
  test('an upgrade needs Host, Origin and cookie', async () => {
    const [host, origin, cookie] = [`Host: ${app.host}`, `Origin: ${app.origin}`, `Cookie: ${await app.enter()}`];
    const socket = new WebSocket(`ws://${app.host}/ws`, {
      origin: app.origin,
      headers: { cookie: await app.enter() },
    });
    await once(socket, 'open');
    await once(socket, 'close');
    expect(status(await upgrade(host, origin))).toBe(401);
    expect(status(await upgrade(host, cookie))).toBe(403);
    expect(status(await upgrade(host, cookie, 'Origin: http://evil.example'))).toBe(403);
    expect(status(await upgrade('Host: evil.example', origin, cookie))).toBe(403);
  });
});

describe('what is served', () => {
  test('a policy on every answer', async () => {
    const cookie = `Cookie: ${await app.enter()}`;
    for (const path of ['/', '/login', '/login.js', '/deck/a.svg', '/assets/page-a1b2c3d4.js', '/none', '/deck/%']) {
      const answer = await app.get(path, cookie);
      const policy = /^content-security-policy: (.*)$/im.exec(answer)?.[1] ?? '';
      expect(policy, path).toContain("default-src 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(answer).toMatch(/^x-content-type-options: nosniff/im);
      expect(answer).toMatch(/^referrer-policy: no-referrer/im);
      expect(answer).not.toMatch(/^x-powered-by/im);
    }
    const svg = await app.get('/deck/a.svg', cookie);
    expect(svg).toMatch(/^content-security-policy: .*sandbox/im);
    expect(status(await app.get('/deck/%C3%A9%20a.png', cookie))).toBe(200);
    expect(status(await app.get('/deck/a.svg'))).toBe(401);
  });
  test.each([
    ...['../secret.png', '%2e%2e/secret.png', '..%2fsecret.png', '%252e%252e/secret.png', '..\\secret.png'],
    ...['..%5csecret.png', 'a.svg%00.png', 'out.png', 'up/secret.png', '/etc/passwd', '%2fetc/passwd', '.hidden.png'],
    ...['.git/a.png', 'slides.md', '', '%', '%ff', 'a.svg/', './/a.svg', 'up/deck/../secret.png'],
  ])('the deck keeps %s to itself', async (path) => {
    const answer = await app.get(`/deck/${path}`, `Cookie: ${await app.enter()}`);
    expect([400, 404]).toContain(status(answer));
    expect(answer).not.toContain('secret');
  });
  test('refusals are plain and repeat nothing', async () => {
    expect((await app.post('/login', '{"<b>')).status).toBe(400);
    expect(await (await app.post('/login', '{"<b>')).text()).toBe('Bad Request');
    expect((await app.post('/login', `"${'a'.repeat(5000)}"`)).status).toBe(413);
    expect((await fetch(`${app.origin}/login`)).status).toBe(405);
    expect(await app.get('/<b>x')).not.toContain('<b>');
  });
});

test('others may not reach a server without a password', async () => {
  for (const host of ['0.0.0.0', '::', '192.0.2.1', '']) {
    await expect(listen({ host, port: 0, hasPassword: false })).rejects.toThrow(/password/);
    await expect(listen({ host, port: 0, hasPassword: false })).rejects.toBeInstanceOf(ListenError);
  }
  await expect(listen({ host: '0.0.0.0', port: 0, hasPassword: false })).rejects.toThrow(/set a password/);
  await expect(listen({ port: app.port, hasPassword: false })).rejects.toThrow(/in use/);
});

test('with a password students join', async () => {
  const other = await startApp('open sesame');
  try {
    expect((await other.post('/login', '{"password":"wrong"}')).status).toBe(401);
    expect((await other.post('/login', '{"password":"open sesame"}')).status).toBe(200);
    expect(await other.get('/')).toContain('type="password"');
  } finally {
    await other.close();
  }
});

test('slow strangers keep nobody out: one that has sent nothing goes when somebody comes', async () => {
  const sockets: Socket[] = [];
  const gone: number[] = [];
  for (let each = 0; each < 200; each++) {
    const socket = connect(app.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.on('close', () => gone.push(each));
    sockets.push(socket);
  }
  for (let each = 0; each < 3; each++) expect(status(await app.get('/'))).toBe(200);
  await expect.poll(() => gone[0]).toBe(0);
  for (const socket of sockets) socket.destroy();
  await expect.poll(() => gone.length).toBe(200);
});
