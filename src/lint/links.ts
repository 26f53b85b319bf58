import type { Image, Link, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { Span } from '../deck/scan/regions.ts';
import type { LintDocument } from './document.ts';

/** A link or a picture of a deck, and where it stands in `Source.text`. */
export interface PlacedLink extends Span {
  readonly kind: 'link' | 'image';
  readonly url: string;
}

/** The links and pictures that are written in place, those in notes too. */
export function linksOf({ deck, source }: LintDocument): PlacedLink[] {
  const found: PlacedLink[] = [];
  const add = ({ type, url, position }: Link | Image): void => {
    if (!position) return;
    const start = source.offset(position.start.offset ?? 0);
    found.push({ kind: type, url, start, end: source.offset(position.end.offset ?? 0) });
  };
  for (const { content, notes } of deck.slides) {
    visit({ type: 'root', children: [...content, ...notes] } satisfies Root, ['link', 'image'], (node) => {
      if (node.type === 'link' || node.type === 'image') add(node);
    });
  }
  return found;
}
