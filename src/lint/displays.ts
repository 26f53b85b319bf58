import type { Display, Slide } from '../deck/model.ts';
import { isShown } from '../plan/binding.ts';
import { resemblanceOf } from '../plan/expected-output.ts';
import type { SourceLocation } from '../plan/step.ts';
import type { LintDocument } from './document.ts';

/** A fence that shows what a command should print. */
export interface ExpectedOutput {
  readonly display: Display;
  readonly slide: Slide;
  /** The command or page that it is about stands before it. */
  readonly bound: boolean;
}

/** The expected outputs that a deck shows, in the order of the file; those that nobody sees are left out. */
export function expectedOutputs({ deck, plan }: LintDocument): ExpectedOutput[] {
  const steps = plan.steps.filter(isShown);
  // The slide that an increment continues, and the last step before what is looked at; both lists are in order.
  let head = 0;
  let next = 0;
  return deck.slides.flatMap((slide) => {
    if (!slide.continued) head = slide.index;
    if (slide.excluded) return [];
    return slide.displays
      .filter((display) => !display.inNotes && resemblanceOf(display) !== undefined)
      .map((display) => {
        while (isBefore(steps[next]?.place, display)) next++;
        return { display, slide, bound: (steps[next - 1]?.slide.index ?? 0) >= head };
      });
  });
}

function isBefore(place: SourceLocation | undefined, { position: { start } }: Display): boolean {
  if (!place) return false;
  return place.line < start.line || (place.line === start.line && place.column < start.column);
}
