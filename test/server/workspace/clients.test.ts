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
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  hold(held: boolean): void {
    this.held = held;
  }

  screen(): Promise<{ readonly offset: number; readonly screen: string }> {
    return Promise.resolve({ offset: this.ring.end, screen: `the screen of ${this.name}` });
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
  clients = new Clients({ clock, onError: (error) => expect.fail(String(error)) });
  [one, two] = [new FakeClient(), new FakeClient()];
  clients.add(one, 'node', source, 0);
  clients.add(two, 'node', source, 0);
});

async function print(bytes: number): Promise<void> {
  for (let rest = bytes; rest > 0; rest -= 65_536) source.ring.push('x'.repeat(Math.min(rest, 65_536)));
  clients.feed(source);
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
  clients.add(late, 'node', source, 60);
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
  expect(one.messages).toMatchObject([{ type: 'screen', terminal: 'first', offset: source.ring.end, size }]);
  expect(two.messages).toEqual([]);
  await print(10);
  expect(one.offset).toBe(source.ring.end);
});

test('one that goes over to another terminal is sent its screen, then its output, and nothing in between', async () => {
  await print(100);
  const old = source;
  source = new FakeSource('second');
  source.ring.push('before');
  clients.show(one, 'node', source);
  clients.feed(source);
  expect(one.messages).toEqual([]);
  await turn();
  expect(one.messages).toMatchObject([
    { type: 'screen', terminal: 'second', offset: 6, screen: 'the screen of second' },
  ]);
  await print(10);
  expect([one.offset, two.offset]).toEqual([16, 100]);
  expect([clients.terminalOf(one), clients.terminalOf(two)]).toEqual(['second', 'first']);
  await print(flow.high);
  expect(source.held).toBe(true);
  expect(old.held).toBe(false);
});

test('what is known of one terminal is no acknowledgement of another', async () => {
  await print(flow.high);
  source = new FakeSource('second');
  clients.show(one, 'node', source);
  clients.acknowledge(one, flow.high);
  await turn();
  await print(flow.high);
  expect(source.held).toBe(true);
});

test('a full one that goes over holds the terminal that it has left no more', async () => {
  await print(flow.high);
  clients.delete(two);
  expect(source.held).toBe(true);
  clients.show(one, 'node', new FakeSource('second'));
  expect(source.held).toBe(false);
});

test('those that were shown a terminal that is gone are shown another, and only those', async () => {
  const second = new FakeSource('second');
  clients.show(one, 'node', second);
  await turn();
  clients.showInstead('node', source, (shown) => shown === second);
  await turn();
  expect(one.messages).toMatchObject([{ terminal: 'second' }, { terminal: 'first' }]);
  expect(two.messages).toEqual([]);
});

test('a screen that comes after the client has gone over to another terminal is not sent', async () => {
  await print(flow.high);
  source.ring.push('y'.repeat(3 * flow.ring));
  clients.acknowledge(one, flow.high);
  clients.show(one, 'node', new FakeSource('second'));
  await turn();
  expect(one.messages).toMatchObject([{ type: 'screen', terminal: 'second' }]);
});

test('a frozen audience is sent nothing, whatever is printed or shown, and holds nobody up; then the screen as it is', async () => {
  const audience = new FakeClient();
  const other = new FakeSource('second');
  clients.add(audience, 'node', source, 0, 'audience');
  clients.freeze(true);
  await print(flow.high);
  one.messages.length = two.messages.length = 0;
  clients.show(audience, 'node', other);
  clients.show(audience, 'node', source);
  clients.acknowledge(audience, flow.high);
  await turn();
  expect([audience.offset, audience.messages]).toEqual([0, []]);
  // Those who keep up are full: the shell waits for them alone.
  expect(source.held).toBe(true);
  clients.acknowledge(one, one.offset);
  expect(source.held).toBe(false);
  const late = new FakeClient();
  clients.add(late, 'node', source, source.ring.end, 'audience');
  await print(10);
  expect(late.offset).toBe(0);
  clients.freeze(false);
  await turn();
  for (const each of [audience, late]) {
    expect(each.messages).toMatchObject([{ type: 'screen', terminal: 'first', offset: source.ring.end }]);
  }
  await print(10);
  expect(audience.offset).toBe(source.ring.end);
  expect([one.messages, two.messages]).toEqual([[], []]);
});

test('an audience is shown the terminal in which somebody works', async () => {
  const audience = new FakeClient();
  const other = new FakeSource('second');
  clients.add(audience, 'node', source, 0, 'audience');
  clients.lead(one);
  await turn();
  expect(audience.messages).toEqual([]);
  clients.show(one, 'node', other);
  clients.lead(one);
  await turn();
  expect(clients.terminalOf(audience)).toBe('second');
  expect(audience.messages).toMatchObject([{ type: 'screen', terminal: 'second' }]);
  // It leads nobody itself.
  clients.show(audience, 'node', source);
  clients.lead(audience);
  expect(clients.terminalOf(one)).toBe('second');
});
