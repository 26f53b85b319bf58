import type { Step } from './step.ts';
import type { Unit } from './units.ts';

/** What a step does and what is expected of it, as one text: another one when the deck says something else now. */
export function contentOf({ action, input, lines, terminal, program, exit, expectations }: Step): string {
  const judged = expectations.map(({ matcher, source, command }) => [matcher, source, command]);
  return JSON.stringify([action, input, lines.map(({ text }) => text), terminal, program, exit, judged]);
}

/** What has become of a unit in a deck that was saved anew. */
export interface Successor {
  readonly unit: Unit;
  /** It does what the one before does. False: it only has its id. */
  readonly isSame: boolean;
}

/**
 * Which unit of a deck that was saved anew takes the place of which before: the one that does the same under the same id, else one that does the
 * same elsewhere (its slide was moved or has another title), else one of the same id that does something else. None: it is gone.
 */
export function successorsOf(before: readonly Unit[], after: readonly Unit[]): ReadonlyMap<Unit, Successor> {
  const successors = new Map<Unit, Successor>();
  const byId = new Map(after.map((unit) => [unit.id, unit]));
  const free = new Map<string, Unit[]>();
  for (const unit of after) free.set(textOf(unit), [...(free.get(textOf(unit)) ?? []), unit]);
  const take = (unit: Unit, wanted: Unit | undefined): void => {
    const those = free.get(textOf(unit)) ?? [];
    const at = wanted ? those.indexOf(wanted) : 0;
    const [found] = at < 0 ? [] : those.splice(at, 1);
    if (found) successors.set(unit, { unit: found, isSame: true });
  };
  for (const unit of before) {
    const wanted = byId.get(unit.id);
    if (wanted) take(unit, wanted);
  }
  for (const unit of before) if (!successors.has(unit)) take(unit, undefined);
  const taken = new Set([...successors.values()].map(({ unit }) => unit));
  for (const unit of before) {
    const other = byId.get(unit.id);
    if (!successors.has(unit) && other && !taken.has(other)) successors.set(unit, { unit: other, isSame: false });
  }
  return successors;
}

function textOf({ steps, shown }: Unit): string {
  return JSON.stringify([steps.map(contentOf), steps.findIndex((step) => step === shown)]);
}
