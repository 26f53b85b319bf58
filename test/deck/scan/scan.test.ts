import { describe, expect, test } from 'vitest';
import { parseDeck } from '../../../src/deck/deck.ts';
import { outlineNodes } from '../outline.ts';

function outline(text: string): string[] {
  return parseDeck(text, { file: 'a.md' }).slides.flatMap((slide) => [
    `slide ${slide.index}`,
    ...outlineNodes(slide.content),
  ]);
}

/** The content classes of a text, each with its place. */
function classes(text: string): string[] {
  return outline(text)
    .map((line) => line.trim())
    .filter((line) => line.startsWith('contentClass'))
    .map((line) => line.replace('contentClass ', ''));
}

describe('what hides brackets and openers', () => {
  test.each([
    ['inline code', '.a[`]`]', ['inline a 1:1-1:8']],
    ['inline code with more backticks', '.a[`` ]` ``]', ['inline a 1:1-1:13']],
    ['a lonely backtick hides nothing', '`x .a[b]', ['inline a 1:4-1:9']],
    ['nor does one that is paired in another paragraph', 'x ` y\n\n.a[b] ` z', ['inline a 3:1-3:6']],
    ['nor in a heading', 'x ` y\n# .a[b] ` z', ['inline a 2:3-2:8']],
    ['nor beside a list item', '- x ` y\n- .a[b] ` z', ['inline a 2:3-2:8']],
    ['an escaped backtick hides nothing', '\\` .a[b] `', ['inline a 1:4-1:9']],
    ['an escaped backslash escapes nothing', '\\\\.a[b]', ['inline a 1:3-1:8']],
    ['an escaped class is text', '\\.a.b[c] .d[e]', ['inline d 1:10-1:15']],
    ['a comment', '.a[<!-- ] -->]', ['inline a 1:1-1:15']],
    ['an escaped comment hides nothing', '\\<!-- .a[b] -->', ['inline a 1:7-1:12']],
    ['the shortest comment', '<!--> .a[b] -->', ['inline a 1:7-1:12']],
    ['a comment with an opener', '.a[<!-- [ <!-- ] -->]', ['inline a 1:1-1:22']],
    ['indented code', 'x\n\n    .a[b]', []],
    ['more indented code', 'x\n\n    y\n    .a[b]\n\n    .a[b]', []],
    ['an indented line of a paragraph hides nothing', 'x\n    .a[b]', ['inline a 2:5-2:10']],
    ['nor does an item of a list', '- x\n\n    .a[b]', ['inline a 3:5-3:10']],
    ['code in an item of a list', '- x\n\n      .a[b]', []],
    ['a paragraph ends the list', '- x\n\ny\n\n    .a[b]', []],
    ['a bracket alone closes at any depth', '- x\n  - .a[\n    b\n\n        ]\n', ['block a 2:5-5:10']],
    ['brackets in prose are counted', '.a[b [c] d]', ['inline a 1:1-1:12']],
    ['on the line of a closing fence', '.a[\n```\n[\n```]', ['block a 1:1-4:5']],
    ['names', '.a-b._c9[d] .9[e] ..f[g] .[h]', ['inline a-b._c9 1:1-1:12', 'inline f 1:20-1:25']],
  ])('%s', (_name, text, expected) => {
    expect(classes(text)).toEqual(expected);
  });
});

describe('a class that no bracket outside of code closes', () => {
  test.each([
    ['ends where gnab/remark ends it', '.a[b `]` c', ['inline a 1:1-1:8']],
    ['even in a fence', '.a[\n```\n]\n```\n', ['block a 1:1-3:2']],
    ['with all of them counted', '.a[ `[` `] ]` b', ['inline a 1:1-1:13']],
    ['the outer and the inner one', '.a[.b[c `]]` d', ['inline a 1:1-1:12', 'inline b 1:4-1:11']],
    ['is text when there is none on its slide', '.a[b\n\n---\n\n]', []],
    ['leaves the classes in it', '.a[b .c[d]', ['inline c 1:6-1:11']],
  ])('%s', (_name, text, expected) => {
    expect(classes(text)).toEqual(expected);
  });

  test('ends a fence with it, and the fence is reported', () => {
    const { messages, slides } = parseDeck('.lab[\n```bash\na\n]\n\nb\n\n---\n', { file: 'a.md' });
    expect(messages.map(({ line, rule, severity }) => [line, rule, severity])).toEqual([
      [2, 'unclosed-fence', 'error'],
    ]);
    expect(slides[0]?.exercises[0]?.snippets[0]?.data).toBe('a');
  });
});

