import type { IncomingMessage } from 'node:http';
import { type Language, type Message, message } from '../../messages/message.ts';
import type { Place } from '../class/place.ts';
import { NodePage } from './node-page.ts';
import type { OriginHandler, PageOrigins } from './page-origins.ts';

/** Ports of one node that are open at a time: the one that nobody looks at for longest makes room for another. */
const mostOfPlace = 8;
/** Others are the machine's own. */
const ports = { least: 1024, most: 65_535 } as const;

export interface NodePagesOptions {
  readonly origins: PageOrigins;
  /** Where the node of a person is, while they have one. */
  readonly placeOf: (person: string) => Place | undefined;
  /** Ports that lead to the server itself. */
  readonly ownPorts: readonly number[];
  readonly lang: Language;
  /** Something that is wrong with the program itself. */
  readonly onError: (error: unknown) => void;
}

/** Who asks for a page of a node. */
export interface PageWish {
  /** Whose node it is. */
  readonly owner: string;
  /** The session of the browser that asks, and where it has the course. */
  readonly session: string;
  readonly course: URL;
  readonly port: number;
  readonly path: string;
}

/** An address that lets that browser in, once; or why there is none. */
export type PageAnswer = { readonly url: string } | { readonly status: number; readonly reason: Message };

/** The pages that people's nodes serve, each at an origin of its own, for as long as the node is theirs. */
export class NodePages {
  readonly #options: NodePagesOptions;
  readonly #pages = new Map<Place, Map<number, Promise<NodePage | undefined>>>();

  constructor(options: NodePagesOptions) {
    this.#options = options;
  }

  /** Leads a browser to a page of a node. */
  async open(wish: PageWish): Promise<PageAnswer> {
    const { origins, placeOf, ownPorts } = this.#options;
    const { owner, port, course, session, path } = wish;
    const place = placeOf(owner);
    if (!place?.target) return { status: 409, reason: message('server/node-page-no-node') };
    if (port < ports.least || port > ports.most || ownPorts.includes(port))
      return { status: 403, reason: message('server/node-page-not-yours', { port }) };
    const holder = place.target.portOwner?.(port);
    if (holder === 'other') return { status: 403, reason: message('server/node-page-not-yours', { port }) };
    if (holder === 'nobody') return { status: 404, reason: message('server/node-page-silent', { port }) };
    if (!origins.reaches(course)) return { status: 501, reason: message('server/node-page-no-origin') };
    const page = await this.#pageOf(place, wish);
    if (!page || place.ended.aborted) return { status: 503, reason: message('server/node-page-too-many') };
    return { url: page.link(session, course, path) };
  }

  /** What answers a request to the server's own port that is for a page. */
  find({ headers }: IncomingMessage): OriginHandler | undefined {
    return this.#options.origins.find?.(headers.host);
  }

  /** A browser is no longer known: it sees no page any more. */
  endSession(session: string): void {
    for (const page of this.#all()) void page.then((each) => each?.endSession(session));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pages.keys()].map((place) => this.#closePlace(place)));
  }

  #all(): Promise<NodePage | undefined>[] {
    return [...this.#pages.values()].flatMap((pages) => [...pages.values()]);
  }

  async #pageOf(place: Place, wish: PageWish): Promise<NodePage | undefined> {
    let known = this.#pages.get(place);
    if (!known) {
      known = new Map<number, Promise<NodePage | undefined>>();
      this.#pages.set(place, known);
      place.ended.addEventListener('abort', () => {
        this.#closePlace(place).catch(this.#options.onError);
      });
    }
    const found = known.get(wish.port);
    if (found) return await found;
    if (known.size >= mostOfPlace && !(await this.#makeRoom(known))) return undefined;
    const opened = this.#open(place, wish);
    known.set(wish.port, opened);
    const page = await opened.catch((error: unknown) => {
      this.#options.onError(error);
      return undefined;
    });
    if (!page) known.delete(wish.port);
    return page;
  }

  async #open(place: Place, { owner, port, course, session }: PageWish): Promise<NodePage | undefined> {
    const page = new NodePage({
      ...{ place, port, lang: this.#options.lang },
      other: async (another, path) => {
        const answer = await this.open({ owner, session, course, port: another, path });
        return 'url' in answer ? answer.url : undefined;
      },
    });
    const origin = await this.#options.origins.open(`${port}-${place.label}`, page);
    if (!origin) return undefined;
    page.origin = origin;
    if (place.ended.aborted) await page.close();
    return page;
  }

  /** Closes the page that was asked for longest ago, of those at which nobody looks now. */
  async #makeRoom(known: Map<number, Promise<NodePage | undefined>>): Promise<boolean> {
    const pages = await Promise.all(known.values());
    const [oldest] = pages
      .flatMap((page) => (page && !page.isBusy ? [page] : []))
      .sort((one, other) => one.usedAt - other.usedAt);
    if (!oldest) return false;
    known.delete(oldest.port);
    await oldest.close();
    return true;
  }

  async #closePlace(place: Place): Promise<void> {
    const pages = [...(this.#pages.get(place)?.values() ?? [])];
    this.#pages.delete(place);
    await Promise.all(pages.map(async (page) => (await page)?.close()));
  }
}
