import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findSyntaxMistake } from '../../src/config/json-syntax.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const token = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"\\u00e9\\n"',
    '"\\x"',
    '"',
    'true',
    'nul',
    '0',
    '-1.5e+3',
    '01',
    '1.',
    ' ',
    '\n',
    '\t',
    '\u00a0',
    '//',
  ],
);

test('finds a mistake exactly where JSON.parse finds that there is one', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(token).map((parts) => parts.join('')),
        fc.json(),
      ),
      (text) => {
        expect(findSyntaxMistake(text) === undefined).toBe(isJson(text));
      },
    ),
    { numRuns: 2000 },
  );
});

test('JSON with one sign taken out or put in', () => {
  const broken = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', '"', '\\', '\x01'))
    .map(([json, at, sign]) => json.slice(0, at % json.length) + sign + json.slice((at % json.length) + 1));
  fc.assert(
    fc.property(broken, (text) => {
      const mistake = findSyntaxMistake(text);
      expect(mistake === undefined).toBe(isJson(text));
      // What stands before the mistake can be continued: it has none itself but that it ends.
      if (mistake !== undefined) {
        const before = findSyntaxMistake(text.slice(0, mistake.offset));
        expect(before === undefined || before.reason.data.found === 'end').toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

test('deep nesting and long strings do not overflow the stack', () => {
  expect(findSyntaxMistake('['.repeat(1_000_000))?.offset).toBe(1_000_000);
  expect(findSyntaxMistake(`"${'\\n'.repeat(500_000)}`)?.offset).toBe(0);
});
