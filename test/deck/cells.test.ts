import { expect, test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import { readCellInfo } from '../../src/deck/model/cells.ts';
import { planDeck } from '../../src/plan/plan.ts';

function stepsOf(text: string): string[] {
  const deck = parseDeck(`# A\n\n${text}\n`, { file: 'README.md', exercises: 'runme' });
  return planDeck(deck).plan.steps.map(({ action, input }) => `${action}: ${input}`);
}

const cases: readonly (readonly [title: string, text: string, ...steps: readonly string[]])[] = [
  ['a cell with attributes', '```sh {"name":"a","interactive":false}\nnpm i\n```', 'bash: npm i'],
  ['attributes as words', '```sh { name=a background=true }\nls\n```', 'bash: ls'],
  ['one prompt is taken away', '```sh\n$ npm i\n```', 'bash: npm i'],
  ['a variable is no prompt', '```sh\n$HOME/bin/x\n```', 'bash: $HOME/bin/x'],
  ['both lines are commands', '```sh\nexport V=1\n$ echo $V\n```', 'bash: export V=1\necho $V'],
  ['a folder ends with its cell', '```sh\ncd /tmp\n```\n\n```sh\npwd\n```', 'bash: cd /tmp', 'hide: cd', 'bash: pwd'],
  ['a folder of its own', '```sh {"cwd":"my app"}\nls\n```', "hide: cd && cd 'my app'", 'bash: ls', 'hide: cd'],
  ['only when it is asked for by name', '```sh {"excludeFromRunAll":"true"}\nrm -rf x\n```'],
  [
    'left out',
    '```sh {"ignore":"true"}\nls\n```\n\n```mermaid\na\n```\n\n```console\n$ ls\n```\n\n```python\nprint(1)\n```',
  ],
  ['another interpreter', '```sh {"interpreter":"python"}\nprint(1)\n```'],
  ['backticks are the shell’s', '```bash\necho `date`\n```', 'bash: echo `date`'],
];

test.each(cases)('%s', (_, text, ...steps) => {
  expect(stepsOf(text)).toEqual(steps);
});

test.each([
  ['sh {"name":"a","interactive":false}', 'sh', { name: 'a', interactive: 'false' }],
  ['sh { name=a background=true }', 'sh', { name: 'a', background: 'true' }],
  ['js {1,3-5} {"name":"x"}', 'js', { name: 'x' }],
  ['sh title="a" {"name":"x"}', 'sh', { name: 'x' }],
  ['sh{name=x}', 'sh', { name: 'x' }],
  ['sh name=x', 'sh', {}],
  ['sh {}', 'sh', {}],
  ['{"name":"x"}', '', { name: 'x' }],
])('%s', (info, language, attributes) => {
  expect(readCellInfo(info)).toEqual({ language, attributes });
});
