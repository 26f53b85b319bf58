import { describe, expect, test } from 'vitest';
import { word } from '../../src/messages/word.ts';
import { replProgram } from '../../src/plan/repl.ts';
import { readReplTranscript, readTranscript } from '../../src/plan/transcript.ts';
import { unitsOf } from '../../src/plan/units.ts';
import { planView } from '../../src/report/plan-view.ts';
import { worded } from '../messages/worded.ts';
import { deckOf, fence, hidden, plan, stepsOf } from './decks.ts';

function bash(text: string): string {
  return fence('bash', text);
}

/** What a deck becomes: for each step its action, and why it is skipped. */
function outline(exercise: string): unknown {
  return worded(plan(deckOf(exercise)).plan.steps.map(({ action, skip }) => (skip ? [action, skip] : action)));
}

function exits(exercise: string): unknown[] {
  return stepsOf(deckOf(exercise)).map(({ action, exit = 0 }) => [action, exit]);
}

describe('expect exit', () => {
  test.each([
    ['expect exit 1', 1],
    ['expect exit 255', 255],
    ['expect exit nonzero', 'nonzero'],
    ['expect exit any', 'any'],
  ])('%s', (snippet, exit) => {
    expect(exits(bash('false') + hidden(snippet))).toEqual([['bash', exit]]);
  });

  test('in a fence of several lines, on the first or below it', () => {
    expect(exits(bash('false') + fence('expect exit', '1'))).toEqual([['bash', 1]]);
    expect(exits(bash('false') + fence('expect exit 1', ''))).toEqual([['bash', 1]]);
  });

  test('0 is what every command must end with', () => {
    expect(stepsOf(deckOf(bash('true') + hidden('expect exit 0')))[0]).not.toHaveProperty('exit');
  });

  test.each(['one', '', '256', '-1', '1x', 'code: 1'])('"%s" is no exit code', (value) => {
    const { messages } = plan(deckOf(bash('false') + hidden(`expect exit ${value}`)));
    expect(worded(messages)).toMatchObject([{ severity: 'error', rule: 'bad-exit' }]);
    expect(outline(bash('false') + hidden(`expect exit ${value}`))).toEqual([
      'bash',
      ['none', expect.stringContaining('a number from 0 to 255, nonzero or any') as string],
    ]);
  });

  test('the text "exit ..." can still be expected', () => {
    const [step] = stepsOf(deckOf(bash('false') + hidden('expect text exit status 1')));
    expect(step?.expectations).toMatchObject([{ matcher: 'text', source: 'exit status 1' }]);
  });

  test('of a command that others took over is looked at after them', () => {
    expect(exits(bash('sleep 9') + hidden('expect exit 130', 'wait x', 'key ^C'))).toEqual([
      ['bash', 0],
      ['wait', 0],
      ['key', 0],
      ['check', 130],
    ]);
    expect(exits(bash('sleep 9') + hidden('wait x', 'key ^C', 'expect exit 130') + bash('ls'))).toEqual([
      ['bash', 0],
      ['wait', 0],
      ['key', 0],
      ['check', 130],
      ['bash', 0],
    ]);
  });

  test('a page has no exit code, and a REPL no number', () => {
    const orphan = [expect.objectContaining({ rule: 'orphan-modifier', severity: 'error' })];
    expect(plan(deckOf(hidden('open http://node1/', 'expect exit 1'))).messages).toEqual(orphan);
    expect(plan(deckOf(bash('psql') + fence('sql', 'x') + hidden('expect exit 1'))).messages).toEqual(orphan);
    expect(exits(bash('psql') + fence('sql', 'x') + hidden('expect exit nonzero'))).toEqual([
      ['bash', 0],
      ['repl', 'nonzero'],
    ]);
  });

  test('the configuration wins, and the plan says it', () => {
    const overrides = new Map([['test.1', { exit: 'any' as const }]]);
    const made = plan(deckOf(bash('false') + hidden('expect exit 1')), { overrides });
    expect(made.plan.steps[0]?.exit).toBe('any');
    expect(planView(made.plan, 'en')).toContain('may end with any exit code');
    expect(planView(made.plan, 'fr')).toContain('peut finir avec n’importe quel code');
  });
});

