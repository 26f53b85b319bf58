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
  ['attributes as words', '```sh { name=a interactive=false }\nls\n```', 'bash: ls'],
  ['one prompt is taken away', '```sh\n$ npm i\n```', 'bash: npm i'],
  ['a variable is no prompt', '```sh\n$HOME/bin/x\n```', 'bash: $HOME/bin/x'],
  ['both lines are commands', '```sh\nexport V=1\n$ echo $V\n```', 'bash: export V=1\necho $V'],
  [
    'a folder ends with its cell',
    '```sh\ncd /tmp\n```\n\n```sh\npwd\n```',
    'bash: ( set -e -o pipefail\ncd /tmp\n)',
    'bash: pwd',
  ],
  ['a folder of its own', '```sh {"cwd":"my app"}\nls\n```', "bash: ( set -e -o pipefail; cd 'my app' || true\nls\n)"],
  [
    'variables that are exported pass on, others do not',
    '```sh\nA=1\nexport B=$A\n```',
    'bash: ( set -e -o pipefail\nA=1\nexport B=$A\nexport -p >~/.pupitre-$$\n)',
    'hide: [ ! -f ~/.pupitre-$$ ] || { . ~/.pupitre-$$; rm ~/.pupitre-$$; cd "$(pwd)"; }',
  ],
  ['a variable alone', '```sh\nA=1\n```', 'bash: ( set -e -o pipefail\nA=1\n)'],
  ['exports alone', '```sh\nexport A=1\nexport B=2\n```', 'bash: export A=1\nexport B=2'],
  ['programs alone', '```sh\nnpm ci && npm test\nls\n```', 'bash: npm ci && npm test\nls'],
  ['a pipeline may fail in its midst', '```sh\ncurl x | jq .\n```', 'bash: ( set -e -o pipefail\ncurl x | jq .\n)'],
  ['the end of its shell', '```sh\nls\nexit 0\n```', 'bash: ( set -e -o pipefail\nls\nexit 0\n)'],
  ['options of the shell', '```sh\nset -x\nls\n```', 'bash: ( set -e -o pipefail\nset -x\nls\n)'],
  ['a function', '```sh\nf() { ls; }\nf\n```', 'bash: ( set -e -o pipefail\nf() { ls; }\nf\n)'],
  [
    'a loop leaves its variable',
    '```sh\nfor i in 1 2; do echo $i; done\n```',
    'bash: ( set -e -o pipefail\nfor i in 1 2; do echo $i; done\n)',
  ],
  ['a heredoc', '```sh\ncat >x <<E\na\nE\n```', 'bash: cat >x <<E\na\nE'],
  [
    'a heredoc in a shell of its own',
    '```sh\ncd x\ncat <<E\na\nE\n```',
    'bash: ( set -e -o pipefail\ncd x\ncat <<E\na\nE\n)',
  ],
  ['a heredoc that is not closed', '```sh\ncd x\ncat <<E\na\n```', 'bash: cd x\ncat <<E\na'],
  ['in the background', '```sh { background=true }\nnpm start\n```', 'bash: ( set -e -o pipefail\nnpm start\n) &'],
  ['a job of its own', '```sh\nsleep 9 &\nls\n```', 'bash: ( set -e -o pipefail\nsleep 9 &\nls\n)'],
  ['Python', '```python\nprint(1)\n```', "bash: python3 <<'CELL'\nprint(1)\nCELL"],
  ['JavaScript', '```js {"name":"x"}\nconsole.log(`1`)\n```', "bash: node <<'CELL'\nconsole.log(`1`)\nCELL"],
  [
    'another interpreter',
    '```sh {"interpreter":"python3 -u"}\nprint(1)\n```',
    "bash: python3 -u <<'CELL'\nprint(1)\nCELL",
  ],
  ['bash by its path', '```sh {"interpreter":"/bin/bash"}\nls\n```', 'bash: ls'],
  ['an end that is taken', '```py\nCELL\n```', "bash: python3 <<'CELL_'\nCELL\nCELL_"],
  ['a file to read', '```yaml\na: 1\n```\n\n```json\n{}\n```\n\n```go\nx\n```\n\n```sql\nx\n```\n\n```text\nx\n```'],
  [
    'a sentence asks for a value',
    '```sh\nexport X=Enter your name\necho $X\n```',
    'manual: export X=Enter your name\necho $X',
  ],
  ['a sentence is a value', '```sh {"promptEnv":"never"}\nexport X=a b\n```', 'bash: export X=a b'],
  ['a value in quotes', '```sh\nexport X="Enter your name"\n```', 'bash: export X="Enter your name"'],
  ['several names', '```sh\nexport A=1 B=2\n```', 'bash: export A=1 B=2'],
  ['tabs and hard blanks behind the prompt', '```sh\n$\tls\n$\u00a0pwd\n```', 'bash: ls\npwd'],
  ['a dollar alone', '```sh\n$(x) y\n${Z} w\n```', 'bash: $(x) y\n${Z} w'],
  ['a line of output is a command', '```sh\n$ npm -v\n10.2\n```', 'bash: npm -v\n10.2'],
  ['no language', '```\nls\n```', 'bash: ls'],
  ['zsh, ksh, shell', '```zsh\nls\n```\n\n```ksh\nls\n```\n\n```shell\nls\n```', 'bash: ls', 'bash: ls', 'bash: ls'],
  ['other shells', '```powershell\ndir\n```\n\n```fish\nls\n```\n\n```cmd\ndir\n```'],
  ['four backticks', '````sh {"id":"1"}\ncat <<E\n```\nE\n````', 'bash: cat <<E\n```\nE'],
  ['in a list', '- a\n\n  ```sh\n  ls\n  ```', 'bash: ls'],
  ['a placeholder', '```sh\ncurl <url>\n```', 'manual: curl <url>'],
  ['not transformed', '```sh {"transform":"false"}\nls\n```'],
  [
    'words for yes',
    '```sh {"ignore":"1"}\na\n```\n\n```sh {"ignore":true}\nb\n```\n\n```sh {"ignore":"yes"}\nc\n```',
    'bash: c',
  ],
  ['no folder', '```sh {"cwd":""}\nls\n```', 'bash: ls'],
  ['remarks', '```sh\n### Title\n# a\nls\n```', 'bash: ### Title\n# a\nls'],
  ['remarks alone', '```sh\n# a\n```'],
  ['nothing', '```sh\n\n```'],
  ['only when it is asked for by name', '```sh {"excludeFromRunAll":"true"}\nrm -rf x\n```'],
  ['left out', '```sh {"ignore":"true"}\nls\n```\n\n```mermaid\na\n```\n\n```console\n$ ls\n```'],
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
  ['sh {"name":"a}b"}', 'sh', { name: 'a}b' }],
  ['sh {"name":"a","env":{"A":1}}', 'sh', { name: 'a', env: '{"A":1}' }],
  ['sh {"name":"a",}', 'sh', { name: 'a' }],
  ['sh { name="my name" tag=x }', 'sh', { name: 'my name', tag: 'x' }],
  ['sh {"name":"a"} {"name":"b"}', 'sh', { name: 'a' }],
  ['sh {1} { name=a }', 'sh', { name: 'a' }],
  ['sh {"background":true,"terminalRows":12}', 'sh', { background: 'true', terminalRows: '12' }],
  ['sh { excludeFromRunAll }', 'sh', { excludeFromRunAll: 'true' }],
  ['SH', 'sh', {}],
  ['sh {', 'sh', {}],
])('%s', (info, language, attributes) => {
  expect(readCellInfo(info)).toEqual({ language, attributes });
});

