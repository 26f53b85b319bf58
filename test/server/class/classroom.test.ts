import { afterEach, describe, expect, test } from 'vitest';
import { closeCodes, type UnitState } from '../../../src/protocol.ts';
import { memoryStore } from '../../../src/server/class/memory-store.ts';
import { keyOfName, nameOf } from '../../../src/server/class/person.ts';
import { FakeClock } from '../../run/fake-clock.ts';
import { TestHub } from '../test-hub.ts';

const course = '# S1\n\n.exercise[\n```bash\nX=1\n```\n]\n\n---\n# S2\n\n.exercise[\n```bash\ntest -n "$X"\n```\n]\n';
let room: TestHub;
afterEach(async () => {
  expect(room.errors).toEqual([]);
  await room.close();
});

function isFresh(state: UnitState | undefined): boolean {
  return state?.status === 'passed' && state.stale === undefined;
}

describe('names', () => {
  test.each([
    ['  Ana  María ', 'Ana María'],
    ['Zo\u0065\u0308', 'Zoë'],
    ['李', '李'],
    ['', undefined],
    ['\u202eanA', undefined],
    ['a\nb', 'a b'],
    ['a\u0007', undefined],
    ['---', undefined],
    ['x'.repeat(40), 'x'.repeat(40)],
    ['x'.repeat(41), undefined],
  ])('%j is %j', (text, name) => {
    room = new TestHub(course);
    expect(nameOf(text)).toBe(name);
  });

  test('the same name in other letters is the same person’s: they need the code', async () => {
    room = new TestHub(course);
    const { classroom } = room;
    const joined = await classroom.join('Zoë');
    if (typeof joined === 'string') throw new Error(joined);
    expect(joined.code).toMatch(/^[2-9a-z]{4}-[2-9a-z]{4}$/);
    expect(keyOfName('ZOË')).toBe(keyOfName('zoe\u0308'.normalize('NFC')));
    expect(await classroom.join('ZOË')).toBe('taken');
    expect(await classroom.join('zoë', 'aaaa-aaaa')).toBe('code');
    const code = joined.code ?? '';
    for (const typed of [code, code.toUpperCase(), code.replace('-', ' ')]) {
      expect(await classroom.join('zoë', typed)).toEqual({ person: classroom.person(joined.person.id) });
    }
    const next = await classroom.newCode(joined.person.id);
    expect(await classroom.join('zoë', code)).toBe('code');
    expect(await classroom.join('zoë', next)).toMatchObject({ person: joined.person });
    expect(await classroom.join('\u0007')).toBe('name');
    expect(await classroom.join(undefined)).toMatchObject({ person: { name: 'Student 1' } });
    expect(await classroom.join(undefined)).toMatchObject({ person: { name: 'Student 2' } });
  });

  test('nobody joins as the instructor', async () => {
    room = new TestHub(course);
    const instructor = room.classroom.instructor('Instructor');
    expect(room.classroom.instructor('Somebody else')).toMatchObject(instructor);
    for (const code of [undefined, '', 'undefined']) {
      expect(['taken', 'code']).toContain(await room.classroom.join('instructor', code));
    }
  });
});

test('ticks are there after a restart, pale, and one click does all of them again', async () => {
  const store = memoryStore();
  room = new TestHub(course, { store });
  const client = await room.client();
  client.send({ type: 'run', unit: 's1.1', scope: 'rest' });
  await client.ends('s2.1');
  await room.close();
  room = new TestHub(course, { store });
  const again = await room.client();
  await again.receives('welcome');
  for (const unit of ['s1.1', 's2.1']) expect(again.units.get(unit)).toMatchObject({ status: 'passed', stale: 'node' });
  again.send({ type: 'run', unit: 's2.1', scope: 'upTo' });
  await again.until('both again', () => ['s1.1', 's2.1'].every((unit) => isFresh(again.units.get(unit))));
});

test('a new node that somebody asked for begins with nothing, also after a restart', async () => {
  const store = memoryStore();
  room = new TestHub(course, { store });
  const client = await room.client();
  client.send({ type: 'run', unit: 's1.1', scope: 'unit' });
  await client.ends('s1.1');
  client.send({ type: 'newNode' });
  await client.until('no tick', () => client.units.get('s1.1')?.status === 'idle');
  await room.close();
  room = new TestHub(course, { store });
  expect((await (await room.client()).receives('welcome')).units).toEqual({});
});

test('who waits is told where, and gets the node of one who leaves; keys that were typed meanwhile go nowhere', async () => {
  room = new TestHub(course, { limits: { max: 1 } });
  const first = await room.client({}, 'ana');
  await first.receives('welcome');
  const second = await room.client({}, 'bo');
  expect(await second.receives('queue')).toEqual({ type: 'queue', place: 1, of: 1, withinMs: undefined });
  second.types('echo too""early\r');
  const third = await room.client({}, 'cy');
  expect(await third.receives('queue')).toMatchObject({ place: 2, of: 2 });
  await room.classroom.release('ana');
  await second.receives('welcome');
  await third.until('the next place', () => third.messages.some((m) => m.type === 'queue' && m.place === 1));
  second.types('echo he""re\r');
  await second.sees(/here/);
  expect(second.text).not.toContain('tooearly');
});

test('a place that was given back closes its windows, which say so and do not come back by themselves', async () => {
  const clock = new FakeClock();
  room = new TestHub(course, { clock, limits: { expiresMs: 60_000 } });
  const client = await room.client({}, 'ana');
  await client.receives('welcome');
  await clock.advance(60_000);
  expect((await client.closed).code).toBe(closeCodes.givenBack);
});
