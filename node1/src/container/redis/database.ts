/** What a key holds. */
export type Value = string | string[] | Map<string, string> | Set<string>;

/** The keys of one redis, with their times of death. */
export interface Database {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): boolean;
  /** Living keys. */
  keys(): readonly string[];
  /** Milliseconds since the epoch at which a key dies; undefined: never. */
  expiry(key: string): number | undefined;
  expire(key: string, at: number | undefined): void;
  clear(): void;
  /** All of it, as JSON. */
  dump(): readonly DumpedKey[];
}

/** A key as JSON: what kind of value it has, the value, and when it dies. */
export type DumpedKey = readonly [string, 'string' | 'list' | 'hash' | 'set', unknown, number | null];

/** A database with what was dumped of another one. A key that has died is dropped when it is next looked at. */
export function createDatabase(dumped: readonly DumpedKey[] = []): Database {
  const values = new Map<string, Value>();
  const deaths = new Map<string, number>();
  for (const [key, kind, value, death] of dumped) {
    values.set(key, loaded(kind, value));
    if (death !== null) deaths.set(key, death);
  }
  const drop = (key: string) => {
    deaths.delete(key);
    return values.delete(key);
  };
  const bury = (key: string) => {
    if ((deaths.get(key) ?? Infinity) <= Date.now()) drop(key);
  };
  return {
    get(key) {
      bury(key);
      return values.get(key);
    },
    set(key, value) {
      values.set(key, value);
    },
    delete(key) {
      bury(key);
      return drop(key);
    },
    keys() {
      [...deaths.keys()].forEach(bury);
      return [...values.keys()];
    },
    expiry: (key) => deaths.get(key),
    expire(key, at) {
      if (at === undefined) deaths.delete(key);
      else deaths.set(key, at);
    },
    clear() {
      values.clear();
      deaths.clear();
    },
    dump: () => [...values].map(([key, value]) => [key, ...dumpedValue(value), deaths.get(key) ?? null]),
  };
}

function dumpedValue(value: Value): readonly [DumpedKey[1], unknown] {
  if (typeof value === 'string') return ['string', value];
  if (Array.isArray(value)) return ['list', value];
  return value instanceof Map ? ['hash', [...value]] : ['set', [...value]];
}

function loaded(kind: DumpedKey[1], value: unknown): Value {
  if (kind === 'hash') return new Map(value as readonly [string, string][]);
  return kind === 'set' ? new Set(value as readonly string[]) : (value as string | string[]);
}
