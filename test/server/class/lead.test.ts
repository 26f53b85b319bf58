import { afterEach, describe, expect, test } from 'vitest';
import { type ClassView, type ClientMessage, closeCodes, type Tile } from '../../../src/protocol.ts';
import { memoryStore } from '../../../src/server/class/memory-store.ts';
import { TestClient, TestHub } from '../test-hub.ts';

const course =
  '# S1\n\n.exercise[\n```bash\nX=1\n```\n]\n\n---\n# S2\n\n.exercise[\n```bash\nmkdir /proc/none\n```\n]\n';
let room: TestHub;
afterEach(async () => {
  expect(room.errors).toEqual([]);
  await room.close();
});

async function comes(person: string): Promise<TestClient> {
  const window = await room.client({}, person);
  await window.receives('welcome');
  return window;
}

/** What a window was told last of how the class is led. */
function viewOf({ messages }: TestClient): ClassView | undefined {
  return messages.findLast((each) => each.type === 'class')?.class;
}

function sees(window: TestClient, what: string, test: (view: ClassView) => boolean): Promise<ClassView> {
  return window.until(what, () => {
    const view = viewOf(window);
    return view && test(view) && view;
  });
}

/** The wall as a window knows it. */
function tilesOf({ messages }: TestClient): Map<string, Tile> {
  const tiles = new Map<string, Tile>();
  for (const message of messages) {
    if (message.type !== 'wall') continue;
    for (const tile of message.tiles) tiles.set(tile.id, tile);
    for (const id of message.gone) tiles.delete(id);
  }
  return tiles;
}

function shows(wall: TestClient, id: string, test: (tile: Tile) => boolean): Promise<Tile> {
  return wall.until(`the tile of ${id}`, () => {
    const tile = tilesOf(wall).get(id);
    return tile && test(tile) && tile;
  });
}

describe('who may say what', () => {
  test.each<ClientMessage>([
    { type: 'begin' },
    { type: 'lead', slide: 2 },
    { type: 'message', text: 'hello' },
    { type: 'pause', on: true },
    { type: 'offer', unit: 's2.x' },
    { type: 'readyCheck', on: true },
    { type: 'timer', minutes: 5 },
    { type: 'person', id: 'ana', do: 'remove' },
  ])('a student who says $type is shown the door, and nothing happens', async (message) => {
    room = new TestHub(course);
    const [ana, bob] = [await comes('ana'), await comes('bob')];
    const before = viewOf(ana);
    bob.send(message);
    expect((await bob.closed).code).toBe(closeCodes.badMessage);
    expect(viewOf(ana)).toEqual(before);
    expect(room.classroom.person('ana')).toBeDefined();
  });

  test('a student’s window is no wall', async () => {
    room = new TestHub(course);
    const bob = await room.client({ kind: 'wall' }, 'bob');
    expect((await bob.closed).code).toBe(closeCodes.badMessage);
  });

  test.each([
    { type: 'message', text: 'x'.repeat(501) },
    { type: 'message', text: '  ' },
    { type: 'hand', up: true, note: 'x'.repeat(201) },
    { type: 'timer', minutes: 0 },
  ])('%j is none of our messages', async (message) => {
    room = new TestHub(course);
    const teacher = await room.client({ kind: 'wall' }, 'instructor');
    teacher.send(message as ClientMessage);
    expect((await teacher.closed).code).toBe(closeCodes.badMessage);
  });
});

