import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeCodes, limits } from '../../src/limits.ts';
import type { ServerMessage } from '../../src/protocol.ts';
import { endOf, type Served, startServe } from './serve-process.ts';

const fence = '```';
const deck = [
  `# First\n\n.exercise[\n\n${fence}bash\necho units''run\n${fence}\n\n]\n`,
  `# Second\n\n<script>alert(1)</script>\n`,
].join('\n---\n');

let served: Served;
let own: string;
beforeAll(async () => {
  served = await startServe(deck, ['--max-places', '2'], { 'a.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' });
  own = await served.enter({ token: served.token });
}, 60_000);
afterAll(async () => {
  expect(await served.close()).toBe(0);
});

function status(answer: string): number {
  return Number(answer.split(' ')[1]);
}

describe('every answer has the policy', () => {
  const answers: readonly (readonly [string, number, () => readonly string[]])[] = [
    ['page', 200, () => ['GET / HTTP/1.1', `Cookie: ${own}`]],
    ['login page', 200, () => ['GET / HTTP/1.1']],
    ['login script', 200, () => ['GET /login.js HTTP/1.1']],
    ['asset', 200, () => ['GET /assets/ASSET HTTP/1.1']],
    ['picture', 200, () => ['GET /deck/a.svg HTTP/1.1', `Cookie: ${own}`]],
    ['picture for strangers', 401, () => ['GET /deck/a.svg HTTP/1.1']],
    ['other site', 403, () => ['GET / HTTP/1.1', 'Origin: http://evil.example']],
    ['nothing', 404, () => ['GET /socket HTTP/1.1', `Cookie: ${own}`]],
    ['traversal', 404, () => ['GET /deck/..%2f..%2fetc%2fpasswd HTTP/1.1', `Cookie: ${own}`]],
    ['method', 405, () => ['GET /login HTTP/1.1']],
    ['malformed', 400, () => ['POST /login HTTP/1.1', `Origin: ${served.origin}`, ...json('{')]],
    ['too large', 413, () => ['POST /login HTTP/1.1', `Origin: ${served.origin}`, ...json(`"${'a'.repeat(5000)}"`)]],
  ];
  const json = (body: string): string[] => [
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    '',
    body,
  ];
  test.each(answers)('%s (%d)', async (_, expected, request) => {
    const [line = '', ...rest] = request();
    const asset = /\/assets\/([\w.-]+\.js)/.exec(
      await served.raw('GET / HTTP/1.1', `Host: ${served.host}`, `Cookie: ${own}`, 'Connection: close'),
    )?.[1];
    const answer = await served.raw(
      line.replace('ASSET', asset ?? ''),
      `Host: ${served.host}`,
      'Connection: close',
      ...rest,
    );
    expect(status(answer)).toBe(expected);
    const policy = /^content-security-policy: (.*)$/im.exec(answer)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(answer).toMatch(/^x-content-type-options: nosniff/im);
    expect(answer).toMatch(/^referrer-policy: no-referrer/im);
    expect(answer).not.toContain('root:x:0');
  });
});

