import { beforeEach, describe, expect, test } from 'vitest';
import { flow } from '../../../src/protocol.ts';
import { OutputSubscription } from '../../../src/server/workspace/output-subscription.ts';
import { Ring } from '../../../src/server/workspace/ring.ts';
import { FakeClock } from '../../run/fake-clock.ts';

let clock: FakeClock;
let ring: Ring;
let subscription: OutputSubscription;
/** Lengths of the frames that were sent, without their headers. */
let frames: number[];
let sent: number;
/** `full` and `frozen` at each change. */
let changes: string[];
let losses: number;

beforeEach(() => {
  clock = new FakeClock();
  ring = new Ring(flow.ring);
  frames = [];
  sent = 0;
  changes = [];
  losses = 0;
  subscription = new OutputSubscription({
    ring,
    offset: 0,
    clock,
    send: (frame) => {
      expect(Number(frame.readBigUInt64BE())).toBe(sent);
      frames.push(frame.length - 8);
      sent += frame.length - 8;
    },
    onChange: () => changes.push(subscription.frozen ? 'frozen' : subscription.full ? 'full' : 'free'),
    onLost: () => losses++,
  });
});

function print(bytes: number): void {
  for (let rest = bytes; rest > 0; rest -= 65_536) ring.push('x'.repeat(Math.min(rest, 65_536)));
  subscription.feed();
}

/** Fills it: nothing more is sent until something is acknowledged. */
function fill(): void {
  print(flow.high);
  expect(sent).toBe(flow.high);
  expect(subscription.full).toBe(true);
}

describe('gathering', () => {
  test('a lone small chunk leaves at once', () => {
    print(1);
    expect(frames).toEqual([1]);
  });

  test('a larger one waits for those that follow, and they leave together', async () => {
    print(flow.lone);
    print(100);
    await clock.advance(flow.batchMs - 1);
    print(10);
    expect(frames).toEqual([]);
    await clock.advance(1);
    expect(frames).toEqual([flow.lone + 110]);
  });

  test('a full frame does not wait', () => {
    print(flow.batch - 1);
    expect(frames).toEqual([]);
    print(1);
    expect(frames).toEqual([flow.batch]);
  });

  test('what was gathered and has left is not waited for again', async () => {
    print(flow.batch - 1);
    await clock.advance(1);
    print(1);
    print(flow.lone);
    await clock.advance(flow.batchMs - 1);
    expect(frames).toEqual([flow.batch]);
    await clock.advance(1);
    expect(frames).toEqual([flow.batch, flow.lone]);
  });

  test('while much is in flight, small chunks are gathered as well', async () => {
    print(flow.batch);
    print(1);
    expect(frames).toEqual([flow.batch]);
    await clock.advance(flow.batchMs);
    expect(frames).toEqual([flow.batch, 1]);
  });

  test('an acknowledgement sends nothing that is being gathered', async () => {
    print(1);
    print(flow.lone);
    subscription.acknowledge(1);
    expect(frames).toEqual([1]);
    await clock.advance(flow.batchMs);
    expect(frames).toEqual([1, flow.lone]);
  });

  test('nothing is sent after it was closed', async () => {
    print(flow.lone);
    subscription.close();
    print(1);
    await clock.advance(1_000);
    expect(frames).toEqual([]);
  });
});

describe('the rate of lone chunks', () => {
  test('as many at once as a person may cause, then they are gathered', async () => {
    for (let count = 0; count < flow.loneRate.burst + 5; count++) print(1);
    expect(frames).toHaveLength(flow.loneRate.burst);
    await clock.advance(flow.batchMs);
    expect(frames.at(-1)).toBe(5);
  });

  test('a client that acknowledges each frame of a stream of small chunks gets few frames', async () => {
    for (let chunk = 0; chunk < 10_000; chunk++) {
      print(4);
      subscription.acknowledge(sent);
      await clock.advance(0.1);
    }
    await clock.advance(flow.batchMs);
    expect(sent).toBe(40_000);
    const { perSecond, burst } = flow.loneRate;
    expect(frames.length).toBeLessThanOrEqual(perSecond + burst + 1_000 / flow.batchMs + 1);
  });

  test('the echo of a key leaves at once, also when there are none left', () => {
    for (let count = 0; count < flow.loneRate.burst; count++) print(1);
    for (let key = 1; key <= 100; key++) {
      subscription.acknowledge(sent);
      subscription.expectEcho();
      print(1);
      expect(frames).toHaveLength(flow.loneRate.burst + key);
    }
    print(1);
    expect(frames).toHaveLength(flow.loneRate.burst + 100);
  });

  test('keys at the pace of a person are echoed at once, for as long as they like', async () => {
    for (let key = 1; key <= 1_000; key++) {
      print(1);
      expect(frames).toHaveLength(key);
      subscription.acknowledge(sent);
      await clock.advance(10);
    }
  });
});

describe('flow control', () => {
  test('no more is in flight than the limit', async () => {
    fill();
    print(200_000);
    await clock.advance(100);
    expect(sent).toBe(flow.high);
  });

  test('one that was full goes on when there is room for some more, and not before (hysteresis)', async () => {
    fill();
    print(100);
    subscription.acknowledge(flow.ack);
    await clock.advance(100);
    expect(sent).toBe(flow.high);
    expect(subscription.full).toBe(true);
    subscription.acknowledge(flow.ack + 1);
    expect(subscription.full).toBe(false);
    expect(sent).toBe(flow.high + 100);
    expect(changes).toEqual(['full', 'free']);
  });

  test('acknowledgements of what was never sent, or again, count for nothing', () => {
    fill();
    subscription.acknowledge(flow.high + 1);
    subscription.acknowledge(0);
    expect(subscription.full).toBe(true);
    subscription.acknowledge(flow.high);
    expect(subscription.full).toBe(false);
    print(flow.batch);
    subscription.acknowledge(flow.high);
    expect(sent).toBe(flow.high + flow.batch);
  });
});

describe('a client that does not acknowledge', () => {
  test('is frozen after a second, and awake with its next acknowledgement', async () => {
    fill();
    await clock.advance(999);
    expect(subscription.frozen).toBe(false);
    await clock.advance(1);
    expect(subscription.frozen).toBe(true);
    subscription.acknowledge(flow.high);
    expect(subscription.frozen).toBe(false);
    expect(changes).toEqual(['full', 'frozen', 'free']);
  });

  test('is not frozen while it is not full', async () => {
    print(flow.batch);
    await clock.advance(10_000);
    expect(subscription.frozen).toBe(false);
  });

  test('is asked once to start from the screen, when nothing is in flight any more', async () => {
    fill();
    print(2 * flow.ring);
    subscription.acknowledge(flow.high - 10);
    expect(losses).toBe(0);
    subscription.acknowledge(flow.high);
    expect(losses).toBe(1);
    print(1);
    await clock.advance(100);
    expect(sent).toBe(flow.high);
    sent = ring.end;
    subscription.restart(ring.end);
    print(1);
    expect(frames.at(-1)).toBe(1);
    expect(losses).toBe(1);
  });
});