describe('the wall', () => {
  test('shows what students do, live, and only to whom it is for', async () => {
    room = new TestHub(course);
    const ana = await comes('ana');
    const wall = await room.client({ kind: 'wall' }, 'instructor');
    expect(await wall.receives('wall')).toMatchObject({
      tiles: [{ id: 'ana', name: 'ana', windows: 1, hasNode: true, slide: 1 }],
      join: ['http://192.0.2.7/#join=code'],
    });
    const bob = await comes('bob');
    await shows(wall, 'bob', ({ windows }) => windows === 1);
    bob.send({ type: 'slide', index: 2 });
    const [, second = ''] = room.units;
    bob.send({ type: 'run', unit: second, scope: 'unit' });
    await shows(wall, 'bob', ({ slide, last }) => slide === 2 && last?.unit === second && last.status === 'failed');
    bob.send({ type: 'hand', up: true, note: 'Why?' });
    await shows(wall, 'bob', ({ hand }) => hand?.note === 'Why?');
    expect(await sees(bob, 'the own hand', ({ hand }) => hand !== undefined)).toMatchObject({ hand: { note: 'Why?' } });
    expect(viewOf(wall)).toMatchObject({ hands: 1 });
    const heat = wall.messages.flatMap((each) => (each.type === 'wall' ? each.heat : [])).at(-1);
    expect(heat).toMatchObject({ unit: second, tried: 1, passed: 0, failedFirst: 1, error: { count: 1 } });
    ana.socket.close();
    await shows(wall, 'ana', ({ windows }) => windows === 0);
    for (const student of [ana, bob]) expect(student.messages.some(({ type }) => type === 'wall')).toBe(false);
  });

  test('a wall that comes later is told all', async () => {
    room = new TestHub(course);
    await comes('ana');
    const first = await room.client({ kind: 'wall' }, 'instructor');
    await shows(first, 'ana', ({ windows }) => windows === 1);
    const second = await room.client({ kind: 'wall' }, 'instructor');
    expect(await second.receives('wall')).toMatchObject({ tiles: [{ id: 'ana', windows: 1 }] });
  });

  test('what its menu does to a student', async () => {
    room = new TestHub(course);
    const wall = await room.client({ kind: 'wall' }, 'instructor');
    const ana = await comes('ana');
    ana.send({ type: 'hand', up: true });
    await shows(wall, 'ana', ({ hand }) => hand !== undefined);
    wall.send({ type: 'person', id: 'ana', do: 'lowerHand' });
    await shows(wall, 'ana', ({ hand }) => hand === undefined);
    wall.send({ type: 'person', id: 'ana', do: 'newCode' });
    const told = await wall.receives('code');
    expect([told.person, /^\w{4}-\w{4}$/.test(told.code)]).toEqual(['ana', true]);
    wall.send({ type: 'person', id: 'ana', do: 'release' });
    expect((await ana.closed).code).toBe(closeCodes.givenBack);
    await shows(wall, 'ana', ({ hasNode }) => !hasNode);
    const again = await comes('ana');
    wall.send({ type: 'person', id: 'instructor', do: 'remove' });
    wall.send({ type: 'person', id: 'ana', do: 'remove' });
    expect((await again.closed).code).toBe(closeCodes.unauthorised);
    await wall.until('the tile to go', () => !tilesOf(wall).has('ana'));
    expect(room.classroom.person('instructor')).toBeDefined();
  });
});