describe('a WebSocket is refused', () => {
  const origins = [
    'http://evil.example',
    'null',
    'http://127.0.0.1',
    'http://127.0.0.1:1',
    'https://HOST',
    'http://HOST.evil.example',
    'file://',
  ];
  test.each(origins)('to Origin %s', async (origin) => {
    expect(await endOf(served.socket(own, origin.replace('HOST', served.host)))).toBe(403);
  });
  test.each(['evil.example', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example:PORT'])('to Host %s', async (host) => {
    const answer = await served.raw(
      'GET /socket HTTP/1.1',
      `Host: ${host.replace('PORT', String(served.port))}`,
      ...['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
      ...['Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==', `Origin: ${served.origin}`, `Cookie: ${own}`],
    );
    expect(status(answer)).toBe(403);
  });
  test('without a cookie, or with a wrong one: the page is told, and nothing else', async () => {
    for (const cookie of ['', `pupitre_${served.port}=${'x'.repeat(43)}`]) {
      const socket = served.socket(cookie);
      const heard: unknown[] = [];
      socket.on('message', (data) => heard.push(data));
      socket.on('open', () => {
        socket.send('{"type":"hello"}');
      });
      expect(await endOf(socket)).toBe(closeCodes.unauthorised);
      expect(heard).toEqual([]);
    }
  });
});

describe('what a window says', () => {
  const hello = '{"type":"hello"}';
  const long = JSON.stringify({ type: 'input', data: 'x'.repeat(limits.message) });
  test.each<[string, number, (string | Buffer)[]]>([
    ['over the limit', 1009, [hello, long]],
    [
      'input over its limit',
      closeCodes.badMessage,
      [hello, `{"type":"input","data":"${'x'.repeat(limits.input + 1)}"}`],
    ],
    ['malformed JSON', closeCodes.badMessage, [hello, '{"type":']],
    ['binary', closeCodes.badMessage, [hello, Buffer.from('{"type":"stop"}')]],
    ['not an object', closeCodes.badMessage, ['null']],
    ['an unknown type', closeCodes.badMessage, [hello, '{"type":"exec","command":"id"}']],
    [
      'a command beside the id',
      closeCodes.badMessage,
      [hello, '{"type":"run","unit":"first.1","scope":"unit","command":"id"}'],
    ],
    ['something before hello', closeCodes.badMessage, ['{"type":"stop"}']],
    ['hello twice', closeCodes.badMessage, [hello, hello]],
    ['a negative offset', closeCodes.badMessage, [hello, '{"type":"ack","offset":-1}']],
    ['a fraction', closeCodes.badMessage, [hello, '{"type":"ack","offset":0.5}']],
    ['infinity', closeCodes.badMessage, [hello, '{"type":"ack","offset":1e999}']],
    ['NaN', closeCodes.badMessage, [hello, '{"type":"ack","offset":NaN}']],
    ['a huge size', closeCodes.badMessage, [hello, '{"type":"resize","size":{"cols":100000,"rows":100000}}']],
    ['no size', closeCodes.badMessage, [hello, '{"type":"resize","size":{"cols":0,"rows":0}}']],
    ['slide 0', closeCodes.badMessage, [hello, '{"type":"slide","index":0}']],
    [
      'too much at once',
      closeCodes.tooMuch,
      [hello, ...Array.from({ length: 6000 }, () => '{"type":"ack","offset":0}')],
    ],
  ])('%s ends its connection: %d', async (_, code, messages) => {
    // A workspace of its own would count: this one is everybody's.
    const socket = served.socket(own);
    const end = endOf(socket);
    await once(socket, 'open');
    const key = served.keys.get(own) ?? '';
    for (const message of messages) socket.send(message === hello ? JSON.stringify({ type: 'hello', key }) : message);
    expect(await end).toBe(code);
  });

  test('an acknowledgement of what was never sent, a unit and a slide that do not exist: nothing happens', async () => {
    const [one, two] = [await served.client(own), await served.client(own)];
    one.send({ type: 'ack', offset: Number.MAX_SAFE_INTEGER });
    one.send({ type: 'run', unit: 'touch /tmp/owned', scope: 'unit' });
    one.send({ type: 'run', unit: '__proto__', scope: 'rest' });
    one.send({ type: 'mark', unit: 'constructor', as: 'skipped' });
    one.send({ type: 'slide', index: 999 });
    one.send({ type: 'slide', index: 2 });
    const slide = await two.receives('slide');
    expect(slide.index).toBe(2);
    expect(two.units.size).toBe(0);
    one.types('echo st""ill\r');
    await two.sees(/still/);
    one.socket.close();
    two.socket.close();
    await Promise.all([one.closed, two.closed]);
  });
});

test('a thousand resizes do not reach the shell one by one, and it lives', async () => {
  const client = await served.client(own);
  await client.sees(/\$ (?:\x1b\[\?2004h)?$/);
  client.types(`trap 'n=$((n+1))' WINCH; n=0; echo tr""apped\r`);
  await client.sees(/trapped/);
  for (let at = 0; at < 1000; at++)
    client.send({ type: 'resize', size: { cols: 20 + (at % 400), rows: 5 + (at % 90) } });
  client.send({ type: 'resize', size: { cols: 99, rows: 33 } });
  await client.until('the last size', () => client.messages.some((m) => m.type === 'size' && m.size.cols === 99));
  client.types('stty size; echo "<$n>"\r');
  await client.sees(/33 99/);
  const [, times] = await client.sees(/<(\d+)>/);
  expect(Number(times)).toBeLessThan(100);
  client.socket.close();
  await client.closed;
});

test('ten new nodes at once are one', async () => {
  const client = await served.client(own);
  await client.sees(/\$ /);
  const before = client.messages.length;
  for (let at = 0; at < 10; at++) client.send({ type: 'newNode' });
  client.types('echo al""ive\r');
  await client.sees(/alive/);
  const news = client.messages.slice(before).filter((m: ServerMessage) => m.type === 'screen');
  expect(news).toHaveLength(1);
  client.socket.close();
  await client.closed;
});

test('the shell knows no secret of the server', async () => {
  const client = await served.client(own);
  client.types('env; set | grep -ci "sesa""me\\|another sec""ret"; echo do""ne\r');
  await client.sees(/done/);
  expect(client.text).not.toMatch(/open sesame|another secret|PUPITRE_PASSWORD/);
  client.socket.close();
  await client.closed;
});

test('a program that asks for the clipboard gets no answer', async () => {
  const client = await served.client(own);
  client.types(
    `stty -echo; printf '\\e]52;c;?\\a\\e[5n'; IFS= read -rs -d n answer; stty echo; printf '<%q>' "$answer"; echo do""ne\r`,
  );
  // The end of the read is the answer to the second question, which the server gives.
  const [, answer] = await client.sees(/<(.*)>done/);
  expect(answer).not.toContain('52');
  client.socket.close();
  await client.closed;
});

describe('who comes in with the password', () => {
  test('has a workspace of their own, which ends with their logout; their windows too', async () => {
    const cookie = await served.enter();
    const [mine, other] = [await served.client(own), await served.client(cookie)];
    mine.types('echo se""cret-of-mine\r');
    await mine.sees(/secret-of-mine/);
    other.types('echo o""thers $$\r');
    const [, shell] = await other.sees(/others (\d+)/);
    expect(other.text).not.toContain('secret-of-mine');
    const second = await served.client(cookie);
    expect((await served.post('/logout', {}, { cookie })).status).toBe(204);
    expect((await other.closed).code).toBe(closeCodes.unauthorised);
    expect((await second.closed).code).toBe(closeCodes.unauthorised);
    expect(await endOf(served.socket(cookie))).toBe(closeCodes.unauthorised);
    mine.types(`while kill -0 ${shell ?? ''} 2>&-; do read -t 0.05 < <(:); done; echo g""one\r`);
    await mine.sees(/gone/);
    mine.socket.close();
    await mine.closed;
  });

  test('waits in a queue while all nodes are taken, until one leaves', async () => {
    const first = await served.enter();
    const second = await served.enter();
    const third = await served.enter();
    const clients = [await served.client(first), await served.client(second)];
    const waiting = await served.waits(third);
    expect(await waiting.receives('queue')).toMatchObject({ place: 1, of: 1 });
    for (const cookie of [first, second]) await served.post('/logout', {}, { cookie });
    await Promise.all(clients.map(({ closed }) => closed));
    await waiting.receives('welcome');
    await served.post('/logout', {}, { cookie: third });
    await waiting.closed;
  });

  test('opens so many windows and no more, also without hello', async () => {
    const cookie = await served.enter();
    const sockets = Array.from({ length: 30 }, () => served.socket(cookie));
    const ends = sockets.map((socket) => endOf(socket));
    const refused = new Promise<void>((done) => {
      let count = 0;
      for (const end of ends) {
        void end.then((code) => {
          if (code === closeCodes.tooMuch && ++count === 10) done();
        });
      }
    });
    await refused;
    expect(sockets.filter(({ readyState }) => readyState === 1)).toHaveLength(20);
    await served.post('/logout', {}, { cookie });
    await Promise.all(ends);
  });
});

test('connections that are reset in the middle of an upgrade do not end the server, and refused ones do not stay', async () => {
  for (let at = 0; at < 30; at++) {
    const socket = connect(served.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    socket.write(`GET /socket HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    socket.resetAndDestroy();
  }
  const socket = connect({ port: served.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.write(`GET /socket HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
  socket.resume();
  await once(socket, 'end');
  // The server has closed both directions: what is written now is answered with a reset.
  const over = new Promise((done) => socket.once('close', done));
  socket.on('error', () => socket.destroy());
  const write = (): void => {
    if (!socket.destroyed) socket.write('x', () => void setImmediate(write));
  };
  write();
  await over;
  expect((await fetch(served.origin)).status).toBe(200);
});

test('200 connections cost little memory', async () => {
  const before = served.memory();
  const sockets = await Promise.all(
    Array.from({ length: 150 }, async () => {
      const socket = connect(served.port, '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(`GET / HTTP/1.1\r\nHost: ${served.host}\r\nX: `);
      return socket;
    }),
  );
  expect((await fetch(served.origin)).status).toBe(200);
  expect(served.memory() - before).toBeLessThan(60 * 1024 * 1024);
  for (const socket of sockets) socket.destroy();
});

// Last: it uses up what strangers at this address may try.
test('attempts at a WebSocket are limited, of strangers and of everybody by themselves', async () => {
  const ends = await Promise.all(Array.from({ length: 150 }, () => endOf(served.socket('', 'http://evil.example'))));
  expect(ends.filter((code) => code === 429).length).toBeGreaterThan(30);
  const client = await served.client(own);
  client.socket.close();
  await client.closed;
});
