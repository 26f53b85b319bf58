import type { Exercise, Slide, Snippet } from '../deck/model.ts';
import { removeHighlights } from '../deck/model/highlight.ts';
import type { Matchers } from '../match/matcher.ts';
import { chooseFenceMatcher } from '../match/matchers.ts';
import { type Message, message } from '../messages/message.ts';
import { cellTyping } from './cell.ts';
import { copyExpression } from './copy.ts';
import { parseExpectation } from './expectation.ts';
import { keySequence, nearestKey, wholeKey } from './keys.ts';
import { policyOf } from './policy.ts';
import { readsLanguage, replProgram } from './repl.ts';
import { assignedVariables } from './script.ts';
import { shorten } from './shorten.ts';
import type { ActionName, CommandLine, SourceLocation, StepExpectation } from './step.ts';
import { locationOf, makeDraft, startOf, type StepDraft } from './step-draft.ts';
import { readMove } from './terminals.ts';
import { readReplTranscript, type TranscriptCommand } from './transcript.ts';

/** Where a snippet stands. */
export interface SnippetContext {
  readonly file: string;
  readonly slide: Slide;
  readonly exercise: Exercise;
}

/** What methods act on, for the message about a snippet without it; those that are absent need nothing. */
const needed: ReadonlyMap<
  string,
  'commands' | 'key' | 'text' | 'awaited' | 'url' | 'expression' | 'terminal' | 'script'
> = new Map([
  ['bash', 'commands'],
  ['hide', 'commands'],
  ['key', 'key'],
  ['keys', 'text'],
  ['wait', 'awaited'],
  ['longwait', 'awaited'],
  ['open', 'url'],
  ['copy', 'expression'],
  ['copypaste', 'expression'],
  ['terminal', 'terminal'],
  ['tmux', 'terminal'],
  ['verify', 'script'],
  ['background', 'script'],
]);

const reasons: Readonly<Partial<Record<ActionName, Message>>> = {
  key: message('plan/presses-key'),
  keys: message('plan/types-text'),
  wait: message('plan/waits-for-text'),
  longwait: message('plan/waits-for-text'),
  check: message('plan/looks-at-exit-code'),
  open: message('plan/fetches-page'),
  copy: message('plan/copies'),
  paste: message('plan/pastes'),
  terminal: message('plan/chooses-terminal'),
  tmux: message('plan/chooses-terminal'),
  verify: message('plan/verifies'),
  setup: message('plan/sets-up'),
  background: message('plan/sets-up-beside'),
};

/** What is wrong with a snippet, and the rule that says so; undefined when nothing is. */
export function mistakeIn({ method, data }: Snippet): { readonly rule: string; readonly reason: Message } | undefined {
  const needs = needed.get(method);
  // Blanks alone can be typed, but not run.
  const empty = method === 'keys' || method === 'key' ? data === '' : data.trim() === '';
  if (needs !== undefined && empty) {
    return { rule: 'empty-snippet', reason: message('plan/empty-snippet', { method, needs }) };
  }
  if (method === 'key' && keySequence(data) === undefined) {
    const key = shorten(data.trim());
    return { rule: 'unknown-key', reason: message('plan/unknown-key', { key, meant: nearestKey(data) }) };
  }
  if (method === 'copy' || method === 'copypaste') {
    const expression = copyExpression(data.trim());
    if ('problem' in expression) return { rule: 'invalid-expression', reason: expression.problem };
  }
  if (method === 'terminal' || method === 'tmux') {
    const move = readMove(method, data.trim());
    if ('problem' in move) return { rule: 'unknown-terminal', reason: move.problem };
  }
  return undefined;
}

/** The steps that a snippet becomes; its method must be one that becomes a step. */
export function draftsOf(snippet: Snippet, context: SnippetContext): StepDraft[] {
  const { method } = snippet;
  if (method === 'copypaste') {
    // The older name for both, after which Return was pressed and the exit code checked.
    const [copy, paste] = [
      draftOf({ ...snippet, method: 'copy' }, context),
      draftOf({ ...snippet, method: 'paste' }, context),
    ];
    return [copy, { ...paste, input: 'Enter', reason: message('plan/pastes-command') }];
  }
  if (method === 'bash' || method === 'hide') {
    return [shellDraft(method, snippet, locatedLines(snippet, context), context)];
  }
  return [draftOf(snippet, context)];
}

/** The step of a transcript: its commands are typed, what stands below each is what it must print. */
export function transcriptDraft(
  snippet: Snippet,
  commands: readonly TranscriptCommand[],
  context: SnippetContext & { readonly matchers: Matchers },
): StepDraft {
  const draft = shellDraft(
    'bash',
    snippet,
    linesOf(snippet, commands, context, snippet.loose ? undefined : removeHighlights),
    context,
  );
  draft.expectations.push(...shownBelow(snippet, commands, context));
  return draft;
}

/** The step of lines for the program that has the terminal. Where they stand after its prompts, the rest is what they must print. */
export function replDraft(
  snippet: Snippet,
  program: string,
  context: SnippetContext & { readonly matchers: Matchers },
): StepDraft {
  const { data, lines, hidden, position, method } = snippet;
  const { file, slide, exercise } = context;
  const shown = readReplTranscript(data, readsLanguage('node', method) && method !== 'repl');
  const typed = shown
    ? linesOf(snippet, shown, context)
    : data.split('\n').map((text, at) => ({ text, place: locationOf(file, lines[at] ?? position.start) }));
  return makeDraft({
    ...startOf(file, snippet),
    ...{ action: 'repl', input: typed.map(({ text }) => text).join('\n'), slide, exercise, hidden, program },
    lines: typed,
    expectations: shown ? shownBelow(snippet, shown, context) : [],
    reason: message('plan/types-into', { program }),
  });
}

