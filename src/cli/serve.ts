import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../config.ts';
import { hasMath } from '../deck/html.ts';
import { defaultPort } from '../limits.ts';
import { message } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import { unitsOf } from '../plan/units.ts';
import { createActions } from '../run/actions/actions.ts';
import { Classroom } from '../server/class/classroom.ts';
import { Lead } from '../server/class/lead.ts';
import type { PoolLimits } from '../server/class/pool.ts';
import { Transcripts } from '../server/class/transcripts.ts';
import { createApp } from '../server/http/app.ts';
import { type Auth, createAuth } from '../server/http/auth.ts';
import { deckAssets } from '../server/http/deck-assets.ts';
import { createDoors } from '../server/http/doors.ts';
import { isLoopback, listen, ListenError } from '../server/http/listen.ts';
import { createPage, PageError } from '../server/http/page.ts';
import { NodePages } from '../server/pages/node-pages.ts';
import { Hub } from '../server/ws/hub.ts';
import { createUpgrades } from '../server/ws/upgrades.ts';
import { createGuardians } from '../target/guardian.ts';
import { announce, joinAddresses } from './announce.ts';
import { joinCode, poolLimits, readPassword } from './class-options.ts';
import { classPlace, openStore } from './class-store.ts';
import { chooseDecks, formatMessage, loadDeck } from './decks.ts';
import { addressesOf, pageOriginsOf, proxiesInFront, publicUrls } from './doors-options.ts';
import { complain } from './errors.ts';
import { exitCodes } from './errors.ts';
import { UsageError } from './errors.ts';
import { language } from './language.ts';
import { wholeNumber } from './numbers.ts';
import { openOidc } from './oidc-options.ts';
import { reasonOf } from './outputs.ts';
import { limitedFindLast } from './search.ts';
import { secretsOf } from './secrets.ts';
import { onInterruption } from './signals.ts';
import { chooseSharing, createTarget, hostsOf } from './targets.ts';

export interface ServeOptions {
  readonly target?: string;
  readonly port?: string;
  readonly host?: string;
  readonly name: readonly string[];
  readonly publicUrl: readonly string[];
  readonly trustProxy?: string;
  readonly pagePorts?: string;
  readonly pageHosts?: string;
  readonly passwordFile?: string;
  readonly class?: true;
  readonly lobby?: true;
  readonly classFile?: string;
  readonly classStore?: string;
  readonly className?: string;
  readonly maxPlaces?: string;
  readonly sharedUser?: true;
  readonly open?: true;
  readonly config?: string;
  readonly lang?: string;
}

/** Without a class there is nobody else, and their node is no place of the pool. */
const onlyInstructor: PoolLimits = { initial: 0, reserved: 0, max: 1 };
/** So many of the next ports are tried when that one is in use. */
const morePorts = 10;
const browserRoot = fileURLToPath(new URL('../browser/', import.meta.url));
/** Windows of one workspace: a page, a projector, a presenter, a phone, and some that were forgotten. */
const maxWindows = 20;

