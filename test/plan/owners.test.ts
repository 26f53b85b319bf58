import { expect, test } from 'vitest';
import { ownersOf } from '../../src/plan/owners.ts';
import type { Step } from '../../src/plan/step.ts';
import { step } from '../run/steps.ts';

const left: Partial<Step> = { policy: 'detached', checksExitCode: false };

/** For each step: where it expects to be. */
function owners(...steps: Step[]): string[] {
  const found = ownersOf(steps.map((each, index) => ({ ...each, id: `s${index}` })));
  return [...found].map(([{ id }, { kind, step: starter }]) => `${id} ${kind}${starter ? ` ${starter.id}` : ''}`);
}

test.each<[string, Step[], string[]]>([
  ['keys before any command', [step('key', '^C')], ['s0 shell']],
  [
    'keys for a program',
    [step('bash', 'python3', left), step('keys', '1'), step('bash', 'ls')],
    ['s0 shell', 's1 program s0', 's2 shell'],
  ],
  [
    'a REPL that is left',
    [step('bash', 'psql', left), step('repl', 'SELECT 1;\n\\q\n'), step('keys', 'x'), step('check', '')],
    ['s0 shell', 's1 program s0', 's2 ended s0', 's3 ended s0'],
  ],
  [
    'a wait that stops its command',
    [step('bash', 'top', left), step('wait', 'x', { stopsCommand: true }), step('key', 'q')],
    ['s0 shell', 's1 program s0', 's2 ended s0'],
  ],
  [
    'what is copied after a command is for the shell',
    [step('bash', 'echo a'), step('copy', 'a'), step('paste', ''), step('key', 'Enter')],
    ['s0 shell', 's1 program s0', 's2 shell', 's3 shell'],
  ],
  [
    'what is copied from a program stays with it',
    [step('bash', 'less x', left), step('copy', 'a'), step('paste', '')],
    ['s0 shell', 's1 program s0', 's2 program s0'],
  ],
  [
    'copied after a command that the wait has stopped',
    [step('bash', 'watch x', left), step('wait', 'x', { stopsCommand: true }), step('copy', 'a'), step('keys', 'x')],
    ['s0 shell', 's1 program s0', 's2 ended s0', 's3 shell'],
  ],
  [
    'an endless command that a key stops',
    [step('bash', 'tail -f x', { policy: 'endless' }), step('copy', 'a'), step('key', '^C')],
    ['s0 shell', 's1 program s0', 's2 program s0'],
  ],
  [
    'another terminal',
    [
      step('bash', 'ls'),
      step('terminal', 'b', { terminal: 'b' }),
      step('wait', 'x', { terminal: 'b' }),
      step('wait', 'x'),
    ],
    ['s0 shell', 's2 shell', 's3 program s0'],
  ],
])('%s', (_, steps, expected) => {
  expect(owners(...steps)).toEqual(expected);
});
