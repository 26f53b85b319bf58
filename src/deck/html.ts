import type { Element, Nodes, Root } from 'hast';
import { raw } from 'hast-util-raw';
import { sanitize } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import type { Definition, Html, InlineCode, Root as MarkdownRoot, RootContent } from 'mdast';
import { type Handler, toHast } from 'mdast-util-to-hast';
import { EXIT, visit } from 'unist-util-visit';
import { type Message, message } from '../messages/message.ts';
import { backgroundOf, type SlideBackground } from './html/background.ts';
import { breakAtBlanks, type CodeRenderer, createCodeRenderer, isUnbreakable } from './html/code.ts';
import { formulaContent, type LeaveOut, leftOutElement, markEmbeds, type TrustedMark } from './html/embed.ts';
import { expand } from './html/expand.ts';
import { inheritContent, type WholeSlide } from './html/inherit.ts';
import type { Formula } from './html/math.ts';
import { markUrls } from './html/prose-urls.ts';
import { rewriteHtml } from './html/rewrite.ts';
import { deckSchema } from './html/schema.ts';
import { createTagFinder } from './html/tag-finder.ts';
import type { Deck, Exercise, Slide, Snippet } from './model.ts';
import type { Variables } from './model/variables.ts';
import type { ContentClass, Math } from './tree/mdast.ts';

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
  readonly footnotes: string;
  readonly backToText: string;
}

/** What a slide does not show, although it says so. */
export interface LeftOut {
  readonly reason: Message;
  /** `Slide.index`. */
  readonly slide: number;
  /** Where it stands in the file; undefined when that got lost in HTML. */
  readonly offset: number | undefined;
}

export interface RenderOptions {
  /** Where the page finds a file that a slide of `file` names; undefined when it must not be shown. */
  readonly assetUrl: (path: string, file: string) => string | undefined;
  readonly variables?: Variables;
  readonly strings: SlideStrings;
  /** Words what stands in the place of what is not shown. */
  readonly word: (reason: Message) => string;
  /** Hosts whose pages may be shown in frames. */
  readonly frameHosts?: readonly string[];
  /** Makes HTML of TeX. It is trusted. Without it TeX is shown as it is written. */
  readonly renderMath?: (tex: string, display: boolean) => Formula;
  readonly onLeftOut?: (left: LeftOut) => void;
  /** Instead of code with colours. */
  readonly renderCode?: CodeRenderer;
  /** Whether a slide is to be made; it is given what the slide inherits, too. Default: all are. */
  readonly isWanted?: (slide: WholeSlide) => boolean;
}

/** Makes HTML of the slides of a deck that are shown, in order. HTML in the deck passes an allow-list. */
export function renderDeck(deck: Deck, options: RenderOptions): readonly SlideHtml[] {
  const { slides } = deck;
  const exercises = slides.flatMap((slide) => slide.exercises);
  const context: Context = {
    ...options,
    variables: options.variables ?? {},
    definitions: definitionsOf(slides),
    renderCode: options.renderCode ?? createCodeRenderer(options.variables ?? {}),
    exercises: new Map(exercises.map((each) => [each.id, each])),
    snippets: new Map(exercises.flatMap(({ snippets }) => snippets.map((each) => [each.id, each]))),
  };
  return inheritContent(slides)
    .filter(({ slide, properties }) => !slide.excluded && properties['layout'] !== 'true')
    .flatMap((whole, place) => ((options.isWanted?.(whole) ?? true) ? [renderSlide(whole, context, place > 0)] : []));
}

/** Whether `renderMath` is needed. */
export function hasMath(deck: Deck): boolean {
  let found = false;
  const children = deck.slides.flatMap(({ content, notes }) => [...content, ...notes]);
  visit({ type: 'root', children } satisfies MarkdownRoot, 'math', () => {
    found = true;
    return EXIT;
  });
  return found;
}

type AssetUrl = (path: string) => string | undefined;

interface Context extends RenderOptions {
  readonly variables: Variables;
  readonly renderCode: CodeRenderer;
  /** Where the labels of links lead, by identifier: slides share them. */
  readonly definitions: ReadonlyMap<string, Definition>;
  /** By id. */
  readonly exercises: ReadonlyMap<string, Exercise>;
  readonly snippets: ReadonlyMap<string, Snippet>;
}

