import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';

/** An object without the `readonly` that the API's types put on what only the server may write: this is the server. */
export type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The metadata of a copy, to be written. */
export function writableMetadata(object: { metadata?: ObjectMeta }): Writable<ObjectMeta> {
  return (object.metadata ??= {});
}

/** The status of an object, to be written. */
export function setStatus<T extends { readonly status?: unknown }>(object: T, status: NonNullable<T['status']>): void {
  (object as Writable<T>).status = status;
}

/** A copy of an object without some of its keys. */
export function without<T extends object, K extends keyof T>(object: T, ...keys: readonly K[]): Omit<T, K> {
  const copy = { ...object };
  for (const key of keys) Reflect.deleteProperty(copy, key);
  return copy;
}
