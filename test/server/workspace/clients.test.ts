import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { flow, type ServerMessage, type Size } from '../../../src/protocol.ts';
import { type Client, Clients, type OutputSource } from '../../../src/server/workspace/clients.ts';
import { Ring } from '../../../src/server/workspace/ring.ts';
import { FakeClock } from '../../run/fake-clock.ts';

const size: Size = { cols: 80, rows: 24 };

class FakeSource implements OutputSource {
  readonly size = size;
  readonly ring = new Ring(flow.ring);
  /** The shell waits with its output. */
  held = false;
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }

  hold(held: boolean): void {
    this.held = held;
  }

  screen(): Promise<{ readonly offset: number; readonly screen: string }> {
    return Promise.resolve({ offset: this.ring.end, screen: `the screen of ${this.id}` });
  }
}

class FakeClient implements Client {
  readonly messages: ServerMessage[] = [];
  /** Offset after all that it got. */
  offset = 0;

  send(message: ServerMessage): void {
    this.messages.push(message);
    if (message.type === 'screen') this.offset = message.offset;
  }

  sendOutput(frame: Buffer): void {
    expect(Number(frame.readBigUInt64BE())).toBe(this.offset);
    this.offset += frame.length - 8;
  }
}

let clock: FakeClock;
let source: FakeSource;
let clients: Clients;
let one: FakeClient;
let two: FakeClient;

beforeEach(() => {
  clock = new FakeClock();
  source = new FakeSource('first');
  clients = new Clients(source, { clock, onError: (error) => expect.fail(String(error)) });
  [one, two] = [new FakeClient(), new FakeClient()];
  clients.add(one, 0);
  clients.add(two, 0);
});

async function print(bytes: number): Promise<void> {
  for (let rest = bytes; rest > 0; rest -= 65_536) source.ring.push('x'.repeat(Math.min(rest, 65_536)));
  clients.feed();
  await clock.advance(flow.batchMs);
}

test('a message is for all but the one whose it was', () => {
  clients.broadcast({ type: 'slide', index: 2 }, two);
  expect(one.messages).toHaveLength(1);
  expect(two.messages).toHaveLength(0);
  expect(clients.size).toBe(2);
});

test('output is for all, each at its own place', async () => {
  await print(100);
  const late = new FakeClient();
  late.offset = 60;
  clients.add(late, 60);
  await print(10);
  expect([one.offset, two.offset, late.offset]).toEqual([110, 110, 110]);
  clients.delete(two);
  await print(10);
  expect([one.offset, two.offset, late.offset]).toEqual([120, 110, 120]);
});

describe('back-pressure', () => {
  test('the shell waits while all clients are full, and not for one that keeps up', async () => {
    await print(flow.high);
    expect(source.held).toBe(true);
    clients.acknowledge(one, flow.high);
    expect(source.held).toBe(false);
    await print(100);
    expect([one.offset, two.offset]).toEqual([flow.high + 100, flow.high]);
  });

  test('nothing waits for clients that are frozen', async () => {
    await print(flow.high);
    await clock.advance(1_000);
    expect(source.held).toBe(false);
  });

  test('one that is frozen does not keep the shell running for one that is full', async () => {
    await print(flow.high);
    clients.acknowledge(one, flow.high);
    await clock.advance(1_000);
    expect(source.held).toBe(false);
    await print(flow.high);
    expect(source.held).toBe(true);
  });

  test('a full one that leaves, the last one, holds nothing', async () => {
    await print(flow.high);
    clients.acknowledge(two, flow.high);
    clients.delete(two);
    expect(source.held).toBe(true);
    clients.delete(one);
    expect(source.held).toBe(false);
  });
});

test('one that fell too far behind is sent the screen, and goes on from there', async () => {
  await print(flow.high);
  source.ring.push('y'.repeat(3 * flow.ring));
  clients.acknowledge(one, flow.high);
  await turn();
  expect(one.messages).toMatchObject([{ type: 'screen', node: 'first', offset: source.ring.end, size }]);
  expect(two.messages).toEqual([]);
  await print(10);
  expect(one.offset).toBe(source.ring.end);
});

test('another machine is shown to all from its beginning', async () => {
  await print(100);
  const old = source;
  source = new FakeSource('second');
  clients.switchTo(source);
  expect(one.messages).toMatchObject([{ type: 'screen', node: 'second', offset: 0, screen: '' }]);
  await print(10);
  expect([one.offset, two.offset]).toEqual([10, 10]);
  await print(flow.high);
  expect(source.held).toBe(true);
  expect(old.held).toBe(false);
});

test('a screen that comes after the client has gone over to another machine is not sent', async () => {
  await print(flow.high);
  source.ring.push('y'.repeat(3 * flow.ring));
  clients.acknowledge(one, flow.high);
  clients.switchTo(new FakeSource('second'));
  await turn();
  expect(one.messages).toMatchObject([{ type: 'screen', node: 'second' }]);
});
