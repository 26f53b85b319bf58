import type { Display } from '../model.ts';
import { skipListMarkers } from '../scan/line-kind.ts';
import { type Fence, idAt, type Region, type SlideRegion } from '../scan/regions.ts';
import type { Source } from '../scan/source.ts';
import { dedent, rowsOf } from './dedent.ts';
import { readInfo } from './snippet.ts';
import { substitute, type Variables } from './variables.ts';

/** What reading displays needs to know. */
export interface DisplayContext {
  readonly source: Source;
  readonly exerciseClasses: readonly string[];
  readonly variables: Variables;
}

// What a command's output may be written as; notes/dialect.md §4. A `yaml` fence is a file to edit.
const outputLanguages = new Set(['', 'json', 'text', 'console', 'output']);

// Markup without a word, which may stand between a sentence and the fence that it introduces: `--`, `]`, `.small[`, `<br/>`.
const wordlessMarkup = /^(?:--|\]+|(?:\.[\w-]+)+\[|<\/?br\s*\/?>)$/;

/** The fences of a slide, notes included, that may show what a command prints. */
export function readDisplays(context: DisplayContext, slide: SlideRegion): Display[] {
  const displays: Display[] = [];
  const visit = (regions: readonly Region[], inExercise: boolean, inNotes: boolean): void => {
    for (const region of regions) {
      if (region.kind === 'fence') {
        const display = displayOf(context, slide, region, { inExercise, inNotes });
        if (display) displays.push(display);
      } else if (region.kind === 'class') {
        visit(
          region.regions,
          inExercise || region.names.some((name) => context.exerciseClasses.includes(name)),
          inNotes,
        );
      }
    }
  };
  visit(slide.regions, false, false);
  visit(slide.notes?.regions ?? [], false, true);
  return displays;
}

function displayOf(
  { source, variables }: DisplayContext,
  slide: SlideRegion,
  fence: Fence,
  place: { readonly inExercise: boolean; readonly inNotes: boolean },
): Display | undefined {
  const language = readInfo(fence.info).method;
  if (fence.shape === 'line' || !outputLanguages.has(language)) return undefined;
  const rows = dedent(rowsOf(source, fence.body));
  return {
    id: idAt(fence.start),
    language,
    text: substitute(rows.map((row) => row.text).join('\n'), variables),
    introduction: substitute(introductionAbove(source, slide, fence.start), variables),
    ...place,
    position: source.position(fence.start, fence.end),
  };
}

/** The nearest line of prose above a fence; it may stand before a `--`, never before `---` or `???`. */
function introductionAbove({ text, lines }: Source, slide: SlideRegion, offset: number): string {
  let inComment = false;
  for (let line = lines.at(offset) - 1; line >= 0; line--) {
    const start = lines.start(line);
    const written = text.slice(start, lines.end(line)).trim();
    if (written.endsWith('-->')) inComment = true;
    if (inComment) {
      inComment = !written.includes('<!--');
      continue;
    }
    const isProperty = start >= slide.start && start < slide.content.start;
    if (written === '' || isProperty || wordlessMarkup.test(written)) continue;
    const ends = written === '---' || written === '???' || written.startsWith('```') || written.startsWith('~~~');
    return ends ? '' : withoutMarkup(written);
  }
  return '';
}

/** The words of a line of markdown. A line that goes on for pages is no introduction, so only its end counts. */
function withoutMarkup(line: string): string {
  return line
    .slice(skipListMarkers(line, 0, line.length))
    .slice(-500)
    .replace(/^[#>\s]+/, '')
    .replace(/<[^<>]*>/g, '')
    .replace(/\\(?=[!-/:-@[-`{-~\s]|$)/g, '')
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/(?:\.[\w-]+)+\[/g, '')
    .replace(/[*`\]]+|(?<!\w)_+|_+(?!\w)/g, '')
    .trim();
}
