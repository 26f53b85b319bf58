import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import { best, decks } from './decks.ts';
import { scale } from './scale.ts';
import { printTable, time } from './table.ts';

test('parse', () => {
  const plain = unified().use(remarkParse).use(remarkGfm).freeze();
  const rows = decks().map(({ name, texts }) => {
    const megabytes = texts.reduce((sum, text) => sum + text.length, 0) / 1e6;
    const floor = best(scale(3, 1), () => {
      for (const text of texts) plain.parse(text);
    });
    const ours = best(scale(3, 1), () => {
      for (const text of texts) parseDeck(text, { file: 'deck.md' });
    });
    return {
      decks: name,
      MB: megabytes.toFixed(2),
      'remark-parse per MB': time(floor / megabytes),
      'parseDeck per MB': time(ours / megabytes),
      ratio: (ours / floor).toFixed(2),
    };
  });
  printTable('Parsing a deck beside remark-parse with GFM', rows);
});
