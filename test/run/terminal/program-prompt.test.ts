import { describe, expect, test } from 'vitest';
import { reportedError } from '../../../src/plan/repl.ts';
import {
  isContinuation,
  isKnownPrompt,
  isOpenLine,
  isPagerPrompt,
  isPromptLike,
} from '../../../src/run/terminal/program-prompt.ts';

/** Prompts as the programs show them, the first one and another; what the other means. */
test.each([
  ['psql', 'postgres=# ', 'postgres-# ', 'continued'],
  ['psql in a string', 'postgres=# ', "postgres'# ", 'continued'],
  ['psql in a transaction', 'postgres=# ', 'postgres=*# ', 'ready'],
  ['mariadb', 'MariaDB [(none)]> ', '    -> ', 'continued'],
  ['mariadb in a string', 'MariaDB [(none)]> ', '    "> ', 'continued'],
  ['mariadb with a database', 'MariaDB [(none)]> ', 'MariaDB [shop]> ', 'alike'],
  ['sqlite3', 'sqlite> ', '   ...> ', 'continued'],
  ['irb', 'irb(main):001:0> ', 'irb(main):002:0> ', 'ready'],
  ['irb in a block', 'irb(main):001:0> ', 'irb(main):003:1*   ', 'continued'],
  ['irb in a string', 'irb(main):001:0> ', 'irb(main):002:0" ', 'continued'],
  ['irb of Ruby 3.3', 'irb(main):001> ', 'irb(main):002* ', 'continued'],
  ['lua', '> ', '>> ', 'continued'],
  ['node', '> ', '... ', 'continued'],
  ['mongosh', 'test> ', '... ', 'continued'],
  ['an empty line of node', '> ', '', 'neither'],
  ['an output', '(gdb) ', '$1 = 5', 'neither'],
])('the prompts of %s', (_, first, other, means) => {
  const is = isContinuation(other, first)
    ? 'continued'
    : isKnownPrompt(other, [first])
      ? 'ready'
      : isPromptLike(other, first)
        ? 'alike'
        : 'neither';
  expect(is).toBe(means);
});

test('deno shows nothing where it waits for the rest; other programs do that in the middle of outputs', () => {
  expect(isOpenLine('', '> ')).toBe(true);
  expect(isOpenLine('', '>>> ')).toBe(false);
  expect(isOpenLine('> ', '> ')).toBe(false);
});

test.each(['--Type <RET> for more, q to quit, c to continue without paging--', '--More--', '--More--(12%)'])(
  '%s is a pager',
  (line) => {
    expect(isPagerPrompt(line)).toBe(true);
  },
);

describe('errors that programs report', () => {
  test.each([
    ['psql', 'ERROR:  relation "x" does not exist'],
    ['psql', 'invalid command \\foo'],
    ['psql', 'Did not find any relation named "x".'],
    ['psql', 'connection to server on socket "/x" failed: FATAL:  database "x" does not exist'],
    ['mariadb', "ERROR 1146 (42S02): Table 'shop.x' doesn't exist"],
    ['mysql', "ERROR: Unknown command '\\x'."],
    ['lua5.4', 'stdin:1: bad'],
    ['bc', 'Runtime error (func=(main), adr=3): Divide by zero'],
    ['bc', '(standard_in) 3: syntax error'],
    ['gdb', 'No symbol "x" in current context.'],
    ['gdb', 'Undefined command: "x".  Try "help".'],
    ['irb', "(irb):5:in `<main>': undefined local variable or method `x' for main:Object (NameError)"],
    ['deno', 'Uncaught ReferenceError: x is not defined'],
    ['mongosh', 'ReferenceError: x is not defined'],
  ])('%s: %s', (program, line) => {
    expect(reportedError(program, `before\n${line}\nafter`)).toBe(line);
  });

  test.each([
    ['psql', ' message\n---------\n no ERROR: here\n(1 row)'],
    ['mariadb', '| ERROR 12 |'],
    ['lua5.4', 'print:1: fine'],
    ['bc', '5'],
    ['gdb', '$1 = 5'],
  ])('%s: an output with such words is none', (program, output) => {
    expect(reportedError(program, output)).toBeUndefined();
  });
});