/**
 * The steps of a transcript of a README, whose outputs are compared with nothing. What stands behind the prompts of a program that a command has
 * started (`>>> `, `mysql> `) is for that program.
 */
export function looseDrafts(
  snippet: Snippet,
  commands: readonly TranscriptCommand[],
  context: SnippetContext & { readonly matchers: Matchers },
): StepDraft[] {
  const drafts: StepDraft[] = [];
  let from = 0;
  const cut = (to: number): void => {
    const part = commands.slice(from, to).map((command) => ({ ...command, output: '' }));
    // The page shows all of the fence at the first of its steps.
    const own = from === 0 ? snippet : { ...snippet, id: `${snippet.id}s${from}`, hidden: true };
    if (part.length > 0) drafts.push(transcriptDraft(own, part, context));
    from = to;
  };
  commands.forEach(({ lines, output, outputLine }, index) => {
    const program = output === '' ? undefined : replProgram(lines.map(({ text }) => text).join('\n'));
    const rows = output.split('\n');
    const first =
      program === undefined ? -1 : rows.findIndex((row) => readReplTranscript(row, readsLanguage(program, 'node')));
    if (program === undefined || first < 0) return;
    cut(index + 1);
    const lineNumbers = snippet.lines.slice(outputLine + first, outputLine + rows.length);
    const method = readsLanguage(program, 'node') ? 'node' : 'repl';
    const data = rows.slice(first).join('\n');
    const inner: Snippet = { ...snippet, id: `${snippet.id}p${index}`, method, data, lines: lineNumbers, hidden: true };
    drafts.push({ ...replDraft(inner, program, context), expectations: [] });
  });
  cut(commands.length);
  return drafts;
}

/** The step of a cell of runme, and a hidden one for what it exports. */
export function cellDrafts(snippet: Snippet, context: SnippetContext): StepDraft[] {
  const { before, after, takes } = cellTyping(snippet);
  const own = locatedLines(snippet, context);
  const located = (texts: readonly string[], at: number): CommandLine[] =>
    texts.map((text) => ({ text, place: own.at(at)?.place ?? locationOf(context.file, snippet.position.start) }));
  const typed = shellDraft('bash', snippet, [...located(before, 0), ...own, ...located(after, -1)], context);
  // What is around it says nothing of how often it may run.
  const policy =
    snippet.cell?.interpreter === undefined && snippet.cell?.background !== true ? policyOf(snippet.data) : undefined;
  if (policy) Object.assign(typed, { policy: policy.policy, reason: policy.reason, waits: policy.waits });
  if (takes === undefined) return [typed];
  const hidden: Snippet = {
    ...snippet,
    id: `${snippet.id}e`,
    hidden: true,
    data: takes,
    lines: [snippet.position.start],
  };
  return [typed, shellDraft('hide', hidden, locatedLines(hidden, context), context)];
}

function locatedLines({ data, lines, position }: Snippet, { file }: SnippetContext): CommandLine[] {
  return data.split('\n').map((text, index) => ({ text, place: locationOf(file, lines[index] ?? position.start) }));
}

/** The lines of a transcript that are typed, with their places. */
function linesOf(
  snippet: Snippet,
  commands: readonly TranscriptCommand[],
  { file }: SnippetContext,
  change: (text: string) => string = (text) => text,
): CommandLine[] {
  return commands.flatMap((command) =>
    command.lines.map(({ text, line, column }) => ({
      text: change(text),
      place: placeAt(snippet, file, line, column),
    })),
  );
}

/** What stands below the commands of a transcript, as expectations. */
function shownBelow(
  snippet: Snippet,
  commands: readonly TranscriptCommand[],
  { file, matchers }: SnippetContext & { readonly matchers: Matchers },
): StepExpectation[] {
  return commands.flatMap(({ output, outputLine }, index) => {
    if (output === '') return [];
    const matcher = chooseFenceMatcher(output, snippet.method, 'equal');
    const place = placeAt(snippet, file, outputLine);
    const parsed = parseExpectation(matchers, matcher, output, { place, origin: 'fence' });
    // `...` alone says that something is printed, and not what.
    if ('problem' in parsed) return [];
    return [{ ...parsed, command: index === commands.length - 1 ? -1 : index }];
  });
}

function placeAt({ lines, position }: Snippet, file: string, line: number, column = 0): SourceLocation {
  const point = lines[line] ?? position.start;
  return locationOf(file, { ...point, column: point.column + column });
}

function shellDraft(
  action: 'bash' | 'hide',
  snippet: Snippet,
  lines: readonly CommandLine[],
  { file, slide, exercise }: SnippetContext,
): StepDraft {
  const input = lines.map(({ text }) => text).join('\n');
  const { policy, reason, waits } = policyOf(input);
  return makeDraft({
    ...startOf(file, snippet),
    ...{ action, input, lines, slide, exercise, hidden: snippet.hidden, policy, reason, waits },
    assigns: assignedVariables(input),
  });
}

function draftOf(snippet: Snippet, { file, slide, exercise }: SnippetContext): StepDraft {
  const { method, data, hidden } = snippet;
  const action = method as ActionName;
  return makeDraft({
    ...startOf(file, snippet),
    ...{ action, slide, exercise, hidden },
    // Blanks count in what is typed, nowhere else.
    input: action === 'keys' ? data : action === 'key' ? data.trim() || ' ' : action === 'paste' ? '' : data.trim(),
    policy: action === 'open' ? 'eventually' : 'once',
    reason: reasons[action === 'keys' && wholeKey(data) !== undefined ? 'key' : action],
  });
}
