import type { Source } from './encoding.ts';
import type { Exercise, ProseUrl, Snippet } from './model.ts';
import type { ClassRegion, Item, Span } from './skeleton.ts';
import { readSnippet } from './snippet.ts';
import { substitute, type Variables } from './variables.ts';

/** What reading exercises needs to know. */
export interface ExerciseContext {
  readonly source: Source;
  /** Content classes that are exercises. */
  readonly exerciseClasses: readonly string[];
  readonly variables: Variables;
  readonly inNotes: boolean;
}

/**
 * The exercises among `items`, in order, also those inside other classes or in comments. An exercise has several lines
 * or at least a fence: `.exercise[word]` in a sentence is none. An exercise inside an exercise belongs to the outer one.
 */
export function readExercises(context: ExerciseContext, items: readonly Item[], hidden = false): Exercise[] {
  return items.flatMap((item) => {
    if (item.kind === 'fence') return [];
    if (item.kind === 'comment') return readExercises(context, item.items, true);
    const className = item.names.find((name) => context.exerciseClasses.includes(name));
    if (className === undefined) return readExercises(context, item.items, hidden);
    const snippets = snippetsOf(context, item.items, hidden);
    return item.block || snippets.length > 0 ? [exerciseOf(context, item, className, snippets)] : [];
  });
}

function exerciseOf(
  { source, variables, inNotes }: ExerciseContext,
  region: ClassRegion,
  className: string,
  snippets: readonly Snippet[],
): Exercise {
  const urls = proseOf(region).flatMap((span) => urlsIn(source, span, variables));
  return { className, snippets, urls, inNotes, position: source.position(region.start, region.end) };
}

function snippetsOf(context: ExerciseContext, items: readonly Item[], hidden: boolean): Snippet[] {
  return items.flatMap((item) => {
    if (item.kind !== 'fence') return snippetsOf(context, item.items, hidden || item.kind === 'comment');
    return [readSnippet(context.source, item, { hidden, inNotes: context.inNotes }, context.variables)];
  });
}

/** What is neither fence nor comment in a class. */
function proseOf({ inside, items }: ClassRegion): Span[] {
  const spans: Span[] = [];
  let start = inside.start;
  for (const item of items) {
    spans.push({ start, end: item.start });
    if (item.kind === 'class') spans.push(...proseOf(item));
    start = item.end;
  }
  spans.push({ start, end: inside.end });
  return spans;
}

function urlsIn(source: Source, { start, end }: Span, variables: Variables): ProseUrl[] {
  const urls: ProseUrl[] = [];
  let last: { line: number; url: string } | undefined;
  for (const match of source.text.slice(start, end).matchAll(/https?:\/\/[^\s<>()[\]"'`«»“”]+/g)) {
    const written = withoutPunctuation(match[0]);
    const offset = start + match.index;
    const url = substitute(written, variables);
    const { line } = source.point(offset);
    // `[http://a/](http://a/)` names one page.
    if (last?.line !== line || last.url !== url) {
      urls.push({ url, position: source.position(offset, offset + written.length) });
    }
    last = { line, url };
  }
  return urls;
}

function withoutPunctuation(url: string): string {
  let end = url.length;
  while (end > 0 && '.,;:!?…*_~'.includes(url[end - 1] ?? '')) end--;
  return url.slice(0, end);
}
