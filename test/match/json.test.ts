import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Matcher } from '../../src/match/matcher.ts';
import { builtinMatchers } from '../../src/match/matchers.ts';
import { word } from '../../src/messages/word.ts';

function matcher(name: string): Matcher {
  const found = builtinMatchers.get(name);
  if (!found) throw new Error(`no matcher ${name}`);
  return found;
}

const json = matcher('json');
const jsonWithin = matcher('json-within');

function reason(expected: string, actual: string): string | undefined {
  const mismatch = json.parse(expected).test(actual);
  return mismatch && word(mismatch.reason, 'en');
}

describe('what must be there', () => {
  test.each([
    ['{"repositories": []}', '{"repositories":[]}\n', undefined],
    ['{"repositories":["busybox"]}', '{"repositories":["busybox"]}', undefined],
    ['{"repositories":["busybox"]}', '{"repositories":[]}', 'repositories[0]: expected "busybox", got nothing'],
    ['{"repositories":[]}', '{"repositories":["busybox"]}', 'repositories[0]: expected nothing, got "busybox"'],
    ['{"a":1}', '{"b":2,"a":1}', undefined],
    ['{"a":1}', '{"a":"1"}', 'a: expected 1, got "1"'],
    ['{"a":{"b c":[{"d":null}]}}', '{"a":{"b c":[{"d":0}]}}', 'a["b c"][0].d: expected null, got 0'],
    ['{"a":[]}', '{}', 'a: expected an empty list, got nothing'],
    ['{"a":{}}', '{"a":[1,2]}', 'a: expected an object, got a list of 2'],
    ['[1,2]', '[2,1]', '[0]: expected 1, got 2'],
    ['{"__proto__":{"a":1}}', '{}', '__proto__: expected an object, got nothing'],
    ['{"toString":1}', '{}', 'toString: expected 1, got nothing'],
    ['{"id":"..."}', '{"id":17}', undefined],
    ['{"id":"..."}', '{}', 'id: expected "...", got nothing'],
    ['{"name":"pod-xxxxx"}', '{"name":"pod-6c9qz"}', undefined],
    ['{"name":"pod-xxxxx"}', '{"name":"job-6c9qz"}', 'name: expected "pod-xxxxx", got "job-6c9qz"'],
    ['{"name":"xxxxx"}', '{"name":""}', 'name: expected "xxxxx", got ""'],
  ])('%s against %s: %s', (expected, actual, why) => {
    expect(reason(expected, actual)).toBe(why);
  });
});

describe('JSON among other things', () => {
  test.each([
    ['$ curl x\n{"a":1}\n$ ', undefined],
    ['  % Total    % Received\n100    20  {"a":1}', undefined],
    ['[1] 4711\n{"a":1}', undefined],
    ['{ [20 bytes data]\n{"a":1}\n} [5 bytes data]', undefined],
    ['[12:00:01] it\'s here: {"a":1}', undefined],
    ['{"a":2}\n{"a":1}', 'a: expected 1, got 2'],
    ['{"a":"\\"}{"} {"a":1}', 'a: expected 1, got "\\"}{"'],
    ['nothing', 'no JSON in the output'],
    ['{"a":1', 'no JSON in the output'],
    ['', 'no JSON in the output'],
    ['see [1, 2]', 'expected an object, got a list of 2'],
  ])('%j: %s', (actual, why) => {
    expect(reason('{"a":1}', actual)).toBe(why);
  });
});

test('json-within looks at every depth', () => {
  const expectation = jsonWithin.parse('{"effect":"NoSchedule"}');
  expect(expectation.test('[{"effect":"NoExecute"},{"key":"x","effect":"NoSchedule"}]')).toBeUndefined();
  const mismatch = expectation.test('[{"effect":"NoExecute"}]');
  expect(mismatch && word(mismatch.reason, 'en')).toBe('expected an object, got a list of 1');
});

