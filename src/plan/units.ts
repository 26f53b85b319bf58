import type { ActionName, Plan, Step } from './step.ts';

/**
 * What one button in a slide runs: a step that the audience sees, and the hidden ones that belong to it. What verifies has a button of its own. The steps of a
 * unit run in order; a unit without a visible step holds what is hidden on a slide that shows nothing to run.
 */
export interface Unit {
  /** Id of the visible step, or of the first hidden one. */
  readonly id: string;
  readonly steps: readonly Step[];
  /** The step that the audience sees. */
  readonly shown: Step | undefined;
  /** `Slide.index` of the slide. */
  readonly slide: number;
}

/** What does nothing that a script could verify. */
const idle: ReadonlySet<ActionName> = new Set(['none', 'verify', 'setup', 'background', 'terminal', 'tmux']);

/** True for a step in which somebody does what a `verify` after it is about. */
export function isDone(action: ActionName): boolean {
  return !idle.has(action);
}

/**
 * Groups the steps of a plan, in order: hidden steps belong to the visible one before them on their slide, those at the
 * beginning of a slide to the visible one after them.
 */
export function unitsOf(plan: Plan): readonly Unit[] {
  const units: { steps: Step[]; shown: Step | undefined; slide: number }[] = [];
  for (const step of plan.steps) {
    const last = units.at(-1);
    // A file that is shown between a command and the keys for it does not part them.
    const isShown = (!step.hidden && step.action !== 'none') || step.action === 'verify';
    const joins = last?.slide === step.slide.index && (!isShown || last.shown === undefined);
    if (!joins) {
      units.push({ steps: [step], shown: isShown ? step : undefined, slide: step.slide.index });
      continue;
    }
    last.steps.push(step);
    if (isShown) last.shown = step;
  }
  return units.map((unit) => ({ ...unit, id: (unit.shown ?? unit.steps[0])?.id ?? '' }));
}
