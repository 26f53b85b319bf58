/** The name of an image, taken apart as docker does (github.com/docker/distribution/reference). */
export interface Reference {
  /** `docker.io`, `127.0.0.1:30000`. */
  readonly domain: string;
  /** `library/busybox`, `rng`. */
  readonly path: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  /** Domain and path as docker shows them: `busybox`, `127.0.0.1:30000/rng`. */
  readonly name: string;
}

/** A name that docker refuses; the message is docker's. */
export class ReferenceSyntaxError extends Error {
  override readonly name = 'ReferenceSyntaxError';
}

const domainPattern =
  /^(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?$/;
const pathPart = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^sha256:[0-9a-f]{64}$/;
const longestName = 255;

/** The parts of `text`. Throws ReferenceSyntaxError (`invalid reference format`). */
export function parseReference(text: string): Reference {
  if (text.length > 2 * longestName + 128) throw new ReferenceSyntaxError('invalid reference format');
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  const { domain, path } = splitDomain(colon < 0 ? named : named.slice(0, colon));

  if (path !== path.toLowerCase()) {
    throw new ReferenceSyntaxError('invalid reference format: repository name must be lowercase');
  }
  const valid =
    domainPattern.test(domain) &&
    path.split('/').every((part) => pathPart.test(part)) &&
    (tag === undefined || tagPattern.test(tag)) &&
    (digest === undefined || digestPattern.test(digest));
  if (!valid) throw new ReferenceSyntaxError('invalid reference format');
  if (domain.length + path.length + 1 > longestName) {
    throw new ReferenceSyntaxError(`repository name must not be more than ${longestName} characters`);
  }
  return { domain, path, tag, digest, name: familiarName(domain, path) };
}

/** `name:tag` or `name@digest`, `latest` where neither is given. */
export function withTag(reference: Reference): string {
  if (reference.digest !== undefined) return `${reference.name}@${reference.digest}`;
  return `${reference.name}:${reference.tag ?? 'latest'}`;
}

function splitDomain(name: string): { domain: string; path: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isDomain = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const domain = !isDomain || first === 'index.docker.io' ? 'docker.io' : first;
  const path = isDomain ? name.slice(slash + 1) : name;
  return { domain, path: domain === 'docker.io' && !path.includes('/') ? `library/${path}` : path };
}

function familiarName(domain: string, path: string): string {
  if (domain !== 'docker.io') return `${domain}/${path}`;
  return path.startsWith('library/') ? path.slice('library/'.length) : path;
}
