import type { Element, ElementContent, Properties, Root, RootContent } from 'hast';
import { visit } from 'unist-util-visit';
import { isPath, type LeaveOut, type TrustedMark, whyNot } from './embed.ts';

/** What the last pass needs to know. */
export interface RewriteOptions {
  /** Where the page finds a file of the deck; undefined when there is no such file. */
  readonly assetUrl: (path: string) => string | undefined;
  readonly leaveOut: LeaveOut;
  /** Goes before each id, so that none of the deck means anything to the page. */
  readonly idPrefix: string;
  /** Images of the first slide are loaded at once. */
  readonly lazy: boolean;
  readonly markAttribute: string;
  /** What each mark stands for. */
  readonly marks: readonly TrustedMark[];
}

/** Makes clean HTML what the page expects: addresses, ids, marks, tables that scroll. */
export function rewriteHtml(root: Root, options: RewriteOptions): Root {
  const ids = new Set<string>();
  visit(root, 'element', ({ properties: { id } }) => {
    if (typeof id === 'string') ids.add(id);
  });
  return { type: 'root', children: root.children.flatMap((node) => rewriteNode(node, options, ids)) };
}

function rewriteNode(node: RootContent, options: RewriteOptions, ids: ReadonlySet<string>): ElementContent[] {
  if (node.type === 'text') return [node];
  if (node.type !== 'element') return [];
  const { [options.markAttribute]: markNumber, id, ...properties } = node.properties;
  const mark = typeof markNumber === 'string' ? options.marks[Number(markNumber)] : undefined;
  if (typeof id === 'string') properties['id'] = options.idPrefix + id;
  const children = mark?.children?.() ?? node.children.flatMap((child) => rewriteNode(child, options, ids));
  const element: Element = { ...node, properties: { ...properties, ...mark?.properties }, children };
  switch (node.tagName) {
    case 'a':
      rewriteLink(element.properties, options, ids);
      return [element];
    case 'img':
      return [rewriteImage(element, options)];
    case 'pre':
      return [wrap('div', { className: ['code'], style: measure(element) }, [element])];
    case 'table':
      return [wrap('div', { className: ['table-scroll'] }, [element])];
    default:
      return [element];
  }
}

function rewriteLink(properties: Properties, { assetUrl, idPrefix }: RewriteOptions, ids: ReadonlySet<string>): void {
  const href = typeof properties.href === 'string' ? properties.href.trim() : '';
  delete properties.href;
  delete properties.target;
  if (href.startsWith('#')) {
    properties.href = ids.has(href.slice(1)) ? `#${idPrefix}${href.slice(1)}` : href;
  } else if (/^(?:https?:\/\/|mailto:)/i.test(href)) {
    // A click must not take the terminal away.
    Object.assign(properties, { href, target: '_blank', rel: ['noopener', 'noreferrer'] });
  } else {
    const url = isPath(href) ? assetUrl(href) : undefined;
    if (url !== undefined) Object.assign(properties, { href: url, target: '_blank', rel: ['noopener', 'noreferrer'] });
  }
}

const dataImage = /^data:image\/(?:png|jpeg|gif|webp);base64,[\w+/=\s]*$/i;

function rewriteImage(element: Element, { assetUrl, leaveOut, lazy }: RewriteOptions): Element {
  const { src, alt } = element.properties;
  const written = typeof src === 'string' ? src.trim() : '';
  const url = dataImage.test(written) ? written : isPath(written) ? assetUrl(written) : undefined;
  const altText = typeof alt === 'string' ? alt : '';
  if (url === undefined) return leaveOut(whyNot('picture', written), element, written);
  const loading: Properties = lazy ? { loading: 'lazy' } : {};
  return { ...element, properties: { ...element.properties, src: url, alt: altText, ...loading } };
}

/** Longer lines scroll at any size: they are no reason to show the others small. */
const mostColumns = 100;

// No text of HTML has it.
const breakMark = '\0';

/** How much room code wants, for the style sheet to fit it in: the longest of what cannot be broken, in characters, and its lines. */
function measure(code: Element): string {
  const lines = unbroken(code).replace(/\n$/, '').replaceAll('\t', '    ').split('\n');
  let columns = 1;
  for (const line of lines) {
    for (const { length } of line.split(breakMark)) if (length > columns && length <= mostColumns) columns = length;
  }
  return `--columns:${columns};--rows:${lines.length}`;
}

/** The text of code, with a mark wherever it may be broken. */
function unbroken(node: Element): string {
  return node.children
    .map((child) => {
      if (child.type === 'text') return child.value;
      if (child.type !== 'element') return '';
      return child.tagName === 'wbr' ? breakMark : unbroken(child);
    })
    .join('');
}

function wrap(tagName: string, properties: Properties, children: ElementContent[]): Element {
  return { type: 'element', tagName, properties, children };
}
