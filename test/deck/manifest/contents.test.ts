import { expect, test } from 'vitest';
import { outlineNodes } from '../outline.ts';
import { deckOf, outlineOf } from './course.ts';

const course = {
  'toc.md': '\n@@TOC@@\n\n',
  'one.md':
    '# First *thing*\n\nText\n\n---\n\nclass: y\n\n# Second `thing`\n\n```bash\n# no title\n```\n\n--\n\nMore\n',
  'two.md': 'Introduction\n\n---\n\n# Été 2024 [x](y)\n\n<!--\n# no title\n-->\n',
  'none.md': '## No title\n',
};
const manifest = 'content:\n- toc.md\n- - one.md\n- none.md\n- - two.md\n';

test('a title slide stands before each slide with a title, a contents slide for each part', () => {
  const deck = deckOf(manifest, course);
  expect(deck.messages).toEqual([]);
  expect(outlineOf(deck)).toEqual([
    'toc.md:1 Part 1',
    'toc.md:2 Part 2',
    'main.yml:3 First thing',
    'one.md:1 First thing',
    'main.yml:3 Second thing',
    'one.md:6 Second thing',
    'one.md:16 Second thing',
    'none.md:1 No title',
    'two.md:1 ',
    'main.yml:5 Été 2024 x',
    'two.md:4 Été 2024 x',
  ]);
  expect(deck.slides.map(({ name }) => name).filter(Boolean)).toEqual([
    'toc-part-1',
    'toc-part-2',
    'toc-first-thing',
    'toc-second-thing',
    'toc-t--xy',
  ]);
  expect(deck.slides[2]?.classes).toEqual(['title']);
});

test('its links lead to the title slides, and from there on and back', () => {
  const { slides } = deckOf(manifest, course);
  const urls = (index: number): string[] =>
    [...JSON.stringify(slides[index]?.content).matchAll(/"url":"([^"]*)"/g)].map(([, url = '']) => url);
  expect(urls(0)).toEqual(['#toc-first-thing', '#toc-second-thing']);
  expect(urls(1)).toEqual(['#toc-t--xy']);
  expect(urls(2)).toEqual(['#toc-part-1', '#toc-second-thing']);
  expect(urls(4)).toEqual(['#toc-first-thing', '#toc-part-1', '#toc-t--xy']);
  expect(urls(9)).toEqual(['y', '#toc-second-thing', '#toc-part-2']);
});

test('one part is called the table of contents; without @@TOC@@ nothing leads back to it', () => {
  const one = deckOf('content:\n- toc.md\n- one.md\n', course);
  expect(one.slides[0]).toMatchObject({ name: 'toc-part-1', title: 'Table of contents' });
  const french = deckOf('content:\n- toc.md\n- one.md\n', course, { lang: 'fr' });
  expect(french.slides[0]?.title).toBe('Table des matières');
  expect(JSON.stringify(french.slides[1]?.content)).toContain('Partie suivante');
  const none = deckOf('content:\n- none.md\n- |\n  # Alone\n\n  Text\n', course);
  expect(outlineNodes(none.slides[1]?.content ?? []).join('\n')).not.toContain('contentClass');
});

test('names are unique, also where titles are the same or have nothing that a name may have', () => {
  const { slides } = deckOf('content:\n- a.md\n- a.md\n- b.md\n', {
    'a.md': '# Part 1\n\n---\n\n# 日本\n',
    'b.md': '# Part\n\n---\n\n# 2\n',
  });
  const names = slides.flatMap(({ name }) => name ?? []);
  expect(names).toHaveLength(6);
  expect(new Set(names).size).toBe(6);
});

test('excluded slides announce nothing, increments are announced before the slide that they continue', () => {
  const deck = deckOf('exclude: [x]\ncontent:\n- a.md\n', {
    'a.md': 'class: x\n\n# Hidden\n\n---\n\nA\n\n--\n\n# Late\n\n???\n\n# Notes\n',
  });
  expect(outlineOf(deck)).toEqual(['a.md:1 Hidden', 'main.yml:3 Late', 'a.md:6 ', 'a.md:10 Late']);
});
