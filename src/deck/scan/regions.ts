/** A half-open range of `Source.text`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A code fence.
 *
 * ````markdown
 * > | ```bash        `block`: the info string ends with the line
 * > | ls
 * > | ```
 * > | ```wait done```    `line`: all of it on one line; CommonMark calls it inline code
 * ````
 */
export interface Fence extends Span {
  readonly kind: 'fence';
  readonly shape: 'block' | 'line';
  /** What follows the opening backticks on their line; `''` for the `line` shape, where everything is body. */
  readonly info: string;
  readonly body: Span;
}

/** An HTML comment, with the fences and the content classes that are written inside it. */
export interface Comment extends Span {
  readonly kind: 'comment';
  readonly regions: readonly Region[];
}

/** A content class, from its first dot to its closing bracket: `.a.b[ ... ]`. */
export interface ClassRegion extends Span {
  readonly kind: 'class';
  readonly names: readonly string[];
  /** What stands between the brackets. */
  readonly inside: Span;
  /** True when its content has more than one line. */
  readonly block: boolean;
  readonly regions: readonly Region[];
}

/** What the scanner finds in text, in the order of the file; regions never overlap. */
export type Region = Fence | Comment | ClassRegion;

/** A formula; it is found in the text between the others when a tree is made. */
export interface MathRegion extends Span {
  readonly kind: 'math';
  readonly tex: string;
  /** Shown by itself. */
  readonly display: boolean;
}

/** What has a placeholder while the text around it is parsed. */
export type PlacedRegion = Region | MathRegion;

/** The presenter notes of a slide. */
export interface NotesRegion extends Span {
  readonly regions: readonly Region[];
}

/**
 * What a region, or a URL in the text, is known by in its deck. The node of the tree, what `Deck` holds of it, its step and its
 * element in the page all carry it. Regions begin at different places, and each text is in a deck once: so it is the offset.
 */
export function idAt(start: number): string {
  return String(start);
}

/** What stands between two separators, the lines of the separators not included. */
export interface SlideRegion extends Span {
  /** Begun by `--`. */
  readonly continued: boolean;
  readonly properties: Readonly<Record<string, string>>;
  /** What is left when the property lines at the top and the notes are taken away. */
  readonly content: Span;
  readonly regions: readonly Region[];
  readonly notes: NotesRegion | undefined;
}