describe('a fault of one snippet costs that snippet', () => {
  test.each([
    ['an unknown method', hidden('look at the files')],
    ['a misspelt one', fence('bahs', 'ls')],
    ['another shell', fence('powershell', 'dir')],
    ['a file', fence('yaml', 'a: 1')],
    ['a fence without a method', fence('', 'ls')],
    ['a key that there is not', hidden('key frobnicate')],
    ['nothing to type', hidden('keys')],
    ['an expression that is none', hidden('copy (a')],
    ['an expectation that is none', hidden('expect json {a')],
    ['a way to compare that there is not', fence('expect jsno', '{}')],
    ['a duration that is none', hidden('timeout soon')],
    ['an exit code that is none', hidden('expect exit soon')],
    ['lines for no program', fence('python', 'print(1)')],
  ])('%s', (_name, snippet) => {
    expect(outline(bash('ls') + snippet + bash('pwd'))).toEqual([
      'bash',
      ['none', expect.any(String) as string],
      'bash',
    ]);
  });

  test('a fence that is never closed, because prose would be typed with it', () => {
    const { plan: made } = plan(deckOf(`${bash('ls')}\n<!-- \`\`\`keys x -->\n`));
    expect(worded(made.steps.map(({ action, skip }) => ({ action, skip })))).toEqual([
      { action: 'bash', skip: undefined },
      { action: 'none', skip: expect.stringContaining('never closed') as string },
    ]);
  });

  test('what is said about it is not said about the step before it', () => {
    const steps = plan(deckOf(bash('ls') + fence('bahs', 'pwd') + hidden('expect x', 'timeout 5m'))).plan.steps;
    expect(steps.map(({ action, expectations }) => [action, expectations.length])).toEqual([
      ['bash', 0],
      ['none', 0],
    ]);
  });

  test('a file that is shown parts neither a command from its keys nor from what is expected of it', () => {
    const steps = stepsOf(deckOf(bash('vim x') + fence('yaml', 'a: 1') + hidden('keys :wq', 'key Enter')));
    expect(steps.map(({ action, policy }) => [action, policy])).toEqual([
      ['bash', 'detached'],
      ['none', 'once'],
      ['keys', 'once'],
      ['key', 'once'],
    ]);
    const made = plan(deckOf(bash('vim x') + fence('yaml', 'a: 1') + hidden('keys :wq')));
    expect(unitsOf(made.plan).map(({ shown, steps: own }) => [shown?.id, own.length])).toEqual([['test.1', 3]]);
    const [ls] = stepsOf(deckOf(bash('ls') + fence('yaml', 'a: 1') + hidden('expect x')));
    expect(ls?.expectations).toHaveLength(1);
  });

  test('an expected output in an exercise is no step', () => {
    const text = `${bash('ls')}\n- You should see:\n  \`\`\`\n  x\n  \`\`\`\n`;
    expect(stepsOf(deckOf(text))).toMatchObject([{ action: 'bash', expectations: [{ source: 'x' }] }]);
  });

  test('an exercise of files alone is for a person to do', () => {
    expect(outline(fence('yaml', 'a: 1'))).toEqual(['manual']);
  });
});

