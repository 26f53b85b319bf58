import type { Node } from 'mdast';
import type { Exercise, Slide } from '../deck/model.ts';

const longest = 200;

/** What an exercise says in words, fences and comments left out, shortened to one line. */
export function proseOf(slide: Slide, exercise: Exercise): string {
  const node = findClass(slide.content, exercise.position.start.offset);
  const text = (node ? wordsOf(node) : slide.title).replace(/\s+/g, ' ').trim();
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** The content class that starts at an offset of the file. */
function findClass(content: readonly Node[], offset: number): Node | undefined {
  const rest = [...content].reverse();
  for (let node = rest.pop(); node; node = rest.pop()) {
    if (node.type === 'contentClass' && node.position?.start.offset === offset) return node;
    rest.push(...childrenOf(node).toReversed());
  }
  return undefined;
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
