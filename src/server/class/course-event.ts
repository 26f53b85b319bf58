import type { Plan } from '../../plan/step.ts';
import { successorsOf } from '../../plan/successors.ts';
import { unitsOf } from '../../plan/units.ts';
import type { ClassEvent } from './class-events.ts';

/** What a deck that was saved anew means for what is remembered of people; undefined: nothing. What was done of units that are gone is kept. */
export function courseEvent(before: Plan, after: Plan): Extract<ClassEvent, { type: 'course' }> | undefined {
  const moved: [string, string][] = [];
  const changed: string[] = [];
  for (const [{ id }, { unit, isSame }] of successorsOf(unitsOf(before), unitsOf(after))) {
    if (!isSame) changed.push(id);
    else if (unit.id !== id) moved.push([id, unit.id]);
  }
  return moved.length + changed.length === 0 ? undefined : { type: 'course', moved, changed };
}
