import { type Inventory, type Thing, type ThingKind, thingKinds, type Unseen } from './inventory.ts';

/** A fact of a thing that is otherwise: `before` is absent where it is new, `after` where it is gone. */
export interface ChangedField {
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
}

/** One thing that is new, otherwise, or gone. */
export interface Change {
  readonly what: ThingKind;
  readonly name: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** Of a thing that has changed: what of it, as far as that can be told; else what it is or was. */
  readonly fields?: readonly ChangedField[];
}

/** The difference of two inventories. */
export interface Changes {
  readonly list: readonly Change[];
  /** How many more there are. */
  readonly more: number;
  /** What was not looked at, before or after; absent where all was. */
  readonly unseen?: readonly Unseen[];
}

/** How many changes are told, how many fields of each, and characters of a text. */
const mostChanges = 50;
const mostFields = 12;
const mostUnseen = 10;
const mostText = 200;

/** A folder that is new or gone is told with the number of its files, when they are more than so many. */
const mostInside = 8;

interface Found {
  readonly thing: Thing;
  readonly change: Change;
}

const rank = new Map<ThingKind, number>(thingKinds.map((kind, at) => [kind, at]));

/** What is otherwise in `after` than it was in `before`: the first `most` by kind and name, and a count of the rest. What one of them does not show is in neither. */
export function difference(before: Inventory, after: Inventory, most: number = mostChanges): Changes {
  const unseen = joined(before.unseen, after.unseen);
  const isSeen = ({ kind, name }: Thing): boolean =>
    !unseen.some((each) => each.kind === kind && name.startsWith(each.below));
  const [old, now] = [indexed(before), indexed(after)];
  const found: Found[] = [];
  for (const [key, thing] of now) {
    const was = old.get(key);
    if (was?.fingerprint === thing.fingerprint || !isSeen(thing)) continue;
    found.push({ thing, change: was ? changed(was, thing) : whole(thing, 'added') });
  }
  for (const [key, thing] of old) {
    if (!now.has(key) && isSeen(thing)) found.push({ thing, change: whole(thing, 'removed') });
  }
  const told = folded(found).sort((a, b) => compare(a.thing, b.thing));
  return {
    list: told.slice(0, most).map(({ change }) => change),
    more: Math.max(0, told.length - most),
    ...(unseen.length > 0 && { unseen: unseen.slice(0, mostUnseen) }),
  };
}

const ofFiles: ReadonlySet<ThingKind> = new Set(['file', 'folder', 'many', 'repository']);

/** With what is in a new folder, or one that is gone, told by its number. */
function folded(found: readonly Found[]): Found[] {
  const folders = new Map<string, Found[]>();
  for (const { thing, change } of found) {
    if (thing.kind === 'folder' && change.change !== 'changed') folders.set(`${change.change} ${thing.name}`, []);
  }
  const isLarge = new Set(
    found.flatMap(({ thing, change }) => (thing.kind === 'many' ? [`${change.change} ${thing.name}`] : [])),
  );
  const outermost = ({ thing, change }: Found): Found[] | undefined => {
    if (!ofFiles.has(thing.kind)) return undefined;
    for (let end = thing.name.indexOf('/'); end >= 0; end = thing.name.indexOf('/', end + 1)) {
      const inside = folders.get(`${change.change} ${thing.name.slice(0, end)}`);
      if (inside) return inside;
    }
    return undefined;
  };
  for (const each of found) outermost(each)?.push(each);
  return found.flatMap((each): Found[] => {
    const { thing, change } = each;
    const around = outermost(each);
    if (around) return around.length > mostInside ? [] : [each];
    // One that is too large says so itself.
    if (thing.kind === 'folder' && isLarge.has(`${change.change} ${thing.name}`)) return [];
    const inside = thing.kind === 'folder' ? folders.get(`${change.change} ${thing.name}`) : undefined;
    if (!inside || inside.length <= mostInside) return [each];
    const files = inside.filter(({ thing: { kind } }) => kind === 'file').length;
    const side = change.change === 'added' ? 'after' : 'before';
    return [{ thing, change: { ...change, fields: [{ name: 'files', [side]: String(files) }] } }];
  });
}

function indexed({ things }: Inventory): ReadonlyMap<string, Thing> {
  return new Map(things.map((thing) => [`${thing.kind} ${thing.name}`, thing]));
}

function joined(before: readonly Unseen[], after: readonly Unseen[]): readonly Unseen[] {
  return [...new Map([...before, ...after].map((each) => [`${each.kind} ${each.below}`, each])).values()];
}

function compare(a: Thing, b: Thing): number {
  const byKind = (rank.get(a.kind) ?? 0) - (rank.get(b.kind) ?? 0);
  const byOwner = Number(a.isOwned ?? false) - Number(b.isOwned ?? false);
  return byKind || byOwner || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

function whole(thing: Thing, change: 'added' | 'removed'): Change {
  const side = change === 'added' ? 'after' : 'before';
  const facts = factsOf(thing);
  return made(
    thing,
    change,
    (thing.told ?? [...facts.keys()]).flatMap((name) => {
      const value = facts.get(name);
      return value === undefined ? [] : [{ name: shortened(name), [side]: shortened(value) }];
    }),
  );
}

function changed(was: Thing, thing: Thing): Change {
  const [old, now] = [factsOf(was), factsOf(thing)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return made(
    thing,
    'changed',
    names.flatMap((name) => {
      const [before, after] = [old.get(name), now.get(name)];
      if (before === after) return [];
      return [
        {
          name: shortened(name),
          ...(before !== undefined && { before: shortened(before) }),
          ...(after !== undefined && { after: shortened(after) }),
        },
      ];
    }),
  );
}

/** Their names come from elsewhere: one may be that of something that every object has. */
function factsOf({ facts }: Thing): ReadonlyMap<string, string> {
  return new Map(Object.entries(facts));
}

function made({ kind, name }: Thing, change: Change['change'], fields: readonly ChangedField[]): Change {
  const told = fields.slice(0, mostFields);
  return { what: kind, name: shortened(name), change, ...(told.length > 0 && { fields: told }) };
}

function shortened(text: string): string {
  return text.length > mostText ? `${text.slice(0, mostText)}…` : text;
}
