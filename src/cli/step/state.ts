import type { Slide } from '../../deck/model.ts';
import type { Message } from '../../messages/message.ts';
import { isFailure } from '../../plan/events.ts';
import type { Plan, Step } from '../../plan/step.ts';
import type { StepResult } from '../../plan/verdict.ts';
import type { Field } from './field.ts';

/** How far a run goes by itself: nowhere, one step, to the next failure, or to the step at that place of the plan. */
export type Drive = 'paused' | 'step' | 'failure' | { readonly to: number };

/** Simulated typing, and how fast. */
export type TypingSpeed = 'off' | 'slow' | 'normal' | 'fast';

/** What the keys of the person are for. */
export type Mode =
  | { readonly kind: 'keys' | 'shell' | 'help' | 'quit' }
  | { readonly kind: 'ask'; readonly what: 'goTo' | 'runTo'; readonly field: Field }
  | { readonly kind: 'edit'; readonly field: Field };

/** All that the view of a run shows, besides the shell. */
export interface StepState {
  readonly plan: Plan;
  readonly slides: readonly Slide[];
  /** Place in the plan of the step that is next, or that runs; the number of steps at the end. */
  readonly at: number;
  /** The slide that a person went to, by its `index`, while it is not that of the next step. */
  readonly slide: number | undefined;
  /** What came of each step last, by its id. */
  readonly results: ReadonlyMap<string, StepResult>;
  /** The step that ran last, by its place. */
  readonly last: number | undefined;
  readonly drive: Drive;
  /** What runs, on one line, what it waits for, and which try comes next because of what. */
  readonly running:
    | {
        readonly what: string;
        readonly awaited?: Message;
        readonly tried?: { readonly attempt: number; readonly reason: Message };
      }
    | undefined;
  /** Hidden snippets are run. */
  readonly hidden: boolean;
  readonly typing: TypingSpeed;
  readonly mode: Mode;
  /** Something to tell the person once. */
  readonly said: Message | undefined;
  /** Rows by which the person has scrolled the slide. */
  readonly scroll: number;
}

/** The view of a plan before anything has run. */
export function initialState(plan: Plan, slides: readonly Slide[]): StepState {
  return {
    ...{ plan, slides, at: 0, slide: undefined, results: new Map(), last: undefined, drive: 'paused' },
    ...{ running: undefined, hidden: true, typing: 'off', mode: { kind: 'keys' }, said: undefined, scroll: 0 },
  };
}

/** The step that is next, or that runs; undefined at the end. */
export function currentStep({ plan, at }: StepState): Step | undefined {
  return plan.steps[at];
}

/** What came of the current step, if that was a failure which nobody has dealt with. */
export function currentFailure(state: StepState): StepResult | undefined {
  const result = state.results.get(currentStep(state)?.id ?? '');
  return result && isFailure(result.verdict.status) ? result : undefined;
}

/** How many steps have passed. */
export function passedSteps({ plan, results }: StepState): number {
  return plan.steps.filter(({ id }) => results.get(id)?.verdict.status === 'passed').length;
}

/** The slide to show: where the person went, or that of the current step, or the last one with a step. */
export function shownSlide(state: StepState): Slide | undefined {
  const step = currentStep(state) ?? state.plan.steps.at(-1);
  const index = state.slide ?? step?.slide.index;
  return state.slides.find((slide) => slide.index === index);
}

/**
 * The place in the plan that `wanted` means: a slide's number or name, or the id of a step or of a slide; for a slide without
 * steps, that of the next step after it. `slide`: its index. Undefined when there is none.
 */
export function findPlace(
  { plan, slides }: Pick<StepState, 'plan' | 'slides'>,
  wanted: string,
): { readonly at: number; readonly slide: number } | undefined {
  const name = wanted.trim();
  const byId = plan.steps.findIndex(({ id }) => id === name || id.replace(/\.\d+$/, '') === name);
  const slide =
    byId >= 0
      ? plan.steps[byId]?.slide.index
      : slides.find(({ number, name: own }) => (/^\d+$/.test(name) ? number === Number(name) : own === name))?.index;
  if (slide === undefined) return undefined;
  const at = byId >= 0 ? byId : plan.steps.findIndex((step) => step.slide.index >= slide);
  return at < 0 ? undefined : { at, slide };
}
