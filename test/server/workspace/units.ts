import type { Step } from '../../../src/plan/step.ts';
import { type Unit, unitsOf } from '../../../src/plan/units.ts';
import type { UnitState } from '../../../src/protocol.ts';
import { UnitStates } from '../../../src/server/workspace/unit-states.ts';
import { planOf, step } from '../../run/steps.ts';

/** Units of one visible step each, two on a slide: `one` and `two` on slide 1, `three` and `four` on slide 2, ... */
export function unitsNamed(...ids: readonly string[]): readonly Unit[] {
  return unitsOf(planOf(...ids.map((id, at) => visible(id, 1 + Math.floor(at / 2)))));
}

/** A visible `bash` step with that id, which types `echo ID`. */
export function visible(id: string, slide: number, more: Partial<Step> = {}): Step {
  return step('bash', `echo ${id}`, { id, slide: { index: slide, number: slide, title: 'A slide' }, ...more });
}

/** States that remember how they changed, as `id status`. */
export function watchedStates(): { readonly states: UnitStates; readonly log: string[] } {
  const log: string[] = [];
  const states = new UnitStates((unit: Unit, { status }: UnitState) => log.push(`${unit.id} ${status}`));
  return { states, log };
}
