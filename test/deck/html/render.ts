import { parseDeck } from '../../../src/deck/deck.ts';
import { renderDeck, type RenderOptions, type SlideHtml } from '../../../src/deck/html.ts';
import type { Deck, DeckOptions } from '../../../src/deck/model.ts';
import { word } from '../../../src/messages/word.ts';

/** Renders a deck whose images are all there. */
export function render(text: string, options: Partial<DeckOptions> = {}): readonly SlideHtml[] {
  return renderParsed(parseDeck(text, { file: 'input.md', ...options }), options.variables);
}

/** The same for a deck that is parsed already. */
export function renderParsed(
  deck: Deck,
  variables: DeckOptions['variables'] = {},
  options: Partial<RenderOptions> = {},
): readonly SlideHtml[] {
  return renderDeck(deck, {
    assetUrl: (path) => `/assets/${path}`,
    variables,
    strings: { footnotes: 'Footnotes', backToText: 'Back' },
    word: (reason) => word(reason, 'en'),
    ...options,
  });
}
