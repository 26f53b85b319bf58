import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../fixtures/deck');

/**
 * What decks of this dialect hold that a parser stumbles over, by the numbers under which real decks were searched for it: the fixture
 * that has it, a piece of that fixture's text, and what happens.
 */
const oddities: readonly (readonly [number: number, fixture: string, piece: string, shows: string])[] = [
  [1, 'stray-bracket-in-comment', '```key ^[``` ]', 'a bracket after a fence in a comment closes nothing'],
  [2, 'snippet-outside-exercise', '.dummy[', 'a snippet outside of an exercise is none'],
  [3, 'fence-opened-after-comment-opener', '<!-- ```hide', 'a fence may open after a comment and close before its end'],
  [4, 'single-line-fences', '```bash vi web.yml```', 'a command on one line is a snippet'],
  [5, 'single-line-fences', '  <!-- ```longwait', 'snippets in comments, indented or with text around'],
  [6, 'exercise-in-comment', '<!-----', 'an exercise in a comment is hidden'],
  [7, 'exercise-in-notes', '???', 'an exercise in notes does not run'],
  [8, 'two-exercises', 'Text between them.', 'two exercises of a slide are two'],
  [9, 'ends-of-exercises', '  ] ', 'the closing bracket needs no blank line and may have blanks'],
  [10, 'nested-classes', '.small[.small[', 'classes around fences and items in an exercise'],
  [11, 'bracket-that-closes-nothing', '  ](https', 'a bracket of a link closes nothing'],
  [12, 'ends-of-exercises', '```bash   ', 'blanks after an opener and after a method'],
  [13, 'closing-fence-deeper', '\n   ```\n', 'a closing fence with another indent'],
  [14, 'body-at-column-zero', '\tEOF', 'tabs go with the common indent'],
  [15, 'indentation-that-matters', '    spec:', 'relative indents stay'],
  [16, 'indentation-that-matters', '   for S in', 'the first line counts for the common indent'],
  [17, 'highlights', '`$IP`', 'highlights go, substitutions stay'],
  [18, 'brackets-in-code', "']]]'", 'brackets in code close nothing'],
  [19, 'brackets-in-code', '  .items[]', 'a line of code that looks like a class'],
  [20, 'bracket-after-the-block', '"two"]}', 'an output after the exercise is no snippet'],
  [21, 'data-with-blanks', 'delete pod ```', 'blanks and backslashes of keys are data'],
  [22, 'data-with-blanks', '```paste```', 'a snippet without data'],
  [23, 'fences-without-language', '```\n  sudo', 'a bare fence is a snippet without a method'],
  [24, 'separators-in-fences', '  ---', 'separators in a fence, and a fence that never ends'],
  [25, 'empty-slides', '---\n---\n', 'an empty slide between two separators, and before the first'],
  [26, 'cut-off', 'echo cut', 'an exercise and a fence that never end'],
  [27, 'misspelt-classes', '.exercice[', 'a misspelt class is a class, but no exercise'],
  [28, 'code-shifted-by-translation', '` redis`', 'ticks and guillemets in prose harm no exercise'],
  [29, 'bracket-on-closing-fence', '```]', 'a bracket on the line of the closing fence'],
  [30, 'transcripts', 'user@node1:~$', 'a transcript is data like any other'],
  [31, 'class-in-text-of-a-slide', '  class: true', 'a property is at the top of a slide only'],
  [32, 'excluded-slides', 'An increment of a slide that is left out', 'increments of an excluded slide are excluded'],
  [33, 'properties', 'class: namespaces \n', 'a class with a blank after it, properties in any order'],
  [34, 'unusual-commands', '♥', 'characters of any kind in commands'],
  [35, 'mojibake', 'ü§î', 'text in the wrong encoding, emoji among it'],
];

/** Where gnab/remark 0.15 does something else, on purpose. */
const differences: readonly (readonly [what: string, fixture: string, piece: string])[] = [
  ['CR LF ends lines', 'crlf', '---\r\n'],
  ['brackets in code are not counted', 'brackets-in-code', '"x[1"'],
  ['where only counting them closes a class, they are', 'bracket-balanced-in-code', "']'"],
  ['an info string may have several words', 'fences-without-language', 'BASH title='],
  ['-- needs no blank line', 'empty-slides', '---\n---\n'],
  ['??? needs no blank line', 'notes-without-blank-lines', 'One\n--\nTwo\n???\nNotes'],
  ['increments of excluded slides are excluded', 'excluded-slides', '--\n\nAn increment'],
  ['a sentence with a colon is no property', 'properties', 'Note: this line stays.'],
  ['an unclosed class or fence ends with its slide', 'unclosed-exercise', 'echo lost'],
];

function textOf(fixture: string): string {
  return readFileSync(join(root, fixture, 'input.md'), 'utf8');
}

test('every number has its fixture', () => {
  expect(oddities.map(([number]) => number)).toEqual(Array.from({ length: 35 }, (_, index) => index + 1));
});

test.each(oddities)('%i: %s', (_number, fixture, piece) => {
  expect(textOf(fixture)).toContain(piece);
  expect(existsSync(join(root, fixture, 'tree.json'))).toBe(true);
});

test.each(differences)('another way than gnab/remark: %s', (_what, fixture, piece) => {
  expect(textOf(fixture)).toContain(piece);
});

test('numbers, layouts, templates and {{ }} have fixtures', () => {
  const all = readdirSync(root).map(textOf).join('\n');
  for (const piece of [
    'count: false',
    'layout: true',
    'layout: false',
    'template: base',
    '{{ content }}',
    '{{ course }}',
  ]) {
    expect(all).toContain(piece);
  }
});
