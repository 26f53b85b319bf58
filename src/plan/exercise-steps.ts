import type { Exercise, Point, Slide, Snippet } from '../deck/model.ts';
import type { Matchers } from '../match/matcher.ts';
import { type Code, type Message, message } from '../messages/message.ts';
import { detachCommands } from './detach.ts';
import { resemblanceOf } from './expected-output.ts';
import { kindOf, unknownMethod } from './methods.ts';
import { applyModifier } from './modifier.ts';
import type { PlannedTerminals } from './planned-terminals.ts';
import { readsLanguage } from './repl.ts';
import { cellDrafts, draftsOf, looseDrafts, mistakeIn, replDraft, transcriptDraft } from './snippet-step.ts';
import type { Diagnose } from './step-draft.ts';
import { locationOf, makeDraft, noneDraft, startOf, type StepDraft } from './step-draft.ts';
import { readTranscript, type TranscriptCommand } from './transcript.ts';
import { isWorkshopUrl } from './url.ts';

/** What is the same for every exercise of a deck. */
export interface DeckContext {
  readonly file: string;
  readonly matchers: Matchers;
  readonly diagnose: Diagnose;
  readonly terminals: PlannedTerminals;
  /** Why what begins at a place (`file:line:column`) cannot be read: a fence whose end is not written, a file to include that is missing. */
  readonly unreadable: ReadonlyMap<string, Message>;
}

/** Why snippets are not done that a person can do. */
const leftToPeople: ReadonlySet<Code> = new Set<Code>(['plan/shown-only', 'plan/other-shell']);

interface ExerciseContext extends DeckContext {
  readonly slide: Slide;
  readonly exercise: Exercise;
}

/**
 * The steps of one exercise in order: those of its snippets, else one `open` for each URL of the workshop in its prose, else one
 * `manual` step. A snippet that nothing can be done with is a step that says so; what is around it is done all the same.
 */
export function stepsOf(
  slide: Slide,
  exercise: Exercise,
  proseOf: (exercise: Exercise) => string,
  deck: DeckContext,
): StepDraft[] {
  const { file, terminals } = deck;
  const context: ExerciseContext = { ...deck, slide, exercise };
  const drafts: StepDraft[] = [];
  // What modifiers are about: neither a file that is shown in between, nor another modifier.
  let subject: StepDraft | undefined;
  for (const snippet of exercise.snippets) {
    const made = stepsOfSnippet(snippet, subject, context);
    drafts.push(...made);
    const last = made.at(-1);
    if (last && !isShownOnly(last) && !(last.action === 'none' && kindOf(snippet) === 'modifier')) subject = last;
    for (const draft of made) terminals.follow(draft);
  }
  detachCommands(drafts);
  terminals.endExercise(drafts);
  // A person does all of it, files and other shells too.
  if (!drafts.every(({ skip }) => skip && leftToPeople.has(skip.code))) return drafts;
  const urls = exercise.urls.filter(({ url }) => isWorkshopUrl(url));
  if (urls.length > 0) {
    const pages = urls.map((url) =>
      makeDraft({
        ...startOf(file, url),
        ...{ action: 'open', input: url.url, slide, exercise, policy: 'eventually' },
        reason: message('plan/fetches-named-page'),
      }),
    );
    return [...drafts, ...pages].sort((one, other) => one.offset - other.offset);
  }
  const input = proseOf(exercise);
  const reason = message('plan/by-hand');
  return [makeDraft({ ...startOf(file, exercise), action: 'manual', input, slide, exercise, reason })];
}

