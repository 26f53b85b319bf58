import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileGlob, type Frame, hasWildcards, normaliseText, testGlob } from '../../src/match/glob.ts';
import { MessageError } from '../../src/messages/message-error.ts';

function matches(pattern: string, text: string, frame: Frame = 'equal'): boolean {
  return testGlob(compileGlob(pattern, { frame, wildcards: true }), text).matches;
}

/** The plain definition of `equal`, by trying everything; only for short patterns. */
function naive(pattern: string, text: string): boolean {
  const lines = (part: readonly string[], actual: readonly string[]): boolean => {
    const [first, ...rest] = part;
    if (first === undefined) return actual.length === 0;
    if (first === '...') {
      return Array.from({ length: actual.length + 1 }, (_, n) => n).some((n) => lines(rest, actual.slice(n)));
    }
    return actual[0] !== undefined && characters(first, actual[0]) && lines(rest, actual.slice(1));
  };
  const characters = (part: string, actual: string): boolean => {
    if (part === '') return actual === '';
    if (part.startsWith('...')) {
      return Array.from({ length: actual.length + 1 }, (_, n) => n).some((n) =>
        characters(part.slice(3), actual.slice(n)),
      );
    }
    if (part.startsWith('xxxx')) {
      const run = /^[^ ]*/.exec(actual)?.[0].length ?? 0;
      return Array.from({ length: run }, (_, n) => n + 1).some((n) => characters(part.slice(4), actual.slice(n)));
    }
    return actual.startsWith(part.charAt(0)) && characters(part.slice(1), actual.slice(1));
  };
  return lines(normaliseText(pattern).split('\n'), normaliseText(text).split('\n'));
}

