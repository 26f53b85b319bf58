import { expect, test } from 'vitest';
import { ConfigError } from '../../../src/docker/compose/config/python.ts';
import { loadYaml } from '../../../src/docker/compose/config/yaml-load.ts';

function at(line: number, column: number): string {
  return `\n  in "f", line ${line}, column ${column}`;
}

// As PyYAML 6.0 says it.
test.each([
  [
    'a:\n\tb: c\n',
    `scanner.ScannerError: while scanning for the next token\nfound character '\\t' that cannot start any token${at(2, 1)}`,
  ],
  ['a: b: c\n', `scanner.ScannerError: mapping values are not allowed here${at(1, 5)}`],
  [
    'a: "b\nc: d\n',
    `scanner.ScannerError: while scanning a quoted scalar${at(1, 4)}\nfound unexpected end of stream${at(3, 1)}`,
  ],
  ['a\nb: c\n', `scanner.ScannerError: mapping values are not allowed here${at(2, 2)}`],
  [
    'a: 1\nb\nc: 2\n',
    `scanner.ScannerError: while scanning a simple key${at(2, 1)}\ncould not find expected ':'${at(3, 1)}`,
  ],
  [
    'a:\n  b: c\n d: e\n',
    `parser.ParserError: while parsing a block mapping${at(1, 1)}\nexpected <block end>, but found '<block mapping start>'${at(3, 2)}`,
  ],
  [
    'a:\n  - b\n  c: d\n',
    `parser.ParserError: while parsing a block collection${at(2, 3)}\nexpected <block end>, but found '?'${at(3, 3)}`,
  ],
  [
    'a: [b, c\n',
    `parser.ParserError: while parsing a flow sequence${at(1, 4)}\nexpected ',' or ']', but got '<stream end>'${at(2, 1)}`,
  ],
  ['a: - b\n', `scanner.ScannerError: sequence entries are not allowed here${at(1, 4)}`],
  [
    'a: @b\n',
    `scanner.ScannerError: while scanning for the next token\nfound character '@' that cannot start any token${at(1, 4)}`,
  ],
  ['a: *b\n', `composer.ComposerError: found undefined alias 'b'${at(1, 4)}`],
  ['a: !b c\n', `constructor.ConstructorError: could not determine a constructor for the tag '!b'${at(1, 4)}`],
  [
    'a: 1\n---\nb: 2\n',
    `composer.ComposerError: expected a single document in the stream${at(1, 1)}\nbut found another document${at(2, 1)}`,
  ],
  [
    'a: "\\q"\n',
    `scanner.ScannerError: while scanning a double-quoted scalar${at(1, 4)}\nfound unknown escape character 'q'${at(1, 6)}`,
  ],
])('%j is no YAML', (text, problem) => {
  expect(() => loadYaml(text, 'f')).toThrow(new ConfigError(`yaml.${problem}`));
});

test('what PyYAML reads', () => {
  const text = `a: &x {b: 1, b: 2}
c:
- yes
- 0o7
- 1:30
- >-
  two
  words

  and more
- 'it''s'
- "a\\tb \\x41
  c"
d: {<<: *x, e: ~, f: [1, g: h]}
`;
  expect(loadYaml(text, 'f')).toEqual({
    a: { b: 2 },
    c: [true, '0o7', 90, 'two words\nand more', "it's", 'a\tb A c'],
    d: { b: 2, e: null, f: [1, { g: 'h' }] },
  });
});
