import { resolve } from 'node:path';
import { builtinMatchers } from '../match/matchers.ts';
import { type Message, message, verbatim } from '../messages/message.ts';
import { MessageError } from '../messages/message-error.ts';
import type { StepOverride } from '../plan/finalize-step.ts';
import { toMs } from './duration.ts';
import { atPath, oneOf } from './issues.ts';
import type { ConfigInput } from './schema.ts';

/** What is to be masked in everything that is reported. */
interface Secrets {
  /** Names of environment variables whose values are secret. */
  readonly variables: readonly string[];
  /** With the flag `g`. */
  readonly patterns: readonly RegExp[];
}

/** One deck of the configuration. */
interface DeckConfig {
  /** Absolute. */
  readonly path: string;
  readonly title: string | undefined;
  /** Which fences are exercises; undefined for what holds for all decks. */
  readonly exercises: ConfigInput['exercises'] | undefined;
}

/** How to make a target. */
interface TargetConfig {
  /** `local`: a bash on this machine. `rehearsal`: the same in front of the embedded node1. `ssh`: a bash on another machine. `docker`, `kubernetes`: a bash in a container, a pod. */
  readonly type: 'local' | 'rehearsal' | 'ssh' | 'docker' | 'kubernetes';
  /** A name to look up in PATH, or an absolute path. */
  readonly shell: string;
  readonly env: Readonly<Record<string, string>>;
  readonly passEnv: readonly string[];
  /** What is to keep each node apart; undefined: whatever fits. */
  readonly isolation: 'user' | 'namespace' | 'none' | undefined;
  /** Of `rehearsal`: its docker has the plugin `docker compose`. */
  readonly compose: 2 | undefined;
  /** Of `rehearsal`: whose texts its kubectl has, where not all are 1.20's. */
  readonly kubernetes: '1.28' | undefined;
  /** Of `local`: the shell reads the user's own start-up file. */
  readonly bashrc: boolean;
  /** Of `local`: each node has an empty home, which is removed at its end. */
  readonly temporaryHome: boolean;
  /** Of `ssh`: machines that are nodes, and a configuration instead of the user's. */
  readonly hosts: readonly string[];
  readonly sshConfig: string | undefined;
  /** Of `kubernetes`: its pods. */
  readonly pods: Pods | undefined;
  /** Of `docker`: its containers. */
  readonly containers: Containers | undefined;
}

type Pods = Omit<Extract<ConfigInput['targets'][string], { type: 'kubernetes' }>, 'type' | 'shell' | 'env'>;
type Containers = Omit<Extract<ConfigInput['targets'][string], { type: 'docker' }>, 'type' | 'shell' | 'env'>;

/** What one node may take of the machine. */
interface Limits {
  readonly processes: number;
  readonly memoryMb: number;
  readonly files: number;
  readonly fileMb: number;
}

/** How long things may take, in milliseconds. */
interface Timeouts {
  readonly startMs: number;
  readonly commandMs: number;
  readonly waitMs: number;
  readonly longwaitMs: number;
  readonly openMs: number;
  readonly verifyMs: number;
  readonly setupMs: number;
  readonly settleMs: number;
}

/** How a step that only reads is repeated, in milliseconds. */
interface Retry {
  readonly forMs: number;
  readonly pauseMs: number;
  readonly tryMs: number;
}

/** A configuration with every default filled in, paths absolute, durations in milliseconds. */
export interface Config {
  /** The file it was read from; undefined when there is none. */
  readonly file: string | undefined;
  readonly decks: ReadonlyMap<string, DeckConfig>;
  readonly defaultDeck: string | undefined;
  /** The built-in `rehearsal` and `local` are always among them. */
  readonly targets: ReadonlyMap<string, TargetConfig>;
  readonly defaultTarget: string;
  /** `from` is absolute, `to` a path on the node. */
  readonly files: readonly { readonly from: string; readonly to: string; readonly chmod?: string }[];
  readonly timeouts: Timeouts;
  readonly limits: Limits;
  readonly retry: Retry;
  readonly exercises: ConfigInput['exercises'];
  /** Names that `lint` need not find a step for: `deployment/web`. */
  readonly provides: readonly string[];
  readonly exerciseClasses: readonly string[];
  readonly excludedClasses: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Skipped steps and those to do by hand count as failures. */
  readonly strict: boolean;
  readonly overrides: ReadonlyMap<string, StepOverride>;
  /** How severe what a lint rule finds is, by its id. */
  readonly lintRules: ReadonlyMap<string, 'off' | 'warn' | 'error'>;
  readonly secrets: Secrets;
  /** Hosts whose pages slides may show in frames. */
  readonly frameHosts: readonly string[];
  /** Nodes of the students of a class; `max`: undefined where the memory says. */
  readonly classroom: {
    readonly initial: number;
    readonly reserved: number;
    readonly max: number | undefined;
    readonly expiresMs: number;
    readonly orphanedMs: number;
    readonly lobby: boolean;
    /** Absolute. */
    readonly transcripts: string | undefined;
    /** A provider by which people come in. */
    readonly oidc: OidcConfig | undefined;
  };
  readonly lang: 'en' | 'fr' | undefined;
}

