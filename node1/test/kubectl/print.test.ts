import { describe, expect, test } from 'vitest';
import { parseTemplate, render } from '../../src/kubectl/print/jsonpath.ts';
import { toJson, toYaml } from '../../src/kubectl/print/serialise.ts';
import { suggestions } from '../../src/kubectl/suggestions.ts';

describe('JSON and YAML', () => {
  test('JSON has four spaces, sorted keys, and escapes as Go writes them', () => {
    expect(toJson({ b: '<&>', a: [1] })).toBe(
      '{\n    "a": [\n        1\n    ],\n    "b": "\\u003c\\u0026\\u003e"\n}\n',
    );
  });

  // As sigs.k8s.io/yaml prints them.
  test.each([
    ['plain words', 'plain words'],
    ['true', '"true"'],
    ['1', '"1"'],
    ['', '""'],
    ['2026-11-22T17:22:14Z', '"2026-11-22T17:22:14Z"'],
    ['25%', '25%'],
    ['-c', '-c'],
    ['*x', "'*x'"],
    ['a: b', "'a: b'"],
    ['k:{"port":80}', 'k:{"port":80}'],
    ['two\nlines\n', '|\n  two\n  lines'],
  ])('the text %j', (text, yaml) => {
    expect(toYaml({ a: text })).toBe(`a: ${yaml}\n`);
  });

  test('lists are not indented, empty things stay on the line', () => {
    expect(toYaml({ b: { d: null, c: [] }, a: [{ y: 2, x: {} }] })).toBe(
      'a:\n- x: {}\n  "y": 2\nb:\n  c: []\n  d: null\n',
    );
  });
});

describe('jsonpath', () => {
  const pods = {
    items: [
      { metadata: { name: 'a' }, spec: { containers: [{ image: 'x' }, { image: 'y' }] }, port: 80 },
      { metadata: { name: 'b', 'k.d/e': 'z' }, spec: { containers: [{ image: 'x' }] } },
    ],
  };
  test.each([
    ['{.items[0].metadata.name}', 'a'],
    ['{.items[-1].metadata.name}', 'b'],
    ['{.items[*].metadata.name}', 'a b'],
    ['{.items[0:1].metadata.name}', 'a'],
    ['{..image}', 'x y x'],
    ['{range .items[*]}{.metadata.name} ', 'a b '],
    ['{range .items[*]}{.metadata.name}{"\\t"}{end}', 'a\tb\t'],
    ['{.items[?(@.metadata.name=="b")].spec.containers[0].image}', 'x'],
    ['{.items[?(@.port>79)].metadata.name}', 'a'],
    ["{.items[1].metadata['k.d/e']}", 'z'],
    ['{.items[1].metadata.k\\.d/e}', 'z'],
    ['{.items[0].spec}', '{"containers":[{"image":"x"},{"image":"y"}]}'],
    ['{.nosuch}', ''],
    ['.metadata.name', '.metadata.name'],
    ['{.items[0].port} {"}"}', '80 }'],
  ])('%s', (template, text) => {
    expect(render(parseTemplate(template), pods)).toBe(text);
  });

  test.each([
    ['{.items[0', 'unterminated array'],
    ['{.items', 'unclosed action'],
    ['{end}', 'not in range'],
    ['{items}', 'unrecognized identifier items'],
    ['{.items[x]}', 'invalid array index x'],
  ])('%s is refused', (template, message) => {
    expect(() => render(parseTemplate(template), pods)).toThrow(message);
  });

  test('descending again and again stays bounded', () => {
    const wide = { a: Array.from({ length: 300 }, (_, at) => ({ b: [at, at, { c: at }] })) };
    expect(render(parseTemplate('{..*..*..*..c}'), wide).length).toBeLessThan(100_000);
  });

  test('an index past the end says so', () => {
    expect(() => render(parseTemplate('{.items[9]}'), pods)).toThrow('array index out of bounds: index 9, length 2');
  });
});

test.each([
  ['gat', ['set', 'get', 'wait']],
  ['descrbe', ['describe']],
  ['obtenir', []],
  ['x'.repeat(100_000), []],
])('commands near %.10s', (word, near) => {
  expect(suggestions(word, ['create', 'set', 'get', 'describe', 'wait'])).toEqual(near);
});
