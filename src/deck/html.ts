import type { Element, Nodes, Root } from 'hast';
import { raw } from 'hast-util-raw';
import { sanitize, type Schema } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import type { InlineCode, Root as MarkdownRoot, RootContent } from 'mdast';
import { type Handler, toHast } from 'mdast-util-to-hast';
import { visit } from 'unist-util-visit';
import { breakAtBlanks, type CodeRenderer, createCodeRenderer } from './html/code.ts';
import { expand } from './html/expand.ts';
import { inheritContent, type WholeSlide } from './html/inherit.ts';
import { markUrls } from './html/prose-urls.ts';
import { isPath, rewriteHtml, type TrustedMark } from './html/rewrite.ts';
import type { Deck, Exercise, Snippet } from './model.ts';
import type { Variables } from './model/variables.ts';
import type { ContentClass } from './tree/mdast.ts';

/** What stands behind a slide; values are safe for CSS properties of these names. */
interface SlideBackground {
  readonly image?: string;
  readonly color?: string;
  readonly size?: string;
  readonly position?: string;
}

/** A slide as it is shown. */
export interface SlideHtml {
  /** `Slide.index`: the place in the file, 1-based. */
  readonly index: number;
  readonly number: number;
  readonly name: string | undefined;
  readonly title: string;
  readonly classes: readonly string[];
  /** Sanitised: it may be put into a page as it is. */
  readonly html: string;
  /** Its own presenter notes, sanitised; `''` without any. */
  readonly notesHtml: string;
  readonly continued: boolean;
  readonly background?: SlideBackground;
}

/** The few words that a slide itself may need. */
interface SlideStrings {
  readonly missingImage: string;
  readonly footnotes: string;
  readonly backToText: string;
}

export interface RenderOptions {
  /** Where the page finds a file that a slide of `file` names; undefined when it must not be shown. */
  readonly assetUrl: (path: string, file: string) => string | undefined;
  readonly variables?: Variables;
  readonly strings: SlideStrings;
}

/** Makes HTML of the slides of a deck that are shown, in order. HTML in the deck passes an allow-list. */
export function renderDeck(deck: Deck, options: RenderOptions): readonly SlideHtml[] {
  const { slides } = deck;
  const exercises = slides.flatMap((slide) => slide.exercises);
  const context: Context = {
    ...options,
    variables: options.variables ?? {},
    renderCode: createCodeRenderer(options.variables ?? {}),
    exercises: new Map(exercises.map((each) => [each.id, each])),
    snippets: new Map(exercises.flatMap(({ snippets }) => snippets.map((each) => [each.id, each]))),
  };
  return inheritContent(slides)
    .filter(({ slide, properties }) => !slide.excluded && properties['layout'] !== 'true')
    .map((whole, place) => renderSlide(whole, context, place > 0));
}

type AssetUrl = (path: string) => string | undefined;

interface Context extends RenderOptions {
  readonly variables: Variables;
  readonly renderCode: CodeRenderer;
  /** By id. */
  readonly exercises: ReadonlyMap<string, Exercise>;
  readonly snippets: ReadonlyMap<string, Snippet>;
}

function renderSlide({ slide, properties, content }: WholeSlide, context: Context, lazy: boolean): SlideHtml {
  const { file, index, number, name, title, classes, continued, notes } = slide;
  const assetUrl: AssetUrl = (path) => context.assetUrl(path, file);
  const render = (nodes: readonly RootContent[], idPrefix: string): string =>
    renderNodes(expand(nodes, { variables: context.variables, properties }), { ...context, assetUrl }, idPrefix, lazy);
  const background = backgroundOf(properties, assetUrl);
  return {
    index,
    number,
    name,
    title,
    classes,
    html: render(content, `deck-${String(index)}-`),
    notesHtml: render(notes, `deck-${String(index)}-notes-`),
    continued,
    ...(background && { background }),
  };
}

/** HTML with so many tags, or open over so much text, could grow without limit; it is shown as it is written. */
const maxTags = 300;
const maxTagsTimesNodes = 200_000;

