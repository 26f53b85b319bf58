import type { Code, Root, RootContent } from 'mdast';
import { message } from '../../messages/message.ts';
import type { Finding } from '../diagnostics.ts';
import { dedent, rowsIn, rowsOf } from '../model/dedent.ts';
import { isShellMethod, readLine } from '../model/snippet.ts';
import {
  type ClassRegion,
  type Fence,
  idAt,
  type PlacedRegion,
  type Region,
  type SlideRegion,
  type Span,
} from '../scan/regions.ts';
import type { Source } from '../scan/source.ts';
import { type Chunk, chunksOf } from './chunks.ts';
import { mathIn } from './math.ts';
import type { ContentClass, SlideNode, SlideNotes } from './mdast.ts';
import { insertPlaceholders } from './placeholders.ts';
import { plainParts } from './plain-blocks.ts';
import { type RestoreContext, restorePlaceholders } from './restore.ts';

/** Parses plain markdown, such as remark-parse does. */
type ParseMarkdown = (text: string) => Root;

/** A tree and what was found while it was made. */
export interface Tree {
  readonly root: Root;
  readonly findings: readonly Finding[];
}

/** What making a tree needs. */
interface TreeOptions {
  readonly parseMarkdown: ParseMarkdown;
  readonly exerciseClasses: readonly string[];
  /** `parseMarkdown` reads GFM and nothing else. */
  readonly isGfm: boolean;
}

/** Trees deeper than this exhaust the stack of whoever walks them; a list in a list in a list has six levels. */
const maxDepth = 40;

/** Makes the mdast of a deck: a root of slides. Their markdown is parsed slide by slide and class by class. */
export function buildTree(source: Source, slides: readonly SlideRegion[], options: TreeOptions): Tree {
  const builder = new TreeBuilder(source, options);
  const children = slides.map((slide) => builder.slide(slide));
  const position = source.position(0, source.text.length);
  return { root: { type: 'root', children, position }, findings: builder.findings };
}

/** Some nodes, and where the text begins that their offsets count from. */
interface Parsed {
  readonly base: number;
  readonly nodes: RootContent[];
}

/** Where some content stands. */
interface Surroundings {
  readonly inClass: boolean;
  readonly inExercise: boolean;
}

class TreeBuilder {
  readonly findings: Finding[] = [];
  readonly #source: Source;
  readonly #parseMarkdown: ParseMarkdown;
  readonly #exerciseClasses: readonly string[];
  readonly #isGfm: boolean;
  readonly #labels: Labels;

  constructor(source: Source, { parseMarkdown, exerciseClasses, isGfm }: TreeOptions) {
    this.#source = source;
    this.#parseMarkdown = parseMarkdown;
    this.#exerciseClasses = exerciseClasses;
    this.#isGfm = isGfm;
    this.#labels = readLabels(source.text);
  }

  slide({ start, end, content, regions, notes, continued, properties }: SlideRegion): SlideNode {
    const children = this.#blocks(content, regions, { inClass: false, inExercise: false });
    if (notes) {
      const position = this.#source.position(notes.start, notes.end);
      const node: SlideNotes = {
        type: 'slideNotes',
        children: this.#blocks(notes, notes.regions, { inClass: false, inExercise: false }),
        position,
      };
      children.push(node);
    }
    const position = this.#source.position(start, end);
    return { type: 'slide', continued, properties: { ...properties }, children, position };
  }

  #blocks(span: Span, regions: readonly Region[], surroundings: Surroundings): RootContent[] {
    const inSpan = regions.filter((region) => region.start >= span.start && region.end <= span.end);
    const own = inSpan.filter((region) => region.kind !== 'fence' || this.#isCode(region, surroundings));
    const formulas = mathIn(this.#source.text, span, own);
    const placed = formulas.length === 0 ? own : [...own, ...formulas].sort((a, b) => a.start - b.start);
    const prepared = insertPlaceholders(this.#source, span, placed, surroundings.inClass);
    const nodeOf = (region: PlacedRegion): RootContent => this.#nodeOf(region, surroundings);
    // Without words there is nothing to parse; many classes and increments hold just a fence.
    if (prepared.isWordless) return prepared.regions.map(nodeOf);
    return chunksOf(prepared.text).flatMap((chunk) =>
      this.#parse(prepared.text.slice(chunk.start, chunk.end), chunk, prepared.toSource).flatMap(({ base, nodes }) => {
        const context: RestoreContext = { source: this.#source, prepared, base: chunk.start + base, nodeOf };
        return restorePlaceholders(context, nodes, span);
      }),
    );
  }

  #parse(text: string, chunk: Chunk, toSource: (offset: number) => number): Parsed[] {
    const plain = plainParagraph(text);
    if (plain) return [{ base: 0, nodes: plain }];
    const parsed = chunk.heavy ? undefined : this.#parseParts(text);
    if (parsed?.every(({ nodes }) => !isDeeperThan(nodes, maxDepth))) return parsed;
    const reason = message('deck/too-complex');
    this.findings.push({ offset: toSource(chunk.start), severity: 'warning', rule: 'too-complex', reason });
    return [{ base: 0, nodes: paragraphOf(text, 0, text.length) }];
  }

