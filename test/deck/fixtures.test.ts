import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import type { DeckOptions } from '../../src/deck/model.ts';
import { outlineDeck } from './outline.ts';

const root = resolve(import.meta.dirname, '../fixtures/deck');

// Each folder is a case: `input.md`, sometimes `options.json`, and the tree that comes of them. UPDATE=1 writes the trees anew.
test.each(readdirSync(root))('%s', (name) => {
  const folder = join(root, name);
  const optionsFile = join(folder, 'options.json');
  const options = existsSync(optionsFile)
    ? (JSON.parse(readFileSync(optionsFile, 'utf8')) as Partial<DeckOptions>)
    : {};
  const deck = parseDeck(readFileSync(join(folder, 'input.md'), 'utf8'), { file: 'input.md', ...options });
  const actual = `${JSON.stringify(outlineDeck(deck), undefined, 2)}\n`;
  const treeFile = join(folder, 'tree.json');
  if (process.env['UPDATE'] === '1') writeFileSync(treeFile, actual);
  expect(actual).toBe(readFileSync(treeFile, 'utf8'));
});