function renderNodes(
  nodes: readonly RootContent[],
  context: Context & { readonly assetUrl: AssetUrl },
  idPrefix: string,
  lazy: boolean,
): string {
  if (nodes.length === 0) return '';
  const { written, count } = survey(nodes);
  const tags = written.split('<').length - 1;
  const allowDangerousHtml = tags <= maxTags && tags * count <= maxTagsTimesNodes;
  // No HTML of the deck has this attribute, so only we can have set it. Entities mean nothing in names.
  let markName = 'mark';
  while (written.toLowerCase().includes(`data-${markName}`)) markName += 'x';
  const markAttribute = `dataM${markName.slice(1)}`;
  const marks: TrustedMark[] = [];
  const addMark = (mark: TrustedMark): Record<string, string> => ({ [markAttribute]: String(marks.push(mark) - 1) });

  const marked = markUrls(nodes, context.exercises, ({ id }) => addMark({ properties: { dataRegion: id } }));
  const code: Handler = (_, node: Extract<RootContent, { type: 'code' }>) => {
    const region = node.data?.region;
    const snippet = context.snippets.get(region ?? '');
    const properties = addMark({
      properties: region === undefined ? {} : { dataRegion: region },
      children: () => [context.renderCode(node, snippet)],
    });
    return { type: 'element', tagName: 'pre', properties, children: [] };
  };
  const contentClass: Handler = (state, node: ContentClass) => {
    const exercise = context.exercises.get(node.data?.region ?? '');
    const mark = exercise ? addMark({ properties: { dataExercise: '', dataRegion: exercise.id } }) : {};
    return {
      type: 'element',
      tagName: node.block || exercise ? 'div' : 'span',
      properties: { className: node.classes, ...mark },
      children: state.all(node),
    };
  };
  const inlineCode: Handler = (state, node: InlineCode) => {
    const children = breakAtBlanks([{ type: 'text', value: node.value.replace(/\r?\n|\r/g, ' ') }]);
    const properties = isUnbreakable(node.value) ? { className: ['long'] } : {};
    const element: Element = { type: 'element', tagName: 'code', properties, children };
    state.patch(node, element);
    return state.applyData(node, element);
  };
  const html: Handler = (_, { value }: Extract<RootContent, { type: 'html' }>) =>
    allowDangerousHtml ? { type: 'raw', value } : { type: 'text', value };
  const markdown: MarkdownRoot = { type: 'root', children: marked };
  const { footnotes, backToText, missingImage } = context.strings;
  const hast: Nodes = toHast(markdown, {
    allowDangerousHtml,
    clobberPrefix: '',
    footnoteLabel: footnotes,
    footnoteBackLabel: backToText,
    handlers: { code, contentClass, html, inlineCode },
  });
  const clean = sanitize(allowDangerousHtml && tags > 0 ? raw(hast) : hast, deckSchema(markAttribute));
  const root: Root =
    clean.type === 'root' ? clean : { type: 'root', children: clean.type === 'doctype' ? [] : [clean] };
  const options = { assetUrl: context.assetUrl, missingImage, idPrefix, lazy, markAttribute, marks };
  return toHtml(rewriteHtml(root, options)).trim();
}

/** Has a word that fits into no line of a phone. */
function isUnbreakable(code: string): boolean {
  return code.split(/\s/).some((word) => word.length > 32);
}

/** All HTML in some content, and how many nodes it has. */
function survey(nodes: readonly RootContent[]): { readonly written: string; readonly count: number } {
  const written: string[] = [];
  let count = 0;
  visit({ type: 'root', children: [...nodes] } satisfies MarkdownRoot, (node) => {
    count++;
    if (node.type === 'html') written.push(node.value);
  });
  return { written: written.join(''), count };
}

function backgroundOf(properties: Readonly<Record<string, string>>, assetUrl: AssetUrl): SlideBackground | undefined {
  const path = /^url\(\s*["']?([^"')]+?)["']?\s*\)$/.exec(properties['background-image'] ?? '')?.[1];
  const image = path !== undefined && isPath(path) ? assetUrl(path) : undefined;
  const safe = (key: string): string | undefined => {
    const value = properties[`background-${key}`];
    return value !== undefined && /^[#\w.,%() -]{1,100}$/.test(value) && !/url|image|var/i.test(value)
      ? value
      : undefined;
  };
  const found = { image, color: safe('color'), size: safe('size'), position: safe('position') };
  const entries = Object.entries(found).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

const tags =
  'a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr ' +
  'i img ins kbd li mark ol p pre q s samp section small span strong sub summary sup table tbody td tfoot th thead tr u ul var wbr';

// What is inside these is no text for readers.
const strip = 'script style iframe object embed svg math noscript template title textarea select xmp noembed noframes';

/** What HTML of a deck may be: no scripts, styles, forms, frames, and no attribute that the page gives a meaning. */
function deckSchema(markAttribute: string): Schema {
  return {
    tagNames: tags.split(' '),
    strip: strip.split(' '),
    attributes: {
      '*': ['className', 'id', 'title', 'lang', 'dir', markAttribute],
      a: ['href', 'target', 'ariaLabel'],
      img: ['src', 'alt', 'width', 'height'],
      td: ['align', 'colSpan', 'rowSpan'],
      th: ['align', 'colSpan', 'rowSpan', 'scope'],
      col: ['span'],
      ol: ['start', 'reversed'],
      details: ['open'],
    },
    protocols: { href: ['http', 'https', 'mailto'], src: ['http', 'https', 'data'] },
    clobber: [],
    allowComments: false,
    allowDoctypes: false,
  };
}
