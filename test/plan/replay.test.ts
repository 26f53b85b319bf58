import { expect, test } from 'vitest';
import { openingOf, replayOf } from '../../src/plan/replay.ts';
import type { Step } from '../../src/plan/step.ts';
import { step } from '../run/steps.ts';

const endless: Partial<Step> = { policy: 'endless' };
const reading: Partial<Step> = { policy: 'eventually' };

test.each<[string, Step[], string[]]>([
  [
    'what makes something, and what reads it',
    [step('bash', 'mkdir x'), step('bash', 'ls x', reading)],
    ['run', 'pass'],
  ],
  ['what reads into a variable', [step('bash', 'A=$(kubectl get svc)', { ...reading, assigns: ['A'] })], ['run']],
  [
    'a folder, an option, a function',
    [step('bash', 'cd x'), step('bash', 'set -u'), step('bash', 'f() { ls; }')],
    ['run', 'run', 'run'],
  ],
  [
    'what is only shown until somebody ends it',
    [step('bash', 'kubectl logs deploy/x --follow', endless), step('wait', 'Coin'), step('key', '^C')],
    ['pass', 'pass', 'pass'],
  ],
  [
    'a program that is typed into',
    [step('bash', 'psql'), step('repl', 'DROP TABLE x;'), step('key', '^D'), step('bash', 'ls', reading)],
    ['run', 'run', 'run', 'pass'],
  ],
  ['an editor', [step('bash', 'vim x'), step('keys', 'ix'), step('keys', ':wq')], ['run', 'run', 'run']],
  ['what is copied', [step('bash', 'ls', reading), step('copy', 'a'), step('paste', '')], ['run', 'run', 'run']],
  ['another terminal', [step('terminal', 'other'), step('bash', 'ls', reading)], ['run', 'pass']],
  [
    'what a page is found by',
    [step('bash', 'kubectl get svc', reading), step('open', 'http://node1:3xxxx/')],
    ['show', 'pass'],
  ],
  ['a redirection', [step('bash', 'ls > x')], ['run']],
  ['what bash does not understand', [step('bash', 'if')], ['run']],
])('%s', (_, steps, expected) => {
  expect([...replayOf(steps, []).values()]).toEqual(expected);
});

test('a page is of its chapter', () => {
  const before = [step('bash', 'kubectl get svc', reading)];
  const page = step('open', 'http://node1:3xxxx/');
  expect([...replayOf(before, [page]).values()]).toEqual(['show']);
  expect([...replayOf(before, [{ ...page, place: { ...page.place, file: 'other.md' } }]).values()]).toEqual(['pass']);
});

test('what belongs to a program begins where that is opened', () => {
  const steps = [step('key', '^C'), step('bash', 'vim x'), step('keys', 'i'), step('keys', ':wq'), step('bash', 'ls')];
  expect(steps.map((_step, at) => openingOf(steps, at))).toEqual([0, 1, 1, 1, 4]);
});
