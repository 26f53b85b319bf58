import { expect, test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import { planDeck } from '../../src/plan/plan.ts';
import { successorsOf } from '../../src/plan/successors.ts';
import { type Unit, unitsOf } from '../../src/plan/units.ts';

/** Slides of a title and its commands. */
function units(deck: Readonly<Record<string, readonly string[]>>): readonly Unit[] {
  const text = Object.entries(deck)
    .map(([title, commands]) => {
      const fences = commands.map((command) => `\`\`\`bash\n${command}\n\`\`\``).join('\n\n');
      return `# ${title}\n\n.exercise[\n${fences}\n]\n`;
    })
    .join('\n---\n');
  return unitsOf(planDeck(parseDeck(text, { file: 'deck.md' })).plan);
}

/** `old → new` for those that do the same, `old ~ new` for those that have only the id. */
function told(before: readonly Unit[], after: readonly Unit[]): readonly string[] {
  const found = successorsOf(before, after);
  return before.map((unit) => {
    const { unit: next, isSame } = found.get(unit) ?? {};
    return next ? `${unit.id} ${isSame ? '→' : '~'} ${next.id}` : `${unit.id} gone`;
  });
}

const before = units({ One: ['echo a', 'echo b'], Two: ['echo c'] });

test.each([
  [
    'prose and order of slides',
    { Two: ['echo c'], One: ['echo a', 'echo b'] },
    ['one.1 → one.1', 'one.2 → one.2', 'two.1 → two.1'],
  ],
  [
    'a command before others',
    { One: ['echo new', 'echo a', 'echo b'], Two: ['echo c'] },
    ['one.1 → one.2', 'one.2 → one.3', 'two.1 → two.1'],
  ],
  ['a command that is gone', { One: ['echo b'], Two: ['echo c'] }, ['one.1 gone', 'one.2 → one.1', 'two.1 → two.1']],
  [
    'a command that is another one',
    { One: ['echo a', 'echo x'], Two: ['echo c'] },
    ['one.1 → one.1', 'one.2 ~ one.2', 'two.1 → two.1'],
  ],
  [
    'another title',
    { One: ['echo a', 'echo b'], Three: ['echo c'] },
    ['one.1 → one.1', 'one.2 → one.2', 'two.1 → three.1'],
  ],
  [
    'two in each other’s place',
    { One: ['echo b', 'echo a'], Two: ['echo c'] },
    ['one.1 → one.2', 'one.2 → one.1', 'two.1 → two.1'],
  ],
])('%s', (_, after, expected) => {
  expect(told(before, units(after))).toEqual(expected);
});

test('of two that do the same, each keeps its own place; one that has no other is not taken twice', () => {
  const twice = units({ One: ['echo a', 'echo a'] });
  expect(told(twice, units({ One: ['echo a', 'echo a'] }))).toEqual(['one.1 → one.1', 'one.2 → one.2']);
  expect(told(twice, units({ One: ['echo a'] }))).toEqual(['one.1 → one.1', 'one.2 gone']);
});

test('what is expected of a command, and what runs with it, are part of it', () => {
  const [plain] = units({ One: ['echo a'] });
  const deck = (more: string): readonly Unit[] =>
    unitsOf(
      planDeck(parseDeck(`# One\n\n.exercise[\n\`\`\`bash\necho a\n\`\`\`\n${more}\n]\n`, { file: 'deck.md' })).plan,
    );
  const isSame = (more: string): boolean | undefined => plain && successorsOf([plain], deck(more)).get(plain)?.isSame;
  expect(isSame('')).toBe(true);
  expect(isSame('<!--\n```expect\na\n```\n-->')).toBe(false);
  expect(isSame('<!--\n```hide\ntrue\n```\n-->')).toBe(false);
});
