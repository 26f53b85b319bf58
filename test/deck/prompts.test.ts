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
  ['people of macOS', '```\nme@MacBook ~ % ls\nme@MacBook ~/x % pwd\n```', 'bash: ls\npwd'],
  ['root on a host', '```console\n[root@node1 ~]# id\nuid=0\nroot@node1:/# ls\n```', 'bash: id\nls'],
  ['an environment before user and host', '```\n(base) me@host:~$ conda list\n```', 'bash: conda list'],
  ['a version of bash', '```\nbash-5.1$ ls\nsh-4.2# id\n```', 'bash: ls\nid'],
  ['oh-my-zsh', '```console\n➜  app git:(main) ✗ git status\nOn branch main\n➜  app ls\n```', 'bash: git status\nls'],
  ['an arrow alone', '```\n➜ ls -l\n```', 'bash: ls -l'],
  ['a folder before an arrow', '```\n~/app ❯ npm ci\n```', 'bash: npm ci'],
  ['a tab behind the prompt', '```bash\n$\tls\n```', 'bash: ls'],
  ['a hard space behind the prompt', '```bash\n$\u00a0ls\n```', 'bash: ls'],
  ['blanks behind the prompt', '```bash\n$   ls\n```', 'bash: ls'],
  ['a prompt with an arrow', '```\n$> ls\n```', 'bash: ls'],
  ['a prompt without a blank is none', '```console\n$ls\n```'],
  ['a variable in braces', '```bash\n${HOME}/bin/x\n```', 'bash: ${HOME}/bin/x'],
  ['a substitution', '```bash\n$(x) y\n```', 'bash: $(x) y'],
  ['a price', '```\n5 $ a month\n```'],
  ['per cent in an output', '```console\n$ curl -O x\n  % Total    % Received\n% done\n```', 'bash: curl -O x'],
  ['a prompt in a help text', '```console\n$ x --help\nExamples:\n  $ x run\n```', 'bash: x --help'],
  ['prompts away from the margin', '```\n  $ a\nout\n  $ b\n```', 'bash: a\nb'],
  ['Windows', '```\nC:\\> dir\n```\n\n```console\nC:\\Users\\me>dir\n```'],
  [
    'Windows in a fence of bash',
    '```bash\n# In CMD:\n(venv) C:\\Users\\<user>\\x> where http\n```\n\n```sh\nPS C:\\> dir\n```',
  ],
  ['prompts that are not quite in line', '```\n\t\t$ a\n \t\t$ b\n```', 'bash: a\nb'],
  ['a placeholder in other letters', '```bash\nssh me@<nœud с>\n```', 'manual: ssh me@<nœud с>'],
  ['quoted lines in an output', '```console\n$ cat mail\n> hello\n> there\n$ ls\n```', 'bash: cat mail\nls'],
  ['a quote over two lines', '```console\n$ echo "a\n> b"\na\nb\n```', 'bash: echo "a\nb"'],
  [
    'a quote over two lines, without marks',
    '```console\n$ git commit -m "a\n\nb"\n[main 1] a\n```',
    'bash: git commit -m "a\n\nb"',
  ],
  ['a pipe at the end', '```console\n$ ls |\n  wc -l\n3\n```', 'bash: ls |\n  wc -l'],
  ['and at the end', '```console\n$ make &&\n> make install\nok\n```', 'bash: make &&\nmake install'],
  [
    'a loop',
    '```console\n$ for i in 1 2; do\n>   echo $i\n> done\n1\n2\n```',
    'bash: for i in 1 2; do\n  echo $i\ndone',
  ],
  [
    'a loop without marks',
    '```bash\n$ for i in 1 2; do\n    echo $i\n  done\n1\n```',
    'bash: for i in 1 2; do\n    echo $i\n  done',
  ],
  [
    'a heredoc without marks',
    '```bash\n$ cat <<EOF >f\n$ not typed twice\n> quoted\nEOF\n$ ls\n```',
    'bash: cat <<EOF >f\n$ not typed twice\n> quoted\nEOF\nls',
  ],
  [
    'a heredoc with a quote of its own',
    '```bash\n$ cat <<EOF >f\na\n> quoted\nEOF\n$ ls\n```',
    'bash: cat <<EOF >f\na\n> quoted\nEOF\nls',
  ],
  ['a heredoc with tabs', '```bash\n$ cat <<-E\n\ta\n\tE\n```', 'bash: cat <<-E\n\ta\n\tE'],
  ['a heredoc that is not closed', '```bash\n$ cat <<EOF >f\na\n```', 'bash: cat <<EOF >f'],
  ['captions', '```console\n$ # first\n$ ls # all\n```', 'bash: ls # all'],
  ['captions alone', '```console\n$ # first\n```'],
  ['prompts alone', '```console\n$\n$\n```'],
  ['a prompt at the end', '```console\n$ ls\na\n$\n```', 'bash: ls'],
  ['remarks between', '```bash\n# first\n$ a\n# then\n$ b\n```', 'bash: a\nb'],
  ['an elided command', '```console\n$ ...\n```', 'manual: $ ...'],
  ['dots in an output', '```console\n$ docker pull x\nPulling...\n[...]\ndone\n```', 'bash: docker pull x'],
  ['a key to fill in', '```bash\nexport KEY=YOUR_API_KEY\n```', 'manual: export KEY=YOUR_API_KEY'],
  ['a path to fill in', '```bash\n$ cat /path/to/file\n```', 'manual: $ cat /path/to/file'],
  ['a redirection', '```bash\nsort <in >out\n```', 'bash: sort <in >out'],
  ['root in a console', '```console\n# systemctl restart x\n# ls /etc\na\n```', 'bash: systemctl restart x\nls /etc'],
  ['a remark in a console', '```console\n# Build the thing first\n```'],
  ['a remark in a bare fence', '```\n# apt update\n```'],
  [
    'within a container',
    '```console\n$ docker run -it debian bash\nroot@c1:/# id\nuid=0\nroot@c1:/# exit\n$ ls\n```',
    'bash: docker run -it debian bash\nid\nexit\nls',
  ],
  [
    'within a container, sh',
    '```console\n$ docker exec -it c sh\n/ # id\nuid=0\n```',
    'bash: docker exec -it c sh\nid',
  ],
  [
    'as root',
    '```console\n$ sudo -i\n# apt update\n# exit\n$ ls\n# a remark\n```',
    'bash: sudo -i\napt update\nexit\nls',
  ],
  ['a shell that nobody has started', '```console\n/ # id\n```'],
  [
    'a program and its lines',
    '```console\n$ python3\nPython 3.11\n>>> 1 + 1\n2\n>>> exit()\n$ ls\n```',
    'bash: python3',
    'repl: 1 + 1\nexit()',
    'bash: ls',
  ],
  [
    'a database and its lines',
    '```console\n$ mysql -u root\nmysql> SHOW TABLES;\n+--+\nmysql> exit\nBye\n```',
    'bash: mysql -u root',
    'repl: SHOW TABLES;\nexit',
  ],
  [
    'psql',
    '```\n$ psql\npsql (15)\npostgres=# SELECT 1;\n 1\npostgres=# \\q\n```',
    'bash: psql',
    'repl: SELECT 1;\n\\q',
  ],
  [
    'lines for a program that nobody has started',
    '```console\n>>> 1 + 1\n2\n```\n\n```\nmysql> SHOW TABLES;\n```\n\n```\npostgres=# SELECT 1;\n```',
  ],
  [
    'the language as pandoc writes it',
    '```{.bash #a}\nls\n```\n\n``` { .sh .copy }\npwd\n```',
    'bash: ls',
    'bash: pwd',
  ],
  ['the language with a title', '```bash title="x" {1}\nls\n```', 'bash: ls'],
  [
    'names of sessions',
    '```shell-session\n$ a\n```\n\n```ShellSession\n$ b\n```\n\n```bash-session\n$ c\n```',
    'bash: a',
    'bash: b',
    'bash: c',
  ],
  ['console without prompts', '```console\nls -l\n```'],
  ['a numbered list', '1. do\n\n   ```console\n   $ cat <<E\n   a\n   E\n   a\n   ```', 'bash: cat <<E\na\nE'],
  ['tabs before a fence', '- do\n\n\t```console\n\t$ ls\n\ta\n\t```', 'bash: ls'],
  ['CRLF', '```console\r\n$ ls\r\na\r\n$ pwd\r\n```\r\n', 'bash: ls\npwd'],
  ['tildes', '~~~console\n$ ls\n~~~', 'bash: ls'],
  ['four backticks', '````markdown\n```console\n$ ls\n```\n````'],
  ['fish, nushell', '```fish\nset x 1\n```\n\n```nu\nls\n```'],
  ['sudo asks', '```bash\n$ sudo ls\n[sudo] password for me:\na\n```', 'bash: sudo ls'],
  [
    'outputs that look like commands',
    '```console\n$ cat build.sh\nmake\nrm -rf x\n$ ls\n```',
    'bash: cat build.sh\nls',
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
