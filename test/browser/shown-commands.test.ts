import { expect, test } from 'vitest';
import { sameText } from '../../src/browser/exercises/wording.ts';
import { commandLines } from '../../src/plan/bash.ts';

function shows(shown: string, typed: string): boolean {
  return sameText(shown, { text: typed, begins: commandLines(typed) });
}

test.each([
  ['the same', 'ls\npwd\n', 'ls\npwd'],
  ['blanks at the ends', '  ls  \n', 'ls'],
  ['a command and its output', '$ ls\na\nb\n$ pwd\n/home', 'ls\npwd'],
  ['outputs left out', '$ ls\n...\nz', 'ls'],
  ['prompts of people and hosts', '[root@c ~]# id\nuid=0\nme@host:~/x$ ls', 'id\nls'],
  ['a prompt with an environment', '(venv) $ pip list\n❯ ls\n% pwd\n➜ id', 'pip list\nls\npwd\nid'],
  ['a tab or a hard space behind the prompt', '$\tls\n$\u00a0pwd', 'ls\npwd'],
  ['more blanks behind the prompt', '$   ls', 'ls'],
  ['a backslash', '$ docker run \\\n    -it x\nout', 'docker run \\\n    -it x'],
  ['marks of lines that go on', '$ cat <<E\n> one\n> E\none', 'cat <<E\none\nE'],
  ['a heredoc without marks', '$ cat <<E\none\n\ntwo\nE\none', 'cat <<E\none\n\ntwo\nE'],
  ['an open quote', '$ echo "a\nb"\na\nb', 'echo "a\nb"'],
  ['root', '# apt update\nHit:1', 'apt update'],
  ['a program', ">>> 1 + 1\n2\n>>> for i in 'a':\n...     print(i)\n...\na", "1 + 1\nfor i in 'a':\n    print(i)"],
  [
    'a cell in a shell of its own',
    'A=1\nexport B=$A\n',
    '( set -e -o pipefail\nA=1\nexport B=$A\nexport -p >~/.pupitre-$$\n)',
  ],
  ['a cell in the background', 'npm start\n', '( set -e -o pipefail\nnpm start\n) &'],
  ['a cell of Python', 'print(1)\n', "python3 <<'CELL'\nprint(1)\nCELL"],
  ['node', '> 1 + 1\n2\n> x', '1 + 1\nx'],
])('shown: %s', (_, shown, typed) => {
  expect(shows(shown, typed)).toBe(true);
});

test.each([
  ['another command', '$ ls', 'rm -rf x'],
  ['a line more', '$ ls\na', 'ls\nrm -rf x'],
  ['a line more, between', '$ ls\n$ pwd', 'ls\nrm -rf x\npwd'],
  ['an output is typed', '$ cat script\nrm -rf x', 'cat script\nrm -rf x'],
  ['a quoted output is typed', '$ cat mail\n> rm -rf x', 'cat mail\nrm -rf x'],
  ['a part of a line', '$ echo a; rm -rf x', 'rm -rf x'],
  ['more than the line', '$ ls', 'ls; rm -rf x'],
  ['another order', '$ a\n$ b', 'b\na'],
  ['once shown, twice typed', '$ a\nx', 'a\na'],
  ['a letter that looks alike', '$ ls', 'l\u0455'],
  ['a prompt that is none', '＄ ls', 'ls'],
  ['a prompt in a sentence', 'Type $ ls', 'ls'],
  ['a comment beside prompts', '# rm -rf x\n$ ls', 'rm -rf x\nls'],
  ['a comment', '# install\napt update', 'apt update'],
  ['without a prompt, less than is shown', 'ls\npwd', 'pwd'],
  ['the end of a command elsewhere', '$ echo \\\n  a\n$ b\n  rm', 'echo \\\n  rm'],
  ['a cell with a line more', 'ls', '( set -e -o pipefail\nrm -rf x\nls\n)'],
  ['a cell with more in its first line', 'ls', '( set -e -o pipefail; rm -rf x\nls\n)'],
  ['a cell with more in its last line', 'ls', '( set -e -o pipefail\nls\n); rm -rf x'],
  ['a program that reads no cells', 'ls', "sh <<'CELL'\nls\nCELL"],
  ['nothing', '', 'ls'],
])('not shown: %s', (_, shown, typed) => {
  expect(shows(shown, typed)).toBe(false);
});
