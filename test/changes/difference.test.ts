import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Change, difference } from '../../src/changes/difference.ts';
import { type Inventory, type Thing, thingKinds, type Unseen } from '../../src/changes/inventory.ts';
import { changeText, shortChangeText } from '../../src/changes/wording.ts';

const names = fc.constantFrom('a', 'b', 'dir', 'dir/a', 'dir/b', 'dir/deep', 'dir/deep/c', 'X', 'deployment/web');
const thing: fc.Arbitrary<Thing> = fc.record({
  kind: fc.constantFrom(...thingKinds),
  name: names,
  fingerprint: fc.constantFrom('1', '2'),
  facts: fc.dictionary(
    fc.constantFrom('size', 'spec.replicas', '__proto__', 'value'),
    fc.constantFrom('1', '2', 'x'.repeat(300)),
  ),
});
const unseen: fc.Arbitrary<Unseen> = fc.record({
  kind: fc.constantFrom(...thingKinds),
  below: fc.constantFrom('', 'dir/', 'dir/deep/'),
});
const inventory: fc.Arbitrary<Inventory> = fc.record({
  things: fc.array(thing, { maxLength: 40 }),
  unseen: fc.array(unseen, { maxLength: 2 }),
});

function withThings(things: readonly Thing[]): Inventory {
  return { things, unseen: [] };
}
function file(name: string, fingerprint = '1', facts: Thing['facts'] = {}): Thing {
  return { kind: 'file', name, fingerprint, facts };
}
function folder(name: string): Thing {
  return { kind: 'folder', name, fingerprint: '', facts: {} };
}

test('nothing is changed between an inventory and itself, in whatever order', () => {
  fc.assert(
    fc.property(inventory, ({ things, unseen }) => {
      const known = [...new Map(things.map((each) => [`${each.kind} ${each.name}`, each])).values()];
      const changes = difference({ things: known, unseen }, { things: known.toReversed(), unseen });
      expect(changes).toMatchObject({ list: [], more: 0 });
    }),
  );
});

test('the way back says the opposite, in the same order', () => {
  const opposite = { added: 'removed', removed: 'added', changed: 'changed' } as const;
  fc.assert(
    fc.property(inventory, inventory, (before, after) => {
      const there = difference(before, after, 1000).list.map(({ what, name, change }) => [what, name, change]);
      const back = difference(after, before, 1000).list.map(({ what, name, change }) => [what, name, opposite[change]]);
      expect(new Set(back.map(String))).toEqual(new Set(there.map(String)));
    }),
  );
});

test('it is bounded, counts the rest, and names nothing that one of both does not show', () => {
  fc.assert(
    fc.property(inventory, inventory, fc.nat(5), (before, after, most) => {
      const [some, all] = [difference(before, after, most), difference(before, after, 1000)];
      expect(some.list).toEqual(all.list.slice(0, most));
      expect(some.more).toBe(all.list.length - some.list.length);
      const hidden = [...before.unseen, ...after.unseen];
      for (const { what, name, fields = [] } of all.list) {
        expect(hidden.some(({ kind, below }) => kind === what && name.startsWith(below))).toBe(false);
        for (const field of fields) expect((field.before ?? field.after ?? '').length).toBeLessThanOrEqual(201);
      }
    }),
  );
});

test('what every change is about is in one of both', () => {
  fc.assert(
    fc.property(inventory, inventory, (before, after) => {
      const has = ({ things }: Inventory, what: string, name: string): boolean =>
        things.some((each) => each.kind === what && each.name === name);
      for (const { what, name, change } of difference(before, after, 1000).list) {
        expect(has(before, what, name)).toBe(change !== 'added');
        expect(has(after, what, name)).toBe(change !== 'removed');
      }
    }),
  );
});

test('fields are what is otherwise; of something new, what it is', () => {
  const object = (facts: Thing['facts']): Thing => ({
    ...{ kind: 'object', name: 'deployment/web', facts, fingerprint: JSON.stringify(facts) },
    told: ['spec.replicas'],
  });
  const [one, three] = [object({ 'spec.replicas': '1', a: 'b' }), object({ 'spec.replicas': '3', a: 'b' })];
  expect(difference(withThings([one]), withThings([three])).list).toEqual([
    {
      ...{ what: 'object', name: 'deployment/web', change: 'changed' },
      fields: [{ name: 'spec.replicas', before: '1', after: '3' }],
    },
  ]);
  expect(difference(withThings([]), withThings([one])).list[0]?.fields).toEqual([
    { name: 'spec.replicas', after: '1' },
  ]);
});

test('a new folder with many files is told with their number, one with few file by file', () => {
  const inside = Array.from({ length: 20 }, (_, at) => file(`repo/deep/${at}`));
  const before = withThings([file('x')]);
  const after = withThings([file('x'), folder('repo'), folder('repo/deep'), ...inside]);
  expect(difference(before, after).list.map(changeText)).toEqual(['+repo/ (files 20)']);
  expect(difference(after, before).list.map(changeText)).toEqual(['−repo/ (files 20)']);
  const few = withThings([folder('repo'), file('repo/a')]);
  expect(difference(withThings([]), few).list.map(changeText)).toEqual(['+repo/a', '+repo/']);
});

test('a folder in which nobody looked has no differences', () => {
  const before: Inventory = { things: [file('big/1'), file('big/2')], unseen: [] };
  const large: Thing = { kind: 'many', name: 'big', fingerprint: '9', facts: { entries: '9000' } };
  const after: Inventory = { things: [large], unseen: [{ kind: 'file', below: 'big/' }] };
  const { list, unseen: told } = difference(before, after);
  expect(list.map(changeText)).toEqual(['+big/… (entries 9000)']);
  expect(told).toEqual([{ kind: 'file', below: 'big/' }]);
});

test.each<[Change, string, string]>([
  [
    { what: 'file', name: 'web.yaml', change: 'added', fields: [{ name: 'size', after: '12' }] },
    '+web.yaml (size 12)',
    '+web.yaml',
  ],
  [{ what: 'file', name: 'web.yaml', change: 'changed' }, 'web.yaml', 'web.yaml'],
  [{ what: 'variable', name: 'X', change: 'removed', fields: [{ name: 'value', before: '1' }] }, '−$X (1)', '−$X'],
  [
    { what: 'variable', name: 'X', change: 'changed', fields: [{ name: 'value', before: '1', after: '2' }] },
    '$X 1 → 2',
    '$X 1 → 2',
  ],
  [
    { what: 'shell', name: '1', change: 'changed', fields: [{ name: 'folder', before: '~', after: '~/a' }] },
    'cd ~ → ~/a',
    'cd ~ → ~/a',
  ],
  [
    {
      ...{ what: 'object', name: 'deployment/web', change: 'changed' },
      fields: [
        { name: 'spec.replicas', before: '1', after: '3' },
        { name: 'spec.template.spec.containers[web].image', before: 'a', after: 'b' },
        { name: 'metadata.labels.old', before: 'x' },
      ],
    },
    'deployment/web replicas 1 → 3, image a → b, −labels.old x',
    'deployment/web replicas 1 → 3, image a → b',
  ],
])('%j is told as %s', (change, text, short) => {
  expect(changeText(change)).toBe(text);
  expect(shortChangeText(change)).toBe(short);
});
