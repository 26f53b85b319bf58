import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { languageOf } from '../../../src/deck/model/language.ts';

test.each([
  ['Nous allons déployer notre application sur un cluster, avec les images que nous avons construites.', 'fr'],
  ['We are going to deploy our application to the cluster with the images that we have built.', 'en'],
  ['kubectl get pods', undefined],
  ['', undefined],
  ['Docker, Kubernetes, Git', undefined],
  ['Le registre est dans le cluster. The registry is in the cluster, and the images are in the registry.', undefined],
  ['Der Dienst ist auf dem Knoten, und wir sehen ihn mit dem Browser an.', undefined],
])('%s', (text, language) => {
  expect(languageOf(text)).toBe(language);
});

test('the course of the project is French', () => {
  const slides = resolve(import.meta.dirname, '../../../slides');
  const file = readFileSync(resolve(slides, 'ourapponkube_fr.md'), 'utf8');
  expect(languageOf(file)).toBe('fr');
});
