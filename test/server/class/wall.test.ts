import { describe, expect, test } from 'vitest';
import type { UnitState } from '../../../src/protocol.ts';
import { ClassState } from '../../../src/server/class/class-state.ts';
import { factsOf, heatOf, type Live, medianOf, Wall } from '../../../src/server/class/wall.ts';

const order = ['a', 'b', 'c'];
const minute = 60_000;
const failed: UnitState = { status: 'failed', reason: 'Exit code 1 at pod-7f9' };
const passed: UnitState = { status: 'passed' };

/** What is known of people who did this: [minute, unit, state]. */
function classOf(people: Readonly<Record<string, readonly (readonly [number, string, UnitState | 'running'])[]>>) {
  const state = new ClassState();
  for (const [person, events] of Object.entries(people)) {
    state.apply({ type: 'person', person, name: person, role: 'student', at: 0 });
    for (const [at, unit, each] of events) {
      const told: UnitState = each === 'running' ? { status: 'running' } : each;
      state.apply({ type: 'unit', person, unit, state: told, at: at * minute });
    }
  }
  return state.persons;
}

const here: Live = { windows: 1, hasNode: true, arrived: 0, slide: 1 };

function wallOf(people: ReturnType<typeof classOf>, live: Partial<Record<string, Partial<Live>>> = {}): Wall {
  const wall = new Wall(order);
  for (const { id, name, units } of people.values()) wall.set({ id, name, units, live: { ...here, ...live[id] } });
  return wall;
}

function tile(wall: Wall, id: string, now: number) {
  const { tiles } = wall.changes(now * minute);
  return tiles.find((each) => each.id === id);
}

describe('what somebody is at', () => {
  test.each([
    ['nothing was done: the first unit', [], 'a', undefined],
    ['one that failed', [[1, 'a', failed]], 'a', 1],
    [
      'after one that passed, the next, since then',
      [
        [1, 'a', 'running'],
        [2, 'a', passed],
      ],
      'b',
      2,
    ],
    [
      'one that is not in its turn',
      [
        [1, 'a', passed],
        [4, 'c', failed],
      ],
      'c',
      1,
    ],
    [
      'the next that is not done',
      [
        [1, 'b', passed],
        [2, 'a', passed],
      ],
      'c',
      2,
    ],
    ['nothing after the last', [[1, 'c', passed]], undefined, 1],
    [
      'one that failed after it had passed',
      [
        [1, 'a', passed],
        [2, 'b', passed],
        [3, 'a', failed],
      ],
      'a',
      2,
    ],
  ] as const)('%s', (_, events, unit, since) => {
    const { units } = classOf({ ana: events }).get('ana') ?? { units: new Map() };
    const facts = factsOf(units, order);
    expect([facts.unit, facts.since]).toEqual([unit, since === undefined ? undefined : since * minute]);
  });

  test('how long units took: from what passed before', () => {
    const { units } =
      classOf({
        ana: [
          [1, 'a', 'running'],
          [2, 'a', passed],
          [7, 'b', passed],
        ],
      }).get('ana') ?? {};
    expect([...factsOf(units ?? new Map(), order).took]).toEqual([
      ['a', minute],
      ['b', 5 * minute],
    ]);
  });
});

test.each([
  [[], undefined],
  [[5], undefined],
  [[9, 1], 5],
  [[9, 1, 2], 2],
] as const)('the median of %j is %j', (values, median) => {
  expect(medianOf(values)).toBe(median);
});

describe('stuck', () => {
  test('a unit that failed three times, until it passes', () => {
    const twice = [
      [1, 'a', failed],
      [2, 'a', failed],
    ] as const;
    expect(tile(wallOf(classOf({ ana: twice })), 'ana', 3)?.stuck).toBeUndefined();
    const thrice = [...twice, [3, 'a', failed]] as const;
    expect(tile(wallOf(classOf({ ana: thrice })), 'ana', 3)?.stuck).toEqual({ why: 'failures', times: 3 });
    expect(tile(wallOf(classOf({ ana: [...thrice, [4, 'a', passed]] })), 'ana', 4)?.stuck).toBeUndefined();
  });

  const others = {
    ana: [
      [0, 'a', passed],
      [2, 'b', passed],
    ],
    bob: [
      [0, 'a', passed],
      [4, 'b', passed],
    ],
  } as const;

  test('twice as long as the median of the others', () => {
    const wall = wallOf(classOf({ ...others, eve: [[0, 'a', passed]] }));
    expect(tile(wall, 'eve', 5.9)).toMatchObject({ unit: 'b', since: 0 });
    expect(wall.nextSlow(5.9 * minute)).toBe(6 * minute);
    expect(tile(wall, 'eve', 6)?.stuck).toEqual({ why: 'slow', medianMs: 3 * minute });
    expect(wall.nextSlow(6 * minute)).toBeUndefined();
  });

  test('never before two minutes', () => {
    const quick = [
      [0, 'a', passed],
      [0.1, 'b', passed],
    ] as const;
    const wall = wallOf(classOf({ ana: quick, bob: quick, eve: [[0, 'a', passed]] }));
    expect(tile(wall, 'eve', 1.9)?.stuck).toBeUndefined();
    expect(tile(wall, 'eve', 2)?.stuck).toMatchObject({ why: 'slow' });
  });

  test.each([
    ['has no window', { windows: 0 }],
    ['waits for a node', { hasNode: false }],
    ['came a minute ago', { arrived: 9 * minute }],
  ])('not who %s', (_, live) => {
    const wall = wallOf(classOf({ ...others, eve: [[0, 'a', passed]] }), { eve: live });
    expect(tile(wall, 'eve', 10)?.stuck).toBeUndefined();
  });
});

describe('the heat map', () => {
  test('how many tried, passed, failed first, and the commonest first error, whatever the names in it', () => {
    const people = classOf({
      ana: [[1, 'a', passed]],
      bob: [
        [1, 'a', failed],
        [2, 'a', passed],
      ],
      eve: [[1, 'a', { ...failed, reason: 'Exit code 1 at pod-2b1' }]],
      joe: [[1, 'a', { status: 'timedOut', reason: 'Nothing came.' }]],
      zoe: [
        [1, 'a', passed],
        [2, 'a', failed],
      ],
      kim: [[1, 'b', failed]],
    });
    expect(heatOf('a', people.values())).toEqual({
      ...{ unit: 'a', tried: 5, passed: 3, failedFirst: 3 },
      error: { text: 'Exit code 1 at pod-7f9', count: 2 },
    });
  });
});

describe('changes', () => {
  test('only what is otherwise, and who is gone', () => {
    const people = classOf({ ana: [[1, 'a', passed]], bob: [] });
    const wall = wallOf(people);
    const first = wall.changes(minute);
    expect(first.tiles.map(({ id }) => id)).toEqual(['ana', 'bob']);
    expect(first.heat).toMatchObject([{ unit: 'a', passed: 1 }]);
    expect(wall.changes(minute)).toEqual({ tiles: [], gone: [], heat: [] });
    const bob = people.get('bob');
    if (!bob) throw new Error('no bob');
    wall.set({ ...bob, live: { ...here, hand: { at: 5, note: 'help' } } });
    wall.delete('ana');
    const next = wall.changes(minute);
    expect(next).toMatchObject({ tiles: [{ id: 'bob', hand: { at: 5, note: 'help' } }], gone: ['ana'] });
    expect(next.heat).toMatchObject([{ unit: 'a', tried: 0 }]);
    expect(wall.shown.tiles.map(({ id }) => id)).toEqual(['bob']);
  });
});
