/** A path of the API that leads to objects. */
export interface ApiPath {
  /** `/api/v1`, `/apis/apps/v1`. */
  readonly base: string;
  /** '' for the core group. */
  readonly group: string;
  readonly version: string;
  /** The plural. */
  readonly resource: string;
  /** '' where the path names none. */
  readonly namespace: string;
  /** '' for all. */
  readonly name: string;
  /** `log`, `status`, `proxy`: a part of the object; '' for all of it. */
  readonly part: string;
  /** What is behind `/proxy`, with its slash; '' without one. */
  readonly rest: string;
}

/** Takes a path apart; undefined for one that leads to no objects (`/apis/apps`, `/healthz`). */
export function parsePath(typed: string): ApiPath | undefined {
  const [, base = '', below = ''] = /^(\/api\/v[^/]*|\/apis\/[^/]+\/[^/]+)\/([^/].*)$/.exec(typed) ?? [];
  if (base === '') return undefined;
  const [, group = '', version = ''] = /^\/apis\/([^/]+)\/([^/]+)$/.exec(base) ?? [undefined, '', base.slice(5)];
  const proxied = /^(.*?\/proxy)(\/.*)?$/.exec(below);
  const words = (proxied?.[1] ?? below).replace(/\/$/, '').split('/').map(decoded);
  const rest = proxied?.[2] ?? '';
  const [first = '', second = '', third = '', ...more] = words;
  // A namespace is in itself: that is how the server asks whether one may.
  if (first === 'namespaces' && (third === '' || third === 'status' || third === 'finalize'))
    return { base, group, version, resource: first, namespace: second, name: second, part: third, rest };
  const within = first === 'namespaces';
  const [resource = '', name = '', ...parts] = within ? [third, ...more] : words;
  return { base, group, version, resource, namespace: within ? second : '', name, part: parts.join('/'), rest };
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}
