import { describe, expect, test } from 'vitest';
import { builtinMatchers } from '../../src/match/matchers.ts';
import { refreshed } from '../../src/match/refresh.ts';

function fits(matcher: string, source: string, actual: string): boolean {
  return builtinMatchers.get(matcher)?.parse(source).test(actual) === undefined;
}

describe('what came takes the place of what was expected', () => {
  test.each<[string, string, string, string, string]>([
    ['a word', 'equal', 'Version 1.2', 'Version 1.3', 'Version 1.3'],
    ['a line more', 'equal', 'a\nb', 'a\nx\nb', 'a\nx\nb'],
    ['a line less', 'equal', 'a\nx\nb', 'a\nb', 'a\nb'],
    ['all', 'equal', 'one\ntwo', 'drei\nvier\nfünf', 'drei\nvier\nfünf'],
    ['blank lines around stay', 'equal', '\none\n', '\n\n  two\n\n', '\n  two\n'],
    [
      'an ellipsis within stays',
      'equal',
      'Step 1/2\n...\nDone in 3s',
      'Step 1/2\nx\ny\nDone in 4s',
      'Step 1/2\n...\nDone in 4s',
    ],
    [
      'an ellipsis at the end stays',
      'equal',
      'NAME AGE\npod-1 3s\n...',
      'NAME STATUS AGE\npod-1 Ok 3s\npod-2 Ok 4s',
      'NAME STATUS AGE\npod-1 Ok 3s\n...',
    ],
    [
      'placeholders stay where they fit',
      'equal',
      'pod/web-xxxxx created\nservice/a',
      'pod/web-7f9c4 created\nservice/b',
      'pod/web-xxxxx created\nservice/b',
    ],
    [
      'and go where they do not',
      'equal',
      'pod/web-xxxxx created',
      'deployment.apps/web created',
      'deployment.apps/web created',
    ],
    ['a placeholder alone', 'equal', 'xxxxx\nend', '8d1f2\nEnd', 'xxxxx\nEnd'],
    ['an ellipsis in a line', 'equal', 'Creating ... done\nx', 'Creating web_1 ... done\ny', 'Creating ... done\ny'],
    ['the end only', 'tail', 'Total: 5', 'a\nb\nTotal: 6', 'Total: 6'],
    [
      'a part of it',
      'text',
      'Server: 1.2\nOS: linux',
      'Client: 2\nServer: 1.3\nOS: linux\nArch: amd64',
      'Server: 1.3\nOS: linux',
    ],
    [
      'a part with an ellipsis',
      'ellipsis',
      'Name: a\n...\nStatus: Up 3',
      'x\nName: a\nIP\nMAC\nStatus: Up now\ny',
      'Name: a\n...\nStatus: Up now',
    ],
    [
      'what is similar stays',
      'similar',
      'node1 Ready 2m26s\nnode2 Ready 9s',
      'node1 Ready 5m\nnode2 NotReady 5m',
      'node1 Ready 2m26s\nnode2 NotReady 5m',
    ],
    [
      'JSON on a line',
      'json',
      '{"repositories":[]}',
      'x\n{"repositories":["busybox"]}',
      '{"repositories":["busybox"]}',
    ],
    ['JSON with blanks', 'json', '{"a": [1, 2]}', '{"a":[1,3],"b":"x:y,z"}', '{"a": [1, 3], "b": "x:y,z"}'],
    ['JSON on lines', 'json', '{\n    "a": 1\n}', '{"a":2}', '{\n    "a": 2\n}'],
  ])('%s', (_, matcher, old, actual, expected) => {
    expect(fits(matcher, old, actual)).toBe(false);
    expect(refreshed(old, actual, matcher)).toBe(expected);
    expect(fits(matcher, expected, actual)).toBe(true);
  });

  test.each<[string, string, string, string]>([
    ['nothing came', 'equal', 'a', '\n  \n'],
    ['a part that is nowhere', 'text', 'Happy Helming!', 'error: no such chart'],
    ['a regular expression', 'regex', 'v\\d+', 'x'],
    ['JSON within JSON', 'json-within', '{"a":1}', '{"b":{"a":2}}'],
    ['no JSON', 'json', '{"a":1}', 'curl: connection refused'],
  ])('not when %s', (_, matcher, old, actual) => {
    expect(refreshed(old, actual, matcher)).toBeUndefined();
  });

  test('a long output is soon compared', () => {
    const actual = Array.from({ length: 5_000 }, (_, at) => `line ${at} of an output`).join('\n');
    const old = Array.from({ length: 200 }, (_, at) => `line ${at * 7} of the output`).join('\n');
    expect(refreshed(old, actual, 'equal')?.split('\n').length).toBe(1_000);
  });
});
