import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../config.ts';
import { hasMath } from '../deck/html.ts';
import { defaultPort } from '../limits.ts';
import { message } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import type { PoolLimits } from '../server/class/pool.ts';
import { StoreError } from '../server/class/store.ts';
import { deckAssets } from '../server/http/deck-assets.ts';
import { isLoopback, listen, type ListenOptions } from '../server/http/listen.ts';
import { ListenError } from '../server/http/open-port.ts';
import { createPage, PageError } from '../server/http/page.ts';
import { createPlacer } from '../target/files.ts';
import { createGuardians } from '../target/guardian.ts';
import { type ClassNodes, classNodes } from './class-nodes.ts';
import { poolLimits, readPassword } from './class-options.ts';
import { classPlace, openStore } from './class-store.ts';
import { chooseDecks, deckRoot, loadDeck } from './decks.ts';
import { pageOriginsOf, proxiesInFront, publicUrls } from './doors-options.ts';
import { engineOf } from './engines.ts';
import { exitCodes, UsageError } from './errors.ts';
import { withExercises } from './exercises.ts';
import { type ClassCourse, holdClass } from './hold-class.ts';
import { language } from './language.ts';
import { wholeNumber } from './numbers.ts';
import { sayNetwork } from './say-network.ts';
import { secretsOf } from './secrets.ts';
import { CourseFeed, type ReadCourse } from './served-course.ts';
import { shareClass } from './share-class.ts';
import { onInterruption } from './signals.ts';
import { chooseSharing, createTarget, hostsOf, withFiles } from './targets.ts';

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
  readonly replicaAddress?: string;
  readonly maxPlaces?: string;
  readonly sharedUser?: true;
  readonly watch?: true;
  readonly open?: true;
  readonly config?: string;
  readonly exercises?: string;
  readonly lang?: string;
}

/** Without a class there is nobody else, and their node is no place of the pool. */
const onlyInstructor: PoolLimits = { initial: 0, reserved: 0, max: 1 };
/** So many of the next ports are tried when that one is in use. */
const morePorts = 10;
const browserRoot = fileURLToPath(new URL('../browser/', import.meta.url));
/** Serves a page with the slides of a deck beside a live terminal until it is interrupted; the exit code. Throws UsageError and ConfigError. */
export async function serve(name: string | undefined, options: ServeOptions): Promise<number> {
  const course = await prepare(name, options);
  const { lang, wantedPort, limits, isClass, trusts } = course;
  const place = await classPlace(options, process.env, lang);
  const door: ListenOptions = {
    port: wantedPort,
    more: options.port === undefined ? morePorts : 0,
    ...{ publicNames: options.name, hasPassword: isClass, places: limits.max },
    ...(trusts && { trusts }),
    ...(options.host === undefined ? {} : { host: options.host }),
  };
  const interruption = onInterruption(() => undefined);
  const { signal: stop } = interruption;
  const ending = new AbortController();
  const watching = options.watch && course.feed.watch(AbortSignal.any([stop, ending.signal]));
  if (watching) process.stdout.write(`${word(message('server/watching'), lang)}\n`);
  try {
    await withUsageErrors(async () => {
      const { url } = place;
      if (url === undefined) await holdAlone(course, door, place.file, stop);
      else {
        await shareClass(course, {
          ...{ url, door, stop, name: place.name ?? course.feed.current.plan.title },
          ownHost: options.replicaAddress ?? '127.0.0.1',
          // ^C ends a class, and a server that is told to go leaves its nodes to the next one.
          leaves: () => interruption.exitCode !== 130,
        });
      }
    });
  } finally {
    ending.abort();
    await watching;
    interruption.release();
  }
  // ^C is how a server is ended, and no failure.
  return interruption.exitCode === 130 ? exitCodes.passed : (interruption.exitCode ?? exitCodes.passed);
}

