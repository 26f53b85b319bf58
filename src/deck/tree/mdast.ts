import type { Data, Literal, Parent, RootContent } from 'mdast';

/** A slide: its content, then its presenter notes if it has any. */
export interface SlideNode extends Parent {
  type: 'slide';
  /** Begun by `--`: it repeats the slide before it and goes on. */
  continued: boolean;
  properties: Record<string, string>;
  children: RootContent[];
  data?: Data;
}

/** The presenter notes of a slide, below `???`. */
export interface SlideNotes extends Parent {
  type: 'slideNotes';
  children: RootContent[];
  data?: Data;
}

/**
 * A content class. It stands among blocks or inside a paragraph; its children are phrasing when its content is one
 * paragraph written on one line, blocks otherwise.
 *
 * ```markdown
 * > | .small.red[careful]
 *     ^^^^^^^^^^^^^^^^^^^
 * ```
 */
export interface ContentClass extends Parent {
  type: 'contentClass';
  classes: string[];
  /** Its content has more than one line, or is a command of an exercise on one line. */
  block: boolean;
  children: RootContent[];
  data?: ContentClassData;
}

/**
 * A formula in TeX: `$a$`, or by itself on a line of the slide, `$$a$$`. It stands where text does.
 */
export interface Math extends Literal {
  type: 'math';
  /** The TeX between the dollars. */
  value: string;
  /** Between two dollars: shown by itself, and larger. */
  display: boolean;
  /** With its dollars. */
  written: string;
  data?: Data;
}

interface ContentClassData extends Data {
  /** The id of what `Deck` holds of it, if it is an exercise. */
  region?: string;
}

declare module 'mdast' {
  interface CodeData {
    /** The id of the snippet or the display that `Deck` makes of this fence. */
    region?: string;
    /** The whole of a fence on one line, whose blanks count. */
    written?: string;
    /** What a snippet makes of the lines, where that is not `value`: some stand further left than the fence does. */
    body?: string;
  }
  interface InlineCodeData {
    /** As that of `CodeData`. */
    region?: string;
    written?: string;
  }
  interface RootContentMap {
    slide: SlideNode;
    slideNotes: SlideNotes;
    contentClass: ContentClass;
    math: Math;
  }
  interface PhrasingContentMap {
    math: Math;
    contentClass: ContentClass;
  }
  interface BlockContentMap {
    contentClass: ContentClass;
  }
}
