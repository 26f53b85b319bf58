import type { Span } from '../../deck/scan/regions.ts';
import type { PlacedWord } from '../commands.ts';

/** What a name is the name of: a kind of Kubernetes in the singular, or `container`, `volume`, `network`, `image`, `branch`, `release`. */
type NameKind = string;

/** Something with a name, made or asked for by a command. */
export interface Name {
  readonly kind: NameKind;
  readonly name: string;
}

/** A name that a command asks for. */
export interface Ask extends Name, Span {
  /** Things of its kind were made before, and nothing that nobody could look into: no file was applied that cannot be read. */
  readonly isCertain: boolean;
}

/** What is there when a deck begins: what the chapters before it have made. */
export interface EarlierNames {
  readonly made: readonly Name[];
  /** Keys of what is made, or told and shown, so that it may be made by hand. */
  readonly known: ReadonlySet<string>;
  /** Something was made that cannot be read. */
  readonly isOpaque: boolean;
}

export const nothingEarlier: EarlierNames = { made: [], known: new Set(), isOpaque: false };

/** What the commands of a deck make and ask for. `made`, `known` and `isOpaque` hold what was there when it began, too. */
export interface Names extends EarlierNames {
  /** In the order of the deck; places are offsets of the deck's text. Without what was made before. */
  readonly asks: readonly Ask[];
}

/** A name in a word of a command. */
export interface AskedWord extends Name {
  readonly word: PlacedWord;
  /** Only a slip of the pen is to be told: that nothing has this name may be meant so. */
  readonly isLoose?: true;
}

/** What a single command does with names; places are offsets in its piece of code. */
export interface CommandNames {
  readonly made: readonly Name[];
  readonly asks: readonly AskedWord[];
  /** It may make things that cannot be read here. */
  readonly isOpaque: boolean;
}

export const nothing: CommandNames = { made: [], asks: [], isOpaque: false };

/** `deployment/web`. */
export function keyOf({ kind, name }: Name): string {
  return `${kind}/${name}`;
}
