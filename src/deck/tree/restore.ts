import type { Html, InlineCode, Paragraph, PhrasingContent, RootContent, Text } from 'mdast';
import { idAt, type PlacedRegion, type Span } from '../scan/regions.ts';
import type { Source } from '../scan/source.ts';
import { type PlaceholderText, splitAtPlaceholders } from './placeholders.ts';

/** What putting regions back needs: where the markdown came from, and how to make the node of a region. */
export interface RestoreContext {
  readonly source: Source;
  readonly prepared: PlaceholderText;
  /** Where the parsed text begins in `prepared.text`. */
  readonly base: number;
  readonly nodeOf: (region: PlacedRegion) => RootContent;
}

/**
 * Puts regions back where their placeholders stand in the nodes of a parsed text, and moves all positions to the original file.
 * A block found in a paragraph cuts the paragraph in two; a placeholder in a place for plain text (a URL, inline code) becomes the
 * text that it stood for. The nodes given are changed.
 */
export function restorePlaceholders(
  context: RestoreContext,
  nodes: readonly RootContent[],
  around: Span,
): RootContent[] {
  const ranges = nodes.map((node) => rangeOf(context, node));
  let before = around.start;
  return nodes.flatMap((node, index) => {
    // Plugins make nodes without a place of their own (links of words such as `www.a.b`): it is between their neighbours.
    const range = ranges[index] ?? { start: before, end: ranges.slice(index).find(Boolean)?.start ?? around.end };
    before = ranges[index]?.end ?? before;
    return restoreNode(context, node, range);
  });
}

function restoreNode(context: RestoreContext, node: RootContent, range: Span): RootContent[] {
  node.position = context.source.position(range.start, range.end);
  if (node.type === 'text') return cutText(context, node, range);
  if (node.type === 'html') return cutHtml(context, node, range);
  restoreStrings(context, node);
  if (node.type === 'inlineCode') markFence(context.source, node, range);
  if (!('children' in node)) return [node];
  node.children = restorePlaceholders(context, node.children, range);
  return node.type === 'paragraph' ? cutParagraph(node) : [node];
}

/** A fence on one line is inline code to CommonMark; that it is a fence, and its blanks, must not get lost. */
function markFence({ text }: Source, node: InlineCode, { start, end }: Span): void {
  if (!text.startsWith('```', start)) return;
  const written = text.slice(start, end);
  if (!/[\n\r]/.test(written)) node.data = { region: idAt(start), written };
}

function rangeOf({ prepared, base }: RestoreContext, { position }: RootContent): Span | undefined {
  if (position?.start.offset === undefined || position.end.offset === undefined) return undefined;
  const start = prepared.toSource(base + position.start.offset);
  return { start, end: Math.max(start, prepared.toSource(base + position.end.offset)) };
}

/** Nodes for the regions in `value` and, made by `between`, for what stands between them. */
function cut(
  { prepared, nodeOf }: RestoreContext,
  value: string,
  range: Span,
  between: (value: string, range: Span, beforeBlock: boolean, afterBlock: boolean) => RootContent[],
): RootContent[] {
  const parts = splitAtPlaceholders(value);
  const regionAt = (index: number): PlacedRegion | undefined =>
    index % 2 === 1 ? prepared.regions[Number(parts[index])] : undefined;
  const nodes: RootContent[] = [];
  let start = range.start;
  parts.forEach((part, index) => {
    const region = regionAt(index);
    if (region) {
      nodes.push(nodeOf(region));
      start = region.end;
    } else {
      const next = regionAt(index + 1);
      const last = nodes.at(-1);
      const end = next?.start ?? range.end;
      nodes.push(
        ...between(
          part,
          { start, end },
          next !== undefined && isBlockRegion(next),
          last !== undefined && isBlock(last),
        ),
      );
    }
  });
  return nodes;
}

