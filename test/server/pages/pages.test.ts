import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { endOf, type Served, startServe } from '../serve-process.ts';

/** A real page of a node: it says what it was asked, redirects, sets cookies, streams, and echoes on a WebSocket. */
async function startPage() {
  const asked: IncomingMessage[] = [];
  const server = createServer((message, response) => {
    asked.push(message);
    const { pathname, searchParams } = new URL(message.url ?? '', 'http://x');
    if (pathname === '/to') response.writeHead(302, { location: searchParams.get('where') ?? '' }).end();
    else if (pathname === '/cookies') {
      response.setHeader('set-cookie', ['own=1; Path=/; Domain=127.0.0.1', 'pupitre_1=stolen', '__Host-pupitre_2=x']);
      response.setHeader('strict-transport-security', 'max-age=1');
      response.setHeader('clear-site-data', '"*"');
      response.setHeader('x-pupitre-key', 'x');
      response.end('cookies');
    } else if (pathname === '/stream') response.write('first');
    else if (pathname === '/gone') message.socket.destroy();
    else {
      let body = '';
      message.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      message.on('end', () => response.end(JSON.stringify({ url: message.url, headers: message.headers, body })));
    }
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, message) => {
    asked.push(message);
    socket.on('message', (data: Buffer) => {
      socket.send(`echo ${data.toString()}`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, asked, port: (server.address() as AddressInfo).port };
}

interface Told {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

let served: Served;
let page: Awaited<ReturnType<typeof startPage>>;
let other: Awaited<ReturnType<typeof startPage>>;
let ana: string;
let leo: string;
beforeAll(async () => {
  [served, page, other] = await Promise.all([startServe('# A', ['--lang', 'en']), startPage(), startPage()]);
  [ana, leo] = (await Promise.all(['Ana', 'Leo'].map((name) => served.enter({ password: 'open sesame', name })))) as [
    string,
    string,
  ];
}, 60_000);
afterAll(async () => {
  expect(await served.close()).toBe(0);
  for (const { server } of [page, other]) end(server);
});

function end(server: Server): void {
  server.close();
  server.closeAllConnections();
}

function ask(cookie: string, body: object, key = served.keys.get(cookie) ?? ''): Promise<Response> {
  return served.post('/pages', body, { cookie, 'x-pupitre-key': key });
}
async function linkFor(cookie: string, body: object): Promise<string> {
  const response = await ask(cookie, body);
  const answer = (await response.json()) as { url?: string; reason?: string };
  if (answer.url === undefined) throw new Error(answer.reason);
  return answer.url;
}
/** Opens a page as a browser does: the cookie of its origin, where it is, and where the link has led. */
async function enter(cookie: string, body: object) {
  const link = await linkFor(cookie, body);
  const response = await fetch(link, { redirect: 'manual' });
  const own = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return { link, own, origin: new URL(link).origin, response };
}
function get(url: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { redirect: 'manual', headers });
}

test('a link lets its browser in once, to an origin of its own', async () => {
  const { link, own, origin, response } = await enter(ana, { port: page.port, path: '/a?b=c#d' });
  expect(origin).not.toBe(served.origin);
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toBe(`${origin}/a?b=c#d`);
  const port = new URL(origin).port;
  expect(response.headers.get('set-cookie')).toMatch(
    new RegExp(`^pupitre_page_${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Lax$`),
  );
  const told = (await (await get(`${origin}/a?b=c`, { cookie: own })).json()) as Told;
  expect(told.url).toBe('/a?b=c');
  expect((await get(link)).status).toBe(403);
  expect((await get(`${origin}/a`)).status).toBe(403);
  expect(await (await get(`${origin}/a`)).text()).toMatch(/open it from the course/);
  // The same port of the node is the same origin again.
  expect(new URL(await linkFor(ana, { port: page.port })).origin).toBe(origin);
  expect(new URL(await linkFor(ana, { port: other.port })).origin).not.toBe(origin);
});

test('another student has an origin and a cookie of their own, and neither fits the other', async () => {
  const [one, two] = [await enter(ana, { port: page.port }), await enter(leo, { port: page.port })];
  expect(two.origin).not.toBe(one.origin);
  expect((await get(one.origin, { cookie: one.own })).status).toBe(200);
  expect((await get(one.origin, { cookie: two.own })).status).toBe(403);
  expect((await get(one.origin, { cookie: two.own.replace(/^\w+/, one.own.split('=')[0] ?? '') })).status).toBe(403);
  expect((await get(one.origin, { cookie: ana })).status).toBe(403);
});

test('nobody is given a link without cookie and key, or from elsewhere', async () => {
  const body = { port: page.port };
  expect((await ask('', body)).status).toBe(401);
  expect((await ask(ana, body, 'wrong')).status).toBe(401);
  expect((await ask(ana, body, served.keys.get(leo))).status).toBe(401);
  expect((await ask(ana, { port: 'x' })).status).toBe(400);
  expect((await ask(ana, { port: page.port, path: 'http://evil.example' })).status).toBe(400);
  expect((await ask(ana, { port: page.port, host: '192.0.2.1' })).status).toBe(400);
  const far = await served.post('/pages', body, { cookie: ana, origin: 'http://evil.example' });
  expect(far.status).toBe(403);
});

test('a path leads nowhere else', async () => {
  for (const path of ['//evil.example/', '/\\evil.example', '/\r\nSet-Cookie: a=b']) {
    const { response, origin } = await enter(ana, { port: page.port, path });
    expect(response.headers.get('location')?.startsWith(`${origin}/`)).toBe(true);
    expect(response.headers.get('set-cookie')).not.toContain('a=b');
  }
});

test('ports that are not the node’s are refused, with a sentence', async () => {
  const reasonOf = async (port: number): Promise<string> => {
    const response = await ask(ana, { port });
    expect(response.status).toBeGreaterThanOrEqual(400);
    return ((await response.json()) as { reason: string }).reason;
  };
  expect(await reasonOf(80)).toMatch(/Port 80 is not one of your node/);
  expect(await reasonOf(served.port)).toMatch(/not one of your node/);
  // The server listens there for another page.
  expect(await reasonOf(Number(new URL((await enter(leo, { port: page.port })).origin).port))).toMatch(/not one of/);
  const free = await startPage();
  end(free.server);
  await once(free.server, 'close');
  expect(await reasonOf(free.port)).toMatch(/Nothing answers on port \d+ of your node yet/);
});

test('a port of a process that another student has started is not one’s own', async () => {
  const [one, two] = await Promise.all([served.client(ana), served.client(leo)]);
  one.types(
    `node -e 'const s = require("http").createServer((q, r) => r.end("ana’s")).listen(0, "127.0.0.1", () => console.log("on <" + s.address().port + ">"))'\r`,
  );
  const port = Number((await one.sees(/on <(\d+)>/))[1]);
  expect((await ask(leo, { port })).status).toBe(403);
  const { origin, own } = await enter(ana, { port });
  expect(await (await get(origin, { cookie: own })).text()).toBe('ana’s');
  one.types('\x03');
  for (const window of [one, two]) window.socket.terminate();
});

test('the node gets nothing of the server’s, and the browser nothing for the whole host', async () => {
  const { origin, own } = await enter(ana, { port: page.port });
  const cookie = `${ana}; ${own}; __Host-pupitre_7=a; theme=dark; PUPITRE_x=1`;
  const secret = { 'x-pupitre-key': 'k', 'x-forwarded-for': '192.0.2.1', forwarded: 'for=192.0.2.1' };
  const told = (await (await get(`${origin}/x`, { cookie, referer: `${origin}/y`, ...secret })).json()) as Told;
  expect(told.headers['cookie']).toBe('theme=dark');
  expect(told.headers['host']).toBe(`127.0.0.1:${page.port}`);
  expect(told.headers['referer']).toBe(`http://127.0.0.1:${page.port}/y`);
  expect(Object.keys(told.headers).filter((name) => /pupitre|forwarded/.test(name))).toEqual([]);

  const answer = await get(`${origin}/cookies`, { cookie: own });
  expect(answer.headers.getSetCookie()).toEqual(['own=1; Path=/']);
  for (const name of ['strict-transport-security', 'clear-site-data', 'x-pupitre-key'])
    expect(answer.headers.get(name)).toBeNull();
});

test('redirects to the node lead to the page, also to another of its ports; others stay', async () => {
  const { origin, own } = await enter(ana, { port: page.port });
  const redirected = async (where: string): Promise<string> =>
    (await get(`${origin}/to?where=${encodeURIComponent(where)}`, { cookie: own })).headers.get('location') ?? '';
  for (const host of ['127.0.0.1', 'localhost', 'node1', '[::1]'])
    expect(await redirected(`http://${host}:${page.port}/b?c#d`)).toBe(`${origin}/b?c#d`);
  expect(await redirected('/b')).toBe('/b');
  expect(await redirected('b?c')).toBe('b?c');
  expect(await redirected('https://docs.example/')).toBe('https://docs.example/');
  const elsewhere = await get(await redirected(`http://localhost:${other.port}/z`));
  expect(elsewhere.headers.get('location')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/z$/);
  expect(elsewhere.headers.get('location')).not.toContain(origin);
});

test('bodies come through, with a length or in chunks', async () => {
  const { origin, own } = await enter(ana, { port: page.port });
  const headers = { cookie: own, origin };
  const text = 'é'.repeat(100_000);
  const whole = await fetch(`${origin}/p`, { method: 'POST', body: text, headers });
  expect(((await whole.json()) as Told).body).toBe(text);
  const chunked = request(`${origin}/p`, { method: 'PUT', headers: { ...headers, 'transfer-encoding': 'chunked' } });
  chunked.write('one ');
  chunked.end('two');
  const [answer] = (await once(chunked, 'response')) as [IncomingMessage];
  let told = '';
  for await (const piece of answer.setEncoding('utf8')) told += String(piece);
  expect((JSON.parse(told) as Told).body).toBe('one two');
  expect((JSON.parse(told) as Told).headers['origin']).toBe(`http://127.0.0.1:${page.port}`);
});

test('the first bytes of a page that streams come at once, and it learns that its reader has gone', async () => {
  const { origin, own } = await enter(ana, { port: page.port });
  const leaving = new AbortController();
  const response = await fetch(`${origin}/stream`, { headers: { cookie: own }, signal: leaving.signal });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('first');
  const asked = page.asked.find(({ url }) => url === '/stream');
  const gone = once(asked?.socket ?? page.server, 'close');
  leaving.abort();
  await gone;
});

test('a page that hangs up is told in words', async () => {
  const { origin, own } = await enter(ana, { port: page.port });
  const answer = await get(`${origin}/gone`, { cookie: own });
  expect(answer.status).toBe(502);
  expect(await answer.text()).toMatch(/Nothing answers on port/);
});

describe('from other origins', () => {
  test('what would change something is refused, and so is what a neighbouring port asks for', async () => {
    const { origin, own } = await enter(ana, { port: page.port });
    const post = (headers: Record<string, string>) =>
      fetch(`${origin}/p`, { method: 'POST', headers: { cookie: own, ...headers } });
    expect((await post({ origin: served.origin })).status).toBe(403);
    expect((await post({})).status).toBe(403);
    expect((await get(`${origin}/`, { cookie: own, origin: 'http://evil.example' })).status).toBe(403);
    const sent = request(origin, { headers: { cookie: own, host: 'evil.example' } }).end();
    expect(((await once(sent, 'response')) as [IncomingMessage])[0].statusCode).toBe(403);
    const neighbour = request(origin, {
      headers: { cookie: own, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' },
    }).end();
    expect(((await once(neighbour, 'response')) as [IncomingMessage])[0].statusCode).toBe(403);
  });

  test('a WebSocket needs the page’s own Origin and cookie, and has the node’s', async () => {
    const { origin, own } = await enter(ana, { port: page.port });
    const socket = (from: string, cookie: string) =>
      new WebSocket(`${origin.replace('http', 'ws')}/ws?x`, { origin: from, headers: { cookie: `${ana}; ${cookie}` } });
    expect(await endOf(socket(served.origin, own))).toBe(403);
    expect(await endOf(socket('http://evil.example', own))).toBe(403);
    expect(await endOf(socket(origin, ''))).toBe(403);
    const echo = socket(origin, own);
    await once(echo, 'open');
    echo.send('é');
    expect(String((await once(echo, 'message'))[0])).toBe('echo é');
    const asked = page.asked.find(({ url }) => url === '/ws?x');
    expect(asked?.headers.origin).toBe(`http://127.0.0.1:${page.port}`);
    expect(asked?.headers.cookie).toBeUndefined();
    echo.terminate();
  });
});

test('pages end with the session, and with the place', async () => {
  const eva = await served.enter({ password: 'open sesame', name: 'Eva' });
  const { origin, own } = await enter(eva, { port: page.port });
  const echo = new WebSocket(`${origin.replace('http', 'ws')}/`, { origin, headers: { cookie: own } });
  await once(echo, 'open');
  const ended = endOf(echo);
  await served.post('/logout', {}, { cookie: eva });
  await ended;
  await expect(get(origin, { cookie: own })).rejects.toThrow();
});

test('the page that was opened longest ago makes room, and none that somebody looks at', async () => {
  const max = await served.enter({ password: 'open sesame', name: 'Max' });
  const pages = await Promise.all(Array.from({ length: 9 }, startPage));
  const first = await enter(max, { port: pages[0]?.port });
  const echo = new WebSocket(`${first.origin.replace('http', 'ws')}/`, {
    origin: first.origin,
    headers: { cookie: first.own },
  });
  await once(echo, 'open');
  const second = await enter(max, { port: pages[1]?.port });
  for (const { port } of pages.slice(2)) await enter(max, { port });
  await expect(get(second.origin, { cookie: second.own })).rejects.toThrow();
  expect((await get(first.origin, { cookie: first.own })).status).toBe(200);
  echo.terminate();
  for (const { server } of pages) end(server);
});
