import { inDeckOrder } from '../deck/diagnostics.ts';
import type { Deck, Diagnostic, Slide } from '../deck/model.ts';
import type { Matchers } from '../match/matcher.ts';
import { builtinMatchers } from '../match/matchers.ts';
import { message } from '../messages/message.ts';
import { bindFences } from './binding.ts';
import { moveExpectations } from './detach.ts';
import { type DeckContext, stepsOf } from './exercise-steps.ts';
import { parseExpectation } from './expectation.ts';
import { defaultTimeouts, finalizeStep, type StepOverride, type Timeouts } from './finalize-step.ts';
import { slugs } from './ids.ts';
import { PlannedTerminals } from './planned-terminals.ts';
import { proseReader } from './prose.ts';
import type { Plan, Step, StepExpectation } from './step.ts';
import type { StepDraft } from './step-draft.ts';
import { diagnoseInto, makeDraft, startOf } from './step-draft.ts';
import { isDone } from './units.ts';

/** How a plan is made; every part has a default. */
export interface PlanOptions {
  readonly matchers?: Matchers;
  readonly timeouts?: Partial<Timeouts>;
  /** By step id; ids that no step has do nothing. */
  readonly overrides?: ReadonlyMap<string, StepOverride>;
}

/**
 * Makes the steps of a deck, in its order. Excluded slides and notes have none.
 *
 * The messages are about the plan only (those of the deck are in the deck). One with severity `error` costs the snippet that it is
 * about: the step in its place says so, and the others run.
 */
export function planDeck(
  deck: Deck,
  options: PlanOptions = {},
): { readonly plan: Plan; readonly messages: readonly Diagnostic[] } {
  const { matchers = builtinMatchers, timeouts, overrides } = options;
  const messages: Diagnostic[] = [];
  const diagnose = diagnoseInto(messages, deck.file);
  const terminals = new PlannedTerminals();
  const context: DeckContext = { file: deck.file, matchers, diagnose, terminals, unreadable: unreadableIn(deck) };
  const allTimeouts = { ...defaultTimeouts, ...timeouts };
  const slugFor = slugs();
  const steps: Step[] = [];
  for (const slides of slidesWithIncrements(deck.slides)) {
    const drafts = draftsOf(slides, context);
    const [head] = slides;
    if (!head || drafts.length === 0) continue;
    const slug = slugFor(head.name ?? head.title, head.index);
    drafts.forEach((draft, index) => {
      const id = `${slug}.${index + 1}`;
      const override = overrides?.get(id) ?? {};
      steps.push(finalizeStep(draft, id, allTimeouts, override, expectedBy(override, draft, context)));
    });
  }
  return {
    plan: {
      file: deck.file,
      title: deck.title,
      slides: deck.slides.length,
      steps,
      watchedVariables: [...new Set(steps.flatMap(({ assigns }) => assigns))],
    },
    messages: inDeckOrder(messages, deck),
  };
}

/** The fences whose end is not written (prose would be typed with what is in them), and the lines whose included file is missing. */
function unreadableIn({ messages }: Deck): DeckContext['unreadable'] {
  const found = messages.filter(({ rule }) => rule === 'unclosed-fence' || rule === 'missing-include');
  return new Map(found.map(({ file, line, column, reason }) => [`${file}:${line}:${column}`, reason]));
}

/** Slides, each with the increments that continue it; without those that nobody sees. */
function slidesWithIncrements(slides: readonly Slide[]): Slide[][] {
  const groups: Slide[][] = [];
  for (const slide of slides) {
    const group = slide.continued ? groups.at(-1) : undefined;
    if (group) group.push(slide);
    else groups.push([slide]);
  }
  return groups.map((group) => group.filter(({ excluded }) => !excluded));
}

function draftsOf(slides: readonly Slide[], context: DeckContext): StepDraft[] {
  const drafts = slides.flatMap((slide) => {
    const proseOf = proseReader(slide);
    const exercises = slide.exercises.filter(({ inNotes }) => !inNotes);
    return exercises.flatMap((exercise) => stepsOf(slide, exercise, proseOf, context));
  });
  bindFences(slides, drafts, context);
  return moveExpectations(drafts.flatMap((draft, at) => [...byHand(draft, drafts.slice(0, at), context), draft]));
}

/** What a script verifies where nothing is done before it: that a person does. */
function byHand(verify: StepDraft, before: readonly StepDraft[], { file }: DeckContext): StepDraft[] {
  if (verify.action !== 'verify' || before.some(({ action }) => action === 'verify' || isDone(action))) return [];
  const { slide, exercise } = verify;
  const { place, offset } = startOf(file, { id: exercise.id, position: slide.position });
  const reason = message('plan/by-hand');
  return [
    makeDraft({ region: exercise.id, place, offset, action: 'manual', input: slide.title, slide, exercise, reason }),
  ];
}

function expectedBy(
  { expect }: StepOverride,
  { place }: StepDraft,
  { matchers, diagnose }: DeckContext,
): readonly StepExpectation[] | undefined {
  return expect?.flatMap(({ matcher, source }) => {
    const parsed = parseExpectation(matchers, matcher, source, { place: undefined, origin: 'config' });
    if (!('problem' in parsed)) return [parsed];
    const start = { ...place, offset: 0 };
    diagnose(
      'error',
      'invalid-expectation',
      { start, end: start },
      message('plan/senseless-override', { problem: parsed.problem }),
    );
    return [];
  });
}
