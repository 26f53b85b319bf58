import type { Display, Slide } from '../deck/model.ts';
import { resemblanceOf } from '../plan/expected-output.ts';
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
  const steps = plan.steps.filter(({ action, hidden }) => action === 'open' || (action === 'bash' && !hidden));
  // The slide that an increment continues.
  let head = 0;
  return deck.slides.flatMap((slide) => {
    if (!slide.continued) head = slide.index;
    if (slide.excluded) return [];
    return slide.displays
      .filter((display) => !display.inNotes && resemblanceOf(display) !== undefined)
      .map((display) => {
        const { line, column } = display.position.start;
        const bound = steps.some(
          (step) =>
            step.slide.index >= head &&
            (step.place.line < line || (step.place.line === line && step.place.column < column)),
        );
        return { display, slide, bound };
      });
  });
}
