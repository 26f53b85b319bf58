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
}

/** An empty database. A key that has died is dropped when it is next looked at. */
export function createDatabase(): Database {
  const values = new Map<string, Value>();
  const deaths = new Map<string, number>();
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
  };
}
