import { describe, expect, test } from 'vitest';
import { parseDeck } from '../../../src/deck/deck.ts';
import type { Snippet } from '../../../src/deck/model.ts';
import { removeHighlights } from '../../../src/deck/model/highlight.ts';

function snippets(text: string, variables: Record<string, string> = {}): readonly Snippet[] {
  return parseDeck(`.exercise[\n${text}\n]\n`, { file: 'a.md', variables }).slides.flatMap((slide) =>
    slide.exercises.flatMap((exercise) => exercise.snippets),
  );
}

describe('highlights', () => {
  test.each([
    ['curl `$IP`', 'curl $IP'],
    ['service `elasticsearch`:2', 'service elasticsearch:2'],
    ['export REGION=`us-east-2`', 'export REGION=us-east-2'],
    ['TOKEN=`curl -X PUT http://a/`', 'TOKEN=`curl -X PUT http://a/`'],
    ['TOKEN="`curl -X PUT http://a/`"', 'TOKEN="`curl -X PUT http://a/`"'],
    ['eval $(`cat file one`)', 'eval $(`cat file one`)'],
    ['`aws ecr get-login`', '`aws ecr get-login`'],
    ['cd a && `make it so`', 'cd a && `make it so`'],
    ['if true; then `make it`; fi', 'if true; then `make it`; fi'],
    ['scp `<your name>`@node1:', 'scp <your name>@node1:'],
    ['echo `two words` here', 'echo two words here'],
    ['echo \\`kept\\`', 'echo \\`kept\\`'],
    ['a lonely ` backtick', 'a lonely ` backtick'],
    ['echo ``', 'echo ``'],
  ])('%s becomes %s', (written, read) => {
    expect(removeHighlights(written)).toBe(read);
  });
});

describe('data', () => {
  test.each([
    ['spaces', '  a\n    b\n  c', 'a\n  b\nc'],
    ['tabs', '\ta\n\t\tb', 'a\n\tb'],
    ['spaces before tabs', '  \ta\n  \tb', 'a\nb'],
    ['no indent in common', ' a\n\tb', ' a\n\tb'],
    ['a blank line less deep', '  a\n\n \n  b', 'a\n\n\nb'],
    ['blank lines at the ends', '\n\n  a\n  \n', 'a'],
    ['blanks at the end of a line', 'a  \nb\t', 'a  \nb\t'],
    ['nothing', '', ''],
    ['blank lines only', '\n  \n', ''],
  ])('%s', (_name, body, data) => {
    expect(snippets(`\`\`\`bash\n${body}\n\`\`\``).map((snippet) => snippet.data)).toEqual([data]);
  });

  test('lines tell where each line begins, after its indent', () => {
    const [snippet] = snippets('- run:\n  ```bash\n    a\n\n      b\n  ```');
    expect(snippet?.lines.map(({ line, column }) => [line, column])).toEqual([
      [4, 5],
      [5, 1],
      [6, 5],
    ]);
  });

  test('a value of several lines comes from one line', () => {
    const [snippet] = snippets('```bash\necho @@A@@\necho c\n```', { A: 'a\necho b' });
    expect(snippet?.data).toBe('echo a\necho b\necho c');
    expect(snippet?.lines.map(({ line }) => line)).toEqual([3, 3, 4]);
  });

  test('a variable is not an inherited property, and an unknown one stays', () => {
    expect(snippets('```bash\n@@constructor@@ @@B@@\n```', { A: 'a' })[0]?.data).toBe('@@constructor@@ @@B@@');
  });
});

describe('methods', () => {
  test.each([
    ['```bash\nx\n```', 'bash', '', 'x'],
    ['```Bash  \nx\n```', 'bash', '', 'x'],
    ['``` bash\nx\n```', 'bash', '', 'x'],
    ['```\nx\n```', '', '', 'x'],
    ['```expect  json  \nx\n```', 'expect', 'json', 'x'],
    ['~~~~bash\n```\n~~~~', 'bash', '', '```'],
    ['````bash\n```\n````', 'bash', '', '```'],
    ['- a\n  1. ```bash\n     x\n     ```', 'bash', '', 'x'],
    ['```wait some text```', 'wait', '', 'some text'],
    ['```Wait  two blanks ```', 'wait', '', ' two blanks '],
    ['```check```', 'check', '', ''],
    ['``` key ^C```', 'key', '', '^C'],
    ['<!-- ```expect regex a b``` -->', 'expect', 'regex', 'a b'],
    ['<!--```expect regexp a```-->', 'expect', '', 'regexp a'],
    ['<!-- ```hide\nx\n``` -->', 'hide', '', 'x'],
    ['<!-- ````keys a ``` b```` -->', 'keys', '', 'a ``` b'],
  ])('%j', (text, method, argument, data) => {
    expect(snippets(text)).toMatchObject([{ method, argument, data, hidden: text.startsWith('<!--') }]);
  });
});
