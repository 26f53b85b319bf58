import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import type { Deck } from '../../src/deck/model.ts';
import { readSource } from '../../src/deck/scan/source.ts';

const text = readFileSync(resolve(import.meta.dirname, '../fixtures/seed/ourapponkube_fr.md'), 'utf8');
const seed = parseDeck(text, { file: 'seed.md' });

function commands(deck: Deck): unknown[] {
  return deck.slides.flatMap((slide) =>
    slide.exercises.flatMap(({ snippets }) =>
      snippets.map(({ method, data, position }) => [slide.index, method, data, position.start.line]),
    ),
  );
}

test('has the slides, exercises and snippets of the course', () => {
  expect(seed.slides).toHaveLength(24);
  expect(seed.slides.flatMap(({ exercises }) => exercises)).toHaveLength(12);
  expect(commands(seed)).toHaveLength(17);
  expect(commands(seed)).toContainEqual([11, 'bash', 'curl $ REGISTRY / v2 / _catalog', 161]);
});

test('reads repaired text', () => {
  expect(seed.title).toBe('Notre application sur Kubernetes');
  expect(seed.slides[5]?.title).toBe('Déployer un registre auto-hébergé');
  expect(JSON.stringify(seed.slides[16]?.content)).toContain('🤔 ');
  expect(JSON.stringify(seed.slides[17]?.content)).toContain('💡 Oh, c');
});

test('reports the mojibake once, where it begins in the file', () => {
  expect(seed.messages.map(({ line, column, severity, rule }) => ({ line, column, severity, rule }))).toEqual([
    { line: 13, column: 8, severity: 'warning', rule: 'mojibake' },
  ]);
});

test('extracts the same before and after a repair of the file', () => {
  const repaired = parseDeck(readSource(text).text, { file: 'seed.md' });
  expect(repaired.messages).toEqual([]);
  expect(commands(repaired)).toEqual(commands(seed));
});

test('finds expected output and what introduces it', () => {
  const displays = seed.slides.flatMap((slide) =>
    slide.displays.map((display) => [slide.index, display.introduction, display.text]),
  );
  expect(displays).toEqual([
    [9, 'Nous devrions voir:', '{"repositories": []}'],
    [11, 'La commande curl devrait maintenant sortir:', '{"repositories": ["busybox"]}'],
  ]);
});

test('finds the page of the exercise without commands', () => {
  const urls = seed.slides.flatMap(({ exercises }) => exercises.flatMap((exercise) => exercise.urls));
  expect(urls.map(({ url, position }) => [url, position.start.line, position.start.column])).toEqual([
    ['http://node-ip-address:3xxxx/', 368, 49],
  ]);
});
