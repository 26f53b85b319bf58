import type { OidcConfig } from '../config/normalise.ts';
import { placeAfter } from '../course.ts';
import { type Language, type Message, message } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import { unitsOf } from '../plan/units.ts';
import { createActions } from '../run/actions/actions.ts';
import type { Secrets } from '../run/mask.ts';
import { Classroom } from '../server/class/classroom.ts';
import { Lead } from '../server/class/lead.ts';
import type { PoolLimits } from '../server/class/pool.ts';
import type { Store } from '../server/class/store.ts';
import { Transcripts } from '../server/class/transcripts.ts';
import { createApp } from '../server/http/app.ts';
import { type Auth, createAuth } from '../server/http/auth.ts';
import type { TrustedProxies } from '../server/http/client-address.ts';
import { createDoors } from '../server/http/doors.ts';
import type { Listening } from '../server/http/listen.ts';
import { NodePages } from '../server/pages/node-pages.ts';
import type { PageOrigins } from '../server/pages/page-origins.ts';
import type { WorkspaceCourse } from '../server/workspace/live-course.ts';
import { Hub } from '../server/ws/hub.ts';
import { createUpgrades } from '../server/ws/upgrades.ts';
import { announce, joinAddresses } from './announce.ts';
import type { ClassNodes } from './class-nodes.ts';
import { classId, joinCode } from './class-options.ts';
import { addressesOf } from './doors-options.ts';
import { complain } from './errors.ts';
import { openOidc } from './oidc-options.ts';
import { reasonOf } from './outputs.ts';
import { limitedFindLast } from './search.ts';
import type { CourseFeed, ServedCourse } from './served-course.ts';

/** What a class is about, and how it is held. */
export interface ClassCourse {
  /** Slides and steps; a deck may be saved while the class goes on. */
  readonly feed: CourseFeed;
  /** Folder of the deck's assets, and of the page's own files. */
  readonly root: string;
  readonly browserRoot: string;
  readonly frameHosts: readonly string[];
  readonly lang: Language;
  readonly startMs: number;
  readonly secrets: Secrets;
  /** The nodes of the class of this name. */
  readonly nodes: (classId: string) => ClassNodes;
  readonly notice: Message | undefined;
  readonly limits: PoolLimits;
  /** Others may join. */
  readonly isClass: boolean;
  readonly password: string | undefined;
  /** Another way in. */
  readonly oidc: OidcConfig | undefined;
  readonly hasLobby: boolean;
  /** Folder. */
  readonly transcripts: string | undefined;
  /** By which browsers come, where they do not come directly. */
  readonly urls: readonly URL[];
  readonly trusts: TrustedProxies | undefined;
  readonly originsAfter: (port: number) => PageOrigins;
  /** 0: any. */
  readonly wantedPort: number;
  readonly opensBrowser: boolean;
  /** Called when the class has been announced. */
  readonly onStart?: (classId: string, stop: AbortSignal) => void;
}

export interface HoldOptions {
  readonly listening: Listening;
  readonly store: Store;
  /** Ends the class here. */
  readonly stop: AbortSignal;
  /** Several servers hold the class in turn: what they call its cookie. Default: the port. */
  readonly cookie?: string;
  /** Whether nodes are left to another server then. Default: they end. */
  readonly leaves?: () => boolean;
  /** Requests are answered from now on. */
  readonly onOpen?: () => void;
}

/** Windows of one workspace: a page, a projector, a presenter, a phone, and some that were forgotten. */
const maxWindows = 20;

/** Holds a class until it is stopped: nodes, doors, and all that is between. Closes the store. */
export async function holdClass(course: ClassCourse, options: HoldOptions): Promise<void> {
  try {
    await hold(course, options);
  } finally {
    await options.store.close().catch((error: unknown) => {
      complain(reasonOf(error), course.lang);
    });
  }
}

