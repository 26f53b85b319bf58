import { readFileSync } from 'node:fs';

/**
 * Texts and tables that are no code: `data/` of the package, beside `src` and `dist`. This module must stay one folder below
 * the package (`src/data.ts`, `dist/data.js`, or bundled so that `import.meta.url` says so).
 */
const folder = new URL('../data/', import.meta.url);

/** A file of `data/`, read when it is asked for. Throws where there is none. */
export function readData(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8');
}

/** A compressed file of `data/`, read when it is asked for. Throws where there is none. */
export function readBytes(name: string): Uint8Array {
  return readFileSync(new URL(name, folder));
}

/** A value that is made when it is asked for, and then kept. */
export function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
