import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { closeCodes } from '../../src/limits.ts';
import type { Admission, Invitation } from '../../src/protocol.ts';
import { freePort, lacksNginx, startNginx } from './nginx.ts';
import { endOf, type Served, startServe } from './serve-process.ts';
import { TestClient } from './test-hub.ts';

const deck = '# A\n\n.exercise[\n```bash\necho it "runs"\n```\n]\n';
const name = 'course.example';

interface Asked {
  readonly body?: object;
  readonly headers?: Record<string, string>;
  /** The address of loopback that the client has. */
  readonly from?: string;
  /** The name by which it comes. Default: the course's. */
  readonly to?: string;
}
interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

describe.skipIf(lacksNginx !== undefined)(`behind nginx with TLS (${lacksNginx ?? 'which'} is there)`, () => {
  let served: Served;
  let nginx: Awaited<ReturnType<typeof startNginx>>;
  let port: number;
  let origin: string;

  beforeAll(async () => {
    const upstream = await freePort();
    port = await freePort();
    origin = `https://${name}:${port}`;
    served = await startServe(deck, [
      '--port',
      String(upstream),
      '--public-url',
      origin,
      '--trust-proxy',
      '1',
      '--page-hosts',
      '*.pages.example',
    ]);
    nginx = await startNginx(port, upstream, [name, '*.pages.example']);
  }, 60_000);
  afterAll(async () => {
    await nginx.close();
    expect(await served.close()).toBe(0);
  });

  async function ask(path: string, { body, headers = {}, from = '127.0.0.1', to = name }: Asked = {}): Promise<Answer> {
    const sent = request({
      ...{ host: '127.0.0.1', port, path, localAddress: from, servername: to, ca: nginx.certificate },
      method: body ? 'POST' : 'GET',
      headers: { host: `${to}:${port}`, ...(body && { origin, 'content-type': 'application/json' }), ...headers },
    });
    sent.end(body && JSON.stringify(body));
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of answer.setEncoding('utf8')) text += String(chunk);
    return { status: answer.statusCode ?? 0, headers: answer.headers, text };
  }
  const socket = (headers: Record<string, string>, from?: string, toOrigin = origin): WebSocket =>
    new WebSocket(`wss://127.0.0.1:${port}/socket`, {
      ...{ origin: toOrigin, servername: name, ca: nginx.certificate },
      ...(from !== undefined && { localAddress: from }),
      headers: { host: `${name}:${port}`, ...headers },
    });

  test('the printed address lets the instructor in, the join link a student; both have a shell', async () => {
    expect(served.origin).toBe(origin);
    expect(served.said()).toContain(`${origin}/\n`);
    expect(served.said()).not.toContain('nothing is encrypted');
    for (const body of [{ token: served.token }, { password: 'open sesame', name: 'Ana' }]) {
      const login = await ask('/login', { body });
      expect(login.status).toBe(200);
      expect(login.headers['strict-transport-security']).toBe('max-age=31536000');
      const [set = ''] = login.headers['set-cookie'] ?? [];
      expect(set).toMatch(/^__Host-pupitre_\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
      const cookie = set.split(';')[0] ?? '';
      const { key } = JSON.parse(login.text) as Admission;

      expect((await ask('/', { headers: { cookie } })).text).toContain('id="course"');
      const window = new TestClient(socket({ cookie }));
      await window.opened;
      window.send({ type: 'hello', key });
      await window.receives('welcome');
      window.types('echo it "runs"\r');
      await window.sees(/it runs/);
      window.socket.terminate();

      // Under https, another host of the domain could have set the plain one.
      const plain = cookie.replace('__Host-', '');
      expect((await ask('/', { headers: { cookie: plain } })).text).not.toContain('id="course"');

      const invited = await ask('/invite', { body: {}, headers: { cookie, 'x-pupitre-key': key } });
      const invitation = JSON.parse(invited.text) as Invitation;
      expect(invitation.url.startsWith(`${origin}/#token=`)).toBe(true);
      expect(invitation.onlyHere).toBeUndefined();
    }
  });

  test('who asks on the machine itself is given the public address for another device', async () => {
    const local = `http://127.0.0.1:${served.upstream}`;
    const post = (path: string, body: object, headers: Record<string, string> = {}) =>
      fetch(local + path, {
        ...{ method: 'POST', body: JSON.stringify(body) },
        headers: { 'content-type': 'application/json', origin: local, ...headers },
      });
    const login = await post('/login', { password: 'open sesame', name: 'Local' });
    const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect(cookie).toMatch(/^pupitre_/);
    const { key } = (await login.json()) as Admission;
    const invited = await post('/invite', {}, { cookie, 'x-pupitre-key': key });
    expect(((await invited.json()) as Invitation).url.startsWith(`${origin}/#token=`)).toBe(true);
  });

  test('a page of a node has a name of its own, a cookie of its own, and WebSockets', async () => {
    const page = createServer((asked, response) => response.end(JSON.stringify(asked.headers)));
    new WebSocketServer({ server: page }).on('connection', (socket) => {
      socket.send('hello');
    });
    page.listen(0, '127.0.0.1');
    await once(page, 'listening');
    const nodePort = (page.address() as AddressInfo).port;

    const login = await ask('/login', { body: { password: 'open sesame', name: 'Pia' } });
    const cookie = (login.headers['set-cookie'] ?? [])[0]?.split(';')[0] ?? '';
    const { key } = JSON.parse(login.text) as Admission;
    const asked = await ask('/pages', { body: { port: nodePort }, headers: { cookie, 'x-pupitre-key': key } });
    const link = new URL((JSON.parse(asked.text) as { url: string }).url);
    expect(link.origin).toMatch(new RegExp(`^https://${nodePort}-[0-9a-f]{12}\\.pages\\.example:${port}$`));
    const to = link.hostname;
    const entered = await ask(link.pathname + link.search, { to });
    expect(entered.headers.location).toBe(`${link.origin}/`);
    const [set = ''] = entered.headers['set-cookie'] ?? [];
    expect(set).toMatch(/^__Host-pupitre_page=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    const own = set.split(';')[0] ?? '';

    const shown = await ask('/', { to, headers: { cookie: `${own}; ${cookie}` } });
    expect(JSON.parse(shown.text)).toMatchObject({ host: `127.0.0.1:${nodePort}` });
    expect(shown.text).not.toContain('pupitre');
    expect((await ask('/', { to, headers: { cookie } })).status).toBe(403);
    expect((await ask('/', { to: to.replace(/-./, '-f0'), headers: { cookie: own } })).status).toBe(404);
    expect((await ask('/', { headers: { cookie: own } })).text).not.toContain('id="course"');

    const window = (from: string): WebSocket =>
      new WebSocket(`wss://127.0.0.1:${port}/`, {
        ...{ origin: from, servername: to, ca: nginx.certificate },
        headers: { host: `${to}:${port}`, cookie: own },
      });
    expect(await endOf(window(origin))).toBe(403);
    const talking = window(link.origin);
    expect(String((await once(talking, 'message'))[0])).toBe('hello');
    talking.terminate();
    page.close();
    page.closeAllConnections();
  });

  test('another Host or Origin is refused', async () => {
    expect((await ask('/', { headers: { host: 'evil.example' } })).status).toBe(403);
    expect((await ask('/', { headers: { host: `sub.${name}:${port}` } })).status).toBe(403);
    for (const wrong of ['https://evil.example', `http://${name}:${port}`, `https://${name}`, 'null']) {
      expect((await ask('/login', { body: {}, headers: { origin: wrong } })).status).toBe(403);
      expect(await endOf(socket({}, undefined, wrong))).toBe(403);
    }
    expect(await endOf(socket({}))).toBe(closeCodes.unauthorised);
  });

  test('limits count for the client behind the proxy, whatever it says that its address is', async () => {
    const guess = async (from: string, at: number): Promise<number> => {
      const headers = { 'x-forwarded-for': `198.51.100.${at}` };
      return (await ask('/login', { body: { password: 'wrong' }, from, headers })).status;
    };
    const guesses = await Promise.all(Array.from({ length: 25 }, (_, at) => guess('127.0.0.2', at)));
    expect(guesses).toContain(429);
    expect(await guess('127.0.0.3', 1)).toBe(401);

    const tries = await Promise.all(Array.from({ length: 70 }, () => endOf(socket({}, '127.0.0.2'))));
    expect(tries).toContain(429);
    expect(await endOf(socket({}, '127.0.0.3'))).toBe(closeCodes.unauthorised);
  });
});

test.each([
  [['--trust-proxy', '1'], /--trust-proxy .*--public-url/],
  [['--public-url', 'https://course.example/lab'], /without a path/],
  [['--public-url', 'ftp://course.example'], /without a path/],
  [['--public-url', 'course.example'], /without a path/],
  [['--public-url', 'https://course.example', '--trust-proxy', 'everybody'], /how many proxies/],
  [['--page-hosts', '*.pages.example'], /--page-hosts .*--public-url/],
  [['--public-url', 'https://course.example', '--page-hosts', 'pages.example'], /\*\.pages\.example/],
  [['--page-ports', '8899-8800'], /8800-8899/],
])('%j is refused with a sentence', async (args, sentence) => {
  await expect(startServe(deck, args)).rejects.toThrow(sentence);
});
