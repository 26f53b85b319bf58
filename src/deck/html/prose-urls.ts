import type { RootContent } from 'mdast';
import type { Exercise, ProseUrl } from '../model.ts';

/** Makes the properties of what shows a URL. */
type MarkUrl = (url: ProseUrl) => Record<string, string>;

/** Marks what shows a URL in the prose of an exercise: the node that holds the place of the URL. */
export function markUrls(
  nodes: readonly RootContent[],
  exercises: ReadonlyMap<string, Exercise>,
  mark: MarkUrl,
): RootContent[] {
  return nodes.map((node) => {
    if (!('children' in node)) return node;
    const exercise = node.type === 'contentClass' ? exercises.get(node.data?.region ?? '') : undefined;
    const children = exercise
      ? markUrlsOf(node.children, exercise.urls, mark)
      : markUrls(node.children, exercises, mark);
    return { ...node, children } as RootContent;
  });
}

/** Finds the node that shows a URL: a link, code, or text, which is cut around it. `mark` makes its properties. */
function markUrlsOf(nodes: readonly RootContent[], urls: readonly ProseUrl[], mark: MarkUrl): RootContent[] {
  if (urls.length === 0) return [...nodes];
  return nodes.flatMap((node): RootContent[] => {
    const { start, end } = node.position ?? {};
    const inside = urls.filter(
      ({ position }) =>
        position.start.offset >= (start?.offset ?? Infinity) && position.start.offset < (end?.offset ?? 0),
    );
    const [first] = inside;
    if (!first) return [node];
    if (node.type === 'link' || node.type === 'inlineCode')
      return [{ ...node, data: { ...node.data, hProperties: mark(first) } }];
    if (node.type === 'text') return cutText(node.value, inside, mark);
    if ('children' in node) return [{ ...node, children: markUrlsOf(node.children, inside, mark) } as RootContent];
    return [node];
  });
}

function cutText(value: string, urls: readonly ProseUrl[], mark: MarkUrl): RootContent[] {
  const made: RootContent[] = [];
  let rest = value;
  for (const url of urls) {
    const index = rest.indexOf(url.url);
    if (index < 0) continue;
    const data = { hName: 'span', hProperties: mark(url) };
    made.push({ type: 'text', value: rest.slice(0, index) });
    made.push({ type: 'emphasis', children: [{ type: 'text', value: url.url }], data });
    rest = rest.slice(index + url.url.length);
  }
  return [...made, { type: 'text', value: rest }];
}