function renderSlide({ slide, properties, content }: WholeSlide, context: Context, lazy: boolean): SlideHtml {
  const { file, index, number, name, title, classes, continued, notes } = slide;
  const assetUrl: AssetUrl = (path) => context.assetUrl(path, file);
  const render = (nodes: readonly RootContent[], idPrefix: string): string => {
    const expanded = expand(withDefinitions(nodes, context.definitions), { variables: context.variables, properties });
    return renderNodes(expanded, { ...context, assetUrl, slide: index, idPrefix, lazy });
  };
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

/** As gnab/remark has it: a label that is defined anywhere in the deck, also after a later `--`, is known on every slide. */
function definitionsOf(slides: readonly Slide[]): ReadonlyMap<string, Definition> {
  const found = new Map<string, Definition>();
  for (const { content, notes } of slides) {
    visit({ type: 'root', children: [...content, ...notes] } satisfies MarkdownRoot, 'definition', (node) => {
      if (!found.has(node.identifier)) found.set(node.identifier, node);
    });
  }
  return found;
}

/** The nodes, and those definitions that they need. */
function withDefinitions(
  nodes: readonly RootContent[],
  definitions: ReadonlyMap<string, Definition>,
): readonly RootContent[] {
  if (definitions.size === 0) return nodes;
  const needed = new Set<Definition>();
  visit({ type: 'root', children: [...nodes] } satisfies MarkdownRoot, ['linkReference', 'imageReference'], (node) => {
    const definition = 'identifier' in node ? definitions.get(node.identifier) : undefined;
    if (definition) needed.add(definition);
  });
  return [...nodes, ...needed];
}

/** Where some nodes are shown. */
interface SlideContext extends Context {
  readonly assetUrl: AssetUrl;
  /** `Slide.index`. */
  readonly slide: number;
  readonly idPrefix: string;
  readonly lazy: boolean;
}

/** HTML with so many tags, or open over so much text, could grow without limit; it is shown as it is written. */
const maxTags = 300;
const maxTagsTimesNodes = 200_000;

function renderNodes(nodes: readonly RootContent[], context: SlideContext): string {
  if (nodes.length === 0) return '';
  const { htmls, written, count } = survey(nodes);
  const tags = written.split('<').length - 1;
  const leaveOut = (reason: Message): void => {
    context.onLeftOut?.({ reason, slide: context.slide, offset: htmls[0]?.position?.start.offset });
  };
  if (tags > maxTags || tags * count > maxTagsTimesNodes) leaveOut(message('deck/html-too-much'));
  else {
    const nextTag = createTagFinder(htmls);
    for (const [, tag = ''] of written.matchAll(/<(script|style)(?![\w-])/gi)) {
      const name = tag.toLowerCase();
      const reason = message('deck/html-element-not-shown', { name });
      context.onLeftOut?.({ reason, slide: context.slide, offset: nextTag(name) });
    }
    try {
      return toPage(nodes, { ...context, nextTag }, written);
    } catch (error) {
      // The HTML parser gives up on some HTML that is never finished: that costs this slide its HTML, and nothing else.
      if (tags === 0) throw error;
      leaveOut(message('deck/html-unreadable'));
    }
  }
  return toPage(nodes, { ...context, nextTag: () => undefined }, undefined);
}

/** HTML of nodes for the page. `written`: all HTML in them; undefined to show it as it is written. */
function toPage(
  nodes: readonly RootContent[],
  context: SlideContext & { readonly nextTag: (name: string) => number | undefined },
  written: string | undefined,
): string {
  const allowDangerousHtml = written !== undefined;
  const { assetUrl, frameHosts = [], idPrefix, lazy } = context;
  // No HTML of the deck has this attribute, so only we can have set it. Entities mean nothing in names.
  let markName = 'mark';
  while (written?.toLowerCase().includes(`data-${markName}`)) markName += 'x';
  const markAttribute = `dataM${markName.slice(1)}`;
  const marks: TrustedMark[] = [];
  const addMark = (mark: TrustedMark): Record<string, string> => ({ [markAttribute]: String(marks.push(mark) - 1) });
  const leaveOut: LeaveOut = (reason, node, link) => {
    const offset = node.position?.start.offset ?? context.nextTag(node.tagName);
    context.onLeftOut?.({ reason, slide: context.slide, offset });
    return leftOutElement(context.word(reason), node, link);
  };

  const marked = markUrls(nodes, context.exercises, ({ id }) => addMark({ properties: { dataRegion: id } }));
  const code: Handler = (_, node: Extract<RootContent, { type: 'code' }>) => {
    const region = node.data?.region;
    const snippet = context.snippets.get(region ?? '');
    const isDiagram = node.lang === 'mermaid' && !snippet;
    const properties = addMark({
      properties: {
        ...(isDiagram && { className: ['mermaid'] }),
        ...(region === undefined ? {} : { dataRegion: region }),
      },
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
  const math: Handler = (_, node: Math) => {
    const formula = context.renderMath?.(node.value, node.display);
    if (formula === undefined) return { type: 'text', value: node.written };
    const content = formulaContent(node, formula, leaveOut);
    const properties = addMark({ properties: {}, children: () => [content] });
    return { type: 'element', tagName: 'span', properties, children: [] };
  };
  const html: Handler = (_, node: Extract<RootContent, { type: 'html' }>) => {
    const { value, position } = node;
    return allowDangerousHtml ? { type: 'raw', value, ...(position && { position }) } : { type: 'text', value };
  };
  const markdown: MarkdownRoot = { type: 'root', children: marked };
  const hast: Nodes = toHast(markdown, {
    allowDangerousHtml,
    clobberPrefix: '',
    footnoteLabel: context.strings.footnotes,
    footnoteBackLabel: context.strings.backToText,
    handlers: { code, contentClass, html, inlineCode, math },
  });
  const tree = written?.includes('<') ? raw(hast) : hast;
  if (written?.includes('<')) markEmbeds(rootOf(tree), { assetUrl, frameHosts, leaveOut }, addMark);
  const clean = rootOf(sanitize(tree, deckSchema(markAttribute)));
  // What is raw now is ours: sanitising lets none through.
  const page = rewriteHtml(clean, { assetUrl, leaveOut, idPrefix, lazy, markAttribute, marks });
  return toHtml(page, { allowDangerousHtml: true }).trim();
}

function rootOf(tree: Nodes): Root {
  return tree.type === 'root' ? tree : { type: 'root', children: tree.type === 'doctype' ? [] : [tree] };
}

/** All HTML in some content, and how many nodes it has. */
function survey(nodes: readonly RootContent[]): {
  readonly htmls: readonly Html[];
  readonly written: string;
  readonly count: number;
} {
  const htmls: Html[] = [];
  let count = 0;
  visit({ type: 'root', children: [...nodes] } satisfies MarkdownRoot, (node) => {
    count++;
    if (node.type === 'html') htmls.push(node);
  });
  return { htmls, written: htmls.map(({ value }) => value).join(''), count };
}
