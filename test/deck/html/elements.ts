import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.ChildNode;

/** All elements that a browser would make of some HTML, in order. */
export function elementsOf(html: string): Element[] {
  return nodesOf(html).filter((node): node is Element => 'tagName' in node);
}

/** All nodes that a browser would make of some HTML, in order. */
export function nodesOf(html: string): Node[] {
  const nodes: Node[] = [];
  const rest = parseFragment(html).childNodes.toReversed();
  for (let node = rest.pop(); node; node = rest.pop()) {
    nodes.push(node);
    if ('childNodes' in node) rest.push(...node.childNodes.toReversed());
  }
  return nodes;
}

/** What `textContent` would say. */
export function textOf(element: Element): string {
  return element.childNodes
    .map((node) => ('value' in node ? node.value : 'tagName' in node ? textOf(node) : ''))
    .join('');
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((each) => each.name === name)?.value;
}