/** Serves a page with the slides of a deck beside a live terminal until it is interrupted; the exit code. Throws UsageError and ConfigError. */
export async function serve(name: string | undefined, options: ServeOptions): Promise<number> {
  const cwd = process.cwd();
  const config = loadConfig(options.config, cwd);
  const lang = language(options.lang, config, process.env);
  const [choice] = chooseDecks(name === undefined ? [] : [name], config, cwd);
  if (!choice) throw new UsageError(message('cli/no-deck'));
  const { deck, plan, messages, root } = loadDeck(choice, config, cwd, lang);
  // A deck with errors can still be read; its author should know.
  for (const message of messages) process.stderr.write(`${formatMessage(message, lang)}\n`);
  const password = await readPassword(options.passwordFile, process.env, lang);
  const place = await classPlace(options, process.env, lang);
  const most = options.maxPlaces === undefined ? undefined : wholeNumber('--max-places', options.maxPlaces, [1, 1_000]);
  const wantedPort = wholeNumber('--port', options.port ?? String(defaultPort), [0, 65_535]);
  const urls = publicUrls(options.publicUrl);
  const trusts = proxiesInFront(options.trustProxy, urls);
  const originsAfter = pageOriginsOf(options, urls, trusts);
  const newGuardian = createGuardians();
  const targetName = options.target ?? config.defaultTarget;
  const isReached = urls.length > 0 || !isLoopback(options.host ?? '127.0.0.1');
  const isClass = password !== undefined || options.class === true || isReached || config.classroom.oidc !== undefined;
  const sharing = chooseSharing(targetName, config, {
    isClass,
    sharedUser: options.sharedUser === true,
  });
  const hosts = hostsOf(targetName, config);
  const makeTarget = () => createTarget(targetName, config, process.env, lang, newGuardian, sharing, hosts);
  const target = makeTarget();
  const limits = isClass ? poolLimits(config, targetName, most) : onlyInstructor;
  const transcripts = isClass ? config.classroom.transcripts : undefined;
  const math = hasMath(deck) ? await import('../deck/html/math.ts') : undefined;
  const page = await withUsageErrors(() =>
    createPage({
      deck,
      plan,
      variables: config.variables,
      lang,
      target: {
        name: target.name,
        ...(target.notice === undefined ? {} : { notice: word(target.notice, lang) }),
        isShared: sharing.isShared,
      },
      assetUrl: deckAssets({ root, folder: dirname(choice.path), pathOf: (file) => resolve(cwd, file) }),
      frameHosts: config.frameHosts,
      isKept: transcripts !== undefined,
      ...(math && { renderMath: math.renderMath }),
      browserRoot,
    }),
  );
  const listening = await withUsageErrors(() =>
    listen({
      port: wantedPort,
      more: options.port === undefined ? morePorts : 0,
      publicNames: options.name,
      hasPassword: isClass,
      places: limits.max,
      ...(trusts && { trusts }),
      ...(options.host === undefined ? {} : { host: options.host }),
    }),
  );
  const addresses = addressesOf(listening, urls);
  const interruption = onInterruption(() => undefined);
  const onError = (error: unknown): void => {
    complain(reasonOf(error), lang);
  };
  const served = { port: listening.port, wantedPort, origin: addresses.origin, title: plan.title };
  const store = await openStore(place, served, process.env, lang).catch(async (error: unknown) => {
    // What listens keeps the program alive.
    await listening.close();
    interruption.release();
    throw error;
  });
  const secrets = secretsOf(config, process.env, lang);
  const classroom = new Classroom({
    workspace: {
      plan,
      actions: createActions({ findLast: limitedFindLast }),
      target: makeTarget,
      startMs: config.timeouts.startMs,
      lang,
      secrets,
      slides: page.slides,
    },
    ...{ store, limits, onError },
    transcripts: transcripts === undefined ? undefined : new Transcripts({ folder: transcripts, secrets, onError }),
    onGivenBack: (person) => {
      hub.endPlace(person);
    },
    onNews: (person, unit) => lead?.news(person, unit),
  });
  const pages = new NodePages({
    origins: originsAfter(listening.port),
    placeOf: (person) => classroom.place(person),
    ownPorts: [listening.port],
    ...{ lang, onError },
  });
  let auth: Auth | undefined;
  let joining: string | undefined;
  const lead = isClass
    ? new Lead({
        ...{ classroom, store, onError, units: unitsOf(plan).map(({ id }) => id) },
        lobby: options.lobby === true || config.classroom.lobby,
        join: () => (joining === undefined ? [] : joinAddresses(addresses, joining)),
        logOut: (person) => auth?.endSessions(person),
        endPlace: (person) => {
          hub.endPlace(person);
        },
      })
    : undefined;
  const hub = new Hub({ classroom, lang, maxWindows, onError, ...(lead && { lead }) });
  try {
    const oidc = await openOidc(config.classroom.oidc, { origin: addresses.origin, classroom, onError });
    const secret = isClass ? (password ?? (oidc ? undefined : await joinCode(store))) : undefined;
    if (isClass) joining = password === undefined ? (secret === undefined ? '#sign-in' : `#join=${secret}`) : '';
    const known = (auth = createAuth({
      doors: createDoors({ hosts: listening.hosts, publicUrls: urls }),
      port: listening.port,
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
      title: plan.title,
      ...{ auth: known, classroom },
      ...(oidc && { oidc: { provider: oidc.provider, ...oidc.handlers(known, listening.port) } }),
      waits: (person) => lead?.holds(classroom.person(person) ?? { role: 'student' }) === true,
      page: page.html,
      // The shell starts while the browser gets the page's scripts.
      onVisit: ({ person }) => {
        classroom.claim(person);
      },
      openPage: (wish) => pages.open(wish),
      deckRoot: root,
      browserRoot,
      frameHosts: config.frameHosts,
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
    const instructor = classroom.instructor(word(message('class/instructor'), lang));
    // It starts at once, so that it is there when the page is.
    classroom.claim(instructor.id);
    await announce({
      addresses,
      port: listening.port,
      proxyUntrusted: urls.length > 0 && !trusts,
      token: known.issueToken(instructor.id),
      wantedPort,
      open: options.open === true,
      lang,
      ...(joining !== undefined && { joining, places: limits.max }),
      ...(target.notice === undefined ? {} : { notice: target.notice }),
    });
    await new Promise<void>((stop) => {
      interruption.signal.addEventListener('abort', () => {
        stop();
      });
      if (interruption.signal.aborted) stop();
    });
  } finally {
    hub.close();
    lead?.close();
    await pages.close().catch(onError);
    await classroom.close().catch((error: unknown) => {
      complain(message('cli/cannot-clean-up', { target: undefined, reason: reasonOf(error) }), lang);
    });
    hub.terminate();
    await store.close().catch(onError);
    await listening.close();
    interruption.release();
  }
  // ^C is how a server is ended, and no failure.
  return interruption.exitCode === 130 ? exitCodes.passed : (interruption.exitCode ?? exitCodes.passed);
}

async function withUsageErrors<T>(make: () => T | Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof ListenError || error instanceof PageError) throw new UsageError(error.told);
    throw error;
  }
}