/** An OpenID Connect provider, and whom it lets into the class. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  /** Absolute. */
  readonly clientSecretFile: string | undefined;
  readonly allow: readonly string[];
  readonly instructors: readonly string[];
}

const builtinTargets = { rehearsal: { type: 'rehearsal' }, local: { type: 'local' } } as const;

/** What a configuration says, ready for use; or why it contradicts itself. `folder` is absolute. */
export function normalise(input: ConfigInput, file: string | undefined, folder: string): Config | readonly Message[] {
  const mistakes: Message[] = [];
  const decks = mapOf(input.decks, (deck) => deckConfig(deck, folder));
  const targets = mapOf({ ...builtinTargets, ...input.targets }, (each) => targetConfig(each, folder));
  if (input.defaultDeck !== undefined && !decks.has(input.defaultDeck)) {
    const none = message('config/no-decks');
    mistakes.push(atPath(['defaultDeck'], decks.size === 0 ? none : oneOf([...decks.keys()], input.defaultDeck)));
  }
  if (!targets.has(input.defaultTarget)) {
    mistakes.push(atPath(['defaultTarget'], oneOf([...targets.keys()], input.defaultTarget)));
  }
  const secrets = readSecrets(input.secrets, mistakes);
  checkExpectations(input.overrides, mistakes);
  if (mistakes.length > 0) return mistakes;
  const [onlyDeck] = decks.size === 1 ? decks.keys() : [];
  const { timeouts } = input;
  return {
    file,
    decks,
    defaultDeck: input.defaultDeck ?? onlyDeck,
    targets,
    defaultTarget: input.defaultTarget,
    files: input.files.map(({ from, to }) => ({ from: resolve(folder, from), to })),
    timeouts: {
      startMs: toMs(timeouts.start),
      commandMs: toMs(timeouts.command),
      waitMs: toMs(timeouts.wait),
      longwaitMs: toMs(timeouts.longwait),
      openMs: toMs(timeouts.open),
      verifyMs: toMs(timeouts.verify),
      setupMs: toMs(timeouts.setup),
      settleMs: toMs(timeouts.settle),
    },
    limits: input.limits,
    retry: { forMs: toMs(input.retry.for), pauseMs: toMs(input.retry.pause), tryMs: toMs(input.retry.try) },
    exercises: input.exercises,
    provides: input.provides,
    exerciseClasses: input.exerciseClasses,
    excludedClasses: input.excludedClasses,
    variables: input.variables,
    strict: input.strict,
    overrides: mapOf(input.overrides, stepOverride),
    lintRules: new Map(Object.entries(input.lint.rules)),
    secrets,
    frameHosts: input.frameHosts,
    classroom: {
      ...{ initial: input.class.initial, reserved: input.class.reserved, max: input.class.max },
      ...{ expiresMs: toMs(input.class.expires), orphanedMs: toMs(input.class.orphaned) },
      lobby: input.class.lobby,
      transcripts: input.class.transcripts === undefined ? undefined : resolve(folder, input.class.transcripts),
      oidc: oidcConfig(input.class.oidc, folder),
    },
    lang: input.lang,
  };
}

function oidcConfig(oidc: ConfigInput['class']['oidc'], folder: string): OidcConfig | undefined {
  const { clientSecretFile: file } = oidc ?? {};
  return oidc && { ...oidc, clientSecretFile: file === undefined ? undefined : resolve(folder, file) };
}

