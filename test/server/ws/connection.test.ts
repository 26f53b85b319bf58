import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { type ClientMessage, closeCodes, limits } from '../../../src/protocol.ts';
import type { Client } from '../../../src/server/workspace/clients.ts';
import { Connection } from '../../../src/server/ws/connection.ts';
import { FakeClock } from '../../run/fake-clock.ts';

let server: WebSocketServer;
let browser: WebSocket;
/** The server's end of the connection. */
let client: Client;
const handled: ClientMessage[] = [];
/** It stands still: the limit of messages gives nothing new. */
let clock: FakeClock;

beforeEach(async () => {
  handled.length = 0;
  clock = new FakeClock();
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const entered = new Promise<void>((resolve) => {
    server.on('connection', (socket) => {
      const workspace = {
        enter: (it: Client) => {
          client = it;
          resolve();
          return Promise.resolve();
        },
        leave: () => undefined,
        handle: (_: Client, message: ClientMessage) => handled.push(message),
      };
      const person = { id: 'ana', name: 'Ana', role: 'student' } as const;
      const admit = (): Promise<typeof workspace> => Promise.resolve(workspace);
      const hasKey = (key?: string): boolean => key === 'the key';
      new Connection({
        socket,
        person,
        hasKey,
        admit,
        problem: () => undefined,
        lang: 'fr',
        clock,
        onError: (error) => expect.fail(String(error)),
      });
    });
  });
  browser = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await once(browser, 'open');
  browser.send('{"type":"hello","key":"the key"}');
  await entered;
});

afterEach(async () => {
  browser.terminate();
  server.close();
  await once(server, 'close');
});

/** Sends so many messages without a pause. */
function acknowledge(count: number, offsetOf: (index: number) => number): void {
  for (let index = 0; index < count; index++) browser.send(JSON.stringify({ type: 'ack', offset: offsetOf(index) }));
}

/** Sends frames of one byte; fulfilled when so many have come, rejected when the window is thrown out. */
function frames(from: number, count: number): Promise<void> {
  const came = new Promise<void>((resolve, reject) => {
    const thrownOut = (code: number): void => {
      reject(new Error(`closed with ${code}`));
    };
    browser.once('close', thrownOut);
    let rest = count;
    const countOne = (): void => {
      if (--rest > 0) return;
      browser.off('message', countOne).off('close', thrownOut);
      resolve();
    };
    browser.on('message', countOne);
  });
  for (let at = from; at < from + count; at++) {
    const frame = Buffer.alloc(9);
    frame.writeBigUInt64BE(BigInt(at));
    client.sendOutput(frame);
  }
  return came;
}

test('a window that acknowledges each frame of a flood is not thrown out', { timeout: 60_000 }, async () => {
  const total = 4 * limits.rate.burst;
  for (let at = 0; at < total; at += 100) {
    await frames(at, 100);
    acknowledge(100, (index) => at + index + 1);
  }
  browser.send('{"type":"stop"}');
  await expect.poll(() => handled.at(-1)?.type, { timeout: 30_000 }).toBe('stop');
  expect(handled).toHaveLength(total + 1);
  expect(browser.readyState).toBe(WebSocket.OPEN);
});

test.each([[undefined], ['another key']])(
  'a window that shows the key %s is closed, and let in nowhere',
  async (key) => {
    const stranger = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const closed = once(stranger, 'close') as Promise<[number, Buffer]>;
    await once(stranger, 'open');
    const before = client;
    stranger.send(JSON.stringify({ type: 'hello', ...(key !== undefined && { key }) }));
    stranger.send('{"type":"stop"}');
    expect((await closed)[0]).toBe(closeCodes.unauthorised);
    expect(client).toBe(before);
    expect(handled).toEqual([]);
  },
);

test('a window that does not say hello is closed', async () => {
  const silent = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const closed = once(silent, 'close') as Promise<[number, Buffer]>;
  await once(silent, 'open');
  await expect
    .poll(async () => {
      await clock.advance(10_000);
      return silent.readyState;
    })
    .not.toBe(WebSocket.OPEN);
  expect((await closed)[0]).toBe(closeCodes.badMessage);
  expect(browser.readyState).toBe(WebSocket.OPEN);
});

test.each([
  ['the same one again and again', () => 1],
  ['new ones, more than frames were sent', (index: number) => index + 1],
])('acknowledgements count where they are not for a frame: %s', async (_, offsetOf) => {
  await frames(0, 10);
  const closed = once(browser, 'close') as Promise<[number, Buffer]>;
  acknowledge(2 * limits.rate.burst, offsetOf);
  const [code, reason] = await closed;
  expect(code).toBe(closeCodes.tooMuch);
  expect(reason.toString()).toBe('trop de messages');
});
