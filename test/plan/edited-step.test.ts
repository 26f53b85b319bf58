import { expect, test } from 'vitest';
import { editedStep } from '../../src/plan/edited-step.ts';
import { step } from '../run/steps.ts';

test('the lines keep their places, those that are new have the last one', () => {
  const edited = editedStep(step('bash', 'touch a\ntouch b'), 'touch a\ntouch c\ntouch d');
  expect(edited.input).toBe('touch a\ntouch c\ntouch d');
  expect(edited.lines.map(({ text, place }) => [text, place.line])).toEqual([
    ['touch a', 1],
    ['touch c', 2],
    ['touch d', 2],
  ]);
});

test('what the plan reads from the text is read again', () => {
  const watching = editedStep(step('bash', 'kubectl get pods', { policy: 'eventually' }), 'kubectl get pods -w');
  expect(watching).toMatchObject({ policy: 'endless', stopsCommand: true });
  expect(editedStep(step('bash', 'PORT=$(true)', { assigns: ['PORT'] }), 'HOST=$(hostname)').assigns).toEqual(['HOST']);
});

test.each([
  ['detached', 'kubectl get pods -w', 'kubectl get nodes'],
  ['once', 'kubectl get pods', 'kubectl get nodes'],
] as const)('a policy that the text did not make stays: %s', (policy, before, after) => {
  expect(editedStep(step('bash', before, { policy }), after).policy).toBe(policy);
});

test('a text that is waited for has no lines', () => {
  const edited = editedStep({ ...step('wait', 'ready'), lines: [] }, 'Ready');
  expect(edited).toMatchObject({ input: 'Ready', lines: [], policy: 'once' });
});
