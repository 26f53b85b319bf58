import type { Node } from 'mdast';
import type { Point } from '../model.ts';

const nowhere: Point = { line: 0, column: 0, offset: -1 };

/** Where a node of a deck starts. */
export function startOf(node: Node): Point {
  // The scanner gave it; it knows the file, of which mdast knows nothing.
  return (node.position?.start as Point | undefined) ?? nowhere;
}

/** What a place is known by: chapters of a manifest may have something at the same offset. */
export function keyOf({ file = '', offset }: Point): string {
  return `${offset} ${file}`;
}
