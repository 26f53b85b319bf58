import type { Root } from 'mdast';
import type { Processor } from 'unified';
import type { VFile } from 'vfile';
import { word } from '../messages/word.ts';
import { type Finding, limitFindings } from './diagnostics.ts';
import type { SlideRegion } from './scan/regions.ts';
import { scanDeck } from './scan/scan.ts';
import { readSource, type Source } from './scan/source.ts';
import { buildTree } from './tree/build.ts';
import { addToMarkdown } from './tree/to-markdown.ts';

/** Options of `remarkDeck`. */
export interface RemarkDeckOptions {
  /** Content classes that are exercises; when one of them is unclosed that is an error. Default: `exercise`, `lab`. */
  readonly exerciseClasses?: readonly string[];
  /** The parser is remark's with remark-gfm and nothing else: what is simple is then read without it, into the same nodes, and much faster. */
  readonly gfm?: true;
}

/** What `remarkDeck` leaves in `file.data.deck` for whoever makes more of the tree. */
export interface ParsedDeck {
  readonly source: Source;
  /** The slides in the order of `root.children`. */
  readonly slides: readonly SlideRegion[];
  /** What is wrong with the deck, by place; the messages of the file say the same in English. */
  readonly findings: readonly Finding[];
}

declare module 'vfile' {
  interface DataMap {
    deck: ParsedDeck;
    /** What to read instead of the file's value. */
    source: Source;
  }
}

/** The content classes that are exercises unless someone says otherwise. */
export const defaultExerciseClasses: readonly string[] = ['exercise', 'lab'];

/**
 * A unified plugin for the gnab/remark dialect, both ways. It goes after a parser of markdown, which (with all extensions that
 * plugins bring) reads what is inside of slides and classes:
 *
 * ```ts
 * const deck = remark().use(remarkGfm).use(remarkDeck);
 * const root = deck.parse(text); // slides, classes and notes as mdast
 * String(await deck.process(text)); // the same deck, written in one way
 * ```
 *
 * With remark-cli, and the editors that use it, `"plugins": ["remark-gfm", "./remark-deck.js"]` in `.remarkrc`, where
 * `remark-deck.js` is `export { remarkDeck as default } from 'pupitre';`: other plugins then see slides instead of a text whose
 * separators are headings, and `remark --output` keeps properties, separators, classes and control snippets.
 *
 * The children of the root are `slide` nodes; classes are `contentClass` nodes, notes `slideNotes` nodes. Positions are
 * those of the file, also where mojibake is repaired. What is wrong with the deck becomes messages of the file (`fatal`
 * true for errors). Throws a plain Error when no parser comes before it.
 */
export function remarkDeck(this: Processor, options: RemarkDeckOptions = {}): undefined {
  const parse = this.parser;
  if (!parse)
    throw new Error('remarkDeck needs a markdown parser: write `.use(remarkParse)` before `.use(remarkDeck)`.');
  const exerciseClasses = options.exerciseClasses ?? defaultExerciseClasses;
  addToMarkdown(this.data());

  this.parser = (document, file) => {
    const parseMarkdown = (text: string): Root => parse(text, file) as Root;
    const source = file.data.source ?? readSource(document);
    const refused = source.findings.some(({ severity }) => severity === 'error');
    const { slides, findings } = refused
      ? { slides: [], findings: [] }
      : scanDeck(source.text, source.lines, exerciseClasses);
    const tree = buildTree(source, slides, { parseMarkdown, exerciseClasses, isGfm: options.gfm ?? false });
    const limited = limitFindings([...source.findings, ...findings, ...tree.findings]);
    report(file, source, limited);
    file.data.deck = { source, slides, findings: limited };
    return tree.root;
  };
}

function report(file: VFile, source: Source, findings: readonly Finding[]): void {
  for (const { offset, severity, rule, reason } of findings) {
    const place = source.point(offset);
    const message = file.message(word(reason, 'en'), { place, ruleId: rule, source: 'pupitre' });
    if (place.file !== undefined) message.file = place.file;
    message.fatal = severity === 'info' ? undefined : severity === 'error';
  }
}