describe('console', () => {
  test.each([
    ['one command', '$ ls\na', [['ls', 'a']]],
    [
      'nothing printed',
      '$ cd /tmp\n$ ls',
      [
        ['cd /tmp', ''],
        ['ls', ''],
      ],
    ],
    [
      'prompts with names',
      'user@host:~/x$ ls\na\nroot@host:~# id\nb',
      [
        ['ls', 'a'],
        ['id', 'b'],
      ],
    ],
    [
      'other prompts',
      '[root@node1 ~]# ls\n/ # id\nnode1$ pwd',
      [
        ['ls', ''],
        ['id', ''],
        ['pwd', ''],
      ],
    ],
    ['a loop with marks', '$ for i in 1; do\n>  echo $i\n> done\n1', [['for i in 1; do\n echo $i\ndone', '1']]],
    ['a loop without', '$ for i in 1; do\n  echo $i\ndone\n1', [['for i in 1; do\n  echo $i\ndone', '1']]],
    ['a backslash', '$ echo a \\\n  b\na b', [['echo a \\\n  b', 'a b']]],
    ['a here-document', '$ cat <<EOF\n$x\nEOF\nout', [['cat <<EOF\n$x\nEOF', 'out']]],
    ['an open quote', "$ echo 'a\nb'\na\nb", [["echo 'a\nb'", 'a\nb']]],
    ['what diff prints', '$ diff a b\n1c1\n< a\n> b', [['diff a b', '1c1\n< a\n> b']]],
    ['a comment first', '# first\n\n$ ls', [['ls', '']]],
    [
      'a comment in the output',
      '$ cat x\n# x\n$ ls',
      [
        ['cat x', '# x'],
        ['ls', ''],
      ],
    ],
    ['a prompt at the end', '$ ls\na\n$', [['ls', 'a']]],
    [
      'never complete',
      '$ echo "a\nb\n$ ls',
      [
        ['echo "a', 'b'],
        ['ls', ''],
      ],
    ],
    [
      'blank lines in between',
      '$ ls\n\na\n\n$ pwd',
      [
        ['ls', '\na\n'],
        ['pwd', ''],
      ],
    ],
    ['no prompt', 'ls\na', undefined],
    ['an output that holds one', 'a\n$ ls', undefined],
    ['comments only', '# docker ps\nNAME', undefined],
    ['a price', '$5 a month', undefined],
    ['nothing', '', undefined],
  ])('%s', (_name, text, commands) => {
    const read = readTranscript(text)?.map(({ lines, output }) => [lines.map((line) => line.text).join('\n'), output]);
    expect(read).toEqual(commands);
  });

  test('is a step of its commands, with what each must print', () => {
    const [step] = stepsOf(deckOf(fence('console', '$ echo `one`\none\nuser@node1:~$ cd /\n$ ls -l\ntotal ...')));
    expect(step).toMatchObject({
      action: 'bash',
      input: 'echo one\ncd /\nls -l',
      lines: [
        { text: 'echo one', place: { line: 7, column: 5 } },
        { text: 'cd /', place: { line: 9, column: 17 } },
        { text: 'ls -l', place: { line: 10, column: 5 } },
      ],
      hidden: false,
      expectations: [
        { matcher: 'equal', source: 'one', command: 0, place: { line: 8 } },
        { matcher: 'equal', source: 'total ...', command: -1, place: { line: 11 } },
      ],
    });
  });

  test('is an expected output where a sentence says so, and only shown without a prompt', () => {
    const announced = `${bash('echo a')}\n- You should see:\n  \`\`\`console\n  $ echo a\n  a\n  \`\`\`\n`;
    expect(stepsOf(deckOf(announced))).toMatchObject([{ action: 'bash', expectations: [{ source: 'a' }] }]);
    expect(outline(bash('ls') + fence('console', 'NAME READY'))).toEqual([
      'bash',
      ['none', expect.stringContaining('a console fence shows an output') as string],
    ]);
  });

  test('does nothing outside of exercises', () => {
    expect(stepsOf(`# Test\n\n${fence('console', '$ rm -rf x')}`)).toEqual([]);
  });

  test('what its last command prints is looked at after the keys for it', () => {
    const steps = stepsOf(deckOf(fence('console', '$ echo a\na\n$ cat\nb') + hidden('keys b', 'key ^D')));
    expect(steps.map(({ action, expectations }) => [action, expectations.map(({ source }) => source)])).toEqual([
      ['bash', ['a']],
      ['keys', []],
      ['key', []],
      ['expect', ['b']],
    ]);
  });
});

