import { describe, expect, test } from 'vitest';
import { alignTabs, dockerTable, kubectlTable, tableWriter } from '../../src/cli-kit/tabwriter.ts';

describe('columns', () => {
  test('a column is as wide as its widest cell in neighbouring lines only', () => {
    const text = 'IP:\t1\nIPs:\n  IP:\t1\nControlled By:\tx\nContainers:\n  a:\n    Image:\ty\n';
    expect(alignTabs(text)).toBe(
      'IP:  1\nIPs:\n  IP:           1\nControlled By:  x\nContainers:\n  a:\n    Image:  y\n',
    );
  });

  test('what follows the last tab does not widen a column', () => {
    expect(alignTabs('a\tlong long\tb\na\tc\n')).toBe('a  long long  b\na  c\n');
  });

  test('rows that come later keep the widths that were reached', () => {
    const write = tableWriter(kubectlTable);
    expect(write([['NAME', 'STATUS', 'AGE']])).toBe('NAME   STATUS   AGE\n');
    expect(write([['x', 'Terminating', '1s']])).toBe('x      Terminating   1s\n');
    expect(write([['x', 'Running', '2s']])).toBe('x      Running       2s\n');
  });

  test('no column is narrower than six', () => {
    expect(tableWriter(kubectlTable)([['A', 'B']])).toBe('A     B\n');
  });

  test('docker has ten characters at least, or three blanks', () => {
    expect(
      tableWriter(dockerTable)([
        ['ID', 'LONG ENOUGH', 'X'],
        ['1', '2', '3'],
      ]),
    ).toBe('ID        LONG ENOUGH   X\n1         2             3\n');
  });

  test('docker forgets the widths of the table before', () => {
    const write = tableWriter(dockerTable);
    write([['a long, long cell', 'x']]);
    expect(write([['a', 'x']])).toBe('a         x\n');
  });

  test.each([
    ['a\tb\nccc\td\n', 0, 1, 'a   b\nccc d\n'],
    ['a\tb\nccc\td\n', 8, 1, 'a       b\nccc     d\n'],
    ['é\tb\nee\td\n', 0, 1, 'é  b\nee d\n'],
    ['a\n\tb\n', 0, 1, 'a\n b\n'],
    ['a\tb\tc\na\tbbb\nlonger\tb\tc\n', 0, 1, 'a      b c\na      bbb\nlonger b c\n'],
  ])('%j with at least %d and padding %d', (text, minWidth, padding, aligned) => {
    expect(alignTabs(text, { minWidth, padding })).toBe(aligned);
  });
});
