import { expect, test } from 'vitest';
import { message } from '../../../src/messages/message.ts';
import { unitsOf } from '../../../src/plan/units.ts';
import type { Verdict } from '../../../src/plan/verdict.ts';
import type { UnitState } from '../../../src/protocol.ts';
import { UnitProgress } from '../../../src/server/workspace/unit-progress.ts';
import { planOf, step } from '../../run/steps.ts';

const passed: Verdict = { status: 'passed' };
const skipped: Verdict = { status: 'skipped', reason: message('plan/shown-only', { language: 'yaml', kind: 'file' }) };
const ls = step('bash', 'ls', { id: 'ls' });
const file = step('none', 'a: 1', { id: 'file', skip: skipped.reason });

/** How the only unit of some steps is after these verdicts. */
function stateAfter(...done: readonly (readonly [typeof ls, Verdict])[]): UnitState | undefined {
  const [unit] = unitsOf(planOf(...done.map(([each]) => each)));
  if (!unit) throw new Error('no unit');
  const progress = new UnitProgress(unit, 'en');
  const states = done.map(([each, verdict]) =>
    progress.after({
      ...{ type: 'stepEnd', at: 0, step: each },
      result: { stepId: each.id, verdict, durationMs: 1, tries: 1, commands: [], hints: [] },
    }),
  );
  return states.at(-1);
}

test('a file that is shown beside a command is not what its unit is about', () => {
  expect(stateAfter([ls, passed], [file, skipped])).toMatchObject({ status: 'passed' });
  expect(stateAfter([ls, passed], [file, skipped])).not.toHaveProperty('reason');
});

test('a unit in which nothing was done has not passed', () => {
  expect(stateAfter([file, skipped])).toMatchObject({
    status: 'skipped',
    reason: expect.stringContaining('nobody types a yaml file') as string,
  });
});