describe('lines for a program', () => {
  test.each([
    ['python3', 'python3'],
    ['python3.12', 'python3.12'],
    ['cd x && python3', 'python3'],
    ['sudo -u postgres psql -h db', 'psql'],
    ['PAGER=cat psql', 'psql'],
    ['mysql -u root -p', 'mysql'],
    ['sqlite3 x.db', 'sqlite3'],
    ['redis-cli -h node1 -p 6380', 'redis-cli'],
    ['node', 'node'],
    ['irb', 'irb'],
    ['python3 -i x.py', 'python3'],
    ['docker exec -ti db psql -U postgres', 'psql'],
    ['docker compose exec db psql', 'psql'],
    ['docker run -ti --rm python:3.12-slim', 'python'],
    ['docker run -ti alpine redis-cli -h db', 'redis-cli'],
    ['kubectl exec -ti postgres-0 -- psql', 'psql'],
    ['ssh -t node2 python3', 'python3'],
    ['python3 x.py', undefined],
    ['python3 -c "print(1)"', undefined],
    ['python3 -m http.server', undefined],
    ['psql -c "select 1"', undefined],
    ['psql --version', undefined],
    ['psql < x.sql', undefined],
    ['echo "select 1" | psql', undefined],
    ['sqlite3 x.db "select 1"', undefined],
    ['redis-cli ping', undefined],
    ['node x.js', undefined],
    ['node &', undefined],
    ['docker exec db psql', undefined],
    ['ssh node2 python3', undefined],
    ['ssh node2', undefined],
    ['python3\nls', undefined],
    ['vim x', undefined],
    ['', undefined],
  ])('%j leaves %s waiting', (command, program) => {
    expect(replProgram(command)).toBe(program);
  });

  test.each([
    ['sql', 'psql'],
    ['postgresql', 'psql'],
    ['sql', 'sqlite3'],
    ['mysql', 'mariadb'],
    ['python', 'python3'],
    ['py', 'ipython'],
    ['node', 'node'],
    ['js', 'node'],
    ['javascript', 'node'],
    ['ruby', 'irb'],
    ['redis', 'redis-cli'],
    ['repl', 'psql'],
    ['repl', 'telnet node1 6379'],
    ['repl', './mine'],
  ])('```%s after %s is typed', (language, command) => {
    const steps = stepsOf(deckOf(bash(command) + fence(language, 'one\ntwo')));
    expect(worded(steps)).toMatchObject([
      { action: 'bash', policy: 'detached', checksExitCode: false },
      {
        action: 'repl',
        program: command.split(' ')[0]?.replace('./', ''),
        input: 'one\ntwo',
        lines: [{ text: 'one', place: { line: 11 } }, { text: 'two' }],
        policyReason: expect.stringContaining('types line by line into') as string,
      },
    ]);
  });

  test.each([
    ['nothing before it', '', 'python', 'shown only: no program that reads python has the terminal'],
    [
      'another language',
      bash('psql'),
      'python',
      'shown only: no program that reads python has the terminal, psql has it',
    ],
    [
      'a program that ends',
      bash('python3 x.py'),
      'python',
      'shown only: no program that reads python has the terminal',
    ],
    [
      'an editor',
      bash('vim x.py') + hidden('keys i'),
      'python',
      'shown only: no program that reads python has the terminal',
    ],
    [
      'a program that was left',
      bash('psql') + fence('sql', '\\q'),
      'sql',
      'shown only: no program that reads sql has the terminal',
    ],
    [
      'one that ^D ended',
      bash('psql') + hidden('key ^D'),
      'sql',
      'shown only: no program that reads sql has the terminal',
    ],
    ['nothing at all', '', 'repl', 'shown only: no program has the terminal'],
  ])('with %s it is only shown', (_name, before, language, reason) => {
    expect(worded(stepsOf(deckOf(before + fence(language, 'x'))).at(-1))).toMatchObject({
      action: 'none',
      skip: reason,
    });
  });

  test('a wait, keys and other lines may stand in between, a command may not', () => {
    const before = bash('psql') + hidden('wait =#', 'keys \\x', 'key Enter') + fence('sql', 'one');
    expect(stepsOf(deckOf(before + fence('sql', 'two'))).at(-1)).toMatchObject({ action: 'repl' });
    expect(stepsOf(deckOf(before + bash('ls') + fence('sql', 'two'))).at(-1)).toMatchObject({ action: 'none' });
  });

  test('the next exercise goes on with a program that was not left', () => {
    const slide = (exercise: string): string => `# Test\n\n.exercise[\n\n${exercise}\n]\n`;
    const steps = (first: string): unknown =>
      stepsOf([slide(first), slide(fence('sql', 'two'))].join('\n---\n\n')).map(({ action }) => action);
    expect(steps(bash('psql') + fence('sql', 'one'))).toEqual(['bash', 'repl', 'repl']);
    expect(steps(bash('psql') + fence('sql', 'one\n\\q'))).toEqual(['bash', 'repl', 'none']);
    // Nothing types for it in its exercise, so it is not left running.
    expect(steps(bash('psql'))).toEqual(['bash', 'none']);
  });

  test.each([
    [
      'python',
      '>>> x = 1\n>>> x\n1\n>>> for i in [1]:\n...     print(i)\n...\n1',
      [
        ['x = 1', ''],
        ['x', '1'],
        ['for i in [1]:', ''],
        ['    print(i)', ''],
        ['', '1'],
      ],
    ],
    [
      'sql',
      'postgres=# SELECT 1\npostgres-# ;\n 1\n(1 row)\n\npostgres=#',
      [
        ['SELECT 1', ''],
        [';', ' 1\n(1 row)\n'],
      ],
    ],
    [
      'sql',
      'mysql> SELECT 1\n    -> ;\n1',
      [
        ['SELECT 1', ''],
        [';', '1'],
      ],
    ],
    [
      'sql',
      'sqlite> SELECT 1\n   ...> ;\n1',
      [
        ['SELECT 1', ''],
        [';', '1'],
      ],
    ],
    ['js', '> 1 + 1\n2', [['1 + 1', '2']]],
    ['redis', '127.0.0.1:6379> GET a\n(nil)', [['GET a', '(nil)']]],
    ['ruby', 'irb(main):001:0> 1\n=> 1', [['1', '=> 1']]],
    ['python', 'x > 1\nprint(x)', undefined],
    ['python', '> 1', undefined],
    ['sql', 'SELECT a > b', undefined],
  ])('a conversation in %s: %j', (language, text, commands) => {
    const read = readReplTranscript(text, language === 'js')?.map(({ lines, output }) => [lines[0]?.text, output]);
    expect(read).toEqual(commands);
  });

  test('prompts in it are not typed, and what stands between them is what the line must print', () => {
    const step = stepsOf(deckOf(bash('python3') + fence('python', '>>> x = 6\n>>> x\n6\n>>> x + 1\n7'))).at(-1);
    expect(step).toMatchObject({
      input: 'x = 6\nx\nx + 1',
      lines: [{ place: { line: 11, column: 7 } }, { place: { line: 12 } }, { place: { line: 14 } }],
      expectations: [
        { source: '6', command: 1, place: { line: 13 } },
        { source: '7', command: -1 },
      ],
    });
  });

  test('an output below it is what it must print', () => {
    const steps = stepsOf(deckOf(bash('psql') + fence('sql', 'select 1;'), 'You should see:\n\n```\n1\n```'));
    expect(steps.map(({ action, expectations }) => [action, expectations.length])).toEqual([
      ['bash', 0],
      ['repl', 1],
    ]);
  });
});

