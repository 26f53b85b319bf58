import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDeck } from '../../../src/deck/deck.ts';
import type { Deck } from '../../../src/deck/model.ts';
import { attribute, elementsOf, textOf } from './elements.ts';
import { render, renderParsed } from './render.ts';

const corpus = resolve(import.meta.dirname, '../../../../shared/corpus/exercise-era/slides');
const course = resolve(import.meta.dirname, '../../../slides/ourapponkube_fr.md');

/** The text of each fence by its id, as a browser shows it. */
function shownFences(deck: Deck): Map<string, string> {
  const fences = new Map<string, string>();
  for (const { html } of renderParsed(deck)) {
    for (const element of elementsOf(html).filter(({ tagName }) => tagName === 'pre')) {
      fences.set(attribute(element, 'data-region') ?? '', textOf(element));
    }
  }
  return fences;
}

/** Checks that each visible snippet is shown with exactly the text that is typed, and no hidden one. */
function checkFences(text: string): number {
  const deck = parseDeck(text, { file: 'input.md' });
  const fences = shownFences(deck);
  let count = 0;
  for (const slide of deck.slides.filter(({ number }) => number > 0)) {
    for (const snippet of slide.exercises.flatMap(({ snippets }) => snippets)) {
      const shown = fences.get(snippet.id);
      expect(shown, `line ${String(snippet.position.start.line)}`).toBe(
        snippet.hidden || snippet.inNotes ? undefined : snippet.data,
      );
      if (shown !== undefined) count++;
    }
  }
  return count;
}

test('the French course shows what is typed', () => {
  expect(checkFences(readFileSync(course, 'utf8'))).toBeGreaterThan(15);
});

// Each folder with the least number of snippets that it shows.
describe.skipIf(!existsSync(corpus))('decks of others show what is typed (skipped where ../shared is absent)', () => {
  test.each([
    ['k8s', 716],
    ['shared', 13],
    ['swarm', 218],
  ])('%s', { timeout: 120_000 }, (folder, least) => {
    let count = 0;
    for (const file of readdirSync(join(corpus, folder)).filter((each) => each.endsWith('.md'))) {
      count += checkFences(readFileSync(join(corpus, folder, file), 'utf8'));
    }
    expect(count).toBeGreaterThanOrEqual(least);
  });
});

test('any code is shown as it is typed', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom('curl `$IP`', '  a', '\tb', '<b>&amp;', '* x', "echo '", 'x=`a b`', '\r'),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), fc.constantFrom('', '  '), (lines, indent) => {
      checkFences(
        `.exercise[\n\n${indent}\`\`\`bash\n${lines.map((each) => indent + each).join('\n')}\n${indent}\`\`\`\n\n]\n`,
      );
    }),
  );
});

test('a command on one line is a fence, without its method', () => {
  const [slide] = render('.exercise[\n\nEdit .small[```bash vim rng.yml```] and `look`\n\n]\n\nA ```bash word```.');
  const shown = elementsOf(slide?.html ?? '').filter(({ tagName }) => tagName === 'pre' || tagName === 'p');
  expect(shown.map((element) => [element.tagName, textOf(element).trim(), attribute(element, 'data-region')])).toEqual([
    ['p', 'Edit', undefined],
    ['pre', 'vim rng.yml', '24'],
    ['p', 'and look', undefined],
    ['p', 'A bash word.', undefined],
  ]);
});

test('an exercise has its id', () => {
  const [slide] = render('# Title\n\n.exercise[\n\nThink.\n\n]');
  const [exercise] = elementsOf(slide?.html ?? '').filter((element) => attribute(element, 'data-exercise') === '');
  expect(exercise && attribute(exercise, 'data-region')).toBe('9');
});

test.each(['yaml', 'python', 'bash', 'go', 'unknown'])('a star marks a whole line of %s', (language) => {
  const [slide] = render(`\`\`\`${language}\na: "b\n*c: 'd' 12\n*e"\n\`\`\``);
  const elements = elementsOf(slide?.html ?? '');
  expect(elements.filter(({ tagName }) => tagName === 'mark').map(textOf)).toEqual([" c: 'd' 12", ' e"']);
});

test('an option with the name of a command is no command', () => {
  const [slide] = render('```bash\ntype -a ls --type=x\n```');
  const coloured = elementsOf(slide?.html ?? '').filter(({ tagName }) => tagName === 'span');
  expect(coloured.map(textOf)).toEqual(['type', 'ls']);
});

test('a star that a program prints stays', () => {
  const [slide] = render('```\n* main\n```');
  expect(slide?.html).toContain('>* main<');
});

test('highlights are marked', () => {
  const [slide] = render('.exercise[\n```bash\ncurl `$IP`/v2/\n```\n]');
  const marks = elementsOf(slide?.html ?? '').filter(({ tagName }) => tagName === 'mark');
  expect(marks.map(textOf).join('')).toBe('$IP');
});

test('a command may be broken at its blanks, and only there', () => {
  const [slide] = render('.exercise[\n```bash\n  ls --type=a "b  c"\nls\n```\n]\n\nor `ls --all here`');
  const breaks = (slide?.html ?? '').replace(/<(?!wbr)[^>]*>/g, '').replaceAll('<wbr>', '|');
  expect(breaks).toContain('ls |--type=a |"b  |c"\nls');
  expect(breaks).toContain('or ls |--all |here');
});

test('code says how much room it wants; a line that fits nowhere does not count', () => {
  const [slide] = render(
    `\`\`\`yaml\na: b\nlonger: 1234\n${'x'.repeat(300)}\n\`\`\`\n\n\`\`\`bash\nls -l --all\n\`\`\``,
  );
  const boxes = elementsOf(slide?.html ?? '').filter((element) => attribute(element, 'class') === 'code');
  expect(boxes.map((element) => attribute(element, 'style'))).toEqual([
    '--columns:12;--rows:3',
    '--columns:5;--rows:1',
  ]);
});

test.each(['yaml', ''])('a %s file in an exercise is highlighted, too', (language) => {
  const [slide] = render(`.exercise[\n\`\`\`${language}\nimage: \`NAME\` (e.g. a)\n\`\`\`\n]`);
  const marks = elementsOf(slide?.html ?? '').filter(({ tagName }) => tagName === 'mark');
  expect(marks.map(textOf)).toEqual(['NAME']);
  expect(slide?.html).not.toContain('`');
});
