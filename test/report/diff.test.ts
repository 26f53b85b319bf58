import { describe, expect, test } from 'vitest';
import { jsonMatchers } from '../../src/match/json.ts';
import type { Matcher } from '../../src/match/matcher.ts';

const [json] = jsonMatchers() as [Matcher];
import { sayIn } from '../../src/messages/word.ts';
import { type Comparison, diffOf } from '../../src/report/diff.ts';
import { diffView } from '../../src/report/diff-view.ts';
import { createPaint } from '../../src/report/paint.ts';

function view(comparison: Comparison, colors = false): string[] {
  return diffView(diffOf(comparison), sayIn('en'), createPaint(colors));
}

function text(expected: string, actual: string, matcher = 'text'): string[] {
  return view({ matcher, expected, actual });
}

test('JSON: only what differs is marked, a comma more is no difference', () => {
  const mismatch = json
    .parse('{"repositories": ["busybox"], "ok": true}')
    .test('{"ok":true,"repositories":["busybox","alpine"],"x":1}');
  expect(mismatch && view(mismatch)).toEqual([
    '  {',
    '    "repositories": [',
    '      "busybox",',
    '+     "alpine"',
    '    ],',
    '    "ok": true',
    '  }',
  ]);
});

describe('text', () => {
  test('one line for another', () => {
    expect(text('a\nb\nc', 'a\nB\nc')).toEqual(['  a', '- b', '+ B', '  c']);
  });

  test.each(['text', 'regex'])('to %s a wildcard is letters like others', (matcher) => {
    expect(text('pod-xxxxx\nlast', 'pod-7f9c4\nlast', matcher)).toEqual(['- pod-xxxxx', '+ pod-7f9c4', '  last']);
  });

  test('a wildcard stands for what is there', () => {
    expect(text('pod-xxxxx   1/1\nError: ... [...]\nz', 'pod-7f9c4   1/1\nError: no such host\ny', 'ellipsis')).toEqual(
      ['  pod-7f9c4   1/1', '  Error: no such host', '- z', '+ y'],
    );
  });

  test('to `text` and `regex` an ellipsis is three dots, as in the comparison', () => {
    expect(text('a...b\nxxxxx', 'axxb\nabcde')).toEqual(['- a...b', '- xxxxx', '+ axxb', '+ abcde']);
    expect(text('a...b', 'axxb', 'regex')).toEqual(['- a...b', '+ axxb']);
    for (const matcher of ['ellipsis', 'equal', 'tail', 'similar']) {
      expect(text('a...b', 'axxb', matcher)).toEqual(['  axxb']);
    }
  });

  test.each([
    ['a...b', 'ab', true],
    ['a...b', 'axxb', true],
    ['a...a', 'a', false],
    ['...b', 'ab', true],
    ['a...', 'ba', false],
    ['a...b...c', 'a1b2b3c', true],
    ['a...b...c', 'a1c', false],
  ])('%j and %j: %s', (expected, actual, same) => {
    expect(text(expected, actual, 'ellipsis').length === 1).toBe(same);
  });

  test('nothing came', () => {
    expect(text('a', '')).toEqual(['- a']);
  });

  test('long runs of equal lines become a gap', () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    expect(text([...lines, 'a'].join('\n'), [...lines, 'b'].join('\n'))).toEqual([
      '  … 27 lines not shown',
      '  line 27',
      '  line 28',
      '  line 29',
      '- a',
      '+ b',
    ]);
  });

  test('control characters are harmless', () => {
    expect(text('a\x1b[2Jb', 'a\x07')).toEqual(['- ab', '+ a␇']);
  });
});

test('two huge outputs with nothing in common are cut, not compared for ever', () => {
  const side = (name: string): string => Array.from({ length: 100_000 }, (_, index) => `${name} ${index}`).join('\n');
  const lines = text(side('a'), side('b'));
  expect(lines.length).toBeLessThan(60);
  expect(lines[0]).toBe('- a 0');
  expect(lines).toContain('+ b 0');
});

test('sides with very many differences are shown one after the other', () => {
  const side = (name: string): string =>
    Array.from({ length: 300 }, (_, index) => `${name} ${index}\nsame ${index}`).join('\n');
  const lines = text(side('a'), side('b'));
  expect(lines.filter((line) => line.startsWith('  same'))).toEqual([]);
  expect(lines).toContain('  … 580 lines not shown');
});

test('in colours the part of a line that differs stands out', () => {
  const inverse = '\x1b[7m';
  const [expected, actual] = view(
    { matcher: 'text', expected: 'READY 1/1 Running', actual: 'READY 0/1 Running' },
    true,
  );
  expect(expected).toContain(`READY ${inverse}1`);
  expect(actual).toContain(`READY ${inverse}0`);
});
