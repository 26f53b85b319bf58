import { expect, test } from 'vitest';
import { inExercise } from '../../src/lint/example.ts';
import { lintDeck } from '../../src/lint/lint.ts';
import { builtinRules } from '../../src/lint/rules.ts';

/** What is said about a deck, without its words. */
function told(deck: string): unknown[] {
  return lintDeck(deck, { file: 'deck.md', rules: builtinRules }).map(({ reason }) => reason);
}

test.each([
  ['a variable that is nearly another one is misspelt', 'REGISTRY', 'REGISTYR', 'misspelt-variable'],
  ['names that differ in a plural are two names', 'SERVICES', 'SERVICE', 'unset-variable'],
  ['names that differ in a number are two names', 'SERVER1', 'SERVER2', 'unset-variable'],
])('%s', (_, set, used, code) => {
  expect(told(`${inExercise(`${set}=a`)}\n---\n\n${inExercise(`echo $${used}`)}`)).toMatchObject([
    { code: `lint/${code}`, data: { name: used } },
  ]);
});
