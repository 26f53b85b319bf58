import type { InlineCode, RootContent } from 'mdast';
import type { ParsedScript } from 'unbash';
import type { Deck, Exercise, Severity, Slide, Snippet } from '../deck/model.ts';
import { removeHighlights } from '../deck/model/highlight.ts';
import { isShellMethod, readInfo } from '../deck/model/snippet.ts';
import type { Fence, Region, SlideRegion, Span } from '../deck/scan/regions.ts';
import type { Source } from '../deck/scan/source.ts';
import { readBash } from '../plan/bash.ts';
import { typedTranscript } from '../plan/exercise-steps.ts';

/** A piece of code in a deck: a snippet of an exercise, any other fence, or inline code. */
export interface Code extends Span {
  readonly kind: 'snippet' | 'fence' | 'inline';
  /** Method of a snippet, language of a fence, lower case; `''` where there is none. */
  readonly language: string;
  /** Without the backticks around it; of a snippet what is typed: dedented, highlights (and prompts of a transcript) removed. */
  readonly text: string;
  /** `text` as bash reads it; parsed when it is first asked for, and once. */
  readonly script: () => ParsedScript;
  readonly slide: Slide;
  readonly exercise: Exercise | undefined;
  readonly snippet: Snippet | undefined;
  /** It goes to a shell: commands, or those of a transcript. */
  readonly typed: boolean;
  /** Inside presenter notes. */
  readonly inNotes: boolean;
  /** Where a range of `text` stands in `Source.text`. */
  readonly span: (start: number, end: number) => Span;
}

/** True for what is typed into bash. */
export function isTyped({ typed }: Code): boolean {
  return typed;
}

/** True for what is typed when the deck is run. */
export function isRun(code: Code): boolean {
  return isTyped(code) && !code.inNotes && !code.slide.excluded;
}

/** Finds all code of a deck, in the order of the file. */
export function readCode(source: Source, deck: Deck, regions: readonly SlideRegion[]): Code[] {
  const found: Code[] = [];
  deck.slides.forEach((slide, index) => {
    const region = regions[index];
    if (!region) return;
    const taken = new Set<number>();
    for (const exercise of slide.exercises) {
      for (const snippet of exercise.snippets) {
        const code = snippetCode(source, slide, exercise, snippet);
        taken.add(code.start);
        found.push(code);
      }
    }
    const addFence = (fence: Fence, inNotes: boolean): void => {
      if (taken.has(fence.start)) return;
      taken.add(fence.start);
      // Three backticks on one line of prose are inline code.
      const isBlock = fence.shape === 'block';
      found.push(plain(source, fence, fence.body, isBlock ? 'fence' : 'inline', fence.info, slide, inNotes));
    };
    forEachFence(region.regions, (fence) => {
      addFence(fence, false);
    });
    forEachFence(region.notes?.regions ?? [], (fence) => {
      addFence(fence, true);
    });
    const addInline = ({ position }: InlineCode, inNotes: boolean): void => {
      if (!position) return;
      const start = source.offset(position.start.offset ?? 0);
      const end = source.offset(position.end.offset ?? 0);
      if (taken.has(start) || source.text[start] !== '`') return;
      const ticks = /^`+/.exec(source.text.slice(start, end))?.[0].length ?? 0;
      const body = { start: start + ticks, end: end - ticks };
      found.push(plain(source, { start, end }, body, 'inline', '', slide, inNotes));
    };
    const addFrom = (nodes: readonly RootContent[], inNotes: boolean): void => {
      for (const node of nodes) {
        if (node.type === 'inlineCode') addInline(node, inNotes);
        if ('children' in node) addFrom(node.children, inNotes);
      }
    };
    addFrom(slide.content, false);
    addFrom(slide.notes, true);
  });
  return found.sort((one, other) => one.start - other.start);
}

function forEachFence(regions: readonly Region[], act: (fence: Fence) => void): void {
  for (const region of regions) {
    if (region.kind === 'fence') act(region);
    else forEachFence(region.regions, act);
  }
}

function plain(
  source: Source,
  { start, end }: Span,
  body: Span,
  kind: Code['kind'],
  info: string,
  slide: Slide,
  inNotes: boolean,
): Code {
  const text = source.text.slice(body.start, body.end);
  return {
    kind,
    start,
    end,
    language: readInfo(info).method,
    text,
    script: scriptOf(text),
    slide,
    exercise: undefined,
    snippet: undefined,
    typed: false,
    inNotes,
    span: (from, to) => ({ start: body.start + from, end: body.start + to }),
  };
}

function snippetCode(source: Source, slide: Slide, exercise: Exercise, snippet: Snippet): Code {
  const start = source.offset(snippet.position.start.offset);
  const end = source.offset(snippet.position.end.offset);
  const transcript = typedTranscript(snippet, slide)?.flatMap((command) => command.lines);
  const lines = transcript
    ? transcript.map(({ line, column }) => source.offset((snippet.lines[line]?.offset ?? 0) + column))
    : snippet.lines.map(({ offset }) => source.offset(offset));
  const text = transcript
    ? transcript.map(({ text: line }) => (snippet.loose ? line : removeHighlights(line))).join('\n')
    : snippet.data;
  let places: Int32Array | undefined;
  const placeOf = (index: number): number => {
    places ??= placesOf(source.text, text, lines);
    return places[index] ?? end;
  };
  return {
    kind: 'snippet',
    start,
    end,
    language: snippet.method,
    text,
    script: scriptOf(text),
    slide,
    exercise,
    snippet,
    typed: transcript !== undefined || isShellMethod(snippet.method),
    inNotes: snippet.inNotes,
    span: (from, to) => ({
      start: placeOf(from),
      // The end is after the last character, so that a highlight's closing backtick is not taken in.
      end: to > from ? placeOf(to - 1) + 1 : placeOf(from),
    }),
  };
}

function scriptOf(text: string): () => ParsedScript {
  let script: ParsedScript | undefined;
  return () => (script ??= readBash(text));
}

/** For each character of a snippet's text, where it stands: the text lacks indents and the backticks of highlights. */
function placesOf(whole: string, text: string, lines: readonly number[]): Int32Array {
  const places = new Int32Array(text.length + 1);
  let line = 0;
  let place = lines[0] ?? 0;
  for (let index = 0; index < text.length; index++) {
    while (text[index] !== whole[place] && whole[place] === '`') place++;
    places[index] = place++;
    if (text[index] === '\n') place = lines[++line] ?? place;
  }
  places[text.length] = place;
  return places;
}

/** How much a mistake in this piece of code weighs: an error only in what will be typed on stage. */
export function weightOf(code: Code): Severity {
  return isRun(code) ? 'error' : 'warning';
}

/** Where the method of a snippet is written in `text`, that of its document; undefined where it stands otherwise than it is read. */
export function methodSpan(text: string, { start, end, language }: Code): Span | undefined {
  const opening = /^[`~]+[ \t]*/.exec(text.slice(start, Math.min(end, start + 1000)))?.[0].length ?? 0;
  const at = start + opening;
  const written = text.slice(at, at + language.length);
  return language !== '' && written.toLowerCase() === language ? { start: at, end: at + language.length } : undefined;
}
