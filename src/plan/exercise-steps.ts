import type { Exercise, Slide, Snippet } from '../deck/model.ts';
import type { Matchers } from '../match/matcher.ts';
import { message } from '../messages/message.ts';
import { detachCommands } from './detach.ts';
import { kindOf, unknownMethod } from './methods.ts';
import { applyModifier } from './modifier.ts';
import { draftOf, missingInput } from './snippet-step.ts';
import type { Diagnose } from './step-draft.ts';
import { makeDraft, startOf, type StepDraft } from './step-draft.ts';
import { isWorkshopUrl } from './url.ts';

/** What is the same for every exercise of a deck. */
export interface DeckContext {
  readonly file: string;
  readonly matchers: Matchers;
  readonly diagnose: Diagnose;
}

/**
 * The steps of one exercise in order: those of its snippets, else one `open` for each URL of the workshop in its prose, else one
 * `manual` step.
 */
export function stepsOf(
  slide: Slide,
  exercise: Exercise,
  proseOf: (exercise: Exercise) => string,
  context: DeckContext,
): StepDraft[] {
  const { file } = context;
  const drafts: StepDraft[] = [];
  let misunderstood = false;
  for (const snippet of exercise.snippets) {
    const draft = stepOf(snippet, drafts.at(-1), { ...context, slide, exercise });
    if (draft === 'misunderstood') misunderstood = true;
    else if (draft) drafts.push(draft);
  }
  if (drafts.length > 0) {
    detachCommands(drafts);
    return drafts;
  }
  // Its snippets have messages of their own.
  if (misunderstood) return [];
  const urls = exercise.urls.filter(({ url }) => isWorkshopUrl(url));
  if (urls.length > 0) {
    return urls.map((url) =>
      makeDraft({
        ...startOf(file, url),
        action: 'open',
        input: url.url,
        slide,
        exercise,
        policy: 'eventually',
        reason: message('plan/fetches-named-page'),
      }),
    );
  }
  const input = proseOf(exercise);
  const reason = message('plan/by-hand');
  return [makeDraft({ ...startOf(file, exercise), action: 'manual', input, slide, exercise, reason })];
}

function stepOf(
  snippet: Snippet,
  before: StepDraft | undefined,
  context: DeckContext & { readonly slide: Slide; readonly exercise: Exercise },
): StepDraft | 'misunderstood' | undefined {
  const { method, position } = snippet;
  const { diagnose } = context;
  switch (kindOf(method)) {
    case 'shown':
      return undefined;
    case 'modifier':
      return applyModifier(snippet, before, context) ?? (before ? undefined : 'misunderstood');
    case 'otherShell':
      diagnose('warning', 'other-shell', position, message('plan/other-shell', { method }));
      return undefined;
    case 'unknown':
      diagnose('error', 'unknown-method', position, unknownMethod(method));
      return 'misunderstood';
    case 'step': {
      const missing = missingInput(snippet);
      if (missing === undefined) return draftOf(snippet, context);
      diagnose('error', 'empty-snippet', position, missing);
      return 'misunderstood';
    }
  }
}
