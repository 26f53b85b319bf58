import { lazily, readData } from '../data.ts';

/** A field, and the struct that is in it; `inner` '' where there is none. */
type Field = readonly [name: string, inner: string];

/** The fields of the API's structs in the order in which Go writes them (scripts/cut-field-order.js); each is read when it is asked for. */
const fields = lazily((): ((struct: string) => readonly Field[]) => {
  const lines = new Map(
    readData('field-order.txt')
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(' ')), line]),
  );
  const known = new Map<string, readonly Field[]>();
  return (struct) => {
    let found = known.get(struct);
    if (found === undefined) {
      const [, ...words] = (lines.get(struct) ?? '').split(' ');
      found = words.map((word): Field => [word.split(':')[0] ?? '', word.split(':')[1] ?? '']);
      known.set(struct, found);
    }
    return found;
  };
});

/** A copy of an object of a kind with its keys as the API server writes them: in the order of Go's structs, maps by their keys. */
export function inGoOrder(struct: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => inGoOrder(struct, item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const order = struct === '' ? [] : fields()(struct);
  const rank = new Map(order.map(([name, inner], index) => [name, { index, inner }]));
  const place = ([key]: readonly [string, unknown]): number => rank.get(key)?.index ?? order.length;
  entries.sort((a, b) => place(a) - place(b) || (a[0] < b[0] ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inGoOrder(rank.get(key)?.inner ?? '', inner)]));
}
