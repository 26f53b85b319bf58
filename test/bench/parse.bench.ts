import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { test } from 'vitest';
import { unified } from 'unified';
import { parseDeck } from '../../src/deck/deck.ts';
import { printTable, time } from './table.ts';

const root = resolve(import.meta.dirname, '../..');

/** Real decks where they are beside the repository, else the course of the repository, many times. */
function decks(): readonly { readonly name: string; readonly texts: readonly string[] }[] {
  const course = readFileSync(join(root, 'slides/ourapponkube_fr.md'), 'utf8');
  const sets = [{ name: 'the French course, 100 times', texts: Array.from({ length: 100 }, () => course) }];
  const corpus = join(root, '../shared/corpus/exercise-era');
  if (existsSync(corpus)) {
    const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
    sets.push({
      name: `${files.length} real decks`,
      texts: files.map((file) => readFileSync(join(corpus, file), 'utf8')),
    });
  }
  return sets;
}

function best(rounds: number, work: () => void): number {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    work();
    least = Math.min(least, performance.now() - started);
  }
  return least;
}

test('parse', () => {
  const plain = unified().use(remarkParse).use(remarkGfm).freeze();
  const rows = decks().map(({ name, texts }) => {
    const megabytes = texts.reduce((sum, text) => sum + text.length, 0) / 1e6;
    const floor = best(3, () => {
      for (const text of texts) plain.parse(text);
    });
    const ours = best(3, () => {
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