async function hold(
  course: ClassCourse,
  { listening, store, stop, cookie, leaves, onOpen }: HoldOptions,
): Promise<void> {
  const { feed, lang, limits, isClass, secrets, transcripts, urls, trusts, password } = course;
  const id = await classId(store);
  const nodes = course.nodes(id);
  const found = await nodes.found(stop);
  const addresses = addressesOf(listening, urls);
  const onError = (error: unknown): void => {
    complain(reasonOf(error), lang);
  };
  const classroom = new Classroom({
    workspace: {
      ...workspaceCourse(feed.current),
      ...{ lang, secrets, startMs: course.startMs },
      target: (node) => nodes.target(node),
      actions: createActions({ findLast: limitedFindLast }),
    },
    ...{ store, limits, found, onError },
    transcripts: transcripts === undefined ? undefined : new Transcripts({ folder: transcripts, secrets, onError }),
    onGivenBack: (person) => {
      hub.endPlace(person);
    },
    onNews: (person, unit) => lead?.news(person, unit),
  });
  const pages = new NodePages({
    origins: course.originsAfter(listening.port),
    placeOf: (person) => classroom.place(person),
    ownPorts: [listening.port],
    ...{ lang, onError },
  });
  const removals: Promise<void>[] = [];
  let auth: Auth | undefined;
  let joining: string | undefined;
  const lead = isClass
    ? new Lead({
        ...{ classroom, store, onError, units: idsOf(feed.current) },
        lobby: course.hasLobby,
        join: () => (joining === undefined ? [] : joinAddresses(addresses, joining)),
        logOut: (person) => auth?.endSessions(person),
        endPlace: (person) => {
          hub.endPlace(person);
        },
      })
    : undefined;
  const hub = new Hub({ classroom, lang, maxWindows, onError, ...(lead && { lead }) });
  hub.tellProblem(feed.problem);
  const unfollow = feed.follow({
    onCourse: (next, before) => {
      const slideAfter = slidesAfter(before, next);
      classroom.replaceCourse({ ...workspaceCourse(next), slideAfter });
      lead?.replaceCourse(idsOf(next), slideAfter);
      hub.tellCourse(next.page.version);
    },
    onProblem: (text) => {
      hub.tellProblem(text);
    },
  });
  try {
    const oidc = await openOidc(course.oidc, { origin: addresses.origin, classroom, onError });
    const secret = isClass ? (password ?? (oidc ? undefined : await joinCode(store))) : undefined;
    if (isClass) joining = password === undefined ? (secret === undefined ? '#sign-in' : `#join=${secret}`) : '';
    const known = (auth = createAuth({
      doors: createDoors({ hosts: listening.hosts, publicUrls: urls }),
      port: cookie ?? listening.port,
      now: () => performance.now(),
      ...{ store, onError },
      ...(secret !== undefined && { password: secret }),
      onSessionEnd: ({ session, person, last }) => {
        hub.endSession(session);
        pages.endSession(session);
        if (last) void classroom.release(person);
      },
    }));
    const app = createApp({
      get title() {
        return feed.current.plan.title;
      },
      ...{ auth: known, classroom },
      ...(oidc && { oidc: { provider: oidc.provider, ...oidc.handlers(known, cookie ?? listening.port) } }),
      waits: (person) => lead?.holds(classroom.person(person) ?? { role: 'student' }) === true,
      page: () => feed.current.page.html,
      // The shell starts while the browser gets the page's scripts.
      onVisit: ({ person }) => {
        classroom.claim(person);
      },
      openPage: (wish) => pages.open(wish),
      deckRoot: course.root,
      browserRoot: course.browserRoot,
      frameHosts: course.frameHosts,
      publicOrigins: addresses.publicOrigins,
      ...(trusts && { trusts }),
      lang,
    });
    listening.server.on('request', (request, response) => {
      const page = pages.find(request);
      if (page) page.handle(request, response);
      else app(request, response);
    });
    const upgrade = createUpgrades(known, hub, trusts);
    listening.server.on('upgrade', (request, socket, head) => {
      const page = pages.find(request);
      if (page) page.upgrade(request, socket, head);
      else upgrade(request, socket, head);
    });
    const theirs = new Set([...classroom.persons].map(({ node }) => node));
    // They were warm, or their person is gone.
    for (const node of found) if (!theirs.has(node)) removals.push(nodes.remove(node).catch(onError));
    onOpen?.();
    const instructor = classroom.instructor(word(message('class/instructor'), lang));
    // It starts at once, so that it is there when the page is.
    classroom.claim(instructor.id);
    await announce({
      addresses,
      port: listening.port,
      proxyUntrusted: urls.length > 0 && !trusts,
      token: known.issueToken(instructor.id),
      wantedPort: course.wantedPort,
      open: course.opensBrowser,
      lang,
      ...(joining !== undefined && { joining, places: limits.max }),
      ...(course.notice === undefined ? {} : { notice: course.notice }),
    });
    course.onStart?.(id, stop);
    await new Promise<void>((resolve) => {
      stop.addEventListener('abort', () => {
        resolve();
      });
      if (stop.aborted) resolve();
    });
  } finally {
    unfollow();
    hub.close();
    lead?.close();
    await pages.close().catch(onError);
    await classroom.close(leaves?.()).catch((error: unknown) => {
      complain(message('cli/cannot-clean-up', { target: undefined, reason: reasonOf(error) }), lang);
    });
    await Promise.all(removals);
    hub.terminate();
  }
}

function workspaceCourse({ plan, page }: ServedCourse): WorkspaceCourse {
  return { plan, slides: page.slides.map(({ index }) => index), version: page.version };
}

function idsOf({ plan }: ServedCourse): readonly string[] {
  return unitsOf(plan).map(({ id }) => id);
}

/** Which slide is shown in the place of one, when the deck was saved anew; both by their indexes. */
function slidesAfter({ page: before }: ServedCourse, { page: after }: ServedCourse): (slide: number) => number {
  return (slide) => {
    const at = before.slides.findIndex(({ index }) => index === slide);
    return after.slides[placeAfter(before.slides, Math.max(0, at), after.slides)]?.index ?? 1;
  };
}