test('a diff shows both sides in the same order, without what was not asked for', () => {
  const mismatch = json.parse('{"b":1,"a":[{"c":2}]}').test('{"z":0,"a":[{"c":3,"d":4},5],"b":1}');
  expect(mismatch?.expected).toBe(JSON.stringify({ b: 1, a: [{ c: 2 }] }, undefined, 2));
  expect(mismatch?.actual).toBe(JSON.stringify({ b: 1, a: [{ c: 3 }, 5] }, undefined, 2));
});

describe('laws', () => {
  const value = fc.jsonValue({ maxDepth: 4 }).filter((json) => !/\.{3}|…|xxxx|yyyy|XXXX/.test(JSON.stringify(json)));
  const object = fc
    .dictionary(fc.string(), value)
    .filter((json) => !/\.{3}|…|xxxx|yyyy|XXXX/.test(JSON.stringify(json)));

  test('every value is as itself', () => {
    fc.assert(
      fc.property(value, (some) => {
        expect(reason(JSON.stringify(some), JSON.stringify(some, undefined, 3))).toBeUndefined();
      }),
    );
  });

  test('more keys change nothing, fewer do', () => {
    fc.assert(
      fc.property(object, fc.string(), value, (some, key, extra) => {
        fc.pre(!Object.hasOwn(some, key));
        const more = JSON.stringify(Object.fromEntries([...Object.entries(some), [key, extra]]));
        expect(reason(JSON.stringify(some), more)).toBeUndefined();
        expect(reason(more, JSON.stringify(some))).toBeDefined();
      }),
    );
  });

  test('a changed leaf is found, and its place named', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(3), fc.constantFrom('a', 'b')), { maxLength: 6 }),
        fc.integer(),
        (path, leaf) => {
          const wrap = (inner: number): unknown =>
            path.reduceRight<unknown>(
              (nested, part) =>
                typeof part === 'number' ? [...Array<number>(part).fill(0), nested] : { [part]: nested, z: 0 },
              inner,
            );
          const named = path
            .map((part, index) => (typeof part === 'number' ? `[${part}]` : index ? `.${part}` : part))
            .join('');
          const found = reason(JSON.stringify(wrap(leaf)), JSON.stringify(wrap(leaf + 1)));
          // A bare number is no container, so the whole output must be it.
          expect(found).toBe(`${named ? `${named}: ` : ''}expected ${leaf}, got ${leaf + 1}`);
        },
      ),
    );
  });

  test('noise without brackets around it changes nothing', () => {
    fc.assert(
      fc.property(object, fc.stringMatching(/^[\w $:%.\n-]{0,30}$/), (some, noise) => {
        const source = JSON.stringify(some);
        expect(reason(source, `${noise}\n${source}\n${noise}`)).toBeUndefined();
      }),
    );
  });
});

describe('bad or huge input', () => {
  test.each(['', '{', '"hello": 1', '{"a":1,...}'])('%j is not JSON', (source) => {
    expect(() => json.parse(source)).toThrow(
      /The expected JSON is not valid: .+ For text that only looks like it: expect text\./,
    );
  });

  test('a deep expectation is refused', () => {
    expect(() => json.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toThrow(/nested more than 200 levels/);
  });

  test.each([
    ['deep lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['deep objects', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
    ['unclosed lists', '['.repeat(1_000_000)],
    ['unclosed strings', '{"a'.repeat(1_000_000)],
    ['lists that end too early', '[1 x'.repeat(500_000)],
    ['10 MB', JSON.stringify({ a: Array(1_000_000).fill('some text') })],
    ['a long string', JSON.stringify({ a: 'x'.repeat(10_000_000) })],
  ])('%s', (_, actual) => {
    for (const matcher of [json, jsonWithin]) {
      const mismatch = matcher.parse('{"a":[["b"]]}').test(actual);
      expect(mismatch).toBeDefined();
      expect(mismatch?.actual.length).toBeLessThan(5000);
    }
  });
});
