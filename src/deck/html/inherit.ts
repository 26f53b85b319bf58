import type { Paragraph, PhrasingContent, RootContent } from 'mdast';
import type { Slide } from '../model.ts';

/** A slide with what it takes from the slide that it continues, or from its template or layout. */
export interface WholeSlide {
  readonly slide: Slide;
  readonly properties: Readonly<Record<string, string>>;
  readonly content: readonly RootContent[];
}

/** How much of a deck may be repeated, in characters of its source; a thousand increments of one slide need more. */
const maxRepeated = 4_000_000;
const nodeWeight = 100;

/** Slides with inherited content, in the order of the deck; those that are never shown too. Follows `numberSlides`. */
export function inheritContent(slides: readonly Slide[]): WholeSlide[] {
  const byName = new Map<string, WholeSlide>();
  const made: WholeSlide[] = [];
  let layout: WholeSlide | undefined;
  let left = maxRepeated;
  for (const slide of slides) {
    const { template, layout: layoutValue, name } = slide.properties;
    const isLayout = layoutValue === 'true';
    const before = slide.continued ? made.at(-1) : undefined;
    if (layoutValue === 'false') layout = undefined;
    const named = template === undefined ? undefined : byName.get(template);
    const parent = before ?? named ?? (isLayout ? undefined : layout);
    let content = slide.content;
    if (parent) {
      left -= weigh(parent.content);
      if (left > 0) {
        // Only once per slide: a template that asks for its content a thousand times gets it once.
        content = before
          ? joined(parent.content, content)
          : (filled(parent.content, content) ?? joined(parent.content, content));
      }
    }
    const whole = { slide, properties: { ...inheritable(parent?.properties ?? {}), ...slide.properties }, content };
    made.push(whole);
    if (name !== undefined) byName.set(name, whole);
    if (isLayout) layout = whole;
  }
  return made;
}

function inheritable(properties: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !['name', 'layout', 'count'].includes(key)));
}

function weigh(nodes: readonly RootContent[]): number {
  return nodes.reduce(
    (sum, { position }) => sum + nodeWeight + (position?.end.offset ?? 0) - (position?.start.offset ?? 0),
    0,
  );
}

/** A list that an increment goes on with stays one list. */
function joined(before: readonly RootContent[], after: readonly RootContent[]): RootContent[] {
  const last = before.at(-1);
  const first = after[0];
  if (last?.type !== 'list' || first?.type !== 'list' || last.ordered !== first.ordered) return [...before, ...after];
  const list = { ...last, spread: last.spread, children: [...last.children, ...first.children] };
  return [...before.slice(0, -1), list, ...after.slice(1)];
}

const contentPattern = /\{\{\s*content\s*\}\}/;

/** The template with `content` in the first place that asks for it; undefined when none does. */
function filled(template: readonly RootContent[], content: readonly RootContent[]): RootContent[] | undefined {
  for (const [index, node] of template.entries()) {
    const replaced = replace(node, content);
    if (replaced) return [...template.slice(0, index), ...replaced, ...template.slice(index + 1)];
  }
  return undefined;
}

function replace(node: RootContent, content: readonly RootContent[]): RootContent[] | undefined {
  if (node.type === 'text') {
    const match = contentPattern.exec(node.value);
    if (!match) return undefined;
    const before = { ...node, value: node.value.slice(0, match.index) };
    const after = { ...node, value: node.value.slice(match.index + match[0].length) };
    const [only] = content;
    const inner = content.length === 1 && only?.type === 'paragraph' ? only.children : content;
    return [...(before.value === '' ? [] : [before]), ...inner, ...(after.value === '' ? [] : [after])];
  }
  if (!('children' in node)) return undefined;
  const children = filled(node.children, content);
  if (!children) return undefined;
  if (node.type === 'paragraph') return paragraphs(node, children);
  if (node.type === 'contentClass') return [{ ...node, block: node.block || children.some(isBlock), children }];
  return [{ ...node, children } as RootContent];
}

/** Blocks cannot stand in a paragraph. */
function paragraphs(paragraph: Paragraph, children: readonly RootContent[]): RootContent[] {
  const made: RootContent[] = [];
  let run: PhrasingContent[] = [];
  const endRun = (): void => {
    if (run.length > 0) made.push({ ...paragraph, children: run });
    run = [];
  };
  for (const child of children) {
    if (isBlock(child)) {
      endRun();
      made.push(child);
    } else run.push(child as PhrasingContent);
  }
  endRun();
  return made;
}

const blockTypes = new Set([
  'blockquote',
  'code',
  'heading',
  'list',
  'paragraph',
  'table',
  'thematicBreak',
  'definition',
]);

function isBlock(node: RootContent): boolean {
  return blockTypes.has(node.type) || (node.type === 'contentClass' && node.block);
}
