import type { Exercise, ProseUrl, Snippet } from '../model.ts';
import { type ClassRegion, idAt, type Region, type Span } from '../scan/regions.ts';
import type { Source } from '../scan/source.ts';
import { readSnippet } from './snippet.ts';
import { substitute, type Variables } from './variables.ts';

/** What reading exercises needs to know. */
export interface ExerciseContext {
  readonly source: Source;
  /** Content classes that are exercises. */
  readonly exerciseClasses: readonly string[];
  readonly variables: Variables;
  readonly inNotes: boolean;
  /** See `SnippetReading`. */
  readonly isPlain?: boolean;
}

/**
 * The exercises among `regions`, in order, also those inside other classes or in comments. An exercise has several lines
 * or at least a fence: `.exercise[word]` in a sentence is none. An exercise inside an exercise belongs to the outer one.
 */
export function readExercises(context: ExerciseContext, regions: readonly Region[], hidden = false): Exercise[] {
  return regions.flatMap((region) => {
    if (region.kind === 'fence') return [];
    if (region.kind === 'comment') return readExercises(context, region.regions, true);
    const className = region.names.find((name) => context.exerciseClasses.includes(name));
    if (className === undefined) return readExercises(context, region.regions, hidden);
    const snippets = snippetsOf(context, region.regions, hidden);
    return region.block || snippets.length > 0 ? [exerciseOf(context, region, className, snippets)] : [];
  });
}

function exerciseOf(
  { source, variables, inNotes }: ExerciseContext,
  region: ClassRegion,
  className: string,
  snippets: readonly Snippet[],
): Exercise {
  const urls = proseOf(region).flatMap((span) => urlsIn(source, span, variables));
  const id = idAt(region.start);
  return { id, className, snippets, urls, inNotes, position: source.position(region.start, region.end) };
}

function snippetsOf(context: ExerciseContext, regions: readonly Region[], hidden: boolean): Snippet[] {
  return regions.flatMap((region) => {
    if (region.kind !== 'fence') return snippetsOf(context, region.regions, hidden || region.kind === 'comment');
    return [
      readSnippet(
        context.source,
        region,
        { hidden, inNotes: context.inNotes, isPlain: context.isPlain ?? false },
        context.variables,
      ),
    ];
  });
}

/** What is neither fence nor comment in a class. */
function proseOf({ inside, regions }: ClassRegion): Span[] {
  const spans: Span[] = [];
  let start = inside.start;
  for (const region of regions) {
    spans.push({ start, end: region.start });
    if (region.kind === 'class') spans.push(...proseOf(region));
    start = region.end;
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
      urls.push({ id: idAt(offset), url, position: source.position(offset, offset + written.length) });
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
