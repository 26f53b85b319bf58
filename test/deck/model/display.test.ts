import { expect, test } from 'vitest';
import { parseDeck } from '../../../src/deck/deck.ts';

function introductions(text: string): readonly (readonly [string, string])[] {
  return parseDeck(text, { file: 'a.md' }).slides.flatMap((slide) =>
    slide.displays.map(({ text: shown, introduction }) => [shown, introduction] as const),
  );
}

const fence = '```json\nx\n```';

test.each([
  ['right above', `We should see:\n${fence}`, 'We should see:'],
  ['above blank lines', `We should see:\n\n\n${fence}`, 'We should see:'],
  ['above an increment', `We should see:\n\n--\n\n${fence}`, 'We should see:'],
  ['above two increments', `We should see:\n--\n--\n${fence}`, 'We should see:'],
  ['above lonely markup', `We should see:\n<br/>\n]\n.small.red[\n${fence}\n]`, 'We should see:'],
  ['above a comment', `We should see:\n<!--\n\`\`\`wait a\`\`\`\n-->\n${fence}`, 'We should see:'],
  [
    'in a list',
    `- *We* should [see](http://a/) .red[the \`error\`]:\n  ${fence.replaceAll('\n', '\n  ')}`,
    'We should see the error:',
  ],
  ['the nearest one', `First:\n\nSecond:\n${fence}`, 'Second:'],
  ['not beyond a slide', `We should see:\n\n---\n\n${fence}`, ''],
  ['not beyond notes', `We should see:\n\n???\n\n${fence}`, ''],
  ['not beyond a fence', `We should see:\n\`\`\`bash\na\n\`\`\`\n${fence}`, ''],
  ['not a property', `We should see:\n\n--\nclass: pic\n\n${fence}`, 'We should see:'],
  ['none', fence, ''],
])('introduction %s', (_name, text, introduction) => {
  expect(introductions(text)).toEqual([['x', introduction]]);
});

test.each(['', 'json', 'TEXT', 'console', 'output extra'])(
  'a fence with the language "%s" may show output',
  (language) => {
    expect(introductions(`\`\`\`${language}\nx\n\`\`\``)).toHaveLength(1);
  },
);

test.each(['bash', 'yaml', 'dockerfile'])('a fence with the language "%s" does not', (language) => {
  expect(introductions(`\`\`\`${language}\nx\n\`\`\``)).toEqual([]);
});

test('fences in comments and on one line do not either', () => {
  expect(introductions(`<!--\n${fence}\n-->\n\nand \`\`\`json x\`\`\` here`)).toEqual([]);
});

test('a display knows where it stands', () => {
  const text = `${fence}\n.exercise[\n- .small[\n${fence}\n]\n]\n\n???\n\n${fence}\n`;
  const displays = parseDeck(text, { file: 'a.md' }).slides.flatMap((slide) => slide.displays);
  expect(displays.map(({ inExercise, inNotes, position }) => [inExercise, inNotes, position.start.line])).toEqual([
    [false, false, 1],
    [true, false, 6],
    [false, true, 14],
  ]);
});
