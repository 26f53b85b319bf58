import { openDeck } from '../deck/deck.ts';
import type { Deck, DeckOptions, Diagnostic } from '../deck/model.ts';
import type { SlideRegion } from '../deck/scan/regions.ts';
import type { Source } from '../deck/scan/source.ts';
import { planDeck } from '../plan/plan.ts';
import type { Plan } from '../plan/step.ts';
import { type Code, readCode } from './code.ts';
import type { FoundPath } from './course.ts';
import { type EarlierNames, type Names, nothingEarlier } from './names/name.ts';
import { namesOf } from './names/names.ts';
import { compareWithOriginal, type Comparison } from './source/compare.ts';

/** Everything that rules look at. All offsets are those of `source.text`; what the deck holds has places of the file. */
export interface LintDocument {
  readonly source: Source;
  readonly text: string;
  readonly deck: Deck;
  /** The slides as the scanner sees them, in the order of `deck.slides`. */
  readonly regions: readonly SlideRegion[];
  readonly plan: Plan;
  /** What the parser and the planner say by themselves. */
  readonly messages: readonly Diagnostic[];
  /** Every piece of code, in the order of the file. */
  readonly code: readonly Code[];
  /** What this deck is a translation of. */
  readonly original: LintDocument | undefined;
  /** How its code differs from that of the original; undefined without one. */
  readonly comparison: Comparison | undefined;
  /** The text of a file of the course, its path relative to the course's folder; undefined when there is none. */
  readonly readFile: (path: string) => string | undefined;
  /** Tells whether a file is there; undefined when that cannot be told. */
  readonly exists: FileTest;
  /** Hosts whose pages a slide may show in frames. */
  readonly frameHosts: readonly string[];
  /** How a class got on with the deck, by the ids of its steps. */
  readonly classes: readonly ClassOutcome[];
  /** Looks for a path below the node's home folder in the course's repository; undefined without one. */
  readonly findInCourse: ((path: string) => FoundPath | undefined) | undefined;
  /** What is there when it begins. */
  readonly earlier: EarlierNames;
  /** What its commands make and ask for. */
  readonly names: Names;
  /** Names of the `@@NAME@@` that the manifest or the configuration sets; undefined when nobody knows them all. */
  readonly variables: ReadonlySet<string> | undefined;
  /** What is there without any step, as the configuration says: `deployment/web`. */
  readonly provided: ReadonlySet<string>;
}

/** How a class got on with a step. */
export interface ClassOutcome {
  readonly unit: string;
  readonly tried: number;
  readonly failedFirst: number;
  /** The commonest of their first errors, and how many had it. */
  readonly error?: { readonly text: string; readonly count: number };
}

/** Tells whether there is a file at a path (relative to the deck's own folder); undefined when that cannot be told. */
type FileTest = (path: string) => boolean | undefined;

/** Which deck is looked at, and as what. */
export type DocumentOptions = Pick<DeckOptions, 'file' | 'exercises' | 'exerciseClasses' | 'excludedClasses'> & {
  readonly original?: LintDocument | undefined;
  /** The original after `--fix`: what is mended there may be mended here, too. */
  readonly mendedOriginal?: LintDocument | undefined;
  /** See `LintDocument.readFile`; it must never leave the course's folder. Without it no file is looked at. */
  readonly readFile?: ((path: string) => string | undefined) | undefined;
  readonly exists?: FileTest | undefined;
  readonly frameHosts?: readonly string[];
  readonly classes?: readonly ClassOutcome[] | undefined;
  readonly findInCourse?: LintDocument['findInCourse'];
  /** See `LintDocument.variables`. */
  readonly variables?: ReadonlySet<string> | undefined;
  /** What the chapters before it in a manifest have made; nothing, when it is none. */
  readonly earlier?: EarlierNames | undefined;
  /** See `LintDocument.provided`. */
  readonly provided?: ReadonlySet<string>;
};

/** A deck, or why it is none. */
export type ReadDocument =
  { readonly document: LintDocument } | { readonly document: undefined; readonly messages: readonly Diagnostic[] };

/** Reads a deck for the rules. Variables such as `@@NAME@@` stay as they are written. */
export function readDocument(text: string, options: DocumentOptions): ReadDocument {
  const {
    original,
    mendedOriginal,
    readFile = () => undefined,
    exists = () => undefined,
    frameHosts = [],
    classes = [],
    earlier = nothingEarlier,
    provided = new Set<string>(),
    findInCourse,
    variables,
    ...deckOptions
  } = options;
  const { deck, parsed } = openDeck(text, deckOptions);
  if (!parsed || parsed.source.findings.some(({ severity }) => severity === 'error')) {
    return { document: undefined, messages: deck.messages };
  }
  const { source, slides: regions } = parsed;
  const { plan, messages } = planDeck(deck);
  let comparison: Comparison | undefined;
  let names: Names | undefined;
  const document: LintDocument = {
    source,
    text: source.text,
    deck,
    regions,
    plan,
    messages: [...deck.messages, ...messages],
    code: readCode(source, deck, regions),
    original,
    get comparison() {
      comparison ??= original && compareWithOriginal(document, original, mendedOriginal);
      return comparison;
    },
    readFile,
    exists,
    frameHosts,
    classes,
    earlier,
    get names() {
      return (names ??= namesOf(document));
    },
    provided,
    findInCourse,
    variables,
  };
  return { document };
}