describe('copy and paste', () => {
  test('are steps', () => {
    expect(stepsOf(deckOf(bash('ls') + hidden('copy a.*b', 'keys echo ', 'paste')))).toMatchObject([
      { action: 'bash' },
      { action: 'copy', input: 'a.*b' },
      { action: 'keys', input: 'echo ' },
      { action: 'paste', input: '' },
    ]);
  });

  test('the older name is both, and Enter', () => {
    expect(worded(stepsOf(deckOf(bash('ls') + hidden('copypaste a.*b'))))).toMatchObject([
      { action: 'bash' },
      { id: 'test.2', action: 'copy', input: 'a.*b' },
      { id: 'test.3', action: 'paste', input: 'Enter', policyReason: expect.stringContaining('and Enter') as string },
    ]);
  });
});

test('keys that there are not are told before anything runs, in both languages', () => {
  const { messages } = plan(deckOf(bash('top') + hidden('key Ctrl-C')));
  expect(worded(messages)).toMatchObject([
    { rule: 'unknown-key', reason: 'There is no key called "Ctrl-C"; did you mean ^C?' },
  ]);
  expect(messages.map(({ reason }) => word(reason, 'fr'))).toEqual([
    'Il n’y a pas de touche «\u00a0Ctrl-C\u00a0»\u00a0; peut-être ^C\u00a0?',
  ]);
});
