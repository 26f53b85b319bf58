import { expect, test } from 'vitest';
import { planView } from '../../src/report/plan-view.ts';
import { deckOf, fence, hidden, plan } from '../plan/decks.ts';

test('a plan is a table for people', () => {
  const exercise =
    fence('bash', 'PORT=$(kubectl get svc)\nls') +
    hidden('expect a  b', 'tmux x', `open http://node1/${'x'.repeat(80)}`);
  expect(`\n${planView(plan(deckOf(exercise)).plan, 'en')}\n`).toBe(`
test.1  line 6   bash  eventually
    | PORT=$(kubectl get svc)
    | ls
    only reads (kubectl get, ls): repeated until it holds, at most 60s
    terminal: the shell
    must not leave empty: PORT
    expects text (snippet, line 11): a b
test.2  line 12  tmux  skipped
    | x
    not supported yet: several panes
test.3  line 13  open  eventually
    | http://node1/${'x'.repeat(80)}
    fetches a page: repeated until it holds, at most 60s
`);
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
