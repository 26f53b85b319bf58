import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { Relay } from '../../../src/server/http/relay.ts';

const open: Relay[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((relay) => relay.close()));
});

async function door(more: { readonly patienceMs?: number; readonly most?: number } = {}): Promise<Relay> {
  const relay = await Relay.open({ host: '127.0.0.1', port: 0, ownHost: '127.0.0.1', most: 20, ...more });
  open.push(relay);
  return relay;
}

/** A class: says its name, and from where it was asked; its WebSocket says everything again. */
function course(name: string): Server {
  const server = createServer((request, response) => {
    response.end(`${name} ${request.socket.remoteAddress ?? ''} ${request.url ?? ''}`);
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => {
      socket.send(data, { binary: isBinary });
    });
  });
  return server;
}

async function ask({ port }: Relay, path = '/', localAddress = '127.0.0.1'): Promise<string> {
  const request = get({ port, path, localAddress, host: '127.0.0.1', agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response.statusCode === 200 ? text(response) : String(response.statusCode);
}

describe('a server that leads', () => {
  test('answers at its own door, and at those of the others, which say who asks', async () => {
    const [leading, other] = [await door(), await door()];
    leading.lead(course('one'), 'secret');
    other.follow({ address: leading.address, secret: 'secret' });
    expect(await ask(leading, '/a', '127.0.0.7')).toBe('one 127.0.0.7 /a');
    expect(await ask(other, '/b', '127.0.0.8')).toBe('one 127.0.0.8 /b');
  });

  test('has WebSockets by both doors, whatever goes through them', async () => {
    const [leading, other] = [await door(), await door()];
    leading.lead(course('one'), 'secret');
    other.follow({ address: leading.address, secret: 'secret' });
    const all = Buffer.alloc(300_000, Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)));
    for (const { port } of [leading, other]) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
      await once(socket, 'open');
      socket.send(all);
      const [back] = (await once(socket, 'message')) as [Buffer];
      expect(back.equals(all)).toBe(true);
      socket.terminate();
    }
  });

  test.each([
    ['another secret', 'wrong! 10.0.0.1\nGET / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['no secret', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a line without end', 'x'.repeat(300)],
  ])('does not listen to who passes a connection on with %s', async (_, said) => {
    const leading = await door();
    leading.lead(course('one'), 'secret');
    const socket = connect(Number(leading.address.split(':')[1]), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(said);
    expect(await answered(socket)).toBe('');
  });

  test('gets what came in pieces', async () => {
    const leading = await door();
    leading.lead(course('one'), 'secret');
    const socket = connect(Number(leading.address.split(':')[1]), '127.0.0.1');
    for (const piece of ['sec', 'ret 10.9.8', '.7', '\nGE', 'T /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n']) {
      await new Promise<void>((done) => socket.write(piece, () => setImmediate(done)));
    }
    expect(await answered(socket)).toMatch(/^\nHTTP[^]*one 10\.9\.8\.7 \/x/);
  });
});

describe('when the server that leads is gone', () => {
  test('who comes meanwhile gets the next one', async () => {
    const [first, second, other] = [await door(), await door(), await door()];
    first.lead(course('one'), 'a');
    other.follow({ address: first.address, secret: 'a' });
    expect(await ask(other)).toBe('one 127.0.0.1 /');
    open.splice(open.indexOf(first), 1);
    await first.close();
    const waiting = Promise.all([ask(other, '/1'), ask(other, '/2'), ask(second, '/3')]);
    // What is asked for now reaches nobody, and waits.
    expect(await Promise.race([waiting, new Promise((done) => setImmediate(done, 'waits'))])).toBe('waits');
    second.lead(course('two'), 'b');
    other.follow({ address: second.address, secret: 'b' });
    expect(await waiting).toEqual(['two 127.0.0.1 /1', 'two 127.0.0.1 /2', 'two 127.0.0.1 /3']);
  });

  test('whoever it had accepted, and not answered, gets the next one; nothing was said to it', async () => {
    const said: Buffer[] = [];
    // As a process that is being killed: its kernel still accepts.
    const dying = createTcpServer((socket) => {
      socket.on('data', (chunk) => {
        said.push(chunk);
        socket.resetAndDestroy();
      });
    });
    await once(dying.listen(0, '127.0.0.1'), 'listening');
    const [second, other] = [await door(), await door()];
    other.follow({ address: `127.0.0.1:${(dying.address() as AddressInfo).port}`, secret: 'a' });
    const asked = ask(other, '/1');
    await once(dying, 'connection');
    second.lead(course('two'), 'b');
    other.follow({ address: second.address, secret: 'b' });
    expect(await asked).toBe('two 127.0.0.1 /1');
    expect(Buffer.concat(said).toString()).toBe('a 127.0.0.1\n');
    dying.close();
  });

  test('for a moment only: it is asked again', async () => {
    let times = 0;
    const leading = createTcpServer((socket) => {
      if (++times === 1) socket.destroy();
      else socket.write('\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nback');
    });
    await once(leading.listen(0, '127.0.0.1'), 'listening');
    const other = await door();
    other.follow({ address: `127.0.0.1:${(leading.address() as AddressInfo).port}`, secret: 'a' });
    expect([await ask(other), times]).toEqual(['back', 2]);
    leading.close();
  });

  test('a server that accepts and says nothing is not waited for longer: 503', async () => {
    const silent = createTcpServer();
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const other = await door({ patienceMs: 30 });
    other.follow({ address: `127.0.0.1:${(silent.address() as AddressInfo).port}`, secret: 'a' });
    expect(await ask(other)).toBe('503');
    silent.close();
  });

  test('its WebSockets end at every door', async () => {
    const [leading, other] = [await door(), await door()];
    leading.lead(course('one'), 'secret');
    other.follow({ address: leading.address, secret: 'secret' });
    const socket = new WebSocket(`ws://127.0.0.1:${other.port}/`);
    await once(socket, 'open');
    open.splice(open.indexOf(leading), 1);
    const closed = once(socket, 'close') as Promise<[number]>;
    await leading.close();
    expect((await closed)[0]).toBe(1006);
  });

  test('and no other one comes: 503 after a while', async () => {
    const other = await door({ patienceMs: 20 });
    expect(await ask(other)).toBe('503');
    other.follow({ address: '127.0.0.1:1', secret: 'x' });
    expect(await ask(other)).toBe('503');
  });

  test('who gives up waiting is forgotten, and more than there is room for are refused', async () => {
    const other = await door({ most: 1 });
    const waiting = connect(other.port, '127.0.0.1');
    await once(waiting, 'connect');
    await expect(ask(other)).rejects.toThrow(/hang up|ECONNRESET/);
    waiting.destroy();
    await once(waiting, 'close');
    const leading = course('one');
    other.lead(leading, 's');
    await expect.poll(() => ask(other).catch(() => 'refused')).toBe('one 127.0.0.1 /');
  });
});

async function answered(socket: Socket): Promise<string> {
  let said = '';
  socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(socket, 'close');
  return said;
}
