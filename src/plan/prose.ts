import type { Node, RootContent } from 'mdast';
import type { Exercise, Slide } from '../deck/model.ts';

const longest = 200;

/** Tells what each exercise of a slide says in words, fences and comments left out, shortened to one line. */
export function proseReader({ content, title }: Slide): (exercise: Exercise) => string {
  let classes: ReadonlyMap<string, Node> | undefined;
  return ({ id }) => {
    classes ??= classesById(content);
    const node = classes.get(id);
    const text = (node ? wordsOf(node) : title).replace(/\s+/g, ' ').trim();
    return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  };
}

/** The content classes in some content by the id of their exercise. */
function classesById(content: readonly RootContent[]): ReadonlyMap<string, Node> {
  const classes = new Map<string, Node>();
  const rest = [...content];
  for (let node = rest.pop(); node; node = rest.pop()) {
    const region = node.type === 'contentClass' ? node.data?.region : undefined;
    if (region !== undefined) classes.set(region, node);
    if ('children' in node) for (const child of node.children) rest.push(child);
  }
  return classes;
}

/** Not recursive: quotes and lists may be nested without limit. */
function wordsOf(root: Node): string {
  let text = '';
  const rest: Node[] = [root];
  for (let node = rest.pop(); node && text.length <= 2 * longest; node = rest.pop()) {
    if (node.type === 'code' || node.type === 'html') continue;
    if (node.type === 'paragraph' || node.type === 'heading') text += ' ';
    if ('value' in node && typeof node.value === 'string') text += node.value;
    rest.push(...childrenOf(node).toReversed());
  }
  return text;
}

function childrenOf(node: Node): readonly Node[] {
  return 'children' in node && Array.isArray(node.children) ? (node.children as readonly Node[]) : [];
}