describe('separators', () => {
  const slides = (text: string): number => parseDeck(text, { file: 'a.md' }).slides.length;

  test.each([
    ['of slides', 'a\n---\nb', 2],
    ['of increments', 'a\n--\nb', 2],
    ['in words', 'a\n<!-- break -->\nb', 2],
    ['in words without blanks', 'a\n<!--break-->\nb', 2],
    ['in words with many blanks', 'a\n<!--   break\t-->\r\nb', 2],
    ['in words within a line', 'a\n <!--break-->\nb <!--break-->', 1],
    ['with blanks are none', 'a\n--- \n ---\n-- \nb', 1],
    ['longer are none', 'a\n\n----\n\nb', 1],
    ['in a fence are none', '```\n---\n--\n```\n', 1],
    ['in a fence with words after its method are none', '```yaml {1}\n---\n```\n', 1],
    ['in a comment are none', '<!--\n---\n--\n-->\n', 1],
    ['after a comment that has no end', '<!--\n---\n<!-- b -->\n', 2],
    ['increments in a class are none', '.a[\n--\n]', 1],
    ['slides in a class end it', '.a[\n---\n]', 2],
    ['in an unclosed fence before another fence', '```\na\n---\n```bash\nb\n```\n', 2],
    ['in an unclosed fence in an item', '- ```\n  a\n---\n- ```bash\n  b\n  ```\n', 2],
    ['in an unclosed fence at the end', '```a\nb\n---\nc', 2],
    ['in a long fence around others are none', '````markdown\n```bash\na\n```\n---\n```bash\nb\n```\n````\n', 1],
  ])('%s', (_name, text, expected) => {
    expect(slides(text)).toBe(expected);
  });
});

test('a list item in a fence does not close it', () => {
  const [fence] = outline('```bash\n- ```\nx\n```\n').slice(1);
  expect(fence).toBe('code bash 1:1-4:4 "- ```\\nx"');
});

describe('items are put back', () => {
  test.each([
    ['in a URL as text', '[a](http://x/.y[z])', ['link http://x/.y[z] 1:1-1:20']],
    ['in an image', '![.a[b]](c.png)', ['image c.png 1:1-1:16']],
    ['in indented code of CommonMark', '> x\n\n 1. y\n\n         .a[b]', ['code - 5:5-5:15 " .a[b]"']],
    ['after a byte order mark', '.a[\uFEFFb]', ['text 1:5-1:6 "b"']],
    ['without the indent of their lines', '- x\n  - y\n\n    .a[\n    b\n    ]', ['text 5:5-5:6 "b"']],
    ['whatever the indent of the closing bracket', '- x\n  - y\n\n    .a[\n    b\n]', ['text 5:5-5:6 "b"']],
    ['after others on a line', '.a[\nb\n] .c[\nd\n]', ['contentClass block c 3:3-5:2']],
    ['after a hard break', 'a  \n.b[\nc\n]', ['contentClass block b 2:1-4:2']],
    ['in HTML', '<pre>\n.a[b]\n</pre>', ['contentClass inline a 2:1-2:6']],
    ['of noncharacters nothing is made', 'a \uFDD0\uFDD2\uFDD1 b', ['text 1:1-1:8 "a \uFFFD\uFFFD\uFFFD b"']],
    ['links that a plugin makes', 'a\n\n[http://b.c/', ['link http://b.c/ 3:1-3:13']],
    ['paragraphs of a one-line class with more than one block', '.a[# b]', ['heading 1 1:4-1:7']],
  ])('%s', (_name, text, expected) => {
    expect(outline(text).map((line) => line.trim())).toEqual(expect.arrayContaining(expected));
  });

  test('labels of definitions are compared without case', () => {
    expect(outline('[  Étés  ]\n\n---\n\n[étés]: b')).toContain('  linkReference 1:1-1:11');
  });

  test('HTML without end does not swallow definitions of other slides', () => {
    const lines = outline('[a]: b\n\n---\n\n[a]\n\n<script>\nc');
    expect(lines).toContain('html 7:1-8:2 "<script>\\nc"');
  });
});
