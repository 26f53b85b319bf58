import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ClientMessage, clientMessage, closeCodes, type HelpView } from '../../../src/protocol.ts';
import { FakeClock } from '../../run/fake-clock.ts';
import { type TestClient, TestHub } from '../test-hub.ts';

const course = '# S1\n\n.exercise[\n```bash\necho on-"the"-slide\n```\n]\n\n---\n# S2\n';
let room: TestHub;
let clock: FakeClock;
beforeEach(async () => {
  clock = new FakeClock();
  room = new TestHub(course, { clock, limits: { orphanedMs: 600_000 } });
  const at = Date.now();
  await room.store.append({ type: 'person', person: 'grace', name: 'Grace', role: 'instructor', at });
  await room.store.append({ type: 'person', person: 'ana', name: 'Ana', role: 'student', at });
});
afterEach(async () => {
  expect(room.errors).toEqual([]);
  await room.close();
});

async function student(): Promise<TestClient> {
  const client = await room.client({ size: { cols: 91, rows: 21 } }, 'ana');
  await client.receives('welcome');
  await client.until('a shell', () =>
    client.messages.some(
      (each) => (each.type === 'welcome' ? each.nodeStatus : each.type === 'node' && each.status) === 'ready',
    ),
  );
  return client;
}
function visitor(visit = 'ana'): Promise<TestClient> {
  return room.client({ visit, size: { cols: 120, rows: 44 } }, 'grace');
}
function helpOf({ messages }: TestClient): HelpView | undefined {
  return messages.findLast((message) => message.type === 'help');
}
/** Waits until the last that a window was told of help is this. */
function told(
  client: TestClient,
  view: { readonly [K in keyof HelpView]?: HelpView[K] | undefined },
): Promise<HelpView> {
  return client.until(`help ${JSON.stringify(view)}`, () => {
    const last = helpOf(client);
    const isIt = Object.entries(view).every(([key, value]) => last?.[key as keyof HelpView] === value);
    return isIt ? last : undefined;
  });
}
/** Waits until the server has read all that a window has said. */
async function settled(client: TestClient): Promise<void> {
  const pong = new Promise((done) => client.socket.once('pong', done));
  client.socket.ping();
  await pong;
}
function events(): readonly string[] | undefined {
  return room.classroom.person('ana')?.help.map(({ what, by }) => (by ? `${what} by ${by}` : what));
}

async function looking(): Promise<readonly [TestClient, TestClient]> {
  const ana = await student();
  const grace = await visitor();
  await told(ana, { state: 'asksToLook' });
  ana.send({ type: 'consent', answer: 'watch' });
  await told(grace, { state: 'looks' });
  await grace.receives('welcome');
  await settled(ana);
  return [ana, grace];
}

async function typing(): Promise<readonly [TestClient, TestClient]> {
  const [ana, grace] = await looking();
  grace.send({ type: 'help', ask: 'type' });
  await told(ana, { state: 'asksToType', who: 'Grace' });
  ana.send({ type: 'consent', answer: 'type' });
  await told(grace, { state: 'types' });
  await settled(ana);
  return [ana, grace];
}

describe('who may ask', () => {
  test('a student’s window that asks to visit is closed, and nobody is asked', async () => {
    const ana = await student();
    const ben = await room.client({ visit: 'ana' }, 'ben');
    expect((await ben.closed).code).toBe(closeCodes.badMessage);
    await settled(ana);
    expect(helpOf(ana)).toBeUndefined();
    expect(ben.messages.map(({ type }) => type)).toEqual(['you']);
  });

  test.each(['nobody', 'grace'])('there is no student %s', async (id) => {
    const grace = await visitor(id);
    await told(grace, { state: 'off', why: 'unknown' });
    grace.send({ type: 'help', ask: 'watch' });
    await settled(grace);
    expect(grace.messages.filter(({ type }) => type === 'welcome')).toEqual([]);
  });

  test('one visitor at a time', async () => {
    await room.store.append({ type: 'person', person: 'alan', name: 'Alan', role: 'instructor', at: Date.now() });
    await looking();
    const alan = await room.client({ visit: 'ana' }, 'alan');
    await told(alan, { state: 'off', why: 'busy', who: 'Ana' });
  });
});