/** Where a fence begins, and where it names a file to include. */
function placesIn({ position, data, lines }: Snippet): readonly Point[] {
  const texts = data.includes('@@INCLUDE[') ? data.split('\n') : [];
  const includes = texts.flatMap((text, index) => {
    const start = lines[index];
    if (!start) return [];
    return [...text.matchAll(/@@INCLUDE\[/g)].map((found) => ({ ...start, column: start.column + found.index }));
  });
  return [position.start, ...includes];
}

function stepsOfSnippet(snippet: Snippet, subject: StepDraft | undefined, context: ExerciseContext): StepDraft[] {
  const { method, position } = snippet;
  const { diagnose, slide } = context;
  const fault = (severity: 'error' | 'warning', rule: string, reason: Message): StepDraft[] => {
    diagnose(severity, rule, position, reason);
    return [noneDraft(snippet, context, reason)];
  };
  const unreadable = placesIn(snippet)
    .map((point) => locationOf(context.file, point))
    .map(({ file, line, column }) => context.unreadable.get(`${file}:${line}:${column}`))
    .find((reason) => reason !== undefined);
  if (unreadable) return [noneDraft(snippet, context, unreadable)];
  const left = snippet.cell?.asks ?? (snippet.loose && placeholderIn(snippet.data));
  if (left) {
    const reason = message('plan/placeholder', { text: left });
    const { exercise } = context;
    return [
      makeDraft({ ...startOf(context.file, snippet), action: 'manual', input: snippet.data, slide, exercise, reason }),
    ];
  }
  if (snippet.cell) return cellDrafts(snippet, context);
  switch (kindOf(snippet)) {
    case 'console': {
      if (isExpectedOutput(snippet, slide)) return [];
      const commands = typedTranscript(snippet, slide);
      if (!commands) return [shownOnly(snippet, context)];
      return snippet.loose ? looseDrafts(snippet, commands, context) : [transcriptDraft(snippet, commands, context)];
    }
    case 'repl':
      return [replStep(snippet, context)];
    case 'file':
    case 'output':
      return isExpectedOutput(snippet, slide) ? [] : [shownOnly(snippet, context)];
    case 'modifier': {
      const made = applyModifier(snippet, subject, context);
      if (made === undefined) return [];
      return 'action' in made ? [made] : fault('error', made.rule, made.problem);
    }
    case 'otherShell':
      return fault('warning', 'other-shell', message('plan/other-shell', { method }));
    case 'unknown':
      return fault('error', 'unknown-method', unknownMethod(method));
    case 'step': {
      const mistake = mistakeIn(snippet);
      return mistake ? fault('error', mistake.rule, mistake.reason) : draftsOf(snippet, context);
    }
  }
}

/** What a person has to put in a command of a README: `<name>`, `YOUR_X`, `/path/to/x`, an ellipsis. */
function placeholderIn(text: string): string | undefined {
  return /(?<![<\w])<\p{L}[\p{L}\w .-]{0,80}>(?!\w)|(?<![\w$])(?:YOUR|your)[_-][\w-]{1,40}|\/path\/to\/[\w./-]*|(?<=^|\s)(?:\.{3}|…)(?=\s|$)/u.exec(
    commandsOnly(text),
  )?.[0];
}

/** Without the lines that are an output. */
function commandsOnly(text: string): string {
  const commands = readTranscript(text, true);
  return commands === undefined ? text : commands.flatMap(({ lines }) => lines.map((line) => line.text)).join('\n');
}

/** Lines for the program that has the terminal, if there is one that reads them; else they are only shown. */
function replStep(snippet: Snippet, context: ExerciseContext): StepDraft {
  const { terminals, slide, exercise, file } = context;
  const { program: waiting, last } = terminals.now;
  const { method, data, hidden } = snippet;
  const program = method === 'repl' ? (waiting ?? last) : waiting;
  if (program !== undefined && readsLanguage(program, method) && data.trim() !== '') {
    return replDraft(snippet, program, context);
  }
  const skip = message('plan/no-repl', { language: method, program });
  return makeDraft({ ...startOf(file, snippet), action: 'none', input: data.trim(), slide, exercise, hidden, skip });
}

function shownOnly(snippet: Snippet, context: ExerciseContext): StepDraft {
  const kind = kindOf(snippet) === 'file' ? 'file' : snippet.method === '' ? 'bare' : 'output';
  return noneDraft(snippet, context, message('plan/shown-only', { language: snippet.method, kind }));
}

/** True for a fence that nobody types, as its author meant it. */
export function isShownOnly({ skip }: Pick<StepDraft, 'skip'>): boolean {
  return skip?.code === 'plan/shown-only' || skip?.code === 'plan/no-repl';
}

/** The commands of a `console` fence that are typed; undefined when it only shows an output. */
export function typedTranscript(snippet: Snippet, slide: Slide): readonly TranscriptCommand[] | undefined {
  if (kindOf(snippet) !== 'console' || isExpectedOutput(snippet, slide)) return undefined;
  return readTranscript(snippet.data, snippet.loose);
}

/** The fence shows what a command prints. */
function isExpectedOutput({ id }: Snippet, slide: Slide): boolean {
  const display = slide.displays.find((each) => each.id === id);
  return display !== undefined && resemblanceOf(display) !== undefined;
}
