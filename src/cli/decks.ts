import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { parseDeck } from '../deck/deck.ts';
import { inDeckOrder } from '../deck/diagnostics.ts';
import { isScenario, parseScenario } from '../deck/formats/scenario.ts';
import { isManifest, parseManifest } from '../deck/manifest.ts';
import type { Deck, Diagnostic, ExerciseStyle } from '../deck/model.ts';
import { createMatchers } from '../match/matchers.ts';
import { type Language, message } from '../messages/message.ts';
import { sayIn, word } from '../messages/word.ts';
import { planDeck } from '../plan/plan.ts';
import type { Plan } from '../plan/step.ts';
import { oneLine } from '../report/printable.ts';
import type { PlacedFile } from '../target/files.ts';
import { UsageError } from './errors.ts';
import { includeRootsOf, manifestFiles, rootOf } from './manifest-files.ts';
import { reasonOf } from './outputs.ts';
import { limitedSearch } from './search.ts';

/** A deck that was read, what is to be done with it, and all that there is to say about both. */
export interface LoadedDeck {
  readonly deck: Deck;
  readonly plan: Plan;
  readonly messages: readonly Diagnostic[];
  /** The folder that its files are in; absolute. */
  readonly root: string;
  /** What it asks to have on the node; absolute paths. */
  readonly placed: readonly PlacedFile[];
  /** Absolute paths of all that it was read from, also of what is not there. */
  readonly files: readonly string[];
}

/** Bytes above which a file is not even read: no deck is that large. */
const fileLimit = 16 * 1024 * 1024;
/** Most files of a scenario that are looked at. */
const mostAssets = 10_000;

/** A deck to read, by its path, with the title that the configuration gives it. */
export interface DeckChoice {
  readonly path: string;
  readonly title: string | undefined;
  /** Which fences are exercises; undefined for what the configuration says of all decks. */
  readonly exercises?: ExerciseStyle | undefined;
}

/** The decks that `names` mean: names of decks in the configuration, or paths. None: the default deck. */
export function chooseDecks(names: readonly string[], config: Config, cwd: string): readonly DeckChoice[] {
  if (names.length > 0) {
    return names.map((name) => config.decks.get(name) ?? deckAt(resolve(cwd, name), config));
  }
  const chosen = config.defaultDeck === undefined ? undefined : config.decks.get(config.defaultDeck);
  if (chosen) return [chosen];
  throw new UsageError(
    config.decks.size === 0 ? message('cli/no-deck') : message('cli/which-deck', { known: [...config.decks.keys()] }),
  );
}

/** The deck of the configuration with this path (absolute), else one with nothing but a path. */
export function deckAt(path: string, config: Config): DeckChoice {
  return [...config.decks.values()].find((deck) => deck.path === path) ?? { path, title: undefined };
}

/**
 * Reads and plans one deck. `drafts`: texts that are read instead of the files of these paths. Throws UsageError when the file cannot be
 * read as text.
 */
export function loadDeck(
  { path, title, exercises }: DeckChoice,
  config: Config,
  cwd: string,
  lang: 'en' | 'fr',
  drafts: ReadonlyMap<string, string> = new Map(),
): LoadedDeck {
  const file = relative(cwd, path) || path;
  const options = {
    file,
    exercises: exercises ?? config.exercises,
    exerciseClasses: config.exerciseClasses,
    excludedClasses: config.excludedClasses,
    variables: config.variables,
  };
  const text = drafts.get(path) ?? readDeck(path, file);
  const root = deckRoot({ path }, config);
  const files = new Set([path]);
  const includeRoots = includeRootsOf(root);
  const { readChapter, readInclude } = manifestFiles({ manifest: path, root, includeRoots, cwd, drafts });
  const deck = isScenario(path)
    ? parseScenario(text, {
        ...options,
        assets: filesBelow(join(dirname(path), 'assets')),
        readFile: (name) => {
          files.add(resolve(dirname(path), name));
          return readChapter(name);
        },
      })
    : isManifest(path)
      ? parseManifest(text, {
          ...options,
          readChapter: (chapter) => {
            files.add(resolve(dirname(path), chapter));
            return readChapter(chapter);
          },
          readInclude: (included) => {
            for (const each of includeRoots) files.add(resolve(each, included));
            return readInclude(included);
          },
          lang,
        })
      : parseDeck(text, options);
  const { plan, messages } = planDeck(deck, {
    matchers: createMatchers({ search: limitedSearch }),
    timeouts: {
      ...config.timeouts,
      eventuallyMs: config.retry.forMs,
      tryMs: config.retry.tryMs,
      pauseMs: config.retry.pauseMs,
    },
    overrides: config.overrides,
  });
  const all = inDeckOrder([...deck.messages, ...messages], deck);
  const placed = (deck.files ?? []).map(({ from, ...place }) => ({ ...place, from: resolve(dirname(path), from) }));
  return {
    placed,
    deck,
    plan: title === undefined ? plan : { ...plan, title },
    messages: all,
    root,
    files: [...files],
  };
}

/** Paths of the files below a folder; none where it is none. What is no plain file is left out, and so is what is beyond the first thousands. */
function filesBelow(folder: string): readonly string[] {
  const found: string[] = [];
  const look = (below: string): void => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      if (found.length >= mostAssets) return;
      if (entry.isDirectory()) look(`${below}${entry.name}/`);
      else if (entry.isFile()) found.push(`${below}${entry.name}`);
    }
  };
  try {
    look('');
  } catch {
    // Not there, or somebody else's: whoever asks for a file of it is told.
  }
  return found;
}

/** The folder that the files of a deck are in; absolute. */
export function deckRoot({ path }: Pick<DeckChoice, 'path'>, config: Config): string {
  return isManifest(path) ? rootOf(path, config.file) : dirname(path);
}

function readDeck(path: string, file: string): string {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) throw new UsageError(message('cli/deck-is-folder', { file }));
    if (!stat.isFile()) throw new UsageError(message('cli/not-regular', { file }));
    if (stat.size > fileLimit) {
      const size = Math.round(stat.size / 1024 / 1024);
      throw new UsageError(message('cli/deck-too-large', { file, size, limit: fileLimit / 1024 / 1024 }));
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(message('cli/cannot-read', { file, reason: reasonOf(error) }));
  }
}

/** A message as one line: `slides/deck.md:12:3: error: reason [rule]`. */
export function formatMessage({ file, line, column, severity, rule, reason }: Diagnostic, lang: Language): string {
  const place = `${file}:${line}:${column}`;
  return sayIn(lang)('cli/diagnostic', { place, severity, reason: oneLine(word(reason, lang)), rule });
}

const mistakesInOneSnippet: ReadonlySet<string> = new Set([
  'unclosed-fence',
  'missing-include',
  'check-that-cannot-fail',
]);

/** What is wrong with a deck as a whole, so that it cannot be run; a mistake in one snippet only costs that snippet. */
export function fatalErrors({ messages }: Deck): readonly Diagnostic[] {
  return messages.filter(({ severity, rule }) => severity === 'error' && !mistakesInOneSnippet.has(rule));
}