test('front matter is no slide; its folder and its shell are those of all cells', () => {
  const text =
    '---\ncwd: app\nrunme:\n  id: x\n  version: v3\n---\n\n# A\n\n```sh {"cwd":"sub"}\nls\n```\n\n```sh {"cwd":"/tmp"}\nls\n```\n\n```sh\nls\n```\n';
  const deck = parseDeck(text, { file: 'README.md', exercises: 'runme' });
  expect(deck.slides.filter(({ excluded }) => !excluded).map(({ title, number }) => `${number} ${title}`)).toEqual([
    '1 A',
  ]);
  expect(planDeck(deck).plan.steps.map(({ input }) => input.split('\n')[0])).toEqual(
    ['app/sub', '/tmp', 'app'].map((folder) => `( set -e -o pipefail; cd ${folder} || true`),
  );
});

test.each([
  ['JSON', '---\n{\n  "shell": "python3"\n}\n---\n'],
  ['YAML with CRLF', '---\r\nshell: "python3" # x\r\n---\r\n'],
  ['behind a byte order mark', '\ufeff---\nshell: python3\n---\n'],
])('front matter: %s', (_, front) => {
  const deck = parseDeck(`${front}\n# A\n\n\`\`\`sh\nx\n\`\`\`\n`, { file: 'README.md', exercises: 'runme' });
  expect(planDeck(deck).plan.steps.map(({ input }) => input)).toEqual(["python3 <<'CELL'\nx\nCELL"]);
});

test('values are taken as they are where the front matter says so', () => {
  const text = '---\nskipPrompts: true\n---\n\n```sh\nexport A=Your name\n```\n';
  const deck = parseDeck(text, { file: 'README.md', exercises: 'runme' });
  expect(planDeck(deck).plan.steps.map(({ action }) => action)).toEqual(['bash']);
});

test('what only begins like front matter is a slide', () => {
  const deck = parseDeck('---\nNote: read this.\nThen go on.\n---\n\n# A\n', { file: 'README.md', exercises: 'runme' });
  expect(deck.slides.filter(({ excluded }) => !excluded)).toHaveLength(3);
});

test('values of the configuration are in the place of the sentences that ask for them', () => {
  const deck = parseDeck('```sh\nexport X=Your name\n```\n', {
    file: 'a.md',
    exercises: 'runme',
    variables: { X: "it's" },
  });
  expect(planDeck(deck).plan.steps.map(({ input }) => input)).toEqual(["export X='it'\\''s'"]);
});
