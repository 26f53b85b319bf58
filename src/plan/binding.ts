import type { Display, Slide } from '../deck/model.ts';
import type { Frame } from '../match/glob.ts';
import { chooseFenceMatcher } from '../match/matchers.ts';
import { message } from '../messages/message.ts';
import type { DeckContext } from './exercise-steps.ts';
import { parseExpectation } from './expectation.ts';
import { resemblanceOf, shownOutput } from './expected-output.ts';
import { startOf, type StepDraft } from './step-draft.ts';

/**
 * Binds the fences that show an expected output to the last command or page before them. `slides` are one slide and its
 * increments, `drafts` their steps: an output shown after the next `---` belongs to nothing.
 */
export function bindFences(slides: readonly Slide[], drafts: readonly StepDraft[], context: DeckContext): void {
  let next = 0;
  let target: number | undefined;
  // Both are in the order of the file.
  for (const display of slides.flatMap(({ displays }) => displays)) {
    for (let draft = drafts[next]; draft && draft.offset < display.position.start.offset; draft = drafts[++next]) {
      if (isShown(draft)) target = next;
    }
    const resemblance = display.inNotes ? undefined : resemblanceOf(display);
    if (resemblance && target !== undefined) bind(display, resemblance, drafts.slice(target, next), context);
  }
}

/** Binds a fence to the first of the steps since the one that it is about. */
function bind(
  display: Display,
  resemblance: Frame,
  since: readonly StepDraft[],
  { file, matchers, diagnose }: DeckContext,
): void {
  const { text, language, position } = display;
  const explicit = since.flatMap(({ expectations }) => expectations).find(({ origin }) => origin === 'snippet');
  if (explicit) {
    const reason = message('plan/only-shown', { line: explicit.place?.line ?? 0 });
    diagnose('info', 'fence-not-checked', position, reason);
    return;
  }
  const source = shownOutput(text);
  const matcher = chooseFenceMatcher(source, language, resemblance);
  const { place, region } = startOf(file, display);
  const expectation = parseExpectation(matchers, matcher, source, { place, origin: 'fence', region });
  if ('problem' in expectation) {
    const reason = message('plan/not-checkable', { problem: expectation.problem });
    diagnose('info', 'fence-not-checked', position, reason);
  } else since[0]?.expectations.push(expectation);
}

/** What the audience does not see is not what a slide talks about; only pages are mostly opened by hidden snippets. */
export function isShown({ action, hidden }: Pick<StepDraft, 'action' | 'hidden'>): boolean {
  return action === 'open' || ((action === 'bash' || action === 'repl') && !hidden);
}
