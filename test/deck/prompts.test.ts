import { expect, test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import { planDeck } from '../../src/plan/plan.ts';

/** The steps of a README of one fence, as `action: input`. */
function stepsOf(fence: string): string[] {
  const deck = parseDeck(`# A\n\n${fence}\n`, { file: 'README.md', exercises: 'prompts' });
  return planDeck(deck).plan.steps.map(({ action, input }) => `${action}: ${input}`);
}

const cases: readonly (readonly [title: string, fence: string, ...steps: readonly string[]])[] = [
  ['outputs between commands, in a fence of bash', '```bash\n$ a\nout\n$ b\n```', 'bash: a\nb'],
  ['a heredoc with the marks of the shell', '```console\n$ cat <<E\n> one\n> E\n```', 'bash: cat <<E\none\nE'],
  ['a backslash at the end', '```console\n$ docker run \\\n    -it x\n```', 'bash: docker run \\\n    -it x'],
  ['the prompt of root', '```console\n# apt update\n```', 'bash: apt update'],
  ['a remark in a fence of bash', '```bash\n# install\napt update\n```', 'bash: # install\napt update'],
  ['a variable is no prompt', '```sh\n$HOME/bin/tool --v\n```', 'bash: $HOME/bin/tool --v'],
  ['an elided output', '```console\n$ ls\na\n...\nz\n```', 'bash: ls'],
  ['a placeholder is for a person', '```bash\ncurl -X POST <url>\n```', 'manual: curl -X POST <url>'],
  ['a placeholder in an output', '```console\n$ x --help\nusage: x <file>\n```', 'bash: x --help'],
  ['user, host and folder', '```\nuser@host:~/x$ pwd\n/home\n```', 'bash: pwd'],
  ['a virtual environment, a folder, zsh', '```console\n(venv) $ a\n~/x $ b\n```', 'bash: a\nb'],
  ['zsh and others', '```console\n% a\n```\n\n```console\n❯ b\n```', 'bash: a', 'bash: b'],
  ['attributes of another tool', '```sh {"name":"x"}\nls\n```', 'bash: ls'],
  ['output before the first prompt', '```console\nDone.\n$ ls\n```', 'bash: ls'],
  ['a fence in a list', '- do\n\n  ```bash\n  $ ls\n  ```', 'bash: ls'],
  ['an output alone', '```\nall done\n```'],
  ['an output with a title', '```console\n# This is what you see.\n```'],
  ['other languages', '```yaml\na: $ 1\n```\n\n```python\n$ ls\n```'],
  ['PowerShell', '```console\nPS C:\\> dir\n```'],
  ['remarks alone', '```bash\n# nothing here\n```'],
  [
    'backticks are the shell’s',
    '```bash\n$ echo `date`\n```\n\n```sh\necho `id`\n```',
    'bash: echo `date`',
    'bash: echo `id`',
  ],
  ['inline code', 'Type `$ ls` here.'],
  ['in a comment', '<!--\n```bash\nls\n```\n-->'],
];

test.each(cases)('%s', (_, fence, ...steps) => {
  expect(stepsOf(fence)).toEqual(steps);
});

test('exercises that are marked stay what they are, and count once', () => {
  const text = '# A\n\n.exercise[\n\n```bash\nls\n```\n\n]\n\n```console\n$ pwd\n```\n';
  const inputs = (exercises: 'marks' | 'prompts'): string[] =>
    planDeck(parseDeck(text, { file: 'a.md', exercises })).plan.steps.map(({ input }) => input);
  expect(inputs('marks')).toEqual(['ls']);
  expect(inputs('prompts')).toEqual(['ls', 'pwd']);
});

test('nothing is compared with what is shown below a command', () => {
  const deck = parseDeck('```console\n$ date\nMon Jan 1\n```\n', { file: 'a.md', exercises: 'prompts' });
  expect(planDeck(deck).plan.steps.map(({ expectations }) => expectations)).toEqual([[]]);
});
