import { loadConfig } from '../config.ts';
import type { Slide, Snippet } from '../deck/model.ts';
import type { Language, Message } from '../messages/message.ts';
import { sayIn, wordingReplacer } from '../messages/word.ts';
import { planView } from '../report/plan-view.ts';
import { oneLine } from '../report/printable.ts';
import { chooseDecks, fatalErrors, formatMessage, loadDeck, type LoadedDeck } from './decks.ts';
import { complain } from './errors.ts';
import { exitCodes } from './errors.ts';
import { UsageError } from './errors.ts';
import { withExercises } from './exercises.ts';
import { language } from './language.ts';

export interface ListOptions {
  readonly json?: true;
  readonly plan?: true;
  readonly config?: string;
  readonly exercises?: string;
  readonly lang?: string;
}

/** Shows what is in decks, and what a run would do, without running anything; the exit code. Throws UsageError and ConfigError. */
export function list(names: readonly string[], options: ListOptions): number {
  const cwd = process.cwd();
  const config = withExercises(loadConfig(options.config, cwd), options.exercises);
  const lang = language(options.lang, config, process.env);
  const decks: LoadedDeck[] = [];
  const problems: Message[] = [];
  for (const choice of chooseDecks(names, config, cwd)) {
    try {
      decks.push(loadDeck(choice, config, cwd, lang));
    } catch (error) {
      // One file that cannot be read does not hide the others.
      if (!(error instanceof UsageError)) throw error;
      problems.push(error.told);
    }
  }
  if (options.json) process.stdout.write(`${JSON.stringify(decks.map(toJson), wordingReplacer(lang), 2)}\n`);
  else for (const deck of decks) process.stdout.write(options.plan ? planText(deck, lang) : deckText(deck, lang));
  if (!options.json) {
    for (const message of decks.flatMap((deck) => deck.messages))
      process.stderr.write(`${formatMessage(message, lang)}\n`);
  }
  for (const problem of problems) complain(problem, lang);
  const hasError = decks.some(({ deck }) => fatalErrors(deck).length > 0);
  return problems.length > 0 || hasError ? exitCodes.usage : exitCodes.passed;
}

/** The published JSON form of a deck. */
function toJson({ deck, plan, messages }: LoadedDeck): object {
  const ids = new Map(plan.steps.map(({ id, slide, place }) => [snippetKey(slide.index, place), id]));
  return {
    file: deck.file,
    slides: deck.slides.length,
    // Of these, those of excluded classes: nothing on them runs.
    excludedSlides: deck.slides.filter(({ excluded }) => excluded).length,
    exercises: deck.slides.reduce((sum, { exercises }) => sum + exercises.length, 0),
    snippets: deck.slides.flatMap((slide) =>
      slide.exercises.flatMap(({ snippets }) => snippets.map((snippet) => snippetJson(snippet, slide, ids))),
    ),
    messages,
  };
}

function snippetJson(snippet: Snippet, { index, file, excluded }: Slide, ids: ReadonlyMap<string, string>): object {
  const { line, column } = snippet.position.start;
  // A snippet that makes no step of its own (a modifier, a file to edit) is known by its place.
  const id = ids.get(snippetKey(index, { line, column })) ?? `${line}:${column}`;
  const { method, data, hidden, inNotes } = snippet;
  return { id, slide: index, method, data, file, line, column, hidden, inNotes, ...(excluded && { excluded }) };
}

function snippetKey(slide: number, { line, column }: { readonly line: number; readonly column: number }): string {
  return `${slide} ${line}:${column}`;
}

function deckText({ deck, plan }: LoadedDeck, lang: Language): string {
  const say = sayIn(lang);
  const exercises = deck.slides.reduce((sum, slide) => sum + slide.exercises.length, 0);
  const counts = { slides: deck.slides.length, exercises, steps: plan.steps.length };
  const lines = [say('report/deck', { file: deck.file, ...counts })];
  let { file } = deck;
  for (const slide of deck.slides) {
    const steps = plan.steps.filter((step) => step.slide.index === slide.index);
    // The title slides of a manifest stand between those of its chapters.
    if (slide.file !== file && (slide.file !== deck.file || steps.length > 0)) {
      file = slide.file;
      lines.push(`  ${oneLine(file)}`);
    }
    if (steps.length > 0) lines.push(`  ${slide.number}. ${oneLine(slide.title)}`);
    for (const step of steps) {
      const [first = '', ...rest] = step.input.split('\n');
      const more = rest.length > 0 ? ` ${say('report/more-lines', { count: rest.length })}` : '';
      lines.push(`     ${step.place.line}: ${step.id}  ${step.action} ${oneLine(first)}${more}`.trimEnd());
    }
  }
  return `${lines.join('\n')}\n`;
}

function planText({ plan }: LoadedDeck, lang: Language): string {
  return `${plan.file}\n${planView(plan, lang)}\n`;
}