describe('until the yes', () => {
  test('every window of the student is asked by name; the visitor sees nothing', async () => {
    const ana = await student();
    const second = await student();
    const grace = await visitor();
    await told(grace, { state: 'asksToLook', who: 'Ana' });
    await told(ana, { state: 'asksToLook', who: 'Grace' });
    await told(second, { state: 'asksToLook', who: 'Grace' });
    const late = await student();
    await told(late, { state: 'asksToLook', who: 'Grace' });
    ana.types('echo sec"ret"\r');
    await ana.sees(/secret/);
    grace.types('echo int"ruder"\r');
    await settled(grace);
    expect(grace.bytes).toBe(0);
    expect(grace.messages.map(({ type }) => type)).toEqual(['you', 'help']);
    expect(events()).toEqual(['askedToLook']);
  });

  test('a no, and one may ask again after 20 seconds', async () => {
    const ana = await student();
    const grace = await visitor();
    await told(ana, { state: 'asksToLook' });
    ana.send({ type: 'consent', answer: 'no' });
    expect(await told(grace, { state: 'off', why: 'no' })).toMatchObject({ againMs: 20_000 });
    await clock.advance(19_999);
    grace.send({ type: 'help', ask: 'watch' });
    await told(grace, { why: 'soon', againMs: 1 });
    // Neither by another window.
    const other = await visitor();
    await told(other, { state: 'off' });
    await clock.advance(1);
    grace.send({ type: 'help', ask: 'watch' });
    await told(ana, { state: 'asksToLook' });
    grace.send({ type: 'help', ask: 'watch' });
    await settled(grace);
    expect(events()).toEqual(['askedToLook', 'refused', 'askedToLook']);
  });

  test('silence is a no after a minute', async () => {
    const ana = await student();
    const grace = await visitor();
    await told(ana, { state: 'asksToLook' });
    await clock.advance(59_999);
    await settled(grace);
    expect(helpOf(grace)).toMatchObject({ state: 'asksToLook' });
    await clock.advance(1);
    await told(grace, { state: 'off', why: 'late' });
    await told(ana, { state: 'off' });
    ana.send({ type: 'consent', answer: 'type' });
    await settled(ana);
    expect(events()).toEqual(['askedToLook', 'unanswered']);
  });

  test('a student without windows is asked when they have one', async () => {
    const grace = await visitor();
    await told(grace, { state: 'off', why: 'absent' });
    const ana = await student();
    await told(ana, { state: 'asksToLook', who: 'Grace' });
    await told(grace, { state: 'asksToLook' });
  });

  test('who closes the window asks no more', async () => {
    const ana = await student();
    const grace = await visitor();
    await told(ana, { state: 'asksToLook' });
    grace.socket.close();
    await told(ana, { state: 'off', why: 'ended' });
    ana.send({ type: 'consent', answer: 'no' });
    await settled(ana);
    expect(events()).toEqual(['askedToLook', 'ended by visitor']);
  });

  test('what was offered needs no question, once', async () => {
    const ana = await student();
    ana.send({ type: 'consent', answer: 'watch' });
    await told(ana, { state: 'off', offered: true });
    const grace = await visitor();
    await told(ana, { state: 'looks', who: 'Grace', offered: undefined });
    await grace.receives('welcome');
    ana.send({ type: 'consent', answer: 'end' });
    await told(grace, { state: 'off', why: 'ended' });
    ana.send({ type: 'consent', answer: 'watch' });
    await told(ana, { offered: true });
    ana.send({ type: 'consent', answer: 'no' });
    await told(ana, { offered: undefined });
    await clock.advance(20_000);
    grace.send({ type: 'help', ask: 'watch' });
    await told(ana, { state: 'asksToLook' });
  });
});

/** One of every kind that a window may say, with what it would change. */
const said: readonly Exclude<ClientMessage, { type: 'hello' }>[] = [
  { type: 'consent', answer: 'type' },
  { type: 'input', data: 'echo intru"ded"\r' },
  { type: 'newTerminal' },
  { type: 'resize', size: { cols: 133, rows: 50 }, works: true },
  { type: 'run', unit: 'deck.md/S1/1', scope: 'unit' },
  { type: 'mark', unit: 'deck.md/S1/1', as: 'skipped' },
  { type: 'stop' },
  { type: 'slide', index: 2 },
  { type: 'stage', blackout: true, demo: true },
  { type: 'advance' },
  { type: 'drive', hidden: false, typing: 'slow' },
  { type: 'pointer', at: { slide: 1, anchor: 0, x: 1, y: 1 } },
  { type: 'ink', slide: 1, anchor: 0, stroke: 's', points: [1, 1] },
  { type: 'wipe', slide: 1 },
  { type: 'report' },
  { type: 'newNode' },
  { type: 'hand', up: true },
  { type: 'ready' },
  { type: 'follow', on: false },
  { type: 'begin' },
  { type: 'lead', slide: 2 },
  { type: 'message', text: 'hello' },
  { type: 'pause', on: true },
  { type: 'offer', unit: 'deck.md/S1/1' },
  { type: 'readyCheck', on: true },
  { type: 'timer', minutes: 1 },
  { type: 'person', id: 'ana', do: 'release' },
];
const harmless = ['hello', 'ack', 'show', 'help'];

test('the table has every message that a window may say', () => {
  const all = clientMessage.options.map(({ shape }) => shape.type.value);
  expect([...said.map(({ type }) => type), ...harmless].sort()).toEqual([...all].sort());
});

