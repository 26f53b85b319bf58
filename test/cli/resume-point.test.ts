import { expect, test } from 'vitest';
import { pointAfterRow, snapshotAt } from '../../src/cli/resume/resume-point.ts';
import { fingerprintOf, type StateRecord, type StepRecord } from '../../src/cli/resume/run-records.ts';
import type { Step } from '../../src/plan/step.ts';
import { step as stepOf } from '../run/steps.ts';

const steps = [1, 2, 3, 4].map((each) => stepOf('bash', `: ${each}`, { id: `a.${each}` }));

/** The step was done at this second of the day, on a node whose snapshot has that name. */
function done(step: Step | undefined, second: number, node: StepRecord['node'] = named(second)): StateRecord {
  if (!step) throw new Error('no such step');
  const at = new Date(second * 1000).toISOString();
  const shells = { current: '1', parts: {}, without: {}, hidden: [String(second)] };
  return {
    ...{ type: 'end', id: step.id, fingerprint: fingerprintOf(step), verdict: 'passed', at, clean: true },
    ...{ shells, commands: [], node },
  };
}

function named(second: number): StepRecord['node'] {
  return { pack: 'a.1.pack', name: `after ${second}` };
}

function found(...records: readonly StateRecord[]) {
  const point = pointAfterRow(steps, records);
  const { at, name, without, shells } = snapshotAt(steps, point) ?? {};
  return { point: point.at, at, name, without, shells: shells?.hidden[0] };
}

test('the snapshot is that of the last step', () => {
  expect(found(...[1, 2, 3].map((each) => done(steps[each - 1], each)))).toEqual({
    ...{ point: 3, at: 3, name: 'after 3', shells: '3' },
  });
});

test('a step that was done again after later ones: the node as it was then', () => {
  expect(found(done(steps[0], 1), done(steps[1], 2), done(steps[2], 3), done(steps[0], 4))).toEqual({
    ...{ point: 3, at: 3, name: 'after 4', shells: '4' },
  });
});

test('without a snapshot of the last steps: an earlier one, and why', () => {
  const secret = { without: 'secret' } as const;
  expect(found(done(steps[0], 1), done(steps[1], 2, secret), done(steps[2], 3, secret))).toEqual({
    ...{ point: 3, at: 1, name: 'after 1', without: 'secret', shells: '1' },
  });
  expect(found(done(steps[0], 1, secret)).at).toBeUndefined();
});
