import type { Nodes } from 'mdast';
import type { Span } from '../deck/scan/regions.ts';
import type { LintDocument } from './document.ts';

/** A link or a picture of a deck, and where it stands in `Source.text`. */
export interface PlacedLink extends Span {
  readonly kind: 'link' | 'image';
  readonly url: string;
}

const known = new WeakMap<LintDocument, readonly PlacedLink[]>();

/** The links and pictures that are written in place, those in notes too. */
export function linksOf(document: LintDocument): readonly PlacedLink[] {
  const before = known.get(document);
  if (before) return before;
  const { deck, source } = document;
  const found: PlacedLink[] = [];
  const visit = (node: Nodes): void => {
    if ((node.type === 'link' || node.type === 'image') && node.position) {
      const start = source.offset(node.position.start.offset ?? 0);
      const end = source.offset(node.position.end.offset ?? 0);
      found.push({ kind: node.type, url: node.url, start, end });
    }
    if ('children' in node) node.children.forEach(visit);
  };
  for (const { content, notes } of deck.slides) {
    content.forEach(visit);
    notes.forEach(visit);
  }
  known.set(document, found);
  return found;
}
