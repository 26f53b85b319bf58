import { createHash, randomBytes } from 'node:crypto';
import { cookieValues, type Received } from '../http/headers.ts';

/** Milliseconds that a link to a page can be used to come in. */
const linkLife = 60_000;
const mostLinks = 20;
/** Browsers that have come in; the one that came first has to come by a link again. */
const mostBrowsers = 20;

/** Who may see a page: browsers that have come by a link that was made for them. Links and cookies are kept as hashes only. */
export class PageDoor {
  readonly #links = new Map<string, { readonly session: string; readonly until: number }>();
  /** Sessions of the course, by the hash of what the page's cookie says. */
  readonly #browsers = new Map<string, string>();

  /** A secret that lets one browser in, once, which is the one of this session. */
  issue(session: string): string {
    const token = secret();
    keepFew(this.#links, mostLinks - 1);
    this.#links.set(hashOf(token), { session, until: performance.now() + linkLife });
    return token;
  }

  /** The value of the cookie for who shows that secret; undefined when it is wrong, used or too old. */
  exchange(token: string): string | undefined {
    const hash = hashOf(token);
    const link = this.#links.get(hash);
    this.#links.delete(hash);
    if (!link || link.until <= performance.now()) return undefined;
    const cookie = secret();
    keepFew(this.#browsers, mostBrowsers - 1);
    this.#browsers.set(hashOf(cookie), link.session);
    return cookie;
  }

  /** Whether one of the cookies of that name was given by `exchange`. */
  isIn(request: Received, cookieName: string): boolean {
    return cookieValues(request, cookieName).some((value) => this.#browsers.has(hashOf(value)));
  }

  /** A session of the course has ended, and with it what it could see. */
  endSession(session: string): void {
    for (const [hash, link] of this.#links) if (link.session === session) this.#links.delete(hash);
    for (const [hash, each] of this.#browsers) if (each === session) this.#browsers.delete(hash);
  }
}

function keepFew(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
