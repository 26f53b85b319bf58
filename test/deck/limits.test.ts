import { describe, expect, test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import { maxLength } from '../../src/deck/scan/source.ts';
import { verbatim } from '../../src/messages/message.ts';
import { word } from '../../src/messages/word.ts';

const million = 1_000_000;

// Text, number of slides, and the rules of the messages. Anything worse than linear would take minutes with these.
const hostile: Readonly<Record<string, readonly [text: string, slides: number, rules: readonly string[]]>> = {
  'a line of a million characters': ['a'.repeat(million), 1, []],
  'an image of a million characters': [`![](data:image/png;base64,${'aB3+/'.repeat(million / 5)})`, 1, []],
  'a million backslashes': ['\\'.repeat(million), 1, ['too-complex']],
  'a million blank lines': [`a${'\n'.repeat(million)}b`, 1, []],
  'lines that end with CR LF': ['a\r\n'.repeat(million / 4), 1, ['too-complex']],
  'nested classes': ['.a['.repeat(10_000), 1, ['nested-class', 'too-complex', 'unclosed-class']],
  'nested classes that close': ['.a[\n'.repeat(10_000) + ']\n'.repeat(10_000), 1, ['nested-class', 'too-complex']],
  'a hundred thousand separators': ['---\n'.repeat(100_000), 100_001, []],
  'fifty thousand slides': ['a\n\n---\n\n'.repeat(50_000), 50_001, []],
  'fifty thousand increments': ['a\n--\n'.repeat(50_000), 50_001, []],
  'opening brackets': ['['.repeat(100_000), 1, ['too-complex']],
  'closing brackets': [']'.repeat(100_000), 1, ['too-complex']],
  'unclosed fences on as many slides': ['```bash\nfoo\n---\n'.repeat(20_000), 20_001, ['unclosed-fence']],
  'unclosed fences in one another': ['```bash\nfoo\n'.repeat(20_000), 1, ['unclosed-fence']],
  'fences of ever shorter runs': [
    Array.from({ length: 1400 }, (_, index) => `${'`'.repeat(1403 - index)}a\n---\n`).join(''),
    1401,
    ['unclosed-fence'],
  ],
  'backtick runs of all lengths': [
    Array.from({ length: 1400 }, (_, index) => `${'`'.repeat(index + 1)} a `).join(''),
    1,
    ['too-complex'],
  ],
  'lonely backticks': ['` a\n\n'.repeat(10_000), 1, []],
  'unclosed exercises': ['.exercise[\n'.repeat(20_000), 1, ['nested-class', 'too-complex', 'unclosed-class']],
  'exercises closed in code': ['.a[ `]`\n'.repeat(20_000), 1, ['nested-class', 'too-complex', 'unclosed-class']],
  'comments never closed': ['<!--\n---\n'.repeat(10_000), 10_001, []],
  'comments with an unclosed fence': ['<!-- ````a -->\n\n'.repeat(20_000), 1, ['unclosed-fence']],
  'class names without a bracket': ['.a'.repeat(million / 2), 1, []],
  'quotes in quotes': [`${'> '.repeat(10_000)}a`, 1, ['too-complex']],
  'emphasis in emphasis': [`${'*'.repeat(50_000)}a${'*'.repeat(50_000)}`, 1, ['too-complex']],
  'images in images': ['!['.repeat(10_000) + '](b)'.repeat(10_000), 1, ['too-complex']],
  'lists in lists': [
    Array.from({ length: 600 }, (_, index) => `${' '.repeat(2 * index)}- a\n`).join(''),
    1,
    ['too-complex'],
  ],
  'headings with a line below': ['a\n-\n'.repeat(50_000), 1, ['too-complex']],
  'a table of a hundred thousand rows': [`|a|b|\n|-|-|\n${'|a|b|\n'.repeat(100_000)}`, 1, ['too-complex']],
  mojibake: ['√©'.repeat(million / 2), 1, ['mojibake']],
  URLs: [`.lab[\n${'http://a.b/c '.repeat(50_000)}\n]`, 1, ['too-complex']],
  'fences after many blank lines': ['\n'.repeat(100).concat('```\na\n```\n').repeat(2_000), 1, []],
  'definitions and references': [
    Array.from({ length: 1_000 }, (_, index) => `[a${index}]: b\n\n[a${index}]\n\n`).join(''),
    1,
    [],
  ],
};

describe('hostile text is read in reasonable time', () => {
  test.each(Object.entries(hostile))('%s', (_name, [text, slides, rules]) => {
    const deck = parseDeck(text, { file: 'hostile.md' });
    expect(deck.slides).toHaveLength(slides);
    expect([...new Set(deck.messages.map(({ rule }) => rule))].sort()).toEqual(rules);
    expect(deck.messages.length).toBeLessThan(1000);
    expect(() => JSON.stringify(deck)).not.toThrow();
  });
});

test.each([
  ['nothing', ''],
  ['blanks', ' \n\t\r\n'],
  ['a byte order mark', '\uFEFF'],
])('%s has no slides', (_name, text) => {
  expect(parseDeck(text, { file: 'a.md' })).toEqual({ file: 'a.md', title: '', slides: [], messages: [] });
});

test.each([
  ['a binary', '\u007FELF\0\0', 'not-text'],
  ['a library', 'a'.repeat(maxLength + 1), 'too-large'],
])('%s is refused with an error', (_name, text, rule) => {
  const { slides, messages } = parseDeck(text, { file: 'a.md' });
  expect(slides).toEqual([]);
  expect(messages.map((message) => [message.severity, message.rule, message.line])).toEqual([['error', rule, 1]]);
});

test('a deck that is just within the limit is read', () => {
  expect(parseDeck(`# A\n\n\`\`\`\n${'a'.repeat(maxLength - 13)}\n\`\`\``, { file: 'a.md' }).title).toBe('A');
});

test('many messages of a kind end with a remark', () => {
  const { messages } = parseDeck('.a[\n---\n'.repeat(200), { file: 'a.md' });
  expect(messages).toHaveLength(100);
  expect(word(messages.at(-1)?.reason ?? verbatim(''), 'en')).toContain('left out');
});

test('a long document without slides is read in portions', () => {
  const text = Array.from({ length: 400 }, (_, index) => `## Part ${index}\n\n- *one* \`two\`\n- three\n\n`).join('');
  const { slides, messages } = parseDeck(text, { file: 'README.md' });
  expect(messages).toEqual([]);
  expect(slides[0]?.content.map(({ type }) => type)).toEqual(
    Array.from({ length: 800 }, (_, index) => (index % 2 ? 'list' : 'heading')),
  );
  expect(slides[0]?.content.at(-2)?.position?.start.line).toBe(399 * 5 + 1);
});