describe('looking', () => {
  test('the visitor sees the terminal, the ticks and the slide, and goes on seeing them', async () => {
    const ana = await student();
    ana.types('echo bef"ore"\r');
    await ana.sees(/before/);
    const grace = await visitor();
    await told(ana, { state: 'asksToLook' });
    ana.send({ type: 'consent', answer: 'watch' });
    const welcome = await grace.receives('welcome');
    expect(welcome).toMatchObject({ size: { cols: 91, rows: 21 }, windows: 1 });
    await grace.sees(/before/);
    const unit = room.units[0] ?? '';
    ana.send({ type: 'run', unit, scope: 'unit' });
    expect(await grace.ends(unit)).toMatchObject({ status: 'passed' });
    await grace.sees(/on-the-slide/);
    ana.send({ type: 'slide', index: 2 });
    await grace.until('slide 2', () => grace.messages.some((each) => each.type === 'slide' && each.index === 2));
  });

  test.each(said)('$type changes nothing', async (request) => {
    const [ana, grace] = await looking();
    const unit = room.units[0] ?? '';
    const before = ana.messages.length;
    grace.send('unit' in request ? { ...request, unit } : request);
    await settled(grace);
    // What comes after it through the same workspace shows that it was not merely late.
    ana.types('echo do"ne"\r');
    await ana.sees(/done/);
    await settled(ana);
    expect(ana.text).not.toMatch(/intruded/);
    expect(ana.messages.slice(before)).toEqual([]);
    expect(grace.messages.filter(({ type }) => type === 'report' || type === 'size')).toEqual([]);
    expect(events()).toEqual(['askedToLook', 'looks']);
  });

  test('it is no window of the student’s: the place is lonely, and the visit over, without one', async () => {
    const [ana, grace] = await looking();
    ana.socket.close();
    await told(grace, { state: 'off', why: 'ended' });
    const seen = grace.bytes;
    await clock.advance(600_000);
    expect(room.classroom.pool.nodeOf('ana')).toBeUndefined();
    expect(grace.bytes).toBe(seen);
    expect(events()).toEqual(['askedToLook', 'looks', 'ended by student']);
  });
});

describe('typing', () => {
  test('after the second yes keys get through, and still nothing else', async () => {
    const [ana, grace] = await typing();
    grace.types('echo from-"grace"\r');
    await ana.sees(/from-grace/);
    const before = ana.messages.length;
    for (const request of said) {
      if (request.type !== 'input' && request.type !== 'consent') grace.send(request);
    }
    await settled(grace);
    grace.types('echo af"ter"\r');
    await ana.sees(/after/);
    expect(ana.messages.slice(before)).toEqual([]);
    expect(room.classroom.pool.capacity.held).toBe(1);
    expect(events()).toEqual(['askedToLook', 'looks', 'askedToType', 'types']);
  });

  test('a no leaves it at looking', async () => {
    const [ana, grace] = await looking();
    grace.send({ type: 'help', ask: 'type' });
    await told(ana, { state: 'asksToType' });
    ana.send({ type: 'consent', answer: 'no' });
    await told(grace, { state: 'looks', why: 'no' });
    grace.types('echo intru"ded"\r');
    grace.send({ type: 'help', ask: 'type' });
    await told(grace, { state: 'looks', why: 'soon' });
    ana.types('echo do"ne"\r');
    await ana.sees(/done/);
    expect(ana.text).not.toMatch(/intruded/);
  });

  test.each(['student', 'visitor'] as const)('the %s ends it: nothing more is seen or typed', async (by) => {
    const [ana, grace] = await typing();
    if (by === 'student') ana.send({ type: 'consent', answer: 'end' });
    else grace.send({ type: 'help', ask: 'end' });
    await told(grace, { state: 'off', why: 'ended' });
    await told(ana, { state: 'off', why: 'ended' });
    const seen = grace.bytes;
    grace.types('echo intru"ded"\r');
    await settled(grace);
    ana.types('echo al"one"\r');
    await ana.sees(/alone/);
    expect(ana.text).not.toMatch(/intruded/);
    await settled(grace);
    expect(grace.bytes).toBe(seen);
    expect(events()).toEqual(['askedToLook', 'looks', 'askedToType', 'types', `ended by ${by}`]);
  });

  test('the visitor’s last window ends it', async () => {
    const [ana, grace] = await typing();
    const second = await visitor();
    await second.receives('welcome');
    grace.socket.close();
    await grace.closed;
    second.types('echo sec"ond"\r');
    await ana.sees(/second/);
    expect(helpOf(ana)).toMatchObject({ state: 'types' });
    second.socket.close();
    await told(ana, { state: 'off', why: 'ended' });
    expect(events()?.at(-1)).toBe('ended by visitor');
  });
});