  #parseParts(text: string): Parsed[] {
    const definitions = definitionsFor(text, this.#labels);
    if (definitions !== '') return [{ base: 0, nodes: this.#parseWith(definitions, text) }];
    return (this.#isGfm ? plainParts(text) : [{ start: 0, end: text.length, nodes: undefined }]).map(
      ({ start, end, nodes }) =>
        nodes ? { base: 0, nodes } : { base: start, nodes: this.#parseMarkdown(text.slice(start, end)).children },
    );
  }

  #parseWith(definitions: string, text: string): RootContent[] {
    const nodes = this.#parseMarkdown(text + definitions).children;
    const own = nodes.filter((node) => (node.position?.start.offset ?? 0) < text.length);
    // HTML that is still open at the end would have swallowed the definitions.
    const swallowed = own.some((node) => (node.position?.end.offset ?? 0) > text.length);
    return swallowed ? this.#parseMarkdown(text).children : own;
  }

  /** A fence on one line is inline code, as CommonMark has it, except where it is a command that the reader runs. */
  #isCode(fence: Fence, { inExercise }: Surroundings): boolean {
    return fence.shape === 'block' || (inExercise && isShellMethod(readLine(this.#source, fence).method));
  }

  #nodeOf(region: PlacedRegion, surroundings: Surroundings): RootContent {
    if (region.kind === 'fence') return codeOf(this.#source, region);
    if (region.kind === 'class') return this.#classOf(region, surroundings);
    const written = this.#source.text.slice(region.start, region.end);
    const position = this.#source.position(region.start, region.end);
    if (region.kind === 'comment') return { type: 'html', value: written, position };
    return { type: 'math', value: region.tex, display: region.display, written, position };
  }

  #classOf(
    { names, block: isBlock, inside, regions, start, end }: ClassRegion,
    surroundings: Surroundings,
  ): ContentClass {
    const inExercise = surroundings.inExercise || names.some((name) => this.#exerciseClasses.includes(name));
    const blocks = this.#blocks(inside, regions, { inClass: true, inExercise });
    const [only] = blocks;
    const block =
      isBlock || blocks.some((node) => node.type === 'code' || (node.type === 'contentClass' && node.block));
    const children = !block && blocks.length === 1 && only?.type === 'paragraph' ? only.children : blocks;
    const position = this.#source.position(start, end);
    return { type: 'contentClass', classes: [...names], block, children, data: { region: idAt(start) }, position };
  }
}

/** As CommonMark has it: as much indent is taken away as the opening fence has. */
function codeOf(source: Source, fence: Fence): Code {
  const { text, lines } = source;
  const region = idAt(fence.start);
  if (fence.shape === 'line') {
    const data = { region, written: text.slice(fence.start, fence.end) };
    const { method, rows } = readLine(source, fence);
    const value = rows.map((row) => row.text).join('\n');
    return { type: 'code', lang: method, meta: null, value, data, position: source.position(fence.start, fence.end) };
  }
  const indent = fence.start - lines.start(lines.at(fence.start));
  const rows = rowsOf(source, fence.body);
  const value = rows.map((row) => row.text.slice(Math.min(indent, row.text.search(/[^ ]|$/)))).join('\n');
  // Lines left of the fence are what all indents are counted from when they are typed.
  const body = dedent(rows)
    .map((row) => row.text)
    .join('\n');
  const data =
    body ===
    dedent(rowsIn(value))
      .map((row) => row.text)
      .join('\n')
      ? { region }
      : { region, body };
  const [lang = '', meta = ''] = fence.info.trim().split(/\s+(.*)/s);
  return {
    type: 'code',
    lang: lang === '' ? null : lang,
    meta: meta === '' ? null : meta,
    value,
    data,
    position: source.position(fence.start, Math.min(fence.end, text.length)),
  };
}

// Letters, digits and harmless punctuation on one line: a deck of a hundred thousand such slides is parsed at once.
const plainLine = /^(?:\p{L}|\p{L}[\p{L}\p{N} ,;?'’()]*[\p{L}\p{N}?)])[.:]?[\n\r]*$/u;

function plainParagraph(text: string): RootContent[] | undefined {
  const start = text.search(/[^\n\r]/);
  const line = text.slice(start);
  return plainLine.test(line) ? paragraphOf(text, start, start + line.trimEnd().length) : undefined;
}

/** One paragraph of plain text. Its positions count from the start of `text`, like those of a parser. */
function paragraphOf(text: string, start: number, end: number): RootContent[] {
  // Only offsets are looked at: `restorePlaceholders` makes real places of them.
  const position = { start: { line: 1, column: 1, offset: start }, end: { line: 1, column: 1, offset: end } };
  const value = text.slice(start, end);
  return [{ type: 'paragraph', children: [{ type: 'text', value, position: { ...position } }], position }];
}

function isDeeperThan(nodes: readonly RootContent[], limit: number): boolean {
  let level: readonly RootContent[] = nodes;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((node) => ('children' in node ? node.children : []));
  }
  return false;
}

/** The labels that link definitions (`[label]: destination`) in a deck define: slides share them in gnab/remark. */
type Labels = ReadonlySet<string>;

/** Finds the labels that a text defines, normalised. */
function readLabels(text: string): Labels {
  const labels = new Set<string>();
  if (!text.includes(']:')) return labels;
  // Footnotes (`[^1]:`) belong to their slide.
  for (const [, label = ''] of text.matchAll(/^ {0,3}\[([^\][^][^\][\n\r]{0,199})\]:[ \t]*\S/gm)) {
    labels.add(normalise(label));
  }
  return labels;
}

/**
 * Markdown to put below `text`, so that a parser knows the labels that it refers to; `''` when there are none. Where they
 * lead is not said: a reference only needs its label.
 */
function definitionsFor(text: string, labels: Labels): string {
  if (labels.size === 0 || !text.includes(']')) return '';
  const wanted = new Set<string>();
  for (const [, written = ''] of text.matchAll(/\[([^\][\n\r]{1,200})\](?!:)/g)) {
    const label = normalise(written);
    if (labels.has(label)) wanted.add(`[${label}]: #`);
  }
  return wanted.size === 0 ? '' : `\n\n${[...wanted].join('\n')}\n`;
}

function normalise(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase();
}
