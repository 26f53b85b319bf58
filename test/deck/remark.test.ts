import fc from 'fast-check';
import type { Root, RootContent } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { VFile } from 'vfile';
import { describe, expect, test } from 'vitest';
import { remarkDeck } from '../../src/deck/remark.ts';
import { outlineNodes } from './outline.ts';

const processor = unified().use(remarkParse).use(remarkGfm).use(remarkDeck).freeze();
const plain = unified().use(remarkParse).use(remarkGfm).freeze();

function contentOf(root: Root): RootContent[] {
  return root.children.flatMap((node) => (node.type === 'slide' ? node.children : []));
}

test('says what to do when no parser comes before it', () => {
  expect(() => unified().use(remarkDeck).freeze()).toThrow(/write `\.use\(remarkParse\)` before/);
});

test('makes slides, classes and notes', () => {
  const root = processor.parse('# A\n\n.box.red[\nb\n]\n\n???\n\nc\n\n--\n\nd .small[e]\n');
  expect(outlineNodes(root.children)).toEqual([
    'slide 1:1-11:1',
    '  heading 1 1:1-1:4',
    '    text 1:3-1:4 "A"',
    '  contentClass block box.red 3:1-5:2',
    '    paragraph 4:1-4:2',
    '      text 4:1-4:2 "b"',
    '  slideNotes 8:1-11:1',
    '    paragraph 9:1-9:2',
    '      text 9:1-9:2 "c"',
    'slide 12:1-14:1',
    '  paragraph 13:1-13:12',
    '    text 13:1-13:3 "d "',
    '    contentClass inline small 13:3-13:12',
    '      text 13:10-13:11 "e"',
  ]);
});

test('takes the extensions of the plugins around it', () => {
  const table = '.a[\n|b|\n|-|\n]\n';
  const has = (root: Root): boolean => JSON.stringify(root).includes('"table"');
  expect(has(unified().use(remarkParse).use(remarkDeck).use(remarkGfm).parse(table))).toBe(true);
  expect(has(unified().use(remarkParse).use(remarkDeck).parse(table))).toBe(false);
});

test('tells what is wrong as messages of the file', () => {
  const file = new VFile('.small[a\n\n---\n\n.lab[\n');
  processor.parse(file);
  expect(file.messages.map(({ line, column, ruleId, fatal, source }) => [line, column, ruleId, fatal, source])).toEqual(
    [
      [1, 1, 'unclosed-class', false, 'pupitre'],
      [5, 1, 'unclosed-class', true, 'pupitre'],
    ],
  );
});

test('which classes are exercises can be chosen', () => {
  const file = new VFile('.small[a\n');
  unified()
    .use(remarkParse)
    .use(remarkDeck, { exerciseClasses: ['small'] })
    .parse(file);
  expect(file.messages[0]?.fatal).toBe(true);
});

describe('without dialect', () => {
  const blocks = [
    '# Title',
    'Words *and* `code`.',
    '- a\n- b\n  - c',
    '1. a\n\n   b',
    '> quote\n> more',
    '| a | b |\n|---|---|\n| c | d |',
    '***',
    '```bash\nls -l\n```',
    '- a\n  ```yaml\n  b: 1\n\n    c: 2\n  ```',
    '<div>\n*html*\n</div>',
    '<!-- comment -->',
    '    code',
    '\ttab',
    '![a](b.png "c")',
    'line  \nbreak',
    'a\\\nb',
    '&eacute; \\*',
    'Setext\n======',
    '- [ ] task',
    'http://example.com/, yes',
    '~~~\n~\n~~~',
    '~~a~~',
    'tab\there',
    '[link](http://a/ "b")',
    '- \ttab item',
    '* * *',
    '```\n```',
    '> ```js\n> a\n> ```',
    'é à 🤔 «x»',
  ] as const;

  test('slides are what remark-parse makes of them, positions too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...blocks), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        (parts, eol, final) => {
          const text = (parts.join('\n\n') + (final ? '\n' : '')).replaceAll('\n', eol);
          const ours = outlineNodes(contentOf(processor.parse(text)));
          expect(ours.map(lf)).toEqual(outlineNodes(plain.parse(text).children).map(lf));
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** In the code nodes of fences lines end with LF, whatever the file has. */
function lf(line: string): string {
  return /^ *code /.test(line) ? line.replaceAll(/\\r\\n|\\r/g, '\\n') : line;
}