function mapOf<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Map<string, To> {
  return new Map(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function deckConfig(deck: ConfigInput['decks'][string], folder: string): DeckConfig {
  const { path, title, exercises } = typeof deck === 'string' ? { path: deck } : deck;
  return { path: resolve(folder, path), title, exercises };
}

function targetConfig(target: ConfigInput['targets'][string], folder: string): TargetConfig {
  const { type, shell = 'bash', env = {} } = target;
  const isSsh = type === 'ssh';
  const isApart = isSsh || type === 'docker' || type === 'kubernetes';
  return {
    ...{ type, env },
    // A name without a slash is looked up in PATH, as everywhere; what is on another machine is its own affair.
    shell: shell.includes('/') && !isApart ? resolve(folder, shell) : shell,
    passEnv: isApart ? [] : (target.passEnv ?? []),
    isolation: type === 'rehearsal' ? target.isolation : undefined,
    compose: type === 'rehearsal' ? target.compose : undefined,
    kubernetes: type === 'rehearsal' ? target.kubernetes : undefined,
    bashrc: type === 'local' && target.bashrc === true,
    temporaryHome: type === 'local' && target.home === 'temporary',
    hosts: isSsh ? target.hosts : [],
    sshConfig: isSsh && target.config !== undefined ? resolve(folder, target.config) : undefined,
    pods: type === 'kubernetes' ? podsOf(target, folder) : undefined,
    containers: type === 'docker' ? target : undefined,
  };
}

function podsOf(target: Pods, folder: string): Pods {
  const { kubeconfig } = target;
  return kubeconfig === undefined ? target : { ...target, kubeconfig: resolve(folder, kubeconfig) };
}

function stepOverride({ timeout, retry = {}, policy, expect, exit, skip, allowEmpty }: Override): StepOverride {
  return {
    ...(timeout === undefined ? {} : { timeoutMs: toMs(timeout) }),
    retry: {
      ...(retry.for === undefined ? {} : { forMs: toMs(retry.for) }),
      ...(retry.pause === undefined ? {} : { pauseMs: toMs(retry.pause) }),
      ...(retry.try === undefined ? {} : { tryMs: toMs(retry.try) }),
    },
    ...(policy === undefined ? {} : { policy }),
    ...(expect === undefined ? {} : { expect }),
    ...(exit === undefined ? {} : { exit }),
    ...(skip === undefined ? {} : { skip }),
    allowEmpty: allowEmpty ?? false,
  };
}

type Override = ConfigInput['overrides'][string];

function checkExpectations(overrides: ConfigInput['overrides'], mistakes: Message[]): void {
  for (const [id, { expect = [] }] of Object.entries(overrides)) {
    for (const [index, { matcher, source }] of expect.entries()) {
      try {
        builtinMatchers.get(matcher)?.parse(source);
      } catch (error) {
        if (!(error instanceof MessageError)) throw error;
        mistakes.push(atPath(['overrides', id, 'expect', index, 'source'], error.told));
      }
    }
  }
}

/** Reads the list of names and `/regular expressions/`; a message for each entry that is neither goes to `mistakes`. */
function readSecrets(entries: readonly string[], mistakes: Message[]): Secrets {
  const variables: string[] = [];
  const patterns: RegExp[] = [];
  for (const [index, entry] of entries.entries()) {
    const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/s.exec(entry) ?? [];
    const wrong = source === undefined ? whyNoName(entry) : whyNoPattern(source, flags);
    if (wrong !== undefined) mistakes.push(atPath(['secrets', index], wrong));
    else if (source === undefined) variables.push(entry);
    else patterns.push(new RegExp(source, `g${flags}`));
  }
  return { variables, patterns };
}

function whyNoName(entry: string): Message | undefined {
  if (/^[A-Za-z_]\w*$/.test(entry)) return undefined;
  return message('config/secret-form');
}

function whyNoPattern(source: string, flags: string): Message | undefined {
  if (/[^imsu]/.test(flags)) return message('config/secret-flags', { flags });
  try {
    if (!new RegExp(source, flags).test('')) return undefined;
    return message('config/secret-masks-all');
  } catch (error) {
    return verbatim(error instanceof Error ? error.message : String(error));
  }
}