async function holdAlone(
  course: ClassCourse,
  door: ListenOptions,
  file: string | undefined,
  stop: AbortSignal,
): Promise<void> {
  const listening = await listen(door);
  try {
    const { port } = listening;
    const store = await openStore(file, { port, wantedPort: course.wantedPort }, process.env);
    await holdClass(course, { listening, store, stop });
  } finally {
    await listening.close();
  }
}

/** Reads what is asked for and builds the page: nothing is opened yet. */
async function prepare(name: string | undefined, options: ServeOptions): Promise<ClassCourse> {
  const cwd = process.cwd();
  const config = withExercises(loadConfig(options.config, cwd), options.exercises);
  const lang = language(options.lang, config, process.env);
  const [choice] = chooseDecks(name === undefined ? [] : [name], config, cwd);
  if (!choice) throw new UsageError(message('cli/no-deck'));
  const password = await readPassword(options.passwordFile, process.env, lang);
  const most = options.maxPlaces === undefined ? undefined : wholeNumber('--max-places', options.maxPlaces, [1, 1_000]);
  const wantedPort = wholeNumber('--port', options.port ?? String(defaultPort), [0, 65_535]);
  const urls = publicUrls(options.publicUrl);
  const trusts = proxiesInFront(options.trustProxy, urls);
  const newGuardian = createGuardians();
  const placeFiles = createPlacer();
  const targetName = options.target ?? config.defaultTarget;
  const isReached = urls.length > 0 || !isLoopback(options.host ?? '127.0.0.1');
  const { oidc } = config.classroom;
  const isClass = password !== undefined || options.class === true || isReached || oidc !== undefined;
  const sharing = chooseSharing(targetName, config, {
    isClass,
    sharedUser: options.sharedUser === true,
  });
  const hosts = hostsOf(targetName, config);
  const common = { env: process.env, lang, newGuardian, placeFiles, sharing, hosts, isClass };
  const withPlaced = withFiles(config, loadDeck(choice, config, cwd, lang).placed);
  const { name: targetType, notice } = createTarget(targetName, withPlaced, common);
  const nodes = (classId: string): ClassNodes => {
    const engine = engineOf(targetName, config, classId);
    return classNodes((node) => createTarget(targetName, withPlaced, { ...common, engine, node }), engine);
  };
  const transcripts = isClass ? config.classroom.transcripts : undefined;
  const root = deckRoot(choice, config);
  const read = async (): Promise<ReadCourse> => {
    const { deck, plan, messages, files } = loadDeck(choice, config, cwd, lang);
    const math = hasMath(deck) ? await import('../deck/html/math.ts') : undefined;
    const page = createPage({
      deck,
      plan,
      variables: config.variables,
      lang,
      target: {
        name: targetType,
        ...(notice === undefined ? {} : { notice: word(notice, lang) }),
        isShared: sharing.isShared,
      },
      assetUrl: deckAssets({ root, folder: dirname(choice.path), pathOf: (file) => resolve(cwd, file) }),
      frameHosts: config.frameHosts,
      isKept: transcripts !== undefined,
      ...(math && { renderMath: math.renderMath }),
      browserRoot,
    });
    return { plan, page, messages, files };
  };
  const feed = await withUsageErrors(() => CourseFeed.open(read, lang));
  return {
    ...{ feed, root, browserRoot, lang, urls, notice, isClass, password, oidc, wantedPort, transcripts },
    ...{ trusts, frameHosts: config.frameHosts, startMs: config.timeouts.startMs },
    originsAfter: pageOriginsOf(options, urls, trusts),
    secrets: secretsOf(config, process.env, lang),
    nodes,
    ...(isClass && {
      onStart: (classId: string, stop: AbortSignal) => void sayNetwork(targetName, config, classId, { lang, stop }),
    }),
    limits: isClass ? poolLimits(config, targetName, most) : onlyInstructor,
    hasLobby: options.lobby === true || config.classroom.lobby,
    opensBrowser: options.open === true,
  };
}

async function withUsageErrors<T>(make: () => T | Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof ListenError || error instanceof PageError || error instanceof StoreError)
      throw new UsageError(error.told);
    throw error;
  }
}
