import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Matcher, Mismatch } from '../../src/match/matcher.ts';
import { builtinMatchers, chooseFenceMatcher, chooseMatcher } from '../../src/match/matchers.ts';
import { word } from '../../src/messages/word.ts';

function matcher(name: string): Matcher {
  const found = builtinMatchers.get(name);
  if (!found) throw new Error(`no matcher ${name}`);
  return found;
}
function mismatch(name: string, source: string, actual: string): Mismatch | undefined {
  return matcher(name).parse(source).test(actual);
}

test('the matchers are known by these names', () => {
  expect([...builtinMatchers.keys()]).toEqual([
    'json',
    'json-within',
    'text',
    'ellipsis',
    'equal',
    'tail',
    'similar',
    'regex',
  ]);
});

describe('chooseMatcher', () => {
  test.each([
    ['{"a":1}', '', '', 'json'],
    ['{"a":1}', 'text', '', 'text'],
    ['{"a":1}', '', 'text', 'text'],
    ['"hello": {', '', '', 'text'],
    ['42', '', '', 'text'],
    ['a ... b', '', '', 'ellipsis'],
    ['a b', '', 'regex', 'regex'],
  ])('%j, language %j, argument %j: %s', (source, language, argument, name) => {
    expect(chooseMatcher(source, language, argument)).toBe(name);
  });
});

describe('chooseFenceMatcher', () => {
  test.each([
    ['{"a":[]}', 'json', 'equal', 'json'],
    ['{"a":[]}', '', 'equal', 'json'],
    ['{"a":[]}', 'json', 'contains', 'json-within'],
    ['"taints": [', 'json', 'equal', 'text'],
    ['"repositories":["busybox"]}', 'json', 'equal', 'text'],
    ['a\n...', '', 'contains', 'ellipsis'],
    ['a', '', 'contains', 'text'],
    ['a', '', 'equal', 'equal'],
    ['a', 'console', 'tail', 'tail'],
    ['a', '', 'similar', 'similar'],
  ] as const)('%j, language %j, %s: %s', (source, language, resemblance, name) => {
    expect(chooseFenceMatcher(source, language, resemblance)).toBe(name);
  });
});

describe('reasons', () => {
  test.each([
    ['text', 'Happy Helming!', 'sad', 'not in the output: "Happy Helming!"'],
    ['text', 'a\nb', 'a\nc', 'not in the output: "b" (line 2 of 2)'],
    ['text', 'a', ' \n', 'expected "a", got no output'],
    ['equal', 'a', 'b', 'expected "a", got "b"'],
    ['equal', 'a\nb', 'a', 'expected "b" (line 2 of 2), got nothing'],
    ['equal', 'a', 'a\nb', 'the output goes on after "a"'],
    ['equal', 'a\n...\nc', 'a\nb', 'not in its place in the output: "c" (line 3 of 3)'],
    ['tail', 'a', 'a\nb', 'not at the end of the output: "a"'],
    ['similar', 'web 0/1', 'api 0/1', 'nothing like it in the output: "web 0/1"'],
  ])('%s %j against %j', (name, source, actual, reason) => {
    const found = mismatch(name, source, actual);
    expect(found && word(found.reason, 'en')).toBe(reason);
  });

  test('a long output is shortened', () => {
    const found = mismatch('text', 'needle', 'hay\n'.repeat(100_000));
    expect(found?.actual).toMatch(/\n… \+\d+ …\n/);
    expect(found?.actual.length).toBeLessThan(4200);
  });
});

describe('what a real cluster printed', () => {
  const folder = fileURLToPath(new URL('../../../shared/real-run/', import.meta.url));
  let names: string[] = [];
  try {
    names = readdirSync(folder);
  } catch {
    // Absent on most machines; the tests below say so.
  }
  const output = (start: string): string =>
    readFileSync(`${folder}${names.find((name) => name.startsWith(start) && name.endsWith('.txt')) ?? ''}`, 'utf8');
  test.skipIf(names.length === 0).each([
    ['30-b-test-the-registry-once-the-pod-runs.1', 'json', '{"repositories": []}', true],
    ['30-b-test-the-registry-once-the-pod-runs.1', 'json', '{"repositories": ["busybox"]}', false],
    ['34-b-the-same-repaired.1', 'json', '{"repositories": ["busybox"]}', true],
    ['29-b-test-the-registry-at-once.1', 'json', '{"repositories": []}', false],
    ['27-b-details-of-the-service', 'ellipsis', 'NodePort:  <unset>  3xxxx/TCP', true],
    ['27-b-details-of-the-service', 'regex', '^NodePort: +<unset> +3\\d{4}/TCP$', true],
    ['51-b-the-same-repaired', 'similar', 'webui  NodePort  10.0.0.1  <none>  80:30000/TCP  9s', true],
    ['51-b-the-same-repaired', 'similar', 'webui  ClusterIP  10.0.0.1  <none>  80/TCP  9s', false],
    ['20-a-the-subcommand-that-the-translation-broke', 'text', 'unknown command "obtenir" for "kubectl"', true],
  ])('%s, %s %s: %j (skipped where ../shared is absent)', (start, name, source, holds) => {
    expect(mismatch(name, source, output(start)) === undefined).toBe(holds);
  });
});

test.each([
  ['json', '{"a":["b"]}', '{"a":[]}', 'a[0]\u00a0: attendu "b", obtenu rien'],
  ['text', 'b', 'a', 'absent de l’affichage\u00a0: "b"'],
  ['equal', 'a\nb', 'a\nc', 'attendu "b" (ligne 2 sur 2), obtenu "c"'],
  ['regex', '^b$', 'a', 'rien ne correspond à l’expression rationnelle "^b$"'],
])('%s says in French what is different', (name, source, actual, reason) => {
  const found = mismatch(name, source, actual);
  expect(found && word(found.reason, 'fr')).toBe(reason);
});
