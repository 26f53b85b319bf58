import { expect, test } from 'vitest';
import { unitsOf } from '../../src/plan/units.ts';
import { deckOf, fence, hidden, plan } from './decks.ts';

function bash(text: string): string {
  return fence('bash', text);
}

/** `id: input of each step`, the step that the audience sees between stars. */
function unitsIn(...slides: readonly string[]): string[] {
  return unitsOf(plan(slides.map((slide) => deckOf(slide)).join('\n---\n\n')).plan).map(
    ({ id, steps, shown }) =>
      `${id}: ${steps.map((step) => (step === shown ? `*${step.input}*` : step.input)).join(', ')}`,
  );
}

test('hidden steps belong to the visible one before them', () => {
  expect(unitsIn(bash('ls') + hidden('wait a', 'key q') + bash('pwd'))).toEqual([
    'test.1: *ls*, a, q',
    'test.4: *pwd*',
  ]);
});

test('those at the beginning of a slide belong to the visible one after them', () => {
  expect(unitsIn(bash('ls'), hidden('hide cd', 'hide date') + bash('pwd') + hidden('wait b'))).toEqual([
    'test.1: *ls*',
    'test-2.3: cd, date, *pwd*, b',
  ]);
});

test('a slide that shows nothing to run has a unit of what is hidden on it', () => {
  expect(unitsIn(bash('ls'), hidden('hide cd', 'hide date'), bash('pwd'))).toEqual([
    'test.1: *ls*',
    'test-2.1: cd, date',
    'test-3.1: *pwd*',
  ]);
});

test('what verifies has a unit of its own, although its script is not shown', () => {
  expect(unitsIn(hidden('setup a') + bash('ls') + hidden('wait a', 'verify test -f x', 'expect done'))).toEqual([
    'test.2: a, *ls*, a',
    'test.4: *test -f x*',
  ]);
});
