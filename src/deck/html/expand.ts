import type { Image, RootContent } from 'mdast';
import { substitute, type Variables } from '../model/variables.ts';

/** What is put in its place before a slide becomes HTML. */
export interface Expansion {
  readonly variables: Variables;
  readonly properties: Readonly<Record<string, string>>;
}

const textFields = ['value', 'url', 'title', 'alt'] as const;

/**
 * A copy with `@@NAME@@` and `{{property}}` put in their places, without comments, and with the boxes of task lists as
 * characters. Code is left alone: it has rules of its own, and `{{ }}` in it belongs to Helm, Go or Jinja.
 */
export function expand(nodes: readonly RootContent[], expansion: Expansion): RootContent[] {
  return nodes.filter((node) => !isComment(node)).map((node) => expandNode(node, expansion));
}

function expandNode(node: RootContent, expansion: Expansion): RootContent {
  if (node.type === 'code') return node;
  const copy = { ...node } as RootContent & Partial<Record<(typeof textFields)[number], unknown>>;
  for (const field of textFields) {
    const value = copy[field];
    if (typeof value !== 'string') continue;
    const substituted = substitute(value, expansion.variables);
    copy[field] = node.type === 'inlineCode' ? substituted : expandProperties(substituted, expansion.properties);
  }
  if (copy.type === 'image') scaleImage(copy);
  if ('children' in copy) copy.children = expand(copy.children, expansion);
  if (copy.type === 'listItem' && typeof copy.checked === 'boolean') {
    const [first] = copy.children;
    if (first?.type === 'paragraph') first.children.unshift({ type: 'text', value: copy.checked ? '☑ ' : '☐ ' });
    copy.checked = null;
  }
  return copy;
}

/** `![:scale 40%](x)`, the macro that gnab/remark's users have: the picture with that width. */
function scaleImage(image: Image): void {
  const [, width] = /^:scale\s+(\d{1,4}(?:\.\d{1,3})?(?:%|px)?)\s*$/.exec(image.alt ?? '') ?? [];
  if (width === undefined) return;
  image.alt = '';
  image.data = { ...image.data, hProperties: { width } };
}

/** Unknown ones stay as they are; a backslash before one goes away, as it has in text. */
function expandProperties(text: string, properties: Readonly<Record<string, string>>): string {
  if (!text.includes('{{')) return text;
  return text.replace(/\\?\{\{\s*([\w-]+)\s*\}\}/g, (written: string, name: string) => {
    if (written.startsWith('\\')) return written.slice(1);
    return name === 'content' ? '' : Object.hasOwn(properties, name) ? (properties[name] ?? '') : written;
  });
}

function isComment(node: RootContent): boolean {
  return node.type === 'html' && node.value.startsWith('<!--') && node.value.endsWith('-->');
}