function cutText(context: RestoreContext, node: Text, range: Span): RootContent[] {
  const { source } = context;
  return cut(context, node.value, range, (part, { start, end }, beforeBlock, afterBlock) => {
    let value = part;
    if (beforeBlock) {
      value = value.trimEnd();
      while (end > start && isSpace(source.text[end - 1])) end--;
    }
    if (afterBlock) {
      value = value.trimStart();
      while (start < end && isSpace(source.text[start])) start++;
    }
    return value === '' ? [] : cutEscapes(source, value, { start, end });
  });
}

/** ``\{{name}}`` is no property to expand: its braces become parts of two texts. */
function cutEscapes(source: Source, value: string, { start, end }: Span): Text[] {
  const whole: Text[] = [{ type: 'text', value, position: source.position(start, end) }];
  if (!value.includes('{{')) return whole;
  const written = [...source.text.slice(start, end).matchAll(/\\?\{(?=\{)/g)];
  const shown = [...value.matchAll(/\{(?=\{)/g)];
  // With entities for braces nobody knows which is which.
  if (written.length !== shown.length) return whole;
  const cuts = written.flatMap((brace, index) => {
    const to = start + brace.index + brace[0].length;
    return brace[0].length > 1 ? [{ at: (shown[index]?.index ?? 0) + 1, to }] : [];
  });
  return [...cuts, { at: value.length, to: end }].map(({ at, to }, index) => {
    const from = cuts[index - 1] ?? { at: 0, to: start };
    return { type: 'text', value: value.slice(from.at, at), position: source.position(from.to, to) };
  });
}

function cutHtml(context: RestoreContext, node: Html, range: Span): RootContent[] {
  return cut(context, withoutMathInTags(context, node.value), range, (value, { start, end }) =>
    value.trim() === '' ? [] : [{ type: 'html', value, position: context.source.position(start, end) }],
  );
}

/** A formula in a tag is the text that it is written as. */
function withoutMathInTags({ prepared, source }: RestoreContext, value: string): string {
  if (!prepared.regions.some(({ kind }) => kind === 'math')) return value;
  return value.replace(/<[a-z/][^<>]*>/gi, (tag) =>
    splitAtPlaceholders(tag)
      .map((part, index) => {
        const region = index % 2 === 1 ? prepared.regions[Number(part)] : undefined;
        return region ? source.text.slice(region.start, region.end) : part;
      })
      .join(''),
  );
}

/** Moves the blocks among the children of a paragraph out of it. */
function cutParagraph(paragraph: Paragraph): RootContent[] {
  if (!paragraph.children.some(isBlock)) return [paragraph];
  const blocks: RootContent[] = [];
  let run: PhrasingContent[] = [];
  const endRun = (): void => {
    while (run[0]?.type === 'break') run.shift();
    while (run.at(-1)?.type === 'break') run.pop();
    const start = run[0]?.position?.start;
    const end = run.at(-1)?.position?.end;
    const hasWords = !run.every((node) => node.type === 'text' && node.value.trim() === '');
    if (start && end && hasWords) blocks.push({ type: 'paragraph', children: run, position: { start, end } });
    run = [];
  };
  for (const child of paragraph.children) {
    if (isBlock(child)) {
      endRun();
      blocks.push(child);
    } else run.push(child);
  }
  endRun();
  return blocks;
}

function isBlock(node: RootContent): boolean {
  return node.type === 'code' || (node.type === 'contentClass' && node.block);
}

function isBlockRegion(region: PlacedRegion): boolean {
  return region.kind === 'fence' || (region.kind === 'class' && region.block);
}

const stringFields = ['value', 'url', 'title', 'alt', 'label', 'identifier', 'lang', 'meta'] as const;

function restoreStrings({ prepared, source }: RestoreContext, node: RootContent): void {
  const fields = node as Partial<Record<(typeof stringFields)[number], unknown>>;
  for (const key of stringFields) {
    const value = fields[key];
    if (typeof value !== 'string' || !value.includes('\uFDD0')) continue;
    const parts = splitAtPlaceholders(value).map((part, index) => {
      const region = index % 2 === 1 ? prepared.regions[Number(part)] : undefined;
      return region ? source.text.slice(region.start, region.end) : part;
    });
    fields[key] = parts.join('');
  }
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}