describe('normaliseText', () => {
  test.each([
    ['  a\t\tb  \r\n\n', 'a b'],
    ['\n\na\n\nb\n', 'a\n\nb'],
    ['\u00a0a', 'a'],
    ['', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(normaliseText(text)).toBe(expected);
  });
});

test.each([
  ['...', true],
  ['a…', true],
  ['3xxxx', true],
  ['xxx', false],
  ['a..b', false],
])('%j has wildcards: %j', (text, expected) => {
  expect(hasWildcards(text)).toBe(expected);
});

describe('wildcards, whole text', () => {
  test.each([
    ['a\n...\nb', 'a\nb', true],
    ['a\n...\nb', 'a\nx\ny\nb', true],
    ['a\n...', 'a', true],
    ['a\n...', 'a\nb', true],
    ['a\n...', 'ab', false],
    ['...\nb', 'a\nb', true],
    ['...\nb', 'ab', false],
    ['a\n[...]\nb\n(…)', 'a\nx\nb\ny', true],
    ['8jud...ox4b *', '8jud7o8dax3zxbags3f8yox4b *', true],
    ['8jud...ox4b', '8jud\nox4b', false],
    ['Creating ...', 'Creating', true],
    ['a ... b', 'a b', true],
    ['a ... b', 'ab', false],
    ['Error: not a manager. [...]', 'Error: not a manager. Use "docker swarm init".', true],
    ['pod/pingpong-xxxxxxxxxx-yyyyy', 'pod/pingpong-7c8bbcd9bc-6c9qz', true],
    ['pod/pingpong-xxxxxxxxxx-yyyyy', 'pod/pingpong--6c9qz', false],
    ['port 3xxxx/TCP', 'port 31396/TCP', true],
    ['port 3xxxx/TCP', 'port 3 1396/TCP', false],
    ['a', 'a\nb', false],
    ['a  b', '  a b ', true],
    ['(a+)*[b]', '(a+)*[b]', true],
  ])('%j against %j: %j', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  test('agrees with trying everything', () => {
    const piece = fc.constantFrom('a', 'b', ' ', '\n', '...', '\n...\n', 'xxxx', 'z');
    const pattern = fc.array(piece, { maxLength: 7 }).map((pieces) => `z${pieces.join('')}z`);
    const text = fc.array(fc.constantFrom('a', 'b', 'z', ' ', '\n'), { maxLength: 9 });
    fc.assert(
      fc.property(pattern, text, (source, parts) => {
        // A blank after an ellipsis, and four dots or five x in a row, are rules of their own, tested above.
        fc.pre(!/\.{4}|x{5}|\.\.\. | \.\.\.$| \.\.\.\n/m.test(normaliseText(source)));
        const actual = `z${parts.join('')}z`;
        expect(matches(source, actual)).toBe(naive(source, actual));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('frames', () => {
  test.each<[Frame, string, string, boolean]>([
    ['contains', 'b c', 'a b  c d', true],
    ['contains', 'b\nc', 'a b\nc d', true],
    ['contains', 'b\nc', 'a b\nx\nc d', false],
    ['contains', '...\nb\n...', 'a b c', true],
    ['contains', 'Swarm: active\n NodeID: xxxxx\n ...', 'x\nSwarm: active\n NodeID: 8jud\n Is Manager: true', true],
    ['contains', 'xxxx bxxxxc', 'p bq bzc', true],
    ['tail', 'b', 'a\nb', true],
    ['tail', 'address!', '12:00 etcd: thanks for the address!', true],
    ['tail', 'a', 'a\nb', false],
    ['similar', 'web   0/1   2m26s', 'NAME\ndeployment web 0/1 5s', true],
    ['similar', 'web   0/1   2m26s', 'NAME\ndeployment api 0/1 5s', false],
    ['similar', 'first\nsecond', 'the first\nbetween\nthe second', true],
    ['similar', 'first\nsecond', 'the second\nthe first', false],
    ['similar', '8jud...ox4b *  node1  Ready', 'ID\nabc123 *   node7   Ready   Active', true],
    ['similar', 'Task created\nID: 240435e8-a250', 'Task created\nID: ffffffff-0000', true],
  ])('%s: %j against %j: %j', (frame, pattern, text, expected) => {
    expect(matches(pattern, text, frame)).toBe(expected);
  });

  test('names the line that has no counterpart', () => {
    const glob = compileGlob('a\nb\nc', { frame: 'contains', wildcards: false });
    expect(testGlob(glob, 'a\nb\nd')).toEqual({ matches: false, line: 2 });
    expect(testGlob(compileGlob('a\nbb\nc', { frame: 'similar', wildcards: true }), 'a\nc')).toEqual({
      matches: false,
      line: 1,
    });
  });

  test('takes letters literally without wildcards', () => {
    const glob = compileGlob('a...b', { frame: 'contains', wildcards: false });
    expect(testGlob(glob, 'a-b').matches).toBe(false);
    expect(testGlob(glob, '[a...b]').matches).toBe(true);
  });
});

describe('bad patterns', () => {
  test.each(['', ' \n ', '...', 'xxxxx', '...\n[...]'])('%j says nothing', (source) => {
    for (const frame of ['equal', 'contains', 'tail', 'similar'] as const) {
      expect(() => compileGlob(source, { frame, wildcards: true })).toThrow(MessageError);
    }
  });

  test('a pattern that is too long is refused', () => {
    expect(() => compileGlob('a'.repeat(20_000), { frame: 'equal', wildcards: true })).toThrow(/20000 characters/);
  });
});

describe('a megabyte that nearly matches', () => {
  const megabyte = 'a'.repeat(1 << 20);
  test.each<[Frame, string, string]>([
    ['equal', `${'a...'.repeat(1000)}b`, megabyte],
    ['contains', `${'axxxx'.repeat(50)}b`, megabyte],
    ['similar', `${'a\n'.repeat(100)}b`, 'a\n'.repeat(1 << 19)],
    ['equal', `${'a...\n...\n'.repeat(100)}b`, 'a\n'.repeat(1 << 19)],
    ['contains', `${'a'.repeat(50)}b`, megabyte],
  ])('%s does not match', (frame, pattern, text) => {
    expect(matches(pattern, text, frame)).toBe(false);
  });
});
