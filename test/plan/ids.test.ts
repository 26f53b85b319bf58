import { expect, test } from 'vitest';
import { slugOf, slugs } from '../../src/plan/ids.ts';

test.each([
  ['Test de notre registre', 'test-de-notre-registre'],
  ["Qu'est-ce qu'il y a au menu ?", 'qu-est-ce-qu-il-y-a-au-menu'],
  ['Déployer un registre auto-hébergé', 'deployer-un-registre-auto-heberge'],
  ['Le nœud `node1` ❤', 'le-noeud-node1'],
  ['Accès à l’interface utilisateur Web, depuis partout', 'acces-a-l-interface-utilisateur-web'],
  ['a'.repeat(60), 'a'.repeat(40)],
  ['🤔', ''],
  ['', ''],
])('%s: %s', (title, slug) => {
  expect(slugOf(title)).toBe(slug);
});

test('slides with the same title are told apart', () => {
  const slug = slugs();
  expect(['Test', 'Test', 'test!', 'Test 2', '', '🤔'].map((title, index) => slug(title, index + 1))).toEqual([
    'test',
    'test-2',
    'test-3',
    'test-2-2',
    'slide-5',
    'slide-6',
  ]);
});

test('ten thousand slides without a title of their own are told apart', () => {
  const slug = slugs();
  expect(new Set(Array.from({ length: 10_000 }, () => slug('Labo', 1))).size).toBe(10_000);
});
