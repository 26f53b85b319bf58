import { expect, test } from 'vitest';
import { planView } from '../../src/report/plan-view.ts';
import { deckOf, fence, hidden, plan } from '../plan/decks.ts';

test('a plan is a table for people', () => {
  const exercise =
    fence('bash', 'PORT=$(kubectl get svc)\nls') +
    hidden('expect a  b', 'terminal logs', `open http://node1/${'x'.repeat(80)}`);
  expect(`\n${planView(plan(deckOf(exercise)).plan, 'en')}\n`).toBe(`
test.1  line 6   bash      eventually
    | PORT=$(kubectl get svc)
    | ls
    only reads (kubectl get, ls): repeated until it holds, at most 60s
    terminal: the shell
    must not leave empty: PORT
    expects text (snippet, line 11): a b
test.2  line 12  terminal  once
    | logs
    chooses a terminal, and opens it when it is not there: at most 60s
    in terminal logs
test.3  line 13  open      eventually
    | http://node1/${'x'.repeat(80)}
    fetches a page: repeated until it holds, at most 60s
`);
});

test('a plan says what a run would do with each word of a deck', () => {
  const exercise =
    fence('console', '$ echo a\na') +
    fence('bash', 'psql') +
    fence('sql', 'select 1;\n\\q') +
    fence('python', 'print(1)') +
    hidden('copy a', 'paste', 'expect exit 1', 'key Ctrl-C', 'keys ^C');
  const view = planView(plan(deckOf(exercise)).plan, 'en');
  expect(view.replaceAll(/^(\S+) +line \d+ +/gm, '$1 ')).toBe(`test.1 bash   eventually
    | echo a
    only reads (echo): repeated until it holds, at most 60s
    terminal: the shell
    expects equal (fence, line 8): a
test.2 bash   detached
    | psql
    waits for somebody to type: psql; \`repl\` takes over
    terminal: the shell
test.3 repl   once
    | select 1;
    | \\q
    types line by line into psql, each after its prompt: at most 60s
    terminal: what test.2 has started: psql
test.4 none   skipped
    | print(1)
    shown only: no program that reads python has the terminal
test.5 copy   once
    | a
    copies the last match on the screen: at most 60s
    terminal: what test.2 has started, left or stopped before: psql
test.6 paste  once
    types what was copied: at most 60s
    terminal: the shell
test.7 check  once
    looks at the last exit code: at most 5m
    terminal: the shell
    must end with exit code 1
test.8 none   skipped
    | Ctrl-C
    There is no key called "Ctrl-C"; did you mean ^C?
test.9 keys   once
    | ^C
    presses a key: at most 60s
    terminal: the shell`);
});

test('a plan tells whose terminal a step expects', () => {
  const exercise = fence('bash', 'psql') + hidden('wait =#', 'keys select 1;', 'key Enter');
  const lines = planView(plan(deckOf(exercise)).plan, 'en').split('\n');
  expect(lines.filter((line) => line.includes('terminal:')).map((line) => line.trim())).toEqual([
    'terminal: the shell',
    ...Array<string>(3).fill('terminal: what test.1 has started: psql'),
  ]);
});

test('nothing in it drives the terminal', () => {
  const text = planView(
    plan(deckOf(fence('bash', 'echo \u001b[31m\u0007\u009b') + hidden('expect \u001b]0;x'))).plan,
    'en',
  );
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  expect(text).toContain('| echo');
});

test('an empty plan says so', () => {
  expect(planView(plan('# Nothing').plan, 'en')).toBe('no steps');
});
