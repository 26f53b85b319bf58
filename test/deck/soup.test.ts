import fc from 'fast-check';
import type { RootContent } from 'mdast';
import { expect, test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import type { Deck, Point, Position, Slide } from '../../src/deck/model.ts';
import { word } from '../../src/messages/word.ts';

// Everything that means something in a deck, in any order: authors make every mistake.
const pieces = [
  '\n',
  '\n',
  '\n\n',
  '\r\n',
  '\r',
  ' ',
  '  ',
  '    ',
  '\t',
  '---\n',
  '--\n',
  '???\n',
  '---',
  '-',
  '- ',
  '1. ',
  '> ',
  '# ',
  '```',
  '```bash\n',
  '```\n',
  '````\n',
  '~~~\n',
  '`',
  '``',
  '```wait a```',
  '.exercise[',
  '.lab[\n',
  '.a.b[',
  '.c[',
  '[',
  ']',
  ']\n',
  '](u)',
  '\\',
  '\\.d[',
  '<!--',
  '-->',
  '<!-- class: x -->',
  'class: title\n',
  'name: a\n',
  'layout: true\n',
  'exclude: true\n',
  'continued: true\n',
  '{{ content }}',
  '<div>',
  '</div>',
  '*',
  '**',
  '_',
  '|',
  '|-|\n',
  '&amp;',
  'é',
  '√©',
  'Ã©',
  '\uF8FFü§î',
  '’',
  '\uFEFF',
  '\0',
  '\uFFFD',
  '\uD83E',
  '\uFDD0\uFDD2\uFDD1',
  '\u2028',
  'http://a.b/3xxxx).',
  '$IP',
  '@@A@@',
  'word',
  'words and more',
  '[a]: b\n',
  '[a]',
  '<!-- break -->\n',
] as const;
const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''));
const options = { file: 'soup.md', variables: { A: 'value' }, excludedClasses: ['x'] };

function everyPlace(deck: Deck): Position[] {
  const inNodes = (nodes: readonly RootContent[]): Position[] =>
    nodes.flatMap((node) => [
      ...(node.position ? [node.position as Position] : []),
      ...('children' in node ? inNodes(node.children) : []),
    ]);
  const inSlide = ({ position, content, notes, exercises, displays }: Slide): Position[] => [
    position,
    ...inNodes(content),
    ...inNodes(notes),
    ...exercises.flatMap((exercise) => [
      exercise.position,
      ...exercise.snippets.map((snippet) => snippet.position),
      ...exercise.urls.map((url) => url.position),
    ]),
    ...displays.map((display) => display.position),
  ];
  return deck.slides.flatMap(inSlide);
}

test('any text gives a deck, with places that are in the text', () => {
  fc.assert(
    fc.property(soup, (text) => {
      const deck = parseDeck(text, options);
      expect(() => JSON.stringify(deck)).not.toThrow();
      const lineStarts = [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), (match) => match.index + match[0].length)];
      const check = ({ line, column, offset }: Point): void => {
        expect(offset - (lineStarts[line - 1] ?? NaN) + 1).toBe(column);
        expect(offset).toBeLessThanOrEqual(text.length);
        expect(offset).toBeLessThanOrEqual(lineStarts[line] ?? text.length);
      };
      for (const { start, end } of everyPlace(deck)) {
        check(start);
        check(end);
        expect(end.offset).toBeGreaterThanOrEqual(start.offset);
      }
      for (const { lines } of snippetsOf(deck)) lines.forEach(check);
    }),
    { numRuns: 1500 },
  );
});

test('what is found stands where it says', () => {
  fc.assert(
    fc.property(soup, (text) => {
      const deck = parseDeck(text, options);
      const at = ({ start, end }: Position): string => text.slice(start.offset, end.offset);
      for (const { position } of snippetsOf(deck)) expect(at(position)).toMatch(/^(?:```|~~~)/);
      for (const { exercises, displays } of deck.slides) {
        for (const { position, className, urls } of exercises) {
          expect(at(position)).toMatch(/^\.[^]*\]$/);
          expect(at(position).slice(0, 30)).toContain(className);
          for (const url of urls) expect(at(url.position)).toMatch(/^https?:/);
        }
        for (const { position } of displays) expect(at(position)).toMatch(/^(?:```|~~~)/);
      }
    }),
    { numRuns: 1000 },
  );
});

test('slides follow one another and messages are sorted', () => {
  fc.assert(
    fc.property(soup, (text) => {
      const { slides, messages } = parseDeck(text, options);
      slides.forEach(({ index, position }, place) => {
        expect(index).toBe(place + 1);
        expect(position.start.offset).toBeGreaterThanOrEqual(slides[place - 1]?.position.end.offset ?? 0);
      });
      const numbers = slides.map(({ number }) => number).filter((number) => number > 0);
      expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
      const places = messages.map(({ line, column }) => line * 1e6 + column);
      expect(places).toEqual(places.toSorted((one, other) => one - other));
      for (const { file, reason, rule } of messages) {
        expect(file).toBe('soup.md');
        expect(rule).toMatch(/^[a-z0-9-]+$/);
        for (const lang of ['en', 'fr'] as const) expect(word(reason, lang)).toMatch(/\.\)?$/);
      }
    }),
    { numRuns: 500 },
  );
});

test('CR LF and CR read like LF', () => {
  const lf = soup.map((text) => text.replaceAll(/[\r\0\uFFFD]/g, ''));
  const facts = (text: string): unknown =>
    parseDeck(text, options).slides.map(({ title, classes, exercises, displays }) => ({
      title,
      classes,
      snippets: exercises.flatMap(({ snippets }) =>
        snippets.map(({ method, data, lines }) => [method, data, lines.map(({ line, column }) => [line, column])]),
      ),
      displays: displays.map(({ text: shown, introduction }) => [shown, introduction]),
    }));
  fc.assert(
    fc.property(lf, fc.constantFrom('\r\n', '\r'), (text, eol) => {
      expect(facts(text.replaceAll('\n', eol))).toEqual(facts(text));
    }),
    { numRuns: 500 },
  );
});

function snippetsOf(deck: Deck): Slide['exercises'][number]['snippets'][number][] {
  return deck.slides.flatMap(({ exercises }) => exercises.flatMap(({ snippets }) => snippets));
}
