import type { Display, Slide } from '../deck/model.ts';
import { chooseFenceMatcher } from '../match/matchers.ts';
import { type Draft, isShell, startOf } from './draft.ts';
import type { DeckContext } from './exercise-steps.ts';
import { parseExpectation } from './expectation.ts';
import { resemblanceOf, shownOutput } from './expected-output.ts';

/**
 * Binds the fences that show an expected output to the last command or page before them. `slides` are one slide and its
 * increments, `drafts` their steps: an output shown after the next `---` belongs to nothing.
 */
export function bindFences(slides: readonly Slide[], drafts: readonly Draft[], context: DeckContext): void {
  for (const display of slides.flatMap(({ displays }) => displays)) {
    const resemblance = display.inNotes ? undefined : resemblanceOf(display);
    const target =
      resemblance && drafts.findLast((draft) => draft.offset < display.position.start.offset && isShown(draft));
    if (target)
      bind(
        display,
        chooseFenceMatcher(shownOutput(display.text), display.language, resemblance),
        target,
        drafts,
        context,
      );
  }
}

function bind(
  { text, position }: Display,
  matcher: string,
  target: Draft,
  drafts: readonly Draft[],
  { file, matchers, report }: DeckContext,
): void {
  const explicit = explicitExpectation(target, drafts);
  if (explicit !== undefined) {
    const reason = `this output is only shown: the \`expect\` of line ${explicit} says what is checked`;
    report('info', 'fence-not-checked', position, reason);
    return;
  }
  const { place } = startOf(file, position);
  const expectation = parseExpectation(matchers, matcher, shownOutput(text), { place, origin: 'fence' });
  if ('problem' in expectation)
    report('info', 'fence-not-checked', position, `this output cannot be checked: ${expectation.problem}`);
  else target.expectations.push(expectation);
}

/** The line of the `expect` snippet about a step: its own, or a step after it that looks at the same command. */
function explicitExpectation(target: Draft, drafts: readonly Draft[]): number | undefined {
  const rest = drafts.slice(drafts.indexOf(target) + 1);
  const next = rest.findIndex(
    (draft) => draft.exercise !== target.exercise || isShell(draft) || draft.action === 'open',
  );
  const about = [target, ...(next === -1 ? rest : rest.slice(0, next))];
  return about.flatMap(({ expectations }) => expectations).find(({ origin }) => origin === 'snippet')?.place?.line;
}

/** What the audience does not see is not what a slide talks about; pages are mostly opened by hidden snippets. */
function isShown(draft: Draft): boolean {
  return draft.action === 'open' || (isShell(draft) && !draft.hidden);
}
