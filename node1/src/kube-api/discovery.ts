import { brotliDecompressSync } from 'node:zlib';
import { readBytes } from '../data.ts';

/** What an API server of 1.20.2 says of itself, as one said it (scripts/record-discovery.js). */
export interface Discovery {
  /** The answer to a path, with `?verbose` where that was asked: a text or a document; `404` for no path at all. */
  get(path: string): unknown;
  /** The resources of a group and version (`/apis/apps/v1`) by name; undefined where there is none such. */
  resources(path: string): ReadonlySet<string> | undefined;
}

/** Reads what was recorded. It is kept by nobody: half a dozen paths are asked for in a course. */
export function readDiscovery(): Discovery {
  const answers = JSON.parse(brotliDecompressSync(readBytes('discovery.json.br')).toString()) as Record<
    string,
    unknown
  >;
  return {
    get: (path) => answers[path],
    resources(path) {
      const document = answers[path] as { readonly resources?: readonly { readonly name: string }[] } | undefined;
      return document?.resources && new Set(document.resources.map(({ name }) => name));
    },
  };
}
