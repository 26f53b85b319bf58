import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verbatim } from '../../../src/messages/message.ts';
import { word } from '../../../src/messages/word.ts';
import { deckOf, placed } from './course.ts';

const files = { 'a.md': '# A\n', 'binary.md': 'a\0b' };
const laughs = Array.from({ length: 20 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(10)}]`).join('\n');

// What is wrong, the manifest, where and by which rule it is said, and a part of the sentence.
test.each<readonly [string, string, readonly string[], RegExp]>([
  ['an empty file', '', ['1:1 manifest'], /it is empty/],
  ['only comments', '# nothing\n', ['1:1 manifest'], /it is empty/],
  ['a list', '- a.md\n', ['1:1 manifest'], /this is a list/],
  ['a text', 'Some text\n', ['1:1 manifest'], /this is "Some text"/],
  ['markdown', '# A deck\n\n- one\n\n---\n\n- two\n', ['3:1 manifest'], /this is a list/],
  ['wrong syntax', 'content:\n- a.md\n  b: [c\n', ['2:3 manifest-syntax'], /no valid YAML/],
  ['a tab', 'content:\n\t- a.md\n', ['2:1 manifest-syntax'], /[Tt]abs/],
  ['a key twice', 'title: a\ntitle: b\ncontent: [a.md]\n', ['2:1 manifest-syntax'], /unique/],
  ['no content', 'title: a\n', ['1:1 manifest'], /"content" is missing/],
  [
    'nothing in content',
    'title: a\ncontent:\n',
    ['2:1 manifest'],
    /"content": expected a list of markdown files; it is empty/,
  ],
  ['an empty list', 'content: []\n', ['1:1 manifest'], /no chapter in it/],
  ['only empty sections', 'content:\n-\n-\n  #- a.md\n', ['1:1 manifest'], /no chapter in it/],
  ['a text as content', 'content: a.md\n', ['1:10 manifest'], /expected a list.*this is "a\.md"/],
  ['a map as content', 'content:\n  a: b\n', ['2:3 manifest'], /this is a map/],
  ['a map as item', 'content:\n- a.md\n- b: c.md\n', ['3:3 manifest'], /Expected the path.*a map/],
  ['both lists', 'content:\n- a.md\nchapters:\n- a.md\n', ['3:1 manifest'], /There is "content" already/],
  [
    'a text as exclude',
    'exclude: in-person\ncontent: [a.md]\n',
    ['1:10 manifest'],
    /"exclude": expected a list of classes/,
  ],
  ['a map in exclude', 'exclude:\n- a: b\ncontent: [a.md]\n', ['2:3 manifest'], /"exclude": expected/],
  ['a list as variable', 'chat: [a]\ncontent: [a.md]\n', ['1:1 manifest'], /"chat": expected a text.*@@CHAT@@/],
  ['a missing chapter', 'content:\n- a.md\n- - none.md\n', ['3:5 missing-chapter'], /no none\.md/],
  ['itself', 'content:\n- main.yml\n', ['2:3 manifest-cycle'], /a chapter of itself/],
  ['another manifest', 'content:\n- a.md\n- other.yaml\n', ['3:3 manifest-cycle'], /lists no others/],
  ['an alias', 'title: &t a.md\ncontent:\n- *t\n', ['3:3 manifest'], /an alias/],
  [
    'billions of laughs',
    `a0: &a0 x\n${laughs}\ncontent: [a.md]\n`,
    Array.from({ length: 20 }, (_, n) => `${n + 2}:1 manifest`),
    /this is a list/,
  ],
  ['a text that is none', 'content:\n- a.md\0\n', ['2:7 not-text'], /NUL/],
  ['sections in sections', `content:\n${'- '.repeat(20)}a.md\n`, ['2:21 manifest'], /nested more than 10 deep/],
  ['deep lists', `content:\n${'- '.repeat(10_000)}a.md\n`, ['2:1 manifest-syntax'], /more than 100 deep/],
  [
    'deep indents',
    Array.from({ length: 200 }, (_, n) => `${' '.repeat(n)}a:\n`).join(''),
    ['101:1 manifest-syntax'],
    /more than 100 deep/,
  ],
  ['deep brackets', `content: ${'['.repeat(10_000)}`, ['1:110 manifest-syntax'], /more than 100 deep/],
  ['deep maps', `content: ${'{a: '.repeat(10_000)}`, ['1:410 manifest-syntax'], /more than 100 deep/],
  ['a megabyte', `content:\n${'- a.md\n'.repeat(150_000)}`, ['1:1 manifest'], /may have 65536 characters/],
  ['too many chapters', `content:\n${'- a.md\n'.repeat(5_000)}`, ['1002:3 manifest'], /Only the first 1000/],
])('%s', (_name, manifest, places, reason) => {
  const deck = deckOf(manifest, { ...files, 'other.yaml': 'content: [a.md]\n' });
  expect(deck.messages.filter(({ severity }) => severity === 'error').map(placed)).toEqual(
    places.map((place) => `course/main.yml:${place.replace(' ', ' error ')}`),
  );
  expect(word(deck.messages[0]?.reason ?? verbatim(''), 'en')).toMatch(reason);
});

test('what is wrong with one chapter leaves the others', () => {
  const deck = deckOf('content:\n- none.md\n- binary.md\n- binary.md\n- a.md\n', files);
  expect(deck.messages.map(placed)).toEqual([
    'course/main.yml:2:3 error missing-chapter',
    'course/binary.md:1:2 error not-text',
  ]);
  expect(deck.slides.map(({ title }) => title)).toEqual(['A', 'A']);
});

test('a deck has a limit, chapters and included files together', () => {
  const large = 'x'.repeat(4 * 1024 * 1024);
  const deck = deckOf('content:\n- a.md\n- b.md\n- c.md\n- b.md\n- c.md\n', {
    'a.md': large,
    'b.md': '@@INCLUDE[a.md]',
    'c.md': '@@INCLUDE[a.md]',
  });
  expect(deck.messages.map(placed)).toEqual(['course/main.yml:4:3 error too-large']);
  expect(deck.slides).toHaveLength(2);
});

test.each([
  ['with an indent', '  @@INCLUDE[lines.txt]\n'],
  ['without', '@@INCLUDE[lines.txt]\n'],
  ['a variable', '   @@V@@\n'],
])('small files cannot make a deck without end: %s', { timeout: 20_000 }, (_, marker) => {
  const lines = 'x\n'.repeat(marker.includes('V') ? 10_000 : 500_000);
  const manifest = `v: |\n  ${lines.replaceAll('\n', '\n  ')}\ncontent:\n- a.md\n- b.md\n`;
  const deck = deckOf(marker.includes('V') ? manifest : 'content:\n- a.md\n- b.md\n', {
    'a.md': marker.repeat(100_000),
    'b.md': 'x',
    'lines.txt': lines,
  });
  expect(deck.messages.map(({ file, rule }) => `${file} ${rule}`)).toEqual(['course/a.md too-large']);
  expect(deck.slides).toEqual([]);
});

test('half a surrogate pair, which YAML can write, is no character', () => {
  const deck = deckOf('gitrepo: github.com/a/b\ncontent:\n- "\\ud800.md"\n- "@@LINK[\\ud800]\\n"\n');
  expect(deck.messages.map(({ reason }) => word(reason, 'en'))).toEqual(['no \ufffd.md.']);
  expect(JSON.stringify(deck.slides)).toContain('/tree/HEAD/%EF%BF%BD');
});

test('no manifest makes it throw, and its messages are in it', () => {
  const pieces = [
    'content:\n',
    'chapters:\n',
    '- ',
    '  - ',
    'a.md',
    '\n',
    '\n',
    ' ',
    '|\n',
    '  ',
    'title: ',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ':',
    ',',
    '&a ',
    '*a',
    '!t ',
    '#',
    '---\n',
    '\t',
    '>',
    '%',
    '@@TOC@@',
    '# T\n',
    '- |\n    # T\n\n    x\n',
    'exclude:\n',
    '\r\n',
    '\uFEFF',
    'é',
    '√©',
    '<<: ',
    '? ',
    '@@INCLUDE[a.md]',
  ];
  const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(soup, (manifest) => {
      const deck = deckOf(manifest, files);
      const lines = manifest.split(/\r\n|\r|\n/);
      for (const { file, line, column } of deck.messages) {
        if (file === 'course/main.yml') expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
      }
      if (deck.slides.length === 0) expect(deck.messages).not.toEqual([]);
    }),
    { numRuns: 500 },
  );
});
