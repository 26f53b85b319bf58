import { describe, expect, test } from 'vitest';
import { limitedSearch } from '../../src/cli/search.ts';
import { regexMatcher } from '../../src/match/regex.ts';
import { message } from '../../src/messages/message.ts';
import { MessageError } from '../../src/messages/message-error.ts';

const regex = regexMatcher(limitedSearch);

function matches(source: string, actual: string): boolean {
  return regex.parse(source).test(actual) === undefined;
}

test.each([
  ['^b$', 'a\nb\nc', true],
  ['^b$', 'a\r\nb\r\nc', true],
  ['/^B$/im', 'a\nb', true],
  ['/^B$/i', 'a\nb', false],
  ['/a.b/s', 'a\nb', true],
  ['[1-9]\\d* units of work done', '0 units of work done', false],
  ['[1-9]\\d* units of work done', '4 units of work done', true],
  ['/v2/_catalog', 'GET /v2/_catalog', true],
  ['/v2/list', 'GET /v2/list', true],
  ['/v2/list', 'v2', false],
  ['(\\d{1,3}\\.){3}\\d{1,3}', '10.0.0.1', true],
  ['(Running|Ready)', 'Ready', true],
  ['[(]a+[)]*', '(a', true],
])('%s against %j: %j', (source, actual, expected) => {
  expect(matches(source, actual)).toBe(expected);
});

test('says what was looked for', () => {
  expect(regex.parse('^a+$').test('b')).toEqual({
    matcher: 'regex',
    reason: message('match/no-match', { expression: '"^a+$"' }),
    expected: '^a+$',
    actual: 'b',
  });
});

test('tests the end of a long output', () => {
  expect(matches('needle', `needle${'x'.repeat(200_000)}`)).toBe(false);
  expect(matches('needle', `${'x'.repeat(200_000)}needle`)).toBe(true);
});

describe('refused', () => {
  test.each([
    ['', /is empty/],
    ['//', /is empty/],
    ['(', /not a regular expression: .*Unterminated group/],
    ['/a/gy', /flag "g"/],
    ['a'.repeat(3000), /3000 characters/],
  ])('%s', (source, why) => {
    expect(() => regex.parse(source)).toThrow(MessageError);
    expect(() => regex.parse(source)).toThrow(why);
  });
});

test.each(['(a+)+$', '.*.*.*.*.*b$', '(?:a|a)*b'])('%s is given up in time', (source) => {
  const mismatch = regex.parse(source).test(`${'a'.repeat(50_000)}!`);
  expect(mismatch?.reason.code).toBe('match/too-slow');
});
