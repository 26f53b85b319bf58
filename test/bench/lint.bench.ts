import { test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import { readDocument } from '../../src/lint/document.ts';
import { lintDeck } from '../../src/lint/lint.ts';
import { builtinRules } from '../../src/lint/rules.ts';
import { best, decks } from './decks.ts';
import { scale } from './scale.ts';
import { printTable, time } from './table.ts';

test('lint', () => {
  const rows = decks().map(({ name, texts }) => {
    const megabytes = texts.reduce((sum, text) => sum + text.length, 0) / 1e6;
    let [parsing, reading, linting] = [Infinity, Infinity, Infinity];
    // In turns, so that what else the machine does slows all of them.
    for (let round = 0; round < scale(3, 1); round++) {
      const once = (work: (text: string) => unknown): number => best(1, () => void texts.map(work));
      parsing = Math.min(
        parsing,
        once((text) => parseDeck(text, { file: 'deck.md' })),
      );
      reading = Math.min(
        reading,
        once((text) => readDocument(text, { file: 'deck.md' })),
      );
      linting = Math.min(
        linting,
        once((text) => lintDeck(text, { file: 'deck.md', rules: builtinRules })),
      );
    }
    return {
      decks: name,
      MB: megabytes.toFixed(2),
      'parseDeck per MB': time(parsing / megabytes),
      'lintDeck per MB': time(linting / megabytes),
      'ratio without rules': (reading / parsing).toFixed(2),
      ratio: (linting / parsing).toFixed(2),
    };
  });
  printTable(`Lint with ${builtinRules.length} rules beside parseDeck alone`, rows);
});

test('a round of lint on one file', () => {
  const texts = decks().flatMap((set) => set.texts);
  const text = texts.reduce((longest, each) => (each.length > longest.length ? each : longest), '');
  let [parsing, linting] = [Infinity, Infinity];
  // The first rounds warm it up, as those of `lint --watch` and the language server are.
  for (let round = 0; round < scale(30, 2); round++) {
    parsing = Math.min(
      parsing,
      best(1, () => void parseDeck(text, { file: 'deck.md' })),
    );
    linting = Math.min(
      linting,
      best(1, () => void lintDeck(text, { file: 'deck.md', rules: builtinRules })),
    );
  }
  printTable('A round of lint on the longest deck', [
    { KB: (text.length / 1e3).toFixed(0), parseDeck: time(parsing), 'on top of parsing': time(linting - parsing) },
  ]);
});
