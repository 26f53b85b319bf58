import { parseDeck } from '../../../src/deck/deck.ts';
import { renderDeck, type SlideHtml } from '../../../src/deck/html.ts';
import type { DeckOptions } from '../../../src/deck/model.ts';

/** Renders a deck whose images are all there. */
export function render(text: string, options: Partial<DeckOptions> = {}): readonly SlideHtml[] {
  return renderDeck(parseDeck(text, { file: 'input.md', ...options }), {
    assetUrl: (path) => `/assets/${path}`,
    variables: { ...options.variables },
    strings: { missingImage: 'missing image', footnotes: 'Footnotes', backToText: 'Back' },
  });
}
