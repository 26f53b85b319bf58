import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDeck } from '../../../src/deck/deck.ts';
import { attribute, elementsOf, textOf } from './elements.ts';
import { render } from './render.ts';

const corpus = resolve(import.meta.dirname, '../../../../shared/corpus/exercise-era/slides');
const course = resolve(import.meta.dirname, '../../../slides/ourapponkube_fr.md');

/** The text of each fence by `line:column`, as a browser shows it. */
function shownFences(text: string): Map<string, string> {
  const fences = new Map<string, string>();
  for (const { html } of render(text)) {
    for (const element of elementsOf(html).filter(({ tagName }) => tagName === 'pre')) {
      const place = `${attribute(element, 'data-line') ?? ''}:${attribute(element, 'data-column') ?? ''}`;
      fences.set(place, textOf(element));
    }
  }
  return fences;
}

/** Checks that each visible snippet is shown with exactly the text that is typed, and no hidden one. */
function checkFences(text: string): number {
  const fences = shownFences(text);
  let count = 0;
  for (const slide of parseDeck(text, { file: 'input.md' }).slides.filter(({ number }) => number > 0)) {
    for (const snippet of slide.exercises.flatMap(({ snippets }) => snippets)) {
      const { line, column } = snippet.position.start;
      const shown = fences.get(`${String(line)}:${String(column)}`);
      expect(shown, `line ${String(line)}`).toBe(snippet.hidden || snippet.inNotes ? undefined : snippet.data);
      if (shown !== undefined) count++;
    }
  }
  return count;
}

test('the French course shows what is typed', () => {
  expect(checkFences(readFileSync(course, 'utf8'))).toBeGreaterThan(15);
});

test.skipIf(!existsSync(corpus))('so do decks of others (skipped where ../shared is absent)', () => {
  let count = 0;
  for (const folder of ['swarm', 'shared'])
    for (const file of readdirSync(join(corpus, folder)).filter((each) => each.endsWith('.md'))) {
      count += checkFences(readFileSync(join(corpus, folder, file), 'utf8'));
    }
  expect(count).toBeGreaterThan(150);
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

test('highlights are marked', () => {
  const [slide] = render('.exercise[\n```bash\ncurl `$IP`/v2/\n```\n]');
  const marks = elementsOf(slide?.html ?? '').filter(({ tagName }) => tagName === 'mark');
  expect(marks.map(textOf).join('')).toBe('$IP');
});