describe('leading', () => {
  test('everybody goes to the slide but who left, who may come back', async () => {
    room = new TestHub(course);
    const wall = await room.client({ kind: 'wall' }, 'instructor');
    const [ana, bob] = [await comes('ana'), await comes('bob')];
    bob.send({ type: 'follow', on: false });
    await shows(wall, 'bob', ({ left }) => left === true);
    wall.send({ type: 'lead', slide: 2 });
    expect(await ana.receives('slide')).toMatchObject({ index: 2 });
    await sees(bob, 'where the class is', ({ slide, follows }) => slide === 2 && !follows);
    expect(bob.messages.some(({ type }) => type === 'slide')).toBe(false);
    bob.send({ type: 'follow', on: true });
    expect(await bob.receives('slide')).toMatchObject({ index: 2 });
    const late = await comes('late');
    expect(await late.receives('welcome')).toMatchObject({ slide: 2 });
    expect(viewOf(late)).toMatchObject({ slide: 2, follows: true });
    wall.send({ type: 'lead' });
    await sees(late, 'to be free', ({ slide }) => slide === undefined);
  });

  test('live: wherever the instructor goes', async () => {
    room = new TestHub(course);
    const [teacher, ana] = [await comes('instructor'), await comes('ana')];
    teacher.send({ type: 'lead', slide: 1, live: true });
    await sees(ana, 'to be led', ({ live }) => live === true);
    teacher.send({ type: 'slide', index: 3 });
    expect(await ana.receives('slide')).toMatchObject({ index: 3 });
  });

  test('pause, timer and ready check are told to those who come later, too', async () => {
    room = new TestHub(course);
    const teacher = await comes('instructor');
    const ana = await comes('ana');
    teacher.send({ type: 'pause', on: true });
    teacher.send({ type: 'timer', minutes: 5 });
    teacher.send({ type: 'readyCheck', on: true });
    await sees(ana, 'the ready check', ({ readyCheck }) => readyCheck);
    const bob = await comes('bob');
    const view = viewOf(bob);
    expect(view).toMatchObject({ paused: true, readyCheck: true, ready: false });
    expect(view?.timerMs).toBeGreaterThan(4 * 60_000);
    bob.send({ type: 'ready' });
    await sees(bob, 'to be ready', ({ ready }) => ready);
    expect(viewOf(ana)).toMatchObject({ ready: false });
    teacher.send({ type: 'readyCheck', on: false });
    await sees(bob, 'the end of the check', ({ readyCheck, ready }) => !readyCheck && !ready);
  });

  test('pause, timer, ready check, slide and hands outlive the server, also in a compacted journal', async () => {
    const store = memoryStore();
    room = new TestHub(course, { store });
    const teacher = await comes('instructor');
    const ana = await comes('ana');
    ana.send({ type: 'hand', up: true, note: 'lost' });
    for (const on of [true, false, true]) teacher.send({ type: 'pause', on });
    teacher.send({ type: 'timer', minutes: 5 });
    teacher.send({ type: 'readyCheck', on: true });
    teacher.send({ type: 'lead', slide: 2, live: true });
    await sees(ana, 'all of it', ({ slide, paused, readyCheck }) => slide === 2 && paused && readyCheck);
    await room.close();
    const compacted = memoryStore();
    await compacted.append(...store.state.events());
    room = new TestHub(course, { store: compacted });
    const again = await comes('ana');
    expect(viewOf(again)).toMatchObject({ paused: true, readyCheck: true, ready: false, hand: { note: 'lost' } });
    expect(viewOf(again)).toMatchObject({ slide: 2, follows: true });
    expect(viewOf(again)?.live).toBeUndefined();
    expect(viewOf(again)?.timerMs).toBeGreaterThan(4 * 60_000);
    expect(viewOf(await comes('instructor'))).toMatchObject({ hands: 1 });
    again.send({ type: 'hand', up: false });
    await sees(again, 'no hand', ({ hand }) => hand === undefined);
    expect(compacted.state.persons.get('ana')?.hand).toBeUndefined();
  });

  test('messages and offers go to one or all, and nothing runs by itself', async () => {
    room = new TestHub(course);
    const wall = await room.client({ kind: 'wall' }, 'instructor');
    const [ana, bob] = [await comes('ana'), await comes('bob')];
    const [first = ''] = room.units;
    wall.send({ type: 'message', to: 'ana', text: 'for you' });
    wall.send({ type: 'offer', to: 'ana', unit: 'none of ours' });
    wall.send({ type: 'offer', to: 'ana', unit: first });
    wall.send({ type: 'message', text: 'for all' });
    await bob.receives('said');
    await ana.until('both messages', () => ana.messages.filter(({ type }) => type === 'said').length === 2);
    expect(ana.messages.filter(({ type }) => type === 'offered')).toEqual([{ type: 'offered', unit: first }]);
    expect(bob.messages.filter(({ type }) => type === 'said' || type === 'offered')).toEqual([
      { type: 'said', text: 'for all' },
    ]);
    expect([...ana.units, ...bob.units]).toEqual([]);
  });
});

describe('the lobby', () => {
  test('students wait without a node until the instructor begins, once and for all', async () => {
    room = new TestHub(course, { lobby: true });
    const ana = await room.client({}, 'ana');
    await sees(ana, 'the lobby', ({ lobby }) => lobby === 1);
    const bob = await room.client({}, 'bob');
    await sees(ana, 'the other one', ({ lobby }) => lobby === 2);
    const teacher = await comes('instructor');
    ana.types('id\r');
    teacher.send({ type: 'begin' });
    for (const student of [ana, bob]) await sees(student, 'the beginning', ({ lobby }) => lobby === undefined);
    expect(ana.messages.some(({ type }) => type === 'welcome')).toBe(false);
    expect(room.store.state.begun).toBeTypeOf('number');
    expect([...room.store.state.events()]).toContainEqual({ type: 'begun', at: room.store.state.begun });
    await comes('late');
  });
});
